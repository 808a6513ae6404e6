// Logarithm and exponential made of additions, multiplications and divisions alone.
//
// The C library's log and exp differ in their last bit from machine to machine; results that anyone is to recompute to the
// byte cannot be built on them.

enum ElementaryFunctions {
    /// ln 2 in two parts: the first has few enough bits that its products with small whole numbers are exact.
    private static let logOfTwoHigh = 0x1.62e42feep-1
    private static let logOfTwoLow = 0x1.a39ef35793c76p-33

    /// The natural logarithm, to about one unit in the last place; −∞ for 0, nan below.
    ///
    /// ln *m* = 2 artanh((*m* − 1)/(*m* + 1)) for *m* between √½ and √2, as a series (Abramowitz and Stegun, 4.1.27).
    static func logarithm(_ number: Double) -> Double {
        guard number > 0 else { return number == 0 ? -.infinity : .nan }
        guard number.isFinite else { return number }
        var exponent = Double(number.exponent)
        var significand = number.significand
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        // From the smallest term up. The ratio is at most 0.172, so the first term left out is below 2⁻⁵⁹ of the sum.
        var sum = 0.0
        for denominator in stride(from: 23.0, through: 3, by: -2) { sum = (sum + 1 / denominator) * square }
        let mantissa = 2 * ratio + 2 * ratio * sum
        return exponent * logOfTwoHigh + (mantissa + exponent * logOfTwoLow)
    }

    /// e to a power, to about two units in the last place.
    ///
    /// A whole power of two times the exponential series for at most ½ ln 2 (Abramowitz and Stegun, 4.2.1).
    static func exponential(_ power: Double) -> Double {
        if power.isNaN { return power }
        if power > 710 { return .infinity }
        if power < -750 { return 0 }
        let twos = (power / (logOfTwoHigh + logOfTwoLow)).rounded()
        let rest = (power - twos * logOfTwoHigh) - twos * logOfTwoLow
        var sum = 1.0
        for term in stride(from: 16.0, through: 1, by: -1) { sum = 1 + sum * rest / term }
        return Double(sign: .plus, exponent: Int(twos), significand: sum)
    }
}
