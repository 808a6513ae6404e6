// What sets a group apart, for every group and every statement.
//
// Method: the group's share on a side is compared with the share of all others who are in a group. The effect is the
// difference of the two shares with Newcombe's interval; beside it stands the log odds ratio, drawn towards 0 as far as its
// noise demands. Chance is the two-sample test of Karl Pearson with E. S. Pearson's (N − 1)/N, which I. Campbell,
// "Chi-squared and Fisher–Irwin tests of two-by-two tables with small sample recommendations" (2007), finds best; over all
// statements and groups the share of false findings is held (see `FalseDiscoveryRate`).
//
// Where this differs from Polis: all statements are ranked, not five; many looks are paid for; a share is compared by how
// much it differs rather than by how surely.

import LinearAlgebra

/// A statement seen from one group: on which side the group leans against the others, how far, and how sure that is.
public struct DistinctiveStatement: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int

    /// The side the group takes more often than the others do.
    public let side: OpinionMap.Side

    /// The share of the group on this side, each interval looked at alone.
    public let inside: Share

    /// The share on this side of everybody who is in another group.
    public let outside: Share

    /// The first share less the second, at least 0, with Newcombe's interval looked at alone.
    public let difference: Double
    public let interval: Interval

    /// The natural logarithm of the ratio of the odds, half an answer added to each count (Haldane; Anscombe, 1956) and
    /// multiplied by τ²/(τ² + *v*): *v* is its own variance and τ² that of the true values in this group.
    public let shrunkLogOddsRatio: Double

    /// The share of false findings among all at least as clear as this one; see ``FalseDiscoveryRate``. 1 if not tested.
    public let falseDiscoveryRate: Double

    /// Whether the finding is among those of which at most `rules.falseDiscoveries` are expected to be luck.
    public let isDistinctive: Bool

    /// Whether more than half of the group, and at most half of the others, take this side, while the group is less than
    /// half of all grouped: what would be lost if only majorities were told. Kept whatever the tests say.
    public let isMinorityOpinion: Bool

    public struct Rules: Sendable, Codable, Hashable {
        /// The share of findings that may be luck.
        public var falseDiscoveries: Double
        /// Answers needed inside and outside the group for a test.
        public var minimumAnswers: Int
        /// How sure the intervals are.
        public var level: Double

        public init(falseDiscoveries: Double = 0.05, minimumAnswers: Int = 5, level: Double = 0.95) {
            self.falseDiscoveries = falseDiscoveries
            self.minimumAnswers = minimumAnswers
            self.level = level
        }
    }

    /// Ranks all statements that are not skipped and that somebody inside and somebody outside the group voted on.
    ///
    /// - Returns: for each group its statements, the clearest difference first: by the end of the interval that is nearer to no
    ///   difference, of equal ones in the order of the statements. Empty lists where there are fewer than two groups.
    /// - Complexity: O(*n* log *n*) for *n* = *groups*·*statements*.
    public static func ranked(from counts: VoteCounts, rules: Rules = Rules()) -> [[DistinctiveStatement]] {
        guard counts.groups.count > 1 else { return counts.groups.map { _ in [] } }
        let grouped = counts.groups.dropFirst().reduce(counts.groups[0]) { zip($0, $1).map(+) }
        let groupedCount = counts.groupSizes.reduce(0, +)
        let statements = counts.judged
        let comparisons = counts.groups.indices.map { group in
            statements.compactMap { statement in
                GroupComparison(
                    statement: statement, inside: counts.groups[group][statement],
                    outside: grouped[statement] - counts.groups[group][statement])
            }
        }
        let rates = FalseDiscoveryRate.adjusted(
            comparisons.joined().map { $0.chance(minimumAnswers: rules.minimumAnswers) })
        let confidence = Confidence(level: rules.level)
        var next = rates.makeIterator()
        return comparisons.indices.map { group in
            let spread = GroupComparison.spreadOfLogOdds(comparisons[group])
            let isSmall = 2 * counts.groupSizes[group] < groupedCount
            let statements = comparisons[group].map { comparison in
                let rate = next.next().flatMap { $0 } ?? 1
                return DistinctiveStatement(
                    comparison, spread: spread, rate: rate, isSmall: isSmall, rules: rules, confidence: confidence)
            }
            return sortedDescending(statements) { $0.interval.lower }
        }
    }

    private init(
        _ comparison: GroupComparison, spread: Double, rate: Double, isSmall: Bool, rules: Rules,
        confidence: Confidence
    ) {
        statement = comparison.statement
        side = comparison.side
        inside = Share(comparison.successes, of: comparison.trials, confidence: confidence)
        outside = Share(comparison.otherSuccesses, of: comparison.otherTrials, confidence: confidence)
        difference = comparison.difference
        interval = .ofDifference(
            comparison.successes, of: comparison.trials, less: comparison.otherSuccesses,
            of: comparison.otherTrials, confidence: confidence)
        let variance = comparison.logOddsVariance
        shrunkLogOddsRatio = comparison.logOddsRatio * spread / (spread + variance)
        falseDiscoveryRate = rate
        isDistinctive = rate <= rules.falseDiscoveries
        isMinorityOpinion =
            isSmall && comparison.trials >= rules.minimumAnswers && 2 * comparison.successes > comparison.trials
            && 2 * comparison.otherSuccesses <= comparison.otherTrials
    }
}

