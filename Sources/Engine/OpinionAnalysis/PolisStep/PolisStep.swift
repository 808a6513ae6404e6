// One update of a Polis conversation, exactly as Polis makes it, so that a conversation can be continued where Polis stopped
// and its published numbers can be checked.
//
// Polis is not a function of the votes: it continues from what it had before. Everything that makes its results depend on
// history is an argument here, in `PolisState`; all else is shared with `OpinionMap.fit`, which has no memory. Axes, places
// and centers are in the sign of Polis, where agree counts −1.

import LinearAlgebra

/// What one update of a Polis conversation found. Lists over statements follow ``statements``, lists over participants
/// ``participants``.
public struct PolisResult: Sendable, Hashable {
    public let participants: [Int]
    public let statements: [Int]
    public let voteCounts: [Int]
    public let center: [Double]
    public let components: [[Double]]
    /// For each axis the share of the whole variance it explains, from 0 to 1.
    public let explainedVariance: [Double]
    public let points: [MapPoint]
    /// Where somebody would stand who agreed with one statement and voted on nothing else.
    public let statementPoints: [MapPoint]
    public let extremities: [Double]
    public let clustered: Set<Int>
    public let baseClusters: [PolisCluster]
    public let silhouettes: [Int: Double]
    /// Members are base clusters.
    public let groups: [PolisCluster]
    /// In the order of ``groups``, for each statement.
    public let groupVotes: [[OpinionMap.GroupVotes]]
    public let groupInformedConsensus: [Double]
    /// Made from the group votes of the update before, as Polis does.
    public let priorities: [Double]
    /// In the order of ``groups``.
    public let representative: [[OpinionMap.RepresentativeStatement]]
    public let consensus: OpinionMap.Consensus
    /// For each statement the votes of everybody, grouped or not.
    let everybody: [StatementVotes]
}

public enum PolisStep {
    /// Makes one update.
    ///
    /// - Parameters:
    ///   - state: what is remembered from before.
    ///   - votes: new votes in the order in which Polis would read them.
    ///   - moderation: what moderators have said so far; nil to leave it as it is.
    /// - Returns: what to remember, and the numbers Polis would publish.
    /// - Complexity: O(100·*votes* + 10⁴·*participants*).
    public static func advance(
        _ state: PolisState, votes: some Sequence<PolisVote>, moderation: PolisModeration? = nil
    ) -> (state: PolisState, result: PolisResult) {
        var state = state
        state.add(votes)
        if let moderation { state.moderation = moderation }
        let projection = PolisProjection(state)
        state.membership.update()
        let rows = state.clustered.compactMap { state.membership.rowOf[$0] }.sorted()
        state.baseClusters = PolisClustering(
            names: rows.map { state.participants[$0] }, points: rows.map { projection.points[$0] }
        ).clusters(count: BaseClusters.largestCount, roundLimit: 100, previous: state.baseClusters)
        let grouping = group(&state)

        let statistics = PolisStatistics(
            state: state, groups: grouping.groups, projection: projection)
        let result = PolisResult(
            participants: state.participants, statements: state.statements, voteCounts: projection.voteCounts,
            center: projection.projector.center, components: projection.projector.components,
            explainedVariance: projection.explainedVariance, points: projection.points,
            statementPoints: projection.projector.statementPoints(agreeing: -1), extremities: projection.extremities,
            clustered: state.clustered, baseClusters: state.baseClusters, silhouettes: grouping.silhouettes,
            groups: grouping.groups, groupVotes: statistics.groupVotes,
            groupInformedConsensus: statistics.groupInformedConsensus, priorities: statistics.priorities,
            representative: statistics.representative, consensus: statistics.consensus, everybody: statistics.everybody)
        state.components = projection.projector.components
        state.groupVotes = Dictionary(
            uniqueKeysWithValues: zip(grouping.groups, statistics.groupVotes).map { group, votes in
                (group.id, Dictionary(uniqueKeysWithValues: zip(state.statements, votes)))
            })
        return (state, result)
    }

    private static func group(
        _ state: inout PolisState
    ) -> (groups: [PolisCluster], silhouettes: [Int: Double]) {
        let bases = state.baseClusters
        guard !bases.isEmpty else { return ([], [:]) }
        let data = PolisClustering(
            names: bases.map(\.id), points: bases.map(\.center), weights: bases.map { Double($0.members.count) })
        let counts = GroupCountRule.candidates(baseClusterCount: bases.count)
        var silhouettes: [Int: Double] = [:]
        for count in counts {
            let clusters = data.clusters(
                count: count, roundLimit: 20, previous: state.groupClusterings[count] ?? [])
            state.groupClusterings[count] = clusters
            var labels: [Int: Int] = [:]
            for cluster in clusters { for member in cluster.members { labels[member] = cluster.id } }
            silhouettes[count] = Silhouette.mean(
                points: data.points, labels: data.names.map { labels[$0] ?? -1 },
                distance: PolisClustering.expandedDistance)
        }
        let best = GroupCountRule.choose(among: silhouettes) ?? counts.lowerBound
        let shown = state.groupCountMemory.note(best, allowed: counts)
        return (state.groupClusterings[shown] ?? [], silhouettes)
    }
}

