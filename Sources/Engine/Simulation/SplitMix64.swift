/// Pseudorandom numbers that are the same for the same seed on every machine: Steele, Lea and Flood,
/// "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with the constants of its reference program.
///
/// Not for secrets.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0 ..< 1, a multiple of 2⁻⁵³.
    ///
    /// Drawn here and not by `Double.random(in:using:)`, whose way of using the bits may change with the toolchain.
    mutating func share() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in 0 ..< `limit`; 0 when `limit` is 1 or less.
    mutating func index(below limit: Int) -> Int {
        limit <= 1 ? 0 : Int(share() * Double(limit))
    }

    /// A number from a distribution given by its quantiles at equal steps, joined by straight lines.
    ///
    /// Only additions and multiplications, so that no mathematics library can make two machines differ.
    mutating func draw(fromQuantiles quantiles: [Double]) -> Double {
        guard let last = quantiles.last, quantiles.count > 1 else { return quantiles.first ?? 0 }
        let place = share() * Double(quantiles.count - 1)
        let lower = Int(place)
        guard lower + 1 < quantiles.count else { return last }
        return quantiles[lower] + (quantiles[lower + 1] - quantiles[lower]) * (place - Double(lower))
    }
}
