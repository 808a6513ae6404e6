extension OpinionMap {
    /// The same map with other numbers of votes in the place of its own, for readers who may not see these: of statements,
    /// of groups and of nothing else. Statements typical of groups, and those of the consensus, say exact numbers and are
    /// left out.
    ///
    /// - Parameters:
    ///   - everybody: for each statement.
    ///   - groups: for each statement the votes of a group, by the group's identifier; a group that is missing has none.
    package func withVotes(everybody: [StatementVotes], groups told: [Int: [StatementVotes]]) -> OpinionMap {
        precondition(everybody.count == statements.count, "Every statement needs its votes")
        return OpinionMap(
            axes: axes, groupCount: groupCount,
            groups: groups.map { OpinionGroup(id: $0.id, size: $0.size, centre: $0.centre, representative: []) },
            participants: participants,
            statements: zip(statements.indices, zip(statements, everybody)).map { place, pair in
                let (statement, votes) = pair
                return StatementStatistics(
                    id: statement.id, seen: votes.seen, agrees: votes.agrees, disagrees: votes.disagrees,
                    passes: votes.passes, extremity: statement.extremity, priority: statement.priority,
                    groupInformedConsensus: statement.groupInformedConsensus,
                    groups: groups.map { group in
                        let column = told[group.id]
                        let votes =
                            column.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? StatementVotes()
                        return GroupVotes(
                            id: group.id, agrees: votes.agrees, disagrees: votes.disagrees, seen: votes.seen)
                    })
            }, consensus: Consensus(agree: [], disagree: []), clusteredCount: clusteredCount, assessment: assessment)
    }
}
