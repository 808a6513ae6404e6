#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What was planted about the statements; arrays by statement.
struct PlantedStatements {
    /// With which weight a statement is shown.
    let popularity: [Double]
    /// What everybody thinks of it, in logits of agreeing.
    let base: [Double]
    /// In logits of passing.
    let passing: [Double]
    /// What each group thinks beyond `base`, in logits; at `statement * groups + group`. Zero on average over groups.
    let lean: [Double]

    init(_ parameters: PlantedParameters, using generator: inout SplitMix64) {
        typealias Fitted = PlantedParameters
        let count = parameters.statements
        let groups = parameters.groups
        popularity = (0..<count).map { _ in exp(generator.normal() * Fitted.popularitySpread) }
        base = (0..<count).map { _ in Fitted.baseMean + generator.normal() * Fitted.baseSpread }
        passing = (0..<count).map { _ in Fitted.passMean + generator.normal() * Fitted.passSpread }

        // Taking the mean away takes variance away, which the factor gives back.
        let factor = groups > 1 ? (Double(groups) / Double(groups - 1)).squareRoot() * Fitted.divisionSpread : 0
        var lean: [Double] = []
        lean.reserveCapacity(count * groups)
        for _ in 0..<count {
            let drawn = (0..<groups).map { _ in generator.normal() }
            let mean = drawn.reduce(0, +) / Double(groups)
            lean += drawn.map { ($0 - mean) * factor }
        }
        self.lean = lean
    }
}

extension PlantedDialogue {
    /// A sentence that says that it is invented. Which statement is about what has nothing to do with how it is voted on.
    package static func text(ofStatement number: Int) -> String {
        let place = Int(number.magnitude % UInt(subjects.count * wishes.count))
        let subject = subjects[place % subjects.count]
        let wish = wishes[place / subjects.count]
        return "Invented statement \(number): \(subject) should \(wish)."
    }

    private static let subjects = [
        "the night ferry", "the seed library", "the bridge toll", "the town clock", "the school bus", "the fish market",
        "the grain store", "the public well", "the old mill", "the harvest fair", "the lamp tax", "the river path",
        "the pottery guild",
    ]

    private static let wishes = [
        "stay as it is", "be free on Fridays", "be run by the villages", "close an hour earlier",
        "open an hour earlier", "move to the upper valley", "be paid for by everybody",
        "be paid for by those who use it", "be put to a vote",
        "get a second keeper", "be looked after by the schools",
    ]
}
