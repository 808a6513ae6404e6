/// How a ``PlantedDialogue`` is drawn; equal parameters give equal dialogues.
///
/// The constants under "Fitted" are medians over open data of real dialogues. How far people follow their group cannot
/// be fitted, because nobody knows the groups of real people; its preset makes the share of variance on the first two
/// axes, and how well groups separate, resemble real dialogues.
package struct PlantedParameters: Sendable, Hashable {
    /// 1 to 10,000,000.
    package var people: Int
    /// 1 to 65,535.
    package var statements: Int
    /// 1 to 255. With 1 nobody differs from anybody by group.
    package var groups = 3
    package var seed: UInt64 = 1

    /// Mean number of statements a person votes on, from 1 to ``statements``.
    package var meanVotes: Double
    /// How far people follow their group, on the scale of logits, on average: 0 not at all.
    package var conviction = 1.5
    /// Standard deviation of the conviction in relation to its mean.
    package var convictionSpread = 0.4
    /// Share of the opinions that are a coin toss, 0…1.
    package var noise = 0.03
    /// Size of each group in relation to the one before, above 0 and up to 1.
    package var sizeRatio = 0.6
    /// Share of the votes, 0…1, that follow an earlier one by the same person on the same statement.
    package var revotes = 0.004

    /// - Parameter meanVotes: preset to 50, or to half of the statements where there are fewer than 100.
    package init(people: Int, statements: Int, groups: Int = 3, seed: UInt64 = 1, meanVotes: Double? = nil) {
        self.people = people
        self.statements = statements
        self.groups = groups
        self.seed = seed
        self.meanVotes = meanVotes ?? max(1, min(50, Double(statements) / 2))
    }

    // MARK: Fitted

    /// Standard deviation of the logarithm of the number of votes of a person.
    package static let effortSpread = 1.43
    /// Standard deviation of the logarithm of the weight with which a statement is shown.
    package static let popularitySpread = 0.737
    /// What everybody thinks of a statement: mean and standard deviation over statements, in logits.
    package static let baseMean = 0.885
    package static let baseSpread = 1.07
    /// What a group thinks beyond that: standard deviation over groups and statements, in logits.
    package static let divisionSpread = 1.26
    /// How readily a person agrees: standard deviation over people, in logits.
    package static let agreeableSpread = 0.617
    /// How often a statement is passed: mean and standard deviation over statements, in logits.
    package static let passMean = -1.66
    package static let passSpread = 0.548
    /// How often a person passes: standard deviation over people, in logits.
    package static let passPersonSpread = 1.25

    // MARK: Limits

    /// Votes that a dialogue may have, seven bytes each in memory.
    package static let mostVotes = 1_000_000_000

    /// - Throws: the first parameter that is out of its range.
    package func validate() throws(PlantedRefusal) {
        try PlantedRefusal.check(.people, Double(people), in: 1...10_000_000)
        try PlantedRefusal.check(.statements, Double(statements), in: 1...Double(UInt16.max))
        try PlantedRefusal.check(.groups, Double(groups), in: 1...255)
        try PlantedRefusal.check(.meanVotes, meanVotes, in: 1...Double(statements))
        try PlantedRefusal.check(.conviction, conviction, in: 0...100)
        try PlantedRefusal.check(.convictionSpread, convictionSpread, in: 0...10)
        try PlantedRefusal.check(.noise, noise, in: 0...1)
        try PlantedRefusal.check(.sizeRatio, sizeRatio, in: 0.001...1)
        try PlantedRefusal.check(.revotes, revotes, in: 0...1)
        guard Double(people) * meanVotes <= Double(Self.mostVotes) else {
            throw .tooManyVotes(expected: Double(people) * meanVotes, most: Self.mostVotes)
        }
    }
}

/// Why no dialogue can be drawn from these parameters.
package enum PlantedRefusal: Error, Equatable {
    case outOfRange(Parameter, found: Double, allowed: ClosedRange<Double>)
    case tooManyVotes(expected: Double, most: Int)

    /// Raw values are spelled as options of a command line are.
    package enum Parameter: String, Sendable {
        case people, statements, groups
        case meanVotes = "mean-votes"
        case conviction
        case convictionSpread = "conviction-spread"
        case noise
        case sizeRatio = "size-ratio"
        case revotes
    }

    fileprivate static func check(
        _ parameter: Parameter, _ value: Double, in range: ClosedRange<Double>
    ) throws(PlantedRefusal) {
        // What is not a number is in no range.
        guard range.contains(value) else { throw .outOfRange(parameter, found: value, allowed: range) }
    }
}
