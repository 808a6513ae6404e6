// How people in a group answer, and how sure one can be of who belongs to which group.
//
// Method: latent class analysis (P. Lazarsfeld and N. Henry, *Latent Structure Analysis*, 1968) with two habits that have
// nothing to do with groups. A member of group g who does not pass agrees with statement j with probability
//
//     σ(level(j) + conviction · leaning(g, j) + agreeability),   σ(x) = 1 / (1 + e⁻ˣ)
//
// Agreeability says how readily a person agrees at all; without it, people who say yes to everything would look like a
// group. Conviction says how far a person follows the group. Both take a few fixed values whose shares are estimated, so
// that every person's likelihood is a finite sum: nobody is given a position that the votes do not bear out, and the
// fewer votes somebody has the more groups stay possible. Passing says nothing here: it is a habit of the person and the
// statement.

import LinearAlgebra

struct LatentGroupModel: Sendable {
    let groupCount: Int
    let statementCount: Int
    let kinds: PersonKinds

    /// For each statement how everybody answers it, on the scale of log odds.
    var levels: [Double]

    /// What a group thinks beyond that: the place of group g and statement j is `g * statementCount + j`.
    var leanings: [Double]

    /// The uncertainty of each leaning, as a variance; in the order of ``leanings``.
    var leaningVariances: [Double]

    /// One over the variance of leanings among statements, estimated from the votes.
    var leaningPrecision: Double

    /// The share of people in each group, with each agreeability, with each conviction.
    var groupShares: [Double]
    var agreeabilityShares: [Double]
    var convictionShares: [Double]

    /// A model in which all groups answer alike.
    ///
    /// - Parameter votes: participants × statements, agree +1, disagree −1, no passes.
    init(groupCount: Int, votes: SparseMatrix) {
        self.groupCount = groupCount
        statementCount = votes.columnCount
        kinds = PersonKinds(hasConviction: groupCount > 1)
        let tallies = votes.signCounts(rowGroups: Array(repeating: 0, count: votes.rowCount), groupCount: 1)
        levels = (0..<votes.columnCount).map {
            naturalLogarithm(Double(tallies.positives[$0] + 1) / Double(tallies.negatives[$0] + 1))
        }
        leanings = Array(repeating: 0, count: groupCount * votes.columnCount)
        leaningVariances = Array(repeating: groupCount > 1 ? 1 : 0, count: groupCount * votes.columnCount)
        leaningPrecision = 1
        groupShares = Array(repeating: 1 / Double(groupCount), count: groupCount)
        agreeabilityShares = Self.shares(PersonKinds.agreeabilities.map { exponential(-Double($0 * $0)) })
        convictionShares = Self.shares(Array(repeating: 1, count: kinds.convictionCount))
    }

    /// How many blocks of eight numbers hold one number for each kind of person in each group, group after group.
    var blockCount: Int { groupCount * kinds.blockCount }

    static func shares(_ weights: [Double]) -> [Double] {
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// The share of people of each kind in a group, in blocks.
    func kindShares(group: Int) -> [SIMD8<Float>] {
        var blocks = [SIMD8<Float>](repeating: .zero, count: kinds.blockCount)
        for (position, kind) in kinds.kinds.enumerated() {
            blocks[position / 8][position % 8] = Float(
                groupShares[group] * agreeabilityShares[kind.agreeability] * convictionShares[kind.conviction])
        }
        return blocks
    }

    /// The log odds that eight kinds of person in a group agree with a statement.
    func logOdds(group: Int, block: Int, statement: Int) -> SIMD8<Float> {
        Float(levels[statement]) + kinds.agreeability[block]
            + kinds.conviction[block] * Float(leanings[group * statementCount + statement])
    }
}

// MARK: - From votes to people

extension LatentGroupModel {
    /// For every vote what it says about each kind of person: the logarithm of its expected probability.
    ///
    /// A leaning known only roughly says less: by the variance of the leaning the expectation of log σ falls below log σ
    /// of the expectation, in second order by ½ · variance · σ(1 − σ).
    func evidence() -> SignTable {
        var table = SignTable(columnCount: statementCount, blockCount: blockCount)
        let squaredConviction = kinds.conviction.map { $0 * $0 }
        for statement in 0..<statementCount {
            var agree = table.start(column: statement, isPositive: true)
            var disagree = table.start(column: statement, isPositive: false)
            for group in 0..<groupCount {
                let variance = Float(leaningVariances[group * statementCount + statement])
                for block in 0..<kinds.blockCount {
                    let odds = logOdds(group: group, block: block, statement: statement)
                    let probability = logistic(odds)
                    let doubt = 0.5 * variance * squaredConviction[block] * probability * (1 - probability)
                    let disagreement = logLogistic(-odds)
                    table.blocks[disagree] = disagreement - doubt
                    table.blocks[agree] = disagreement + odds - doubt
                    agree += 1
                    disagree += 1
                }
            }
        }
        return table
    }

