// Who takes part in the grouping.
//
// Method: as in Polis, everyone with at least seven votes, or a vote on every statement if there are fewer; and if
// that leaves fewer than fifteen people, those with the most votes up to fifteen.
//
// Where this differs from Polis: Polis keeps everyone who ever got in, also those who got in early with a single vote.
// `OpinionMap.fit` asks anew each time; `PolisMembership` hands over the people already in.

enum ClusteredParticipants {
    /// - Parameters:
    ///   - voteCounts: for each participant the number of statements voted on, those taken out included.
    ///   - votedStatementCount: how many statements have votes.
    ///   - members: participants that are in already.
    ///   - tieOrder: all participants; of equally many votes the one named first here comes first.
    static func select(
        voteCounts: [Int], votedStatementCount: Int, members: Set<Int> = [], tieOrder: some Sequence<Int>
    ) -> Set<Int> {
        let threshold = Self.threshold(votedStatementCount: votedStatementCount)
        var selected = members.union(voteCounts.indices.filter { voteCounts[$0] >= threshold })
        guard selected.count < fewestParticipants else { return selected }
        // The standard library's sort is stable, but does not promise it; the position decides explicitly.
        let candidates = tieOrder.filter { !selected.contains($0) && voteCounts[$0] > 0 }.enumerated()
            .sorted { (voteCounts[$1.element], $0.offset) < (voteCounts[$0.element], $1.offset) }
        selected.formUnion(candidates.prefix(fewestParticipants - selected.count).map(\.element))
        return selected
    }

    /// The same people for somebody who has no members yet and settles ties by position, ascending.
    static func rows(voteCounts: [Int], votedStatementCount: Int) -> [Int] {
        let threshold = threshold(votedStatementCount: votedStatementCount)
        let rows = voteCounts.indices.filter { voteCounts[$0] >= threshold }
        guard rows.count < fewestParticipants else { return rows }
        return select(
            voteCounts: voteCounts, votedStatementCount: votedStatementCount, tieOrder: voteCounts.indices
        ).sorted()
    }

    /// The number of votes that is enough by itself.
    static func threshold(votedStatementCount: Int) -> Int { max(1, min(fewestVotes, votedStatementCount)) }

    static let fewestVotes = 7
    static let fewestParticipants = 15
}
