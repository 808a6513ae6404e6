import LinearAlgebra

/// A map put together from what a method has found out: axes, places and groups. What groups and everybody say follows from
/// those in the same way whatever the method.
struct MapAssembly {
    let votes: VoteMatrix
    /// Statements with votes that say nothing about opinion groups: those taken out, and those about the person.
    let skippedColumns: Set<Int>
    let voteCounts: [Int]
    let axes: OpinionMap.Axes
    let extremities: [Double]
    let points: [MapPoint]
    /// The rows of those who can be grouped.
    let clustered: [Int]
    let rowGroups: [Int?]
    let groupCount: OpinionMap.GroupCount
    let groupSizes: [Int]
    let assessment: OpinionMap.Assessment?

    var map: OpinionMap {
        let groupVotes = votes.cells.signCounts(rowGroups: rowGroups, groupCount: groupSizes.count).statementVotes
        let everybody = votes.cells.signCounts(
            rowGroups: Array(repeating: 0, count: voteCounts.count), groupCount: 1
        ).statementVotes[0]
        var isClustered = [Bool](repeating: false, count: voteCounts.count)
        for row in clustered { isClustered[row] = true }
        let representative = Representativeness.select(groups: groupVotes, skipping: skippedColumns)
        var sums = [MapPoint](repeating: .origin, count: groupSizes.count)
        for (row, group) in rowGroups.enumerated() {
            guard let group else { continue }
            sums[group].x += points[row].x
            sums[group].y += points[row].y
        }
        return OpinionMap(
            axes: axes, groupCount: groupCount,
            groups: groupSizes.indices.map { group in
                let size = Double(max(1, groupSizes[group]))
                return OpinionMap.OpinionGroup(
                    id: group, size: groupSizes[group],
                    centre: MapPoint(x: sums[group].x / size, y: sums[group].y / size),
                    representative: representative[group].map {
                        OpinionMap.RepresentativeStatement($0, statement: votes.statements[$0.column])
                    })
            },
            participants: voteCounts.indices.map { row in
                OpinionMap.ParticipantPlace(
                    id: votes.participants[row], votes: voteCounts[row], isClustered: isClustered[row],
                    group: rowGroups[row], point: points[row])
            },
            statements: statements(everybody: everybody, groupVotes: groupVotes),
            consensus: OpinionMap.Consensus(
                ConsensusStatements(votes: everybody, skipping: skippedColumns), statements: votes.statements),
            clusteredCount: clustered.count, assessment: assessment)
    }

    private func statements(
        everybody: [StatementVotes], groupVotes: [[StatementVotes]]
    ) -> [OpinionMap.StatementStatistics] {
        votes.statements.indices.map { column in
            let answering = groupVotes.isEmpty ? [everybody[column]] : groupVotes.map { $0[column] }
            let grouped = answering.reduce(StatementVotes(), +)
            return OpinionMap.StatementStatistics(
                id: votes.statements[column], seen: everybody[column].seen, agrees: everybody[column].agrees,
                disagrees: everybody[column].disagrees, passes: everybody[column].passes,
                extremity: extremities[column],
                priority: StatementPriority.priority(
                    agrees: grouped.agrees, passes: grouped.passes, seen: grouped.seen,
                    extremity: extremities[column], isMeta: votes.meta.contains(column)),
                groupInformedConsensus: GroupInformedConsensus.score(
                    groups: answering.lazy.map { ($0.agrees, $0.seen) }),
                groups: groupVotes.enumerated().map { group, statements in
                    OpinionMap.GroupVotes(
                        id: group, agrees: statements[column].agrees, disagrees: statements[column].disagrees,
                        seen: statements[column].seen)
                })
        }
    }
}