    /// How probable each kind is for each person, and how probable the person's votes are.
    struct Membership: Sendable {
        /// For each person one number for each kind in each group, in blocks; they sum to one.
        var probabilities: [SIMD8<Float>]

        /// For each person the logarithm of the probability of all votes.
        var logLikelihoods: [Double]
    }

    /// - Parameters:
    ///   - evidence: ``evidence()`` of this model.
    ///   - rows: the rows of the votes to judge.
    /// - Complexity: O(*votes of the rows* · *kinds*).
    func membership(of votes: SparseMatrix, rows: Range<Int>, evidence: SignTable) -> Membership {
        var blocks = votes.sums(of: evidence, rows: rows)
        let width = blockCount
        // A kind without people, and a lane without a kind, stays out: log 0.
        let prior = (0..<groupCount).flatMap(kindShares).map { shares in
            var logarithms = SIMD8<Float>(repeating: -1e30)
            for lane in 0..<8 where shares[lane] > 0 {
                logarithms[lane] = Float(naturalLogarithm(Double(shares[lane])))
            }
            return logarithms
        }
        var logLikelihoods = [Double](repeating: 0, count: rows.count)
        blocks.withUnsafeMutableBufferPointer { blocks in
            for place in 0..<rows.count {
                let start = place * width
                var highest = SIMD8<Float>(repeating: -.infinity)
                for block in 0..<width {
                    let evidence = blocks[start + block] + prior[block]
                    blocks[start + block] = evidence
                    highest = highest.replacing(with: evidence, where: evidence .> highest)
                }
                let peak = highest.max()
                var total = SIMD8<Float>.zero
                for block in 0..<width {
                    let weight = exponentials(blocks[start + block] - peak)
                    blocks[start + block] = weight
                    total += weight
                }
                let sum = total.sum()
                let scale = 1 / sum
                for block in 0..<width { blocks[start + block] *= scale }
                logLikelihoods[place] = Double(peak) + naturalLogarithm(Double(sum))
            }
        }
        return Membership(probabilities: blocks, logLikelihoods: logLikelihoods)
    }

    /// For each person the probability of each group.
    func groupProbabilities(_ membership: Membership) -> [[Double]] {
        let width = kinds.blockCount
        return membership.logLikelihoods.indices.map { place in
            (0..<groupCount).map { group in
                let start = (place * groupCount + group) * width
                var total = SIMD8<Float>.zero
                for block in start..<(start + width) { total += membership.probabilities[block] }
                return Double(total.sum())
            }
        }
    }
}

/// σ(x) = 1 / (1 + e⁻ˣ) of eight numbers.
func logistic(_ odds: SIMD8<Float>) -> SIMD8<Float> {
    let isNegative = odds .< 0
    let small = exponentials(odds.replacing(with: -odds, where: .!isNegative))
    let share = 1 / (1 + small)
    return share.replacing(with: small * share, where: isNegative)
}

/// log σ(x) of eight numbers, also where σ(x) is close to 0.
func logLogistic(_ odds: SIMD8<Float>) -> SIMD8<Float> {
    let isNegative = odds .< 0
    let rest = logarithmsOfOnePlus(exponentials(odds.replacing(with: -odds, where: .!isNegative)))
    return SIMD8<Float>.zero.replacing(with: odds, where: isNegative) - rest
}
