import Testing

@testable import Simulation

@Suite struct `The draw of statements` {
    private let weights = [8.0, 1, 1, 4, 2, 1, 0.5, 3]

    @Test(arguments: 0...8)
    func `gives as many different ones as asked for`(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        var draw = StatementDraw(weights: weights)
        for _ in 0..<200 {
            var drawn: [UInt16] = []
            draw.draw(count, into: &drawn, using: &generator)
            #expect(drawn.count == count && Set(drawn).count == count && drawn.allSatisfy { $0 < 8 })
        }
    }

    @Test func `gives the first one in proportion to its weight`() {
        var generator = SplitMix64(seed: 11)
        var draw = StatementDraw(weights: weights)
        // One of eight goes through the alias table, five of eight through the race.
        for count in [1, 5] {
            var first = [Double](repeating: 0, count: 8)
            for _ in 0..<20_000 {
                var drawn: [UInt16] = []
                draw.draw(count, into: &drawn, using: &generator)
                first[Int(drawn[0])] += 1 / 20_000
            }
            for (share, weight) in zip(first, weights) {
                #expect(abs(share - weight / 20.5) < 0.012, "\(count) drawn, weight \(weight)")
            }
        }
    }

    /// The pair (0, 3): first 0, then 3 among the rest, or the other way round.
    @Test func `takes the next one by weight among the rest`() {
        var generator = SplitMix64(seed: 12)
        var draw = StatementDraw(weights: weights)
        let expected = 8 / 20.5 * 4 / 12.5 + 4 / 20.5 * 8 / 16.5
        for count in [2, 6] {
            var share = 0.0
            for _ in 0..<20_000 {
                var drawn: [UInt16] = []
                draw.draw(count, into: &drawn, using: &generator)
                if Set(drawn.prefix(2)) == [0, 3] { share += 1 / 20_000 }
            }
            #expect(abs(share - expected) < 0.012, "\(count) drawn")
        }
    }

    @Test func `works with one statement and with equal ones`() {
        var generator = SplitMix64(seed: 13)
        var one = StatementDraw(weights: [0.3])
        var drawn: [UInt16] = []
        one.draw(1, into: &drawn, using: &generator)
        #expect(drawn == [0])
        var equal = StatementDraw(weights: Array(repeating: 2, count: 10))
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<5_000 {
            drawn = []
            equal.draw(2, into: &drawn, using: &generator)
            for statement in drawn { counts[Int(statement)] += 1 }
        }
        #expect(counts.allSatisfy { (850...1_150).contains($0) })
    }
}
