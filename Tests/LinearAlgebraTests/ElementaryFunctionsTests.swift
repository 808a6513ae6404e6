import Foundation
import LinearAlgebra
import Testing

@Suite struct ElementaryFunctionsTests {
    @Test func `the exponential is that of the C library to the last bits`() {
        for step in -7_000...7_000 {
            let exponent = Double(step) * 0.1
            let expected = Foundation.exp(exponent)
            #expect(abs(exponential(exponent) - expected) <= 4 * expected.ulp, "\(exponent)")
        }
        #expect(exponential(-800) == 0)
        #expect(exponential(800) == .infinity)
        #expect(exponential(.nan).isNaN)
        #expect(exponential(0) == 1)
    }

    @Test func `the logarithm is that of the C library to the last bits`() {
        var number = 1e-300
        while number < 1e300 {
            let expected = Foundation.log(number)
            #expect(abs(naturalLogarithm(number) - expected) <= 4 * max(expected.ulp, 0x1p-60), "\(number)")
            number *= 1.37
        }
        #expect(naturalLogarithm(1) == 0)
        #expect(naturalLogarithm(0) == -.infinity)
        #expect(naturalLogarithm(-1).isNaN)
        #expect(naturalLogarithm(.infinity) == .infinity)
    }

    @Test func `eight at once are as exact as single precision`() {
        for step in stride(from: -900, through: 0, by: 8) {
            var exponents = SIMD8<Float>.zero
            for lane in 0..<8 { exponents[lane] = Float(step + lane) * 0.1 }
            exponents.replace(with: 0, where: exponents .> 0)
            let powers = exponentials(exponents)
            for lane in 0..<8 where exponents[lane] > -87 {
                let expected = Foundation.exp(Double(exponents[lane]))
                #expect(abs(Double(powers[lane]) - expected) <= 1e-6 * expected, "\(exponents[lane])")
            }
        }
        #expect(exponentials(SIMD8(repeating: -1e30)) == .zero)
        for step in 0...100 {
            let number = Float(step) / 100
            let expected = Foundation.log(1 + Double(number))
            #expect(abs(Double(logarithmsOfOnePlus(SIMD8(repeating: number))[3]) - expected) < 1e-6)
        }
    }
}
