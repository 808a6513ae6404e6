package import OpinionAnalysis

/// How one person's answers compare with those of the others.
package struct AnswerComparison: Sendable {
    /// One of the person's answers beside everybody's.
    package struct Item: Sendable, Hashable {
        package let number: Int
        package let choice: VoteChoice
        /// How many of all who answered answered the same; from 0 to 1.
        package let shareAlike: Double
    }

    /// The group that answered most like the person.
    package struct Likeness: Sendable, Hashable {
        /// Its place among the letters.
        package let letter: Int
        /// To how many of `compared` statements more than half of the group gave the person's answer.
        package let alike: Int
        package let compared: Int
        /// Whether chance alone would hardly put another group in its place.
        package let isCertain: Bool
    }

    /// By number; answers to statements with fewer than ten answers are left out.
    package let items: [Item]
    package let likeness: Likeness?
    /// Where the person stands on the map; nil where their answers leave it too open.
    package let place: OwnPlace?

    /// To how many statements more than half of all people gave the person's answer.
    package var withMost: Int { items.count { $0.shareAlike > 0.5 } }
    /// The answers shared with the most people, most widely shared first.
    package var mostShared: [Item] {
        items.filter { $0.shareAlike > 0.5 }.sorted { ($1.shareAlike, $0.number) < ($0.shareAlike, $1.number) }
    }
    /// The answers shared with the fewest people, least shared first.
    package var leastShared: [Item] {
        items.filter { $0.shareAlike < 0.5 }.sorted { ($0.shareAlike, $0.number) < ($1.shareAlike, $1.number) }
    }

    /// - Parameter answers: the person's, by statement number.
    package init(of answers: [Int: VoteChoice], with view: ResultsView, on map: OpinionMap) {
        items = answers.compactMap { number, choice in
            guard let result = view.result(number: number), result.isShown else { return nil }
            return Item(number: number, choice: choice, shareAlike: result.tally.share(of: choice))
        }.sorted { $0.number < $1.number }
        likeness = Self.likeness(of: answers, in: view)
        place = view.grouping == .tooFew ? nil : OwnPlace.known(of: answers, on: map)
    }

    private static func likeness(of answers: [Int: VoteChoice], in view: ResultsView) -> Likeness? {
        guard view.grouping == .found else { return nil }
        // Only statements to which enough people of every group answered, so that groups are measured alike.
        let shares: [[Double]] = answers.keys.sorted().compactMap { number in
            guard let choice = answers[number], let result = view.result(number: number) else { return nil }
            let known = result.groups.compactMap { $0?.share(of: choice) }
            return known.count == view.groups.count ? known : nil
        }
        guard !shares.isEmpty else { return nil }
        let means = view.groups.indices.map { group in shares.reduce(0) { $0 + $1[group] } / Double(shares.count) }
        let ranked = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }
        guard let first = ranked.first, let second = ranked.dropFirst().first else { return nil }
        let leads = shares.map { $0[first] - $0[second] }
        return Likeness(
            letter: first, alike: shares.count { $0[first] > 0.5 }, compared: shares.count,
            isCertain: leads.count >= ResultsRules.answersBeforeResults && isClearlyPositive(leads))
    }

    /// Whether the mean is above zero by more than 1.64 standard errors (one chance in twenty).
    private static func isClearlyPositive(_ values: [Double]) -> Bool {
        let count = Double(values.count)
        guard count > 1 else { return false }
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        return mean > 0 && mean > 1.64 * (variance / count).squareRoot()
    }
}
