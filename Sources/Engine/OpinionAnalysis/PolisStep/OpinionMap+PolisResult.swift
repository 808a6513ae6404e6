extension OpinionMap {
    /// An update of a Polis conversation as a map.
    ///
    /// Groups keep their numbers and their order in Polis, participants and statements the order of first encounter. The
    /// axes are turned to the sign of this module, where agree counts +1; everybody's place stays what Polis publishes.
    public init(_ result: PolisResult) {
        var groupOf: [Int: Int] = [:]
        var sizes = Array(repeating: 0, count: result.groups.count)
        let members = Dictionary(
            result.baseClusters.map { ($0.id, $0.members) }, uniquingKeysWith: { first, _ in first })
        for (index, group) in result.groups.enumerated() {
            for participant in group.members.lazy.flatMap({ members[$0] ?? [] }) {
                groupOf[participant] = group.id
                sizes[index] += 1
            }
        }
        func turned(_ vector: [Double]) -> [Double] { vector.map { $0 == 0 ? 0 : -$0 } }
        self.init(
            axes: Axes(
                center: turned(result.center), components: result.components.map(turned),
                explainedVariance: result.explainedVariance),
            groupCount: GroupCount(chosen: result.groups.count, silhouettes: result.silhouettes),
            groups: result.groups.indices.map {
                OpinionGroup(
                    id: result.groups[$0].id, size: sizes[$0], centre: result.groups[$0].center,
                    representative: result.representative[$0])
            },
            participants: result.participants.indices.map {
                let participant = result.participants[$0]
                return ParticipantPlace(
                    id: String(participant), votes: result.voteCounts[$0],
                    isClustered: result.clustered.contains(participant), group: groupOf[participant],
                    point: result.points[$0])
            },
            statements: result.statements.indices.map { column in
                let votes = result.everybody[column]
                return StatementStatistics(
                    id: String(result.statements[column]), seen: votes.seen, agrees: votes.agrees,
                    disagrees: votes.disagrees, passes: votes.passes, extremity: result.extremities[column],
                    priority: result.priorities[column],
                    groupInformedConsensus: result.groupInformedConsensus[column],
                    groups: result.groupVotes.map { $0[column] })
            },
            consensus: result.consensus, clusteredCount: groupOf.count, assessment: nil)
    }
}
