import LinearAlgebra

/// How much support a statement has when people are weighted.
public struct WeightedSupport: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int
    public let everybody: Shares

    /// For each group, in order.
    public let groups: [Shares]

    /// Weighted shares of those who saw the statement.
    public struct Shares: Sendable, Codable, Hashable {
        /// How many people with a weight saw it.
        public let seen: Int

        /// As sure as so many people with equal weights: (Σ *w*)² ÷ Σ *w*² over those who saw it (Kish).
        public let effectiveSeen: Double

        /// From 0 to 1; nil when nobody saw it.
        public let agree: WeightedShare?
        public let disagree: WeightedShare?
        public let pass: WeightedShare?

        init(_ sums: SparseMatrix.SignWeights, confidence: Confidence) {
            let weight = sums.negative + sums.zero + sums.positive
            let effective = sums.squares > 0 ? weight * weight / sums.squares : 0
            func share(_ part: Double) -> WeightedShare? {
                guard weight > 0 else { return nil }
                let share = min(1, part / weight)
                return WeightedShare(
                    value: share, interval: .ofShare(share, count: effective, confidence: confidence))
            }
            seen = sums.count
            effectiveSeen = effective
            agree = share(sums.positive)
            disagree = share(sums.negative)
            pass = share(sums.zero)
        }
    }

    /// A weighted share with Wilson's interval for the effective number of people.
    public struct WeightedShare: Sendable, Codable, Hashable {
        public let value: Double
        public let interval: Interval
    }

    /// Measures every statement.
    ///
    /// - Parameters:
    ///   - weights: for each participant, at least 0; those with 0 do not count.
    ///   - rowGroups: for each participant the group or nil.
    /// - Complexity: O(*votes* + *groups*·*statements*).
    public static func measured(
        _ votes: VoteMatrix, weights: [Double], rowGroups: [Int?], groupCount: Int,
        confidence: Confidence = Confidence()
    ) -> [WeightedSupport] {
        let sums = votes.cells.signWeights(
            rowWeights: weights, rowGroups: rowGroups.map { $0 ?? groupCount }, groupCount: groupCount + 1)
        let columns = votes.statements.count
        return votes.statements.indices.map { statement in
            let parts = (0...groupCount).map { sums[$0 * columns + statement] }
            let all = parts.reduce(SparseMatrix.SignWeights(), +)
            return WeightedSupport(
                statement: statement, everybody: Shares(all, confidence: confidence),
                groups: parts.dropLast().map { Shares($0, confidence: confidence) })
        }
    }
}

extension VoteMatrix {
    /// Weights everybody who voted; see ``PersonWeights/raked(to:counting:rules:)``.
    ///
    /// - Parameters:
    ///   - strata: the divisions, each with one category for each participant of the matrix.
    ///   - excluding: participants who do not count.
    public func weights(
        rakedTo strata: [Stratum], excluding: Set<Int> = [], rules: PersonWeights.Rules = PersonWeights.Rules()
    ) throws(WeightingError) -> PersonWeights {
        let voteCounts = cells.rowCellCounts
        return try PersonWeights.raked(
            to: strata, counting: voteCounts.indices.map { voteCounts[$0] > 0 && !excluding.contains($0) },
            rules: rules)
    }
}
