/// How far people are divided on a statement, beside how much support it has.
public struct Division: Sendable, Codable, Hashable {
    /// 4 × the share that agrees × the share that disagrees, of those who saw the statement: 0 where all take one side or
    /// pass, 1 where half stand against half. Four times the product because that is the variance of a coin, scaled to 1.
    public let amount: Double

    /// The two groups that differ most; nil where there are fewer than two groups with answers.
    public let largestGap: Gap?

    /// A difference between two groups.
    public struct Gap: Sendable, Codable, Hashable {
        /// The group that agrees more, and the one that agrees less.
        public let higher: Int
        public let lower: Int

        /// The share agreeing in the first less that in the second; from 0 to 1.
        public let difference: Double

        /// Newcombe's interval, wide enough for all pairs of groups and all statements at once, because this pair was picked
        /// for being the largest.
        public let interval: Interval
    }

    /// - Returns: one for each statement, in order, also those skipped.
    /// - Complexity: O(*groups*·*statements*).
    public static func measured(from counts: VoteCounts, level: Double = 0.95) -> [Division] {
        let groupCount = counts.groups.count
        let pairs = max(1, groupCount * (groupCount - 1) / 2)
        let confidence = Confidence(level: level, simultaneouslyFor: pairs * max(1, counts.judged.count))
        return counts.everybody.indices.map { statement in
            let everybody = counts.everybody[statement]
            let seen = Double(max(1, everybody.seen))
            return Division(
                amount: 4 * (Double(everybody.agrees) / seen) * (Double(everybody.disagrees) / seen),
                largestGap: gap(between: counts.groups.map { $0[statement] }, confidence: confidence))
        }
    }

    private static func gap(between groups: [StatementVotes], confidence: Confidence) -> Gap? {
        let asked = groups.indices.filter { groups[$0].seen > 0 }
        func share(_ group: Int) -> Double { Double(groups[group].agrees) / Double(groups[group].seen) }
        guard asked.count > 1, let higher = asked.max(by: { share($0) < share($1) }),
            let lower = asked.filter({ $0 != higher }).min(by: { share($0) < share($1) })
        else { return nil }
        return Gap(
            higher: higher, lower: lower, difference: share(higher) - share(lower),
            interval: .ofDifference(
                groups[higher].agrees, of: groups[higher].seen, less: groups[lower].agrees, of: groups[lower].seen,
                confidence: confidence))
    }
}
