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
        if let moderation { state.moderation = moderation }
        state.add(votes)
        let update = move(&state)
        let projection = update.projection
        let ballots = PolisBallots(state)
        let statistics = PolisStatistics(
            state: state, groups: update.groups, ballots: ballots, extremities: projection.extremities)
        let result = PolisResult(
            participants: state.participants, statements: state.statements, voteCounts: state.membership.voteCounts,
            center: projection.projector.center, components: projection.projector.components,
            explainedVariance: ballots.explainedVariance(of: projection.projector), points: projection.points,
            statementPoints: projection.projector.statementPoints(agreeing: -1), extremities: projection.extremities,
            clustered: state.clustered, baseClusters: state.baseClusters, silhouettes: update.silhouettes,
            groups: update.groups, groupVotes: statistics.groupVotes,
            groupInformedConsensus: statistics.groupInformedConsensus, priorities: statistics.priorities,
            representative: statistics.representative, consensus: statistics.consensus, everybody: statistics.everybody)
        state.groupVotes = Dictionary(
            uniqueKeysWithValues: zip(update.groups, statistics.groupVotes).map { group, votes in
                (group.id, Dictionary(uniqueKeysWithValues: zip(state.statements, votes)))
            })
        return (state, result)
    }

    /// Makes the part of an update that later updates depend on, but for the votes of the groups: these decide the priorities
    /// of the next update and nothing else.
    @discardableResult
    static func move(_ state: inout PolisState) -> Update {
        let projection = PolisProjection(&state)
        state.components = projection.projector.components
        state.membership.update()
        let rows = state.clustered.compactMap { state.membership.rowOf[$0] }.sorted()
        state.baseClusters = PolisClustering(
            names: rows.map { state.participants[$0] }, points: rows.map { projection.points[$0] }
        ).clusters(count: BaseClusters.largestCount, roundLimit: 100, previous: state.baseClusters)
        let grouping = group(&state)
        return Update(projection: projection, groups: grouping.groups, silhouettes: grouping.silhouettes)
    }

    /// Where everybody stands, and with whom.
    struct Update {
        let projection: PolisProjection
        let groups: [PolisCluster]
        let silhouettes: [Int: Double]
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
                distance: PolisClustering.positiveDistance)
        }
        let best = GroupCountRule.choose(among: silhouettes) ?? counts.lowerBound
        let shown = state.groupCountMemory.note(best, allowed: counts)
        return (state.groupClusterings[shown] ?? [], silhouettes)
    }
}

/// The axes of a state, with everybody's place.
struct PolisProjection {
    let projector: Projector
    let points: [MapPoint]

    var extremities: [Double] { projector.extremities(agreeing: -1) }

    init(_ state: inout PolisState) {
        state.ratings.refresh(excluding: state.excludedColumns)
        let ratings = state.ratings
        let count = min(2, ratings.rowCount, ratings.columnCount)
        // A direction of zeros can start nothing.
        let starts = (0..<count).map { rank in
            rank < state.components.count && state.components[rank].contains { $0 != 0 }
                ? state.components[rank] : [rank == 0 ? 1 : 0.5]
        }
        let axes = PowerIteration(of: ratings.deviations, columnCount: ratings.columnCount, starts: starts)
        projector = Projector(
            center: ratings.center, components: axes.components,
            votedStatementCount: ratings.columnCount, excludedStatementCount: ratings.excludedColumns.count)
        points = projector.points(
            of: ratings.deviations,
            ratedCounts: state.membership.voteCounts.enumerated().map {
                ratings.ratedCount(row: $0.offset, voteCount: $0.element)
            })
    }
}

/// The votes of a state as a matrix.
struct PolisBallots {
    /// In the sign of Polis.
    let raw: SparseMatrix
    let skippedColumns: Set<Int>

    init(_ state: PolisState) {
        raw = state.ratings.matrix
        skippedColumns = state.excludedColumns
    }

    /// For each axis the share of the whole variance it explains, from 0 to 1.
    func explainedVariance(of projector: Projector) -> [Double] {
        let ratings = raw.emptying(columns: skippedColumns)
        let spread = ratings.centeredSquareSums(center: projector.center).reduce(0, +)
        return projector.components.map { direction in
            let along = ratings.centeredProduct(with: direction, center: projector.center)
            return spread > 0 ? min(1, along.reduce(0) { $0 + $1 * $1 } / spread) : 0
        }
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
    init(state: PolisState, groups: [PolisCluster], ballots: PolisBallots, extremities: [Double]) {
        var groupOfBase: [Int: Int] = [:]
        for (index, group) in groups.enumerated() { for base in group.members { groupOfBase[base] = index } }
        var rowGroups = [Int?](repeating: nil, count: state.participants.count)
        for base in state.baseClusters {
            for participant in base.members {
                if let row = state.membership.rowOf[participant] { rowGroups[row] = groupOfBase[base.id] }
            }
        }
        let cells = ballots.raw.negated
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
                extremity: extremities[column], isMeta: state.moderation.meta.contains(statement))
        }
        self.init(
            groupVotes: groupVotes, groupInformedConsensus: groupInformedConsensus, priorities: priorities,
            representative: Representativeness.select(groups: votes, skipping: ballots.skippedColumns)
                .map { entries in
                    entries.map { OpinionMap.RepresentativeStatement($0, statement: names[$0.column]) }
                },
            consensus: OpinionMap.Consensus(
                ConsensusStatements(votes: everybody, skipping: ballots.skippedColumns), statements: names),
            everybody: everybody)
    }
}
