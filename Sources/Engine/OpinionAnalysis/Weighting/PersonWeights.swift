// How much each person counts, so that declared parts of the population count as much as they should.
//
// Method: iterative proportional fitting, called raking (W. E. Deming and F. F. Stephan, "On a least squares adjustment of a
// sampled frequency table when the expected marginal totals are known", 1940): the weights are multiplied until the first
// division has the wanted shares, then the second, and over again until all have them. Weights above a cap are cut in every
// round, because one person who stands for fifty is a rumour rather than a sample. What weighting costs is told by Kish's
// effective number (L. Kish, *Survey Sampling*, 1965, §11.7).

/// A division of the people into parts whose true shares are known: by region, by sex, by age.
public struct Stratum: Sendable, Codable, Hashable {
    /// For each participant the part, from 0; nil for those who did not say.
    public let categories: [Int?]

    /// For each part its share of the population; together 1.
    public let margin: [Double]

    public init(categories: [Int?], margin: [Double]) {
        self.categories = categories
        self.margin = margin
    }
}

/// A weight for each participant, and what the weighting costs.
public struct PersonWeights: Sendable, Codable, Hashable {
    /// For each participant; the mean of those who count is 1, everybody else has 0.
    public let weights: [Double]

    /// How many people count.
    public let count: Int

    /// (Σ *w*)² ÷ Σ *w*²: as sure as so many people with equal weights.
    public let effectiveCount: Double

    /// ``count`` divided by ``effectiveCount``; 1 when all weigh the same.
    public var designEffect: Double { effectiveCount > 0 ? Double(count) / effectiveCount : 1 }

    /// How many people weigh as much as the cap allows.
    public let cappedCount: Int
    public let rounds: Int

    /// The largest difference left between a share wanted and a share reached.
    public let largestGap: Double

    public struct Rules: Sendable, Codable, Hashable {
        /// The largest weight, in multiples of the mean; more than 1.
        public var cap: Double
        /// The difference of shares at which a margin counts as reached.
        public var tolerance: Double
        public var maximumRounds: Int

        public init(cap: Double = 5, tolerance: Double = 1e-6, maximumRounds: Int = 1_000) {
            self.cap = cap
            self.tolerance = tolerance
            self.maximumRounds = maximumRounds
        }
    }

    /// Finds the weights.
    ///
    /// Those who did not say where they belong keep, in that division, the share they have.
    ///
    /// - Parameters:
    ///   - strata: the divisions, each with one category for each participant.
    ///   - counting: for each participant whether they count.
    /// - Complexity: O(*participants*·*divisions* + *rounds*·*combinations*).
    public static func raked(
        to strata: [Stratum], counting: [Bool], rules: Rules = Rules()
    ) throws(WeightingError) -> PersonWeights {
        var raking = try Raking(strata: strata, counting: counting)
        try raking.run(rules: rules)
        return PersonWeights(raking: raking, rules: rules)
    }

    private init(raking: Raking, rules: Rules) {
        weights = raking.combinationOf.map { $0.map { raking.weights[$0] } ?? 0 }
        count = raking.total
        let sum = weights.reduce(0, +)
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        effectiveCount = squares > 0 ? sum * sum / squares : 0
        cappedCount = weights.count { $0 >= rules.cap * (1 - 1e-9) }
        rounds = raking.rounds
        largestGap = raking.largestGap.difference
    }
}

/// Why people cannot be weighted as wanted. Divisions and parts are named by their positions.
public enum WeightingError: Error, Sendable, Hashable {
    /// Nobody counts.
    case nobody
    /// A division has not one category for each participant.
    case wrongLength(division: Int, participants: Int, expected: Int)
    /// A participant is in a part that has no share.
    case noSuchPart(division: Int, part: Int, parts: Int)
    /// A share is negative, or not a number.
    case impossibleShare(division: Int, part: Int, share: Double)
    /// The shares of a division do not add up to 1.
    case wrongSum(division: Int, sum: Double)
    /// A part is to have a share but nobody who counts is in it: join it with another.
    case emptyPart(division: Int, part: Int, share: Double)
    /// The shares contradict each other, given who takes part, or the cap does not let them be reached. The part furthest from
    /// its share is named: join small parts, or allow a higher cap.
    case outOfReach(division: Int, part: Int, wanted: Double, reached: Double, rounds: Int)
    /// More combinations of parts than can be numbered.
    case tooManyCombinations
}
