import LinearAlgebra
import OpinionAnalysis
import Simulation
import Testing

@Suite struct `The adjusted Rand index` {
    @Test func `is 1 for the same groups, whatever they are called`() {
        #expect(AdjustedRandIndex.between(zip([0, 0, 1, 1, 2], ["x", "x", "a", "a", "m"])) == 1)
        #expect(AdjustedRandIndex.between(zip([0, 0, 1, 1], [1, 1, 0, 0])) == 1)
    }

    /// By hand and by the formula of the paper.
    @Test func `has the values that were worked out by hand`() {
        #expect(abs(AdjustedRandIndex.between(zip([0, 0, 1, 1], [0, 0, 1, 2])) - 4.0 / 7) < 1e-15)
        #expect(abs(AdjustedRandIndex.between(zip([0, 0, 1, 2], [0, 0, 1, 1])) - 4.0 / 7) < 1e-15)
        #expect(AdjustedRandIndex.between(zip([0, 0, 0, 0], [0, 1, 2, 3])) == 0)
        #expect(abs(AdjustedRandIndex.between(zip([0, 0, 1, 1], [0, 1, 0, 1])) - -0.5) < 1e-15)
        // Of 15 pairs 7 are together in the first, 4 in the second and 3 in both: (3 − 28⁄15) ⁄ (11⁄2 − 28⁄15).
        let index = AdjustedRandIndex.between(zip([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 2]))
        #expect(abs(index - 34.0 / 109) < 1e-15)
    }

    @Test func `is 1 where nothing can differ`() {
        #expect(AdjustedRandIndex.between([(Int, Int)]()) == 1)
        #expect(AdjustedRandIndex.between([(3, 4)]) == 1)
        #expect(AdjustedRandIndex.between((0..<9).map { _ in (1, 2) }) == 1)
        #expect(AdjustedRandIndex.between((0..<9).map { ($0, -$0) }) == 1)
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `is near 0 by chance, the same both ways round and in any order`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var labels = (0..<3_000).map { _ in
            (Int.random(in: 0..<4, using: &generator), Int.random(in: 0..<3, using: &generator))
        }
        let index = AdjustedRandIndex.between(labels)
        #expect(abs(index) < 0.02, "seed \(seed)")
        labels.shuffle(using: &generator)
        #expect(AdjustedRandIndex.between(labels.map { ($1, $0) }) == index, "seed \(seed)")
    }
}

@Suite struct `What the oracle of planted dialogues reaches` {
    /// Means over 40 seeds of another program that draws from the same model (standard error 0.004 each); single draws of
    /// 1,000 people and 300 statements differ by 0.025.
    @Test(arguments: [(2, 0.890), (3, 0.831), (5, 0.766)])
    func `is the same as that of the model it follows`(groups: Int, expected: Double) throws {
        var sum = 0.0
        for seed in UInt64(1)...12 {
            let dialogue = try PlantedDialogue(
                PlantedParameters(people: 1_000, statements: 300, groups: groups, seed: seed))
            sum += AdjustedRandIndex.between(dialogue.labelsOfActive().map { ($0.planted, $0.guessed) })
        }
        #expect(abs(sum / 12 - expected) < 0.03, "\(sum / 12)")
    }

    @Test func `is 1 for one group`() throws {
        let dialogue = try PlantedDialogue(PlantedParameters(people: 200, statements: 50, groups: 1))
        #expect(AdjustedRandIndex.between(dialogue.labelsOfActive().map { ($0.planted, $0.guessed) }) == 1)
    }
}
