import LinearAlgebra

/// How sure an interval is to hold the truth, and for how many statements at once.
public struct Confidence: Sendable, Codable, Hashable {
    /// The chance that *all* intervals of the family hold the truth; between 0 and 1, both excluded.
    public let level: Double

    /// For how many intervals at once; 1 for an interval that is looked at alone.
    public let familySize: Int

    /// The half width of a single interval in standard deviations.
    public let quantile: Double

    /// Whoever looks at a hundred intervals and picks the most striking needs wider ones. Šidák's correction (Z. Šidák,
    /// "Rectangular confidence regions for the means of multivariate normal distributions", 1967): each of *m* intervals
    /// gets the level *level*^(1/*m*). A little narrower than Bonferroni's 1 − (1 − *level*)/*m*, exact for independent
    /// statements and cautious for dependent ones.
    ///
    /// - Parameters:
    ///   - level: values outside 0.5...0.999999 are moved to the nearer end.
    ///   - familySize: below 1 counts as 1.
    public init(level: Double = 0.95, simultaneouslyFor familySize: Int = 1) {
        self.level = level.isNaN ? 0.95 : min(max(level, 0.5), 0.999999)
        self.familySize = max(1, familySize)
        // 1 − level^(1/m), without losing digits for large m.
        let logarithm = naturalLogarithm(self.level) / Double(self.familySize)
        let error =
            logarithm > -1e-5 ? -logarithm - logarithm * logarithm / 2 : 1 - exponential(logarithm)
        quantile = NormalDistribution.quantile(upperTail: error / 2)
    }

    /// The same level for another number of intervals at once.
    public func simultaneously(for familySize: Int) -> Confidence {
        Confidence(level: level, simultaneouslyFor: familySize)
    }
}

/// From where to where a number may lie.
public struct Interval: Sendable, Codable, Hashable {
    public let lower: Double
    public let upper: Double

    /// - Precondition: `lower` is at most `upper`.
    public init(lower: Double, upper: Double) {
        precondition(lower <= upper, "An interval ends before it begins")
        self.lower = lower
        self.upper = upper
    }

    public func contains(_ number: Double) -> Bool { lower <= number && number <= upper }
}
