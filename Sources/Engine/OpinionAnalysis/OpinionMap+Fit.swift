import LinearAlgebra

extension OpinionMap {
    /// Makes the map of a set of votes.
    ///
    /// The steps, each in a file of its own: the axes (`PrincipalComponents`), everybody's place (`Projector`), who takes part
    /// in the grouping (`ClusteredParticipants`), base clusters (`BaseClusters`), groups (`KMeans`) and their number
    /// (`Silhouette`, `GroupCountRule`), then what the groups say (`Representativeness`, `GroupInformedConsensus`,
    /// `StatementPriority`) and what everybody says (`ConsensusStatements`).
    ///
    /// Statements without votes take no part and have zeros in the axes. Statements taken out, and meta statements, have no
    /// influence on the axes' directions, the representative statements and the consensus; as in Polis they count as seen
    /// by everybody when places are scaled, and their votes are counted in ``statements``. With fewer than two
    /// participants or two statements that have votes there is no plane: everyone stands at the origin.
    ///
    /// - Parameters:
    ///   - votes: the latest vote of everyone on everything.
    ///   - seed: has no influence on the method `.polis`, which draws nothing at random.
    ///   - isCancelled: asked now and then; once it says true, the fit ends with a `CancellationError`.
    /// - Complexity: O(*v* + *m*² + *n* log *n*) for *v* votes of *n* participants on *m* statements, with large factors: dozens of
    ///   walks through the votes, a hundred through the participants.
    /// - Throws: `CancellationError`, and nothing else.
    public static func fit(
        _ votes: VoteMatrix, parameters: Parameters = .init(), seed: UInt64 = 0, isCancelled: () -> Bool = { false }
    ) throws -> OpinionMap {
        switch parameters.method {
        case .polis: try PolisFit(votes: votes, isCancelled: isCancelled).map
        case .jirga: try HonestFit(votes: votes, seed: seed, isCancelled: isCancelled).map
        }
    }
}

/// The intermediate results of fitting a map by the method `.polis`, in the order in which they arise.
private struct PolisFit {
    let votes: VoteMatrix
    let votedColumns: Set<Int>
    let skippedColumns: Set<Int>
    let voteCounts: [Int]
    let axes: PrincipalComponents
    let projector: Projector
    let points: [MapPoint]
    /// Rows of those who take part in the grouping, ascending.
    let clustered: [Int]
    let silhouettes: [Int: Double]
    /// For each group the rows of its members, ascending; groups in their final order.
    let groups: [[Int]]

    init(votes: VoteMatrix, isCancelled: () -> Bool) throws {
        self.votes = votes
        func checkCancellation() throws { if isCancelled() { throw CancellationError() } }

        try checkCancellation()
        let columnCounts = votes.cells.columnCellCounts
        votedColumns = Set(columnCounts.indices.filter { columnCounts[$0] > 0 })
        skippedColumns = votes.excluded.union(votes.meta).intersection(votedColumns)
        voteCounts = votes.cells.rowCellCounts
        let voterCount = voteCounts.count { $0 > 0 }
        axes = PrincipalComponents(
            of: votes.cells, skipping: skippedColumns, count: min(2, voterCount, votedColumns.count))

        try checkCancellation()
        projector = Projector(
            center: axes.center, components: axes.components, votedStatementCount: votedColumns.count,
            excludedStatementCount: skippedColumns.count)
        points = projector.points(of: votes.cells, skipping: skippedColumns)
        clustered = ClusteredParticipants.rows(voteCounts: voteCounts, votedStatementCount: votedColumns.count)

        let baseClusters = try BaseClusters(rows: clustered, points: points, isCancelled: isCancelled)
        let grouping = try Grouping(of: baseClusters, points: points, isCancelled: isCancelled)
        silhouettes = grouping.silhouettes
        groups = grouping.groups
    }

    var map: OpinionMap {
        var rowGroups = [Int?](repeating: nil, count: voteCounts.count)
        for (group, rows) in groups.enumerated() { for row in rows { rowGroups[row] = group } }
        return MapAssembly(
            votes: votes, skippedColumns: skippedColumns, voteCounts: voteCounts,
            axes: OpinionMap.Axes(
                center: axes.center, components: axes.components, explainedVariance: axes.explainedVariance),
            extremities: projector.extremities(agreeing: 1), points: points, clustered: clustered, rowGroups: rowGroups,
            groupCount: OpinionMap.GroupCount(chosen: groups.count, silhouettes: silhouettes),
            groupSizes: groups.map(\.count), assessment: nil
        ).map
    }
}
