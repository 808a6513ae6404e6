// The exponential and the logarithm from additions, multiplications and divisions alone. The C library's differ in the
// last bit from machine to machine; a result that anybody can recompute must not.
//
// Method: reduction of the argument and a power series (W. J. Cody and W. Waite, *Software Manual for the Elementary
// Functions*, 1980, chapters 5 and 6).

/// *e* to the power of a number, within two units in the last place; 0 and infinity where it cannot be represented.
public func exponential(_ exponent: Double) -> Double {
    guard exponent > -708 else { return exponent.isNaN ? exponent : 0 }
    guard exponent < 709 else { return .infinity }
    let halvings = (exponent * 1.442_695_040_888_963_4).rounded()
    let rest = exponent - halvings * 0x1.62e42fee00000p-1 - halvings * 0x1.a39ef35793c76p-33
    var sum = exponentialSeries[0]
    for coefficient in exponentialSeries.dropFirst() { sum = coefficient + sum * rest }
    return sum * Double(sign: .plus, exponent: Int(halvings), significand: 1)
}

/// 1/13!, 1/12!, …, 1/0!.
private let exponentialSeries: [Double] = (0...13).reversed().map { power in
    (0..<power).reduce(1) { $0 / Double($1 + 1) }
}

/// The natural logarithm of a positive number, within two units in the last place; −infinity for 0, not a number below.
public func naturalLogarithm(_ number: Double) -> Double {
    guard number > 0 else { return number == 0 ? -.infinity : .nan }
    guard number < .infinity else { return .infinity }
    var exponent = Double(number.exponent)
    var significand = number.significand
    if significand > 1.414_213_562_373_095 {
        significand /= 2
        exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    for power in stride(from: 23.0, through: 1, by: -2) { sum = sum * square + 1 / power }
    return exponent * 0x1.62e42fee00000p-1 + (2 * ratio * sum + exponent * 0x1.a39ef35793c76p-33)
}

/// *e* to the power of eight numbers, none of them positive, within about 10⁻⁷ of each; 0 below −87.
@inlinable
public func exponentials(_ exponents: SIMD8<Float>) -> SIMD8<Float> {
    let isVanishing = exponents .< -87
    let bounded = exponents.replacing(with: 0, where: isVanishing)
    // Adding 1.5 · 2²³ leaves the nearest whole number in the low bits: far cheaper than a conversion lane by lane.
    let shifted = bounded * 1.442_695 + 12_582_912
    let halvings = shifted - 12_582_912
    let rest = bounded - halvings * 0.693_359_4 + halvings * 2.121_944_4e-4
    var sum = 1 + rest * (1.0 / 6)
    sum = 1 + sum * rest * 0.2
    sum = 1 + sum * rest * 0.25
    sum = 1 + sum * rest * (1.0 / 3)
    sum = 1 + sum * rest * 0.5
    sum = 1 + sum * rest
    let power = (unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &- (0x4B40_0000 - 127)) &<< 23
    return (sum * unsafeBitCast(power, to: SIMD8<Float>.self)).replacing(with: 0, where: isVanishing)
}

/// log(1 + *x*) of eight numbers from 0 to 1, within about 10⁻⁷.
@inlinable
public func logarithmsOfOnePlus(_ numbers: SIMD8<Float>) -> SIMD8<Float> {
    let ratio = numbers / (2 + numbers)
    let square = ratio * ratio
    var sum = square * (1.0 / 11) + 1.0 / 9
    sum = sum * square + 1.0 / 7
    sum = sum * square + 1.0 / 5
    sum = sum * square + 1.0 / 3
    sum = sum * square + 1
    return 2 * ratio * sum
}
