import Testing

@testable import Simulation

@Suite struct `The distributions` {
    /// Mean and standard deviation of many draws.
    private func moments(_ draw: (inout SplitMix64) -> Double) -> (mean: Double, deviation: Double) {
        var generator = SplitMix64(seed: 17)
        let numbers = (0..<40_000).map { _ in draw(&generator) }
        let mean = numbers.reduce(0, +) / 40_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
        return (mean, variance.squareRoot())
    }

    @Test func `have the moments of the normal distribution`() {
        let (mean, deviation) = moments { $0.normal() }
        #expect(abs(mean) < 0.02 && abs(deviation - 1) < 0.02)
        var generator = SplitMix64(seed: 18)
        let within = (0..<40_000).count { _ in abs(generator.normal()) < 1 }
        #expect(abs(Double(within) / 40_000 - 0.6827) < 0.01)
    }

    @Test func `have the moments of the exponential distribution`() {
        let (mean, deviation) = moments { $0.exponential() }
        #expect(abs(mean - 1) < 0.02 && abs(deviation - 1) < 0.03)
    }

    @Test(arguments: [0.3, 1, 2.5, 6.25, 400])
    func `have the moments of the gamma distribution`(shape: Double) {
        let (mean, deviation) = moments { $0.gamma(shape: shape) }
        #expect(abs(mean / shape - 1) < 0.04)
        #expect(abs(deviation / shape.squareRoot() - 1) < 0.05)
    }

    @Test func `give parts a generator of their own`() {
        var seeds = SplitMix64(seed: 1)
        var first = seeds.split()
        var second = seeds.split()
        #expect((0..<8).map { _ in first.next() } != (0..<8).map { _ in second.next() })
    }
}
