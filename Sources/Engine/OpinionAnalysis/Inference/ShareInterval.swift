extension Interval {
    /// Where the true share may lie when some of those asked said yes: Wilson's score interval.
    ///
    /// (*p* + *z*²/2*n* ± *z* √(*p*(1 − *p*)/*n* + *z*²/4*n*²)) ÷ (1 + *z*²/*n*)
    ///
    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927). Never leaves 0...1, and is
    /// honest for small numbers and for shares near 0 and 1, where the textbook's ± interval is not (Brown, Cai and
    /// DasGupta, "Interval estimation for a binomial proportion", 2001).
    ///
    /// - Parameters:
    ///   - share: from 0 to 1.
    ///   - count: how many were asked; may be broken where answers are weighted. With 0 the interval is 0...1.
    public static func ofShare(_ share: Double, count: Double, confidence: Confidence = Confidence()) -> Interval {
        guard count > 0 else { return Interval(lower: 0, upper: 1) }
        let square = confidence.quantile * confidence.quantile / count
        let middle = share + square / 2
        let half = (square * (share * (1 - share) + square / 4)).squareRoot()
        let lower = (middle - half) / (1 + square)
        let upper = (middle + half) / (1 + square)
        return Interval(
            lower: share == 0 ? 0 : min(max(0, lower), share), upper: share == 1 ? 1 : max(min(1, upper), share))
    }

    /// Where the true share may lie; see ``ofShare(_:count:confidence:)``.
    ///
    /// - Precondition: 0 ≤ `successes` ≤ `trials`.
    public static func ofShare(_ successes: Int, of trials: Int, confidence: Confidence = Confidence()) -> Interval {
        precondition(successes >= 0 && successes <= trials, "More successes than trials")
        return ofShare(
            trials == 0 ? 0 : Double(successes) / Double(trials), count: Double(trials), confidence: confidence)
    }

    /// Where the difference of two true shares may lie, the first less the second.
    ///
    /// With the intervals *l*...*u* of the two shares: *p*₁ − *p*₂ − √((*p*₁ − *l*₁)² + (*u*₂ − *p*₂)²) to
    /// *p*₁ − *p*₂ + √((*u*₁ − *p*₁)² + (*p*₂ − *l*₂)²). R. G. Newcombe, "Interval estimation for the difference between
    /// independent proportions: comparison of eleven methods" (1998), method 10. If nobody was asked on one side, −1...1.
    ///
    /// - Precondition: 0 ≤ successes ≤ trials on both sides.
    public static func ofDifference(
        _ successes: Int, of trials: Int, less otherSuccesses: Int, of otherTrials: Int,
        confidence: Confidence = Confidence()
    ) -> Interval {
        guard trials > 0, otherTrials > 0 else { return Interval(lower: -1, upper: 1) }
        let share = Double(successes) / Double(trials)
        let other = Double(otherSuccesses) / Double(otherTrials)
        let interval = ofShare(successes, of: trials, confidence: confidence)
        let otherInterval = ofShare(otherSuccesses, of: otherTrials, confidence: confidence)
        func length(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
        return Interval(
            lower: max(-1, share - other - length(share - interval.lower, otherInterval.upper - other)),
            upper: min(1, share - other + length(interval.upper - share, other - otherInterval.lower)))
    }
}

/// A share with what it was counted from and where the truth may lie.
public struct Share: Sendable, Codable, Hashable {
    public let count: Int
    public let total: Int
    public let interval: Interval

    /// The counted share, never smoothed; nil when nobody was asked.
    public var value: Double? { total == 0 ? nil : Double(count) / Double(total) }

    /// - Precondition: 0 ≤ `count` ≤ `total`.
    public init(_ count: Int, of total: Int, confidence: Confidence = Confidence()) {
        self.count = count
        self.total = total
        interval = .ofShare(count, of: total, confidence: confidence)
    }
}
