// How well numbers of groups foretell votes that they were not shown.
//
// Method: cross-validation. A part of everybody's votes is held back, the model learns from the rest, and for each vote held
// back the probability is noted that the model gave it. More groups always describe the votes shown better; votes held
// back they describe better only if the groups are real.

import LinearAlgebra

struct HeldOutVotes {
    /// Votes shown and votes held back, for each fold.
    private let folds: [(shown: SparseMatrix, held: SparseMatrix, guesses: GroupGuesses)]
    private let personCount: Int

    /// - Parameters:
    ///   - votes: participants × statements, agree +1, disagree −1, no passes.
    ///   - parts: one vote in so many is held back in a fold.
    ///   - foldCount: how many of the parts are held back in turn.
    init(votes: SparseMatrix, parts: Int, foldCount: Int, seed: UInt64) {
        personCount = votes.rowCount
        let everybody = Array(0..<votes.rowCount)
        folds = concurrentMap(foldCount) { fold in
            func isHeld(_ person: Int, _ statement: Int) -> Bool {
                Self.part(person: person, statement: statement, parts: parts, seed: seed) == fold
            }
            let shown = votes.selecting(rows: everybody) { person, statement, _ in !isHeld(person, statement) }
            let held = votes.selecting(rows: everybody) { person, statement, _ in isHeld(person, statement) }
            return (shown, held, GroupGuesses(votes: shown))
        }
    }

    private static func part(person: Int, statement: Int, parts: Int, seed: UInt64) -> Int {
        var generator = SeededGenerator(
            seed: seed &+ UInt64(person) &* 0xD6E8_FEB8_6659_FD93 &+ UInt64(statement) &* 0xA076_1D64_78BD_642F)
        return Int(generator.next() % UInt64(parts))
    }

    /// What a number of groups makes of the votes held back.
    struct Score {
        /// For each person the sum of the logarithms of the probabilities of their votes held back.
        var sums: [Double]
        /// For each person how many votes were held back.
        var counts: [Int]
    }

    func score(groupCount: Int, starts: Int, seed: UInt64) -> Score {
        let parts = concurrentMap(folds.count) { fold in
            let (shown, held, guesses) = folds[fold]
            let fitted = LatentGroupModel.best(
                of: shown, guesses: guesses, groupCount: groupCount, starts: starts, seed: seed, rounds: 30)
            return fitted.model.foretold(held, by: fitted.membership)
        }
        var score = Score(
            sums: Array(repeating: 0, count: personCount), counts: Array(repeating: 0, count: personCount))
        for (fold, sums) in zip(folds, parts) {
            for (person, count) in fold.held.rowCellCounts.enumerated() {
                score.sums[person] += sums[person]
                score.counts[person] += count
            }
        }
        return score
    }

    /// By how much one score is better than another in the mean over the votes held back, with its standard error; votes of
    /// the same person are not taken for independent of each other.
    static func gain(of score: Score, over other: Score) -> (mean: Double, error: Double) {
        let votes = Double(score.counts.reduce(0, +))
        guard votes > 0 else { return (0, 0) }
        let differences = zip(score.sums, other.sums).map { $0 - $1 }
        let mean = differences.reduce(0, +) / votes
        var squares = 0.0
        for (difference, count) in zip(differences, score.counts) {
            let deviation = difference - mean * Double(count)
            squares += deviation * deviation
        }
        return (mean, squares.squareRoot() / votes)
    }
}

extension LatentGroupModel {
    /// For each person the sum of the logarithms of the probabilities of the given votes.
    ///
    /// - Parameter membership: of the same people, from other votes.
    func foretold(_ votes: SparseMatrix, by membership: Membership) -> [Double] {
        let width = blockCount
        var agreeing: [SIMD8<Float>] = []
        agreeing.reserveCapacity(statementCount * width)
        for statement in 0..<statementCount {
            for group in 0..<groupCount {
                for block in 0..<kinds.blockCount {
                    agreeing.append(logistic(logOdds(group: group, block: block, statement: statement)))
                }
            }
        }
        return (0..<votes.rowCount).map { person in
            var sum = 0.0
            votes.forEachCell(inRow: person) { statement, value in
                var agreement = SIMD8<Float>.zero
                for block in 0..<width {
                    agreement += membership.probabilities[person * width + block] * agreeing[statement * width + block]
                }
                let probability = min(0.999_999, max(0.000_001, Double(agreement.sum())))
                sum += naturalLogarithm(value > 0 ? probability : 1 - probability)
            }
            return sum
        }
    }
}
