// What most people agree or disagree with, groups or not.
//
// Method: as in Polis, of the statements with a smoothed share above a half that chance would not give, the five with the
// largest product of share and test, for agreeing and for disagreeing. Everyone who voted counts, not only those grouped.

struct ConsensusStatements {
    struct Entry: Hashable {
        var column: Int
        var successes: Int
        var trials: Int
        var proportion: Double
        var test: Double
    }

    let agree: [Entry]
    let disagree: [Entry]

    /// - Parameters:
    ///   - votes: for each statement the votes of everybody.
    ///   - skipping: statements taken out.
    init(votes: [StatementVotes], skipping: Set<Int>) {
        let columns = votes.indices.filter { !skipping.contains($0) && votes[$0].seen > 0 }
        agree = Self.strongest(columns.map { ($0, votes[$0].agrees, votes[$0].seen) })
        disagree = Self.strongest(columns.map { ($0, votes[$0].disagrees, votes[$0].seen) })
    }

    private static func strongest(_ candidates: [(column: Int, successes: Int, trials: Int)]) -> [Entry] {
        let entries = candidates.map { candidate in
            Entry(
                column: candidate.column, successes: candidate.successes, trials: candidate.trials,
                proportion: ProportionTests.smoothedProportion(
                    successes: candidate.successes, trials: candidate.trials),
                test: ProportionTests.oneProportion(successes: candidate.successes, trials: candidate.trials))
        }
        let significant = entries.filter { $0.proportion > 0.5 && $0.test > ProportionTests.significance }
        return Array(sortedDescending(significant) { $0.proportion * $0.test }.prefix(5))
    }
}

/// The elements with the largest keys first; equal keys keep their order.
func sortedDescending<Element>(_ elements: [Element], by key: (Element) -> Double) -> [Element] {
    elements.enumerated().map { (offset: $0.offset, element: $0.element, key: key($0.element)) }
        .sorted { $0.key != $1.key ? $0.key > $1.key : $0.offset < $1.offset }
        .map(\.element)
}
