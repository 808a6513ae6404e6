import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Weighting people` {
    @Test func `reaches one margin in one round`() throws {
        // Eight of ten from the north, though half should be.
        let stratum = Stratum(categories: (0..<10).map { $0 < 8 ? 0 : 1 }, margin: [0.5, 0.5])
        let weights = try PersonWeights.raked(to: [stratum], counting: [Bool](repeating: true, count: 10))
        #expect(abs(weights.weights[0] - 0.625) < 1e-12 && abs(weights.weights[9] - 2.5) < 1e-12)
        // (8·0.625 + 2·2.5)² ÷ (8·0.625² + 2·2.5²)
        #expect(abs(weights.effectiveCount - 100 / 15.625) < 1e-9)
        #expect(weights.rounds == 1 && weights.count == 10)
    }

    @Test(arguments: Array(UInt64(1)...5)) func `reaches all margins at once`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let strata = [[0.2, 0.5, 0.3], [0.45, 0.55]].map { margin in
            Stratum(
                categories: (0..<400).map { _ in
                    Int.random(in: 0..<10, using: &generator) == 0
                        ? nil : margin.indices.randomElement(using: &generator)
                }, margin: margin)
        }
        let counting = (0..<400).map { _ in Int.random(in: 0..<8, using: &generator) > 0 }
        let raked = try PersonWeights.raked(to: strata, counting: counting)
        let sum = raked.weights.reduce(0, +)
        #expect(abs(sum - Double(counting.count { $0 })) < 1e-3, "seed \(seed)")
        #expect(raked.weights.indices.allSatisfy { counting[$0] || raked.weights[$0] == 0 }, "seed \(seed)")
        for stratum in strata {
            let said = stratum.categories.indices.filter { stratum.categories[$0] != nil }
            let weight = said.reduce(0) { $0 + raked.weights[$1] }
            for (part, share) in stratum.margin.enumerated() {
                let reached = said.filter { stratum.categories[$0] == part }.reduce(0) { $0 + raked.weights[$1] }
                #expect(abs(reached / weight - share) < 1e-5, "seed \(seed)")
            }
        }
        #expect(raked.effectiveCount <= Double(raked.count), "seed \(seed)")
        #expect(raked.designEffect >= 1, "seed \(seed)")
    }

    @Test func `refuses what cannot be reached`() {
        let all = [Bool](repeating: true, count: 100)
        func error(_ strata: [Stratum], counting: [Bool]? = nil) -> WeightingError? {
            do throws(WeightingError) {
                _ = try PersonWeights.raked(to: strata, counting: counting ?? all)
                return nil
            } catch { return error }
        }
        let halves = (0..<100).map { Optional($0 % 2) }
        #expect(error([], counting: [false]) == .nobody)
        #expect(
            error([Stratum(categories: [0], margin: [1])])
                == .wrongLength(division: 0, participants: 1, expected: 100))
        #expect(error([Stratum(categories: halves, margin: [1])]) == .noSuchPart(division: 0, part: 1, parts: 1))
        #expect(
            error([Stratum(categories: halves, margin: [1.5, -0.5])])
                == .impossibleShare(division: 0, part: 0, share: 1.5))
        #expect(error([Stratum(categories: halves, margin: [0.5, 0.4])]) == .wrongSum(division: 0, sum: 0.9))
        #expect(
            error([Stratum(categories: halves, margin: [0.4, 0.4, 0.2])])
                == .emptyPart(division: 0, part: 2, share: 0.2))
        // One person of a hundred would have to stand for half of all.
        let lone = Stratum(categories: (0..<100).map { $0 == 0 ? 0 : 1 }, margin: [0.5, 0.5])
        guard case .outOfReach(0, 0, let wanted, let reached, _) = error([lone]) else {
            Issue.record("A cap of five cannot give one of a hundred a half")
            return
        }
        #expect(wanted == 0.5 && reached < 0.1)
        // Two divisions that are the same cannot have different shares.
        guard
            case .outOfReach = error([
                Stratum(categories: halves, margin: [0.5, 0.5]), Stratum(categories: halves, margin: [0.3, 0.7]),
            ])
        else {
            Issue.record("Contradicting margins were reached")
            return
        }
    }

    @Test func `caps the weights and still reaches the margins`() throws {
        let strata = [
            Stratum(categories: (0..<100).map { $0 < 5 ? 0 : 1 }, margin: [0.2, 0.8]),
            Stratum(categories: (0..<100).map { $0 % 5 == 0 ? 0 : 1 }, margin: [0.5, 0.5]),
        ]
        let all = [Bool](repeating: true, count: 100)
        let free = try PersonWeights.raked(to: strata, counting: all, rules: .init(cap: 100))
        let capped = try PersonWeights.raked(to: strata, counting: all, rules: .init(cap: 6))
        #expect(free.weights.max() ?? 0 > 6)
        #expect(capped.weights.allSatisfy { $0 <= 6 } && capped.cappedCount == 1)
        #expect(capped.largestGap <= 1e-6)
    }

    @Test func `gives shares the interval of the effective number`() throws {
        let votes = try VoteMatrix(
            participants: (0..<10).map(String.init), statements: ["1", "2"],
            votes: (0..<10).map { ($0, 0, $0 < 8 ? .agree : .disagree) })
        let weights = (0..<10).map { $0 < 8 ? 0.625 : 2.5 }
        let groups = (0..<10).map { $0 < 5 ? Optional(0) : nil }
        let support = WeightedSupport.measured(votes, weights: weights, rowGroups: groups, groupCount: 1)
        let agree = try #require(support[0].everybody.agree)
        #expect(abs(agree.value - 0.5) < 1e-12)
        #expect(abs(support[0].everybody.effectiveSeen - 6.4) < 1e-9)
        #expect(agree.interval == Interval.ofShare(0.5, count: support[0].everybody.effectiveSeen))
        #expect(support[0].groups[0].agree?.value == 1 && support[0].groups[0].seen == 5)
        #expect(support[1].everybody.agree == nil)
        let equal = WeightedSupport.measured(
            votes, weights: [Double](repeating: 1, count: 10), rowGroups: groups, groupCount: 1)
        #expect(equal[0].everybody.agree?.interval == Interval.ofShare(8, of: 10))
    }
}