/// The votes of a state as a matrix, with everybody's place.
struct PolisProjection {
    /// In the sign of Polis.
    let raw: SparseMatrix
    let skippedColumns: Set<Int>
    let voteCounts: [Int]
    let projector: Projector
    let explainedVariance: [Double]
    let points: [MapPoint]
    let extremities: [Double]

    init(_ state: PolisState) {
        raw = SparseMatrix(
            rowCount: state.participants.count, columnCount: state.statements.count,
            rows: state.votes.map { Int32(truncatingIfNeeded: state.membership.rowOf[$0.participant] ?? 0) },
            columns: state.votes.map { Int32(truncatingIfNeeded: state.membership.columnOf[$0.statement] ?? 0) },
            values: state.votes.map { $0.vote.opposite.rawValue })
        skippedColumns = Set(state.moderation.excluded.compactMap { state.membership.columnOf[$0] })
        voteCounts = raw.rowCellCounts
        let ratings = raw.emptying(columns: skippedColumns)
        let count = min(2, raw.rowCount, raw.columnCount)
        // A direction of zeros can start nothing.
        let starts = (0..<count).map { rank in
            rank < state.components.count && state.components[rank].contains { $0 != 0 }
                ? state.components[rank] : [rank == 0 ? 1 : 0.5]
        }
        let axes = PowerIteration(of: ratings, starts: starts)
        projector = Projector(
            center: axes.center, components: axes.components,
            votedStatementCount: raw.columnCount, excludedStatementCount: skippedColumns.count)
        let spread = ratings.centeredSquareSums(center: axes.center).reduce(0, +)
        explainedVariance = axes.components.map { direction in
            let along = ratings.centeredProduct(with: direction, center: axes.center)
            return spread > 0 ? min(1, along.reduce(0) { $0 + $1 * $1 } / spread) : 0
        }
        points = projector.points(of: ratings)
        extremities = projector.extremities(agreeing: -1)
    }
}

/// What groups and everybody said.
struct PolisStatistics {
    let groupVotes: [[OpinionMap.GroupVotes]]
    let groupInformedConsensus: [Double]
    let priorities: [Double]
    let representative: [[OpinionMap.RepresentativeStatement]]
    let consensus: OpinionMap.Consensus
    let everybody: [StatementVotes]
}

extension PolisStatistics {
    init(state: PolisState, groups: [PolisCluster], projection: PolisProjection) {
        var groupOfBase: [Int: Int] = [:]
        for (index, group) in groups.enumerated() { for base in group.members { groupOfBase[base] = index } }
        var rowGroups = [Int?](repeating: nil, count: state.participants.count)
        for base in state.baseClusters {
            for participant in base.members {
                if let row = state.membership.rowOf[participant] { rowGroups[row] = groupOfBase[base.id] }
            }
        }
        let cells = projection.raw.negated
        let votes = cells.signCounts(rowGroups: rowGroups, groupCount: groups.count).statementVotes
        let everybody = cells.signCounts(rowGroups: rowGroups.map { _ in 0 }, groupCount: 1).statementVotes[0]
        let names = state.statements.map(String.init)

        let groupVotes = zip(groups, votes).map { group, votes in
            votes.map {
                OpinionMap.GroupVotes(id: group.id, agrees: $0.agrees, disagrees: $0.disagrees, seen: $0.seen)
            }
        }
        let groupInformedConsensus = state.statements.indices.map { column in
            GroupInformedConsensus.score(groups: votes.lazy.map { ($0[column].agrees, $0[column].seen) })
        }
        let priorities = state.statements.indices.map { column in
            let statement = state.statements[column]
            let previous = state.groupVotes.values.compactMap { $0[statement] }
            let agrees = previous.reduce(0) { $0 + $1.agrees }
            let disagrees = previous.reduce(0) { $0 + $1.disagrees }
            let seen = previous.reduce(0) { $0 + $1.seen }
            return StatementPriority.priority(
                agrees: agrees, passes: seen - agrees - disagrees, seen: seen,
                extremity: projection.extremities[column], isMeta: state.moderation.meta.contains(statement))
        }
        self.init(
            groupVotes: groupVotes, groupInformedConsensus: groupInformedConsensus, priorities: priorities,
            representative: Representativeness.select(groups: votes, skipping: projection.skippedColumns)
                .map { entries in
                    entries.map { OpinionMap.RepresentativeStatement($0, statement: names[$0.column]) }
                },
            consensus: OpinionMap.Consensus(
                ConsensusStatements(votes: everybody, skipping: projection.skippedColumns), statements: names),
            everybody: everybody)
    }
}
