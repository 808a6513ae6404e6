/// An exact share or weight: a fraction of two whole numbers, never below zero, always in lowest terms.
public struct Fraction: Sendable, Hashable {
    /// At least 0.
    public let numerator: Int
    /// At least 1.
    public let denominator: Int

    public static let half = Fraction(reduced: 1, 2)

    /// - Returns: nil for a negative number or a denominator below 1.
    public init?(_ numerator: Int, over denominator: Int = 1) {
        guard numerator >= 0, denominator > 0 else { return nil }
        let divisor = Int(clamping: greatestCommonDivisor(numerator.magnitude, denominator.magnitude))
        self.init(reduced: numerator / divisor, denominator / divisor)
    }

    private init(reduced numerator: Int, _ denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reads `2/3`, `24.2`, `60` and `66.5%`: Latin digits, no sign, no exponent.
    ///
    /// - Returns: nil for anything else, and for what doesn't fit into two whole numbers.
    public init?(_ text: some StringProtocol) {
        var text = Substring(text)
        var scale = 1
        if text.hasSuffix("%") {
            text = text.dropLast()
            if text.hasSuffix(" ") { text = text.dropLast() }
            scale = 100
        }
        if let slash = text.firstIndex(of: "/") {
            guard scale == 1, let numerator = Self.whole(text[..<slash]),
                let denominator = Self.whole(text[text.index(after: slash)...])
            else { return nil }
            self.init(numerator, over: denominator)
            return
        }
        guard let point = text.firstIndex(of: ".") else {
            guard let whole = Self.whole(text) else { return nil }
            self.init(whole, over: scale)
            return
        }
        var decimals = text[text.index(after: point)...]
        guard !decimals.isEmpty, let before = Self.whole(text[..<point]) else { return nil }
        while decimals.count > 1, decimals.last == "0" { decimals = decimals.dropLast() }
        guard let after = Self.whole(decimals) else { return nil }
        var tens = 1
        for _ in decimals {
            let (next, overflow) = tens.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            tens = next
        }
        let (left, isLarge) = before.multipliedReportingOverflow(by: tens)
        let (numerator, isLarger) = left.addingReportingOverflow(after)
        let (denominator, isFine) = tens.multipliedReportingOverflow(by: scale)
        guard !isLarge, !isLarger, !isFine else { return nil }
        self.init(numerator, over: denominator)
    }

    private static func whole(_ text: Substring) -> Int? {
        guard (1...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

extension Fraction: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: UInt32) {
        self.init(reduced: Int(value), 1)
    }
}

extension Fraction: Comparable {
    public static func < (left: Fraction, right: Fraction) -> Bool {
        let first = left.numerator.magnitude.multipliedFullWidth(by: right.denominator.magnitude)
        let second = right.numerator.magnitude.multipliedFullWidth(by: left.denominator.magnitude)
        return (first.high, first.low) < (second.high, second.low)
    }
}

extension Fraction: CustomStringConvertible {
    /// `2/3`, or `60` for a whole number: what ``init(_:)`` reads.
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

func greatestCommonDivisor<Number: UnsignedInteger & FixedWidthInteger>(_ first: Number, _ second: Number) -> Number {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return max(first, 1)
}
