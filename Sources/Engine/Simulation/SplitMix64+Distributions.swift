#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// The logarithm comes from the C library, whose versions may differ in the last bit. A draw changes only when it
// stands within that bit of a limit.
extension SplitMix64 {
    /// A generator of its own, for a part that shall not depend on how many numbers another part draws.
    mutating func split() -> SplitMix64 {
        SplitMix64(seed: next())
    }

    /// Normal with mean 0 and standard deviation 1: the polar method (G. Marsaglia and T. A. Bray, "A convenient method
    /// for generating normal variables", SIAM Review 6, 1964), of whose two numbers one is used.
    mutating func normal() -> Double {
        while true {
            let x = 2 * share() - 1
            let y = 2 * share() - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
        }
    }

    /// Exponential with mean 1, by inversion.
    mutating func exponential() -> Double {
        -log(1 - share())
    }

    /// Gamma with this shape and scale 1 (G. Marsaglia and W. W. Tsang, "A simple method for generating gamma
    /// variables", ACM Transactions on Mathematical Software 26, 2000).
    ///
    /// - Parameter shape: above 0.
    mutating func gamma(shape: Double) -> Double {
        guard shape >= 1 else {
            let larger = gamma(shape: shape + 1)
            return larger * exp(log(1 - share()) / shape)
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if log(1 - share()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
        }
    }
}
