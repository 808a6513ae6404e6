import LinearAlgebra

/// The standard normal distribution: how far chance strays.
///
/// Computed without the C library's error function, so that every machine finds the same bits.
public enum NormalDistribution {
    /// The chance of a value larger than the one given.
    ///
    /// The power series around 0 up to 3, the continued fraction beyond (Abramowitz and Stegun, *Handbook of Mathematical
    /// Functions*, 26.2.11 and 26.2.14); relative error below 10⁻¹².
    public static func upperTail(_ value: Double) -> Double {
        if value < 0 { return 1 - upperTail(-value) }
        if value > 38 { return 0 }
        let density = 0.3989422804014327 * exponential(-value * value / 2)
        if value <= 3 {
            var term = value
            var sum = value
            var odd = 1.0
            while term > sum * 0x1p-54 {
                odd += 2
                term *= value * value / odd
                sum += term
            }
            return 0.5 - density * sum
        }
        var fraction = value
        for level in stride(from: 80.0, through: 1, by: -1) { fraction = value + level / fraction }
        return density / fraction
    }

    /// The value that is exceeded with a given chance: 1.96 for 0.025.
    ///
    /// A first guess (Abramowitz and Stegun, 26.2.23) made exact by Halley's method on ``upperTail(_:)``.
    ///
    /// - Parameter tail: a chance between 0 and 1; infinite at either end.
    public static func quantile(upperTail tail: Double) -> Double {
        guard tail > 0 else { return .infinity }
        guard tail < 1 else { return -.infinity }
        if tail > 0.5 { return -quantile(upperTail: 1 - tail) }
        let root = (-2 * naturalLogarithm(tail)).squareRoot()
        let top = 2.515517 + root * (0.802853 + root * 0.010328)
        let bottom = 1 + root * (1.432788 + root * (0.189269 + root * 0.001308))
        var value = max(0, root - top / bottom)
        for _ in 0..<3 {
            let density = 0.3989422804014327 * exponential(-value * value / 2)
            guard density > 0 else { break }
            let step = (upperTail(value) - tail) / density
            value += step / (1 + value * step / 2)
        }
        return value
    }

    /// The chance of straying at least that far to either side.
    public static func twoSidedChance(of value: Double) -> Double { min(1, 2 * upperTail(abs(value))) }
}
