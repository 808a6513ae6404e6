import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Chance and intervals` {
    @Test(arguments: [
        (0.5, 0.3085375387259869), (1, 0.15865525393145707), (2, 0.022750131948179195), (2.9, 0.0018658133003840375),
        (3.1, 0.0009676032132183563), (5, 2.866515718791933e-07), (10, 7.61985302416047e-24),
        (37, 5.725571222525139e-300),
    ])
    func `have the tail of the normal distribution`(value: Double, tail: Double) {
        #expect(abs(NormalDistribution.upperTail(value) / tail - 1) < 1e-11)
        #expect(abs(NormalDistribution.upperTail(-value) - (1 - tail)) < 1e-15)
    }

    @Test func `find the value for a tail`() {
        #expect(abs(NormalDistribution.quantile(upperTail: 0.025) - 1.959963984540054) < 1e-13)
        #expect(abs(NormalDistribution.quantile(upperTail: 0.975) + 1.959963984540054) < 1e-13)
        #expect(NormalDistribution.quantile(upperTail: 0.5).magnitude < 1e-15)
        #expect(NormalDistribution.quantile(upperTail: 0) == .infinity)
        for exponent in 1...300 {
            let tail = exponential(-Double(exponent) * 2.302585092994046)
            let found = NormalDistribution.upperTail(NormalDistribution.quantile(upperTail: tail))
            #expect(abs(found / tail - 1) < 1e-10, "10^-\(exponent)")
        }
    }

    @Test(arguments: Array(UInt64(1)...5)) func `undo a logarithm with an exponential`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let power = Double.random(in: -700...700, using: &generator)
            let back = naturalLogarithm(exponential(power))
            #expect(abs(back - power) < 1e-13 * max(1, abs(power)), "seed \(seed), power \(power)")
        }
        #expect(naturalLogarithm(1) == 0)
        #expect(exponential(0) == 1)
        #expect(abs(naturalLogarithm(10) - 2.302585092994046) < 1e-15)
        #expect(naturalLogarithm(0) == -.infinity)
    }

    @Test func `widen for many statements at once`() {
        #expect(abs(Confidence().quantile - 1.959963984540054) < 1e-12)
        #expect(abs(Confidence(simultaneouslyFor: 100).quantile - 3.4739788691540388) < 1e-9)
        #expect(abs(Confidence(simultaneouslyFor: 100_000).quantile - 5.021410958175191) < 1e-7)
        // A little narrower than Bonferroni's.
        #expect(Confidence(simultaneouslyFor: 100).quantile < 3.4807564043462422)
    }

    @Test(arguments: [
        (0, 10, 0.0, 0.27753279986288926), (1, 10, 0.017876213095072896, 0.4041500267952385),
        (81, 263, 0.2552885198782742, 0.36620957698280004), (15, 148, 0.06238639953073629, 0.16048724172330803),
        (10, 10, 0.7224672001371109, 1.0), (0, 0, 0.0, 1.0),
    ])
    func `give Wilson's interval`(successes: Int, trials: Int, lower: Double, upper: Double) {
        let interval = Interval.ofShare(successes, of: trials)
        #expect(abs(interval.lower - lower) < 1e-12)
        #expect(abs(interval.upper - upper) < 1e-12)
    }

    /// The worked examples of Newcombe's paper, table II, method 10.
    @Test(arguments: [
        ([56, 70, 48, 80], 0.0524, 0.3339), ([9, 10, 3, 10], 0.1705, 0.8090), ([10, 10, 0, 10], 0.6075, 1.0),
        ([0, 10, 0, 10], -0.2775, 0.2775),
    ])
    func `give Newcombe's interval for a difference`(counts: [Int], lower: Double, upper: Double) {
        let interval = Interval.ofDifference(counts[0], of: counts[1], less: counts[2], of: counts[3])
        #expect(abs(interval.lower - lower) < 5e-5)
        #expect(abs(interval.upper - upper) < 5e-5)
        let turned = Interval.ofDifference(counts[2], of: counts[3], less: counts[0], of: counts[1])
        #expect(abs(turned.lower + interval.upper) < 1e-12)
    }

    @Test func `hold the truth about as often as they say`() {
        var generator = SeededGenerator(seed: 11)
        for truth in [0.05, 0.3, 0.9] {
            var hits = 0
            for _ in 0..<4_000 {
                let successes = (0..<40).count { _ in Double.random(in: 0..<1, using: &generator) < truth }
                if Interval.ofShare(successes, of: 40).contains(truth) { hits += 1 }
            }
            #expect((0.93...0.98).contains(Double(hits) / 4_000), "share \(truth)")
        }
    }

    @Test func `adjust for false discoveries`() {
        let adjusted = FalseDiscoveryRate.adjusted([0.01, 0.04, nil, 0.03, 0.005, 0.5])
        let expected: [Double?] = [0.025, 0.05, nil, 0.05, 0.025, 0.5]
        for (found, wanted) in zip(adjusted, expected) {
            #expect((found == nil) == (wanted == nil))
            #expect(abs((found ?? 0) - (wanted ?? 0)) < 1e-15)
        }
        #expect(FalseDiscoveryRate.adjusted([]).isEmpty)
    }

    @Test func `learn how much shares vary`() {
        var generator = SeededGenerator(seed: 5)
        // True shares even between 0 and 1 are a beta distribution with one and one.
        let wide = (0..<2_000).map { _ in
            let truth = Double.random(in: 0...1, using: &generator)
            return (
                successes: (0..<30).count { _ in Double.random(in: 0..<1, using: &generator) < truth }, trials: 30
            )
        }
        let learned = BetaPrior.learned(from: wide)
        #expect(abs(learned.successes - 1) < 0.15 && abs(learned.failures - 1) < 0.15)
        let alike = (0..<200).map { _ in
            (
                successes: (0..<30).count { _ in Double.random(in: 0..<1, using: &generator) < 0.7 }, trials: 30
            )
        }
        let prior = BetaPrior.learned(from: alike)
        #expect(prior.successes + prior.failures > 50)
        #expect(abs(prior.expectedShare(1, of: 1) - 0.7) < 0.03)
        #expect(BetaPrior.learned(from: [(successes: 1, trials: 1)]) == .even)
    }
}
