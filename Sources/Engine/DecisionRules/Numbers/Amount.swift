/// How much something comes to: heads, weights or shares of a poll, added up exactly.
public struct Amount: Sendable, Hashable {
    /// In lowest terms.
    public let numerator: UInt128
    /// At least 1.
    public let denominator: UInt64

    init(units: UInt128, perOne: UInt64) {
        let divisor = perOne <= 1 ? 1 : greatestCommonDivisor(units, UInt128(perOne))
        numerator = units / divisor
        denominator = max(1, UInt64(truncatingIfNeeded: UInt128(perOne) / divisor))
    }

    public init(_ count: UInt) {
        self.init(units: UInt128(count), perOne: 1)
    }

    /// As a whole number where it is one and fits.
    public var count: Int? { denominator == 1 ? Int(exactly: numerator) : nil }

    /// `29.9`, `60`, or `1/3` where the decimals would not end. Latin digits.
    public var text: String {
        guard denominator > 1 else { return "\(numerator)" }
        var (rest, places) = (denominator, 0)
        var scale: UInt128 = 1
        while rest > 1, places < 18 {
            guard rest % 10 == 0 || rest % 2 == 0 || rest % 5 == 0 else { return "\(numerator)/\(denominator)" }
            rest /= rest % 10 == 0 ? 10 : rest % 2 == 0 ? 2 : 5
            scale *= 10
            places += 1
        }
        let (product, overflow) = (numerator % UInt128(denominator)).multipliedReportingOverflow(by: scale)
        guard rest == 1, !overflow else { return "\(numerator)/\(denominator)" }
        var decimals = "\(product / UInt128(denominator))"
        decimals = String(repeating: "0", count: max(0, places - decimals.count)) + decimals
        while decimals.last == "0" { decimals.removeLast() }
        return "\(numerator / UInt128(denominator)).\(decimals)"
    }

    /// How many thousandths of `whole` this is, halves up; nil for nothing of nothing and for numbers too large to say it.
    public func thousandths(of whole: Amount) -> Int? {
        let (part, isLarge) = numerator.multipliedReportingOverflow(by: UInt128(whole.denominator))
        let (all, isLarger) = whole.numerator.multipliedReportingOverflow(by: UInt128(denominator))
        guard !isLarge, !isLarger, all > 0 else { return nil }
        let product = part.multipliedFullWidth(by: 1_000)
        guard product.high < all else { return nil }
        let (quotient, remainder) = all.dividingFullWidth(product)
        return Int(exactly: quotient).map { remainder >= all - remainder ? $0 + 1 : $0 }
    }
}

/// Weights brought to one denominator, so that they can be added as whole numbers.
struct Scale {
    let unitsPerOne: UInt64

    static let heads = Scale(unitsPerOne: 1)

    private init(unitsPerOne: UInt64) { self.unitsPerOne = unitsPerOne }

    /// - Throws: ``DecisionInputProblem/numbersTooFine`` if the common denominator has more than 63 bits.
    init(_ fractions: some Sequence<Fraction>) throws(DecisionInputProblem) {
        var common: UInt64 = 1
        for fraction in fractions where fraction.denominator > 1 {
            let other = UInt64(fraction.denominator.magnitude)
            guard common % other != 0 else { continue }
            let (product, overflow) = (common / greatestCommonDivisor(common, other))
                .multipliedReportingOverflow(by: other)
            guard !overflow, product <= UInt64(Int64.max) else { throw .numbersTooFine }
            common = product
        }
        unitsPerOne = common
    }

    /// - Throws: ``DecisionInputProblem/numbersTooLarge``.
    func units(_ weight: Fraction, times count: Int = 1) throws(DecisionInputProblem) -> UInt128 {
        let scale = UInt128(unitsPerOne) / UInt128(weight.denominator.magnitude)
        let (heads, isLarge) = UInt128(weight.numerator.magnitude).multipliedReportingOverflow(
            by: UInt128(count.magnitude))
        let (units, isLarger) = heads.multipliedReportingOverflow(by: scale)
        guard !isLarge, !isLarger else { throw .numbersTooLarge }
        return units
    }

    /// The sum over ballots.
    func sum(
        _ ballots: some Sequence<Ballot>, _ weight: (Ballot) -> Fraction = { _ in 1 }
    ) throws(DecisionInputProblem) -> UInt128 {
        var sum: UInt128 = 0
        for ballot in ballots {
            let (next, overflow) = sum.addingReportingOverflow(try units(weight(ballot), times: ballot.count))
            guard !overflow else { throw .numbersTooLarge }
            sum = next
        }
        return sum
    }

    func amount(_ units: UInt128) -> Amount { Amount(units: units, perOne: unitsPerOne) }
}
