/// What share is enough: "at least 2/3", or "more than 1/2".
public struct Threshold: Sendable, Hashable {
    /// At most 1.
    public let share: Fraction
    /// Whether exactly the share is not enough.
    public let isStrict: Bool

    /// More than half.
    public static let majority = Threshold(share: .half, isStrict: true)

    private init(share: Fraction, isStrict: Bool) {
        self.share = share
        self.isStrict = isStrict
    }

    /// - Returns: nil for a share above 1, and for "more than all", which nobody can reach.
    public init?(_ share: Fraction, isStrict: Bool = false) {
        guard share < 1 || (share == 1 && !isStrict) else { return nil }
        self.init(share: share, isStrict: isStrict)
    }

    /// At least `numerator` of `denominator` parts; for shares written in the source. Brought to at most 1.
    public static func atLeast(_ numerator: UInt8, of denominator: UInt8) -> Threshold {
        let share = Fraction(Int(min(numerator, denominator)), over: Int(max(denominator, 1)))
        return Threshold(share: share ?? 1, isStrict: false)
    }

    /// Whether `part` of `whole` is enough. Nothing of nothing never is.
    func isReached(by part: UInt128, of whole: UInt128) -> Bool {
        guard whole > 0 else { return false }
        let left = part.multipliedFullWidth(by: UInt128(share.denominator.magnitude))
        let right = whole.multipliedFullWidth(by: UInt128(share.numerator.magnitude))
        return isStrict
            ? (right.high, right.low) < (left.high, left.low) : (right.high, right.low) <= (left.high, left.low)
    }

    /// The fewest of `whole` heads that are enough.
    func needed(of whole: UInt128) -> UInt128? {
        let product = whole.multipliedFullWidth(by: UInt128(share.numerator.magnitude))
        let divisor = UInt128(share.denominator.magnitude)
        guard product.high < divisor else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        return isStrict || remainder > 0 ? quotient + 1 : quotient
    }
}

/// How many it takes: to be present for a decision, or to assent at least.
public enum Quorum: Sendable, Hashable {
    case none
    /// A share of all who are entitled.
    case share(Threshold)
    /// So many of them.
    case members(Int)
}