/// The counts of a group and of all others on the side the group takes more often.
private struct GroupComparison {
    let statement: Int
    let side: OpinionMap.Side
    let successes: Int
    let trials: Int
    let otherSuccesses: Int
    let otherTrials: Int

    /// - Returns: nil if nobody inside or nobody outside voted.
    init?(statement: Int, inside: StatementVotes, outside: StatementVotes) {
        guard inside.seen > 0, outside.seen > 0 else { return nil }
        func difference(_ side: OpinionMap.Side) -> Double {
            Double(inside.count(of: side)) / Double(inside.seen)
                - Double(outside.count(of: side)) / Double(outside.seen)
        }
        self.statement = statement
        side = difference(.disagree) > difference(.agree) ? .disagree : .agree
        successes = inside.count(of: side)
        trials = inside.seen
        otherSuccesses = outside.count(of: side)
        otherTrials = outside.seen
    }

    var difference: Double {
        Double(successes) / Double(trials) - Double(otherSuccesses) / Double(otherTrials)
    }

    var logOddsRatio: Double {
        let odds = (Double(successes) + 0.5) / (Double(trials - successes) + 0.5)
        let otherOdds = (Double(otherSuccesses) + 0.5) / (Double(otherTrials - otherSuccesses) + 0.5)
        return naturalLogarithm(odds / otherOdds)
    }

    var logOddsVariance: Double {
        1 / (Double(successes) + 0.5) + 1 / (Double(trials - successes) + 0.5) + 1 / (Double(otherSuccesses) + 0.5)
            + 1 / (Double(otherTrials - otherSuccesses) + 0.5)
    }

    /// How likely chance alone makes the shares differ as much, to either side; nil when too few answered.
    func chance(minimumAnswers: Int) -> Double? {
        guard trials >= minimumAnswers, otherTrials >= minimumAnswers else { return nil }
        let all = Double(trials + otherTrials)
        let pooled = Double(successes + otherSuccesses) / all
        let variance = pooled * (1 - pooled) * (1 / Double(trials) + 1 / Double(otherTrials))
        guard variance > 0 else { return 1 }
        return NormalDistribution.twoSidedChance(of: difference * ((all - 1) / all / variance).squareRoot())
    }

    /// How much the true log odds ratios of a group vary around 0: the mean square found less the mean variance of the noise,
    /// weighted by certainty.
    static func spreadOfLogOdds(_ comparisons: [GroupComparison]) -> Double {
        var squares = 0.0
        var weights = 0.0
        for comparison in comparisons {
            let variance = comparison.logOddsVariance
            let ratio = comparison.logOddsRatio
            squares += (ratio * ratio - variance) / variance
            weights += 1 / variance
        }
        return weights > 0 ? max(0, squares / weights) : 0
    }
}
