import LinearAlgebra

extension LatentGroupModel {
    /// A model with what it says of the people it was fitted to.
    struct Fitted: Sendable {
        var model: LatentGroupModel
        var membership: Membership

        /// The lower bound of the logarithm of the likelihood; −infinity before the first round.
        var bound: Double
    }

    /// A model that explains the votes, from a guess of who belongs together.
    ///
    /// - Parameters:
    ///   - votes: participants × statements, agree +1, disagree −1, no passes.
    ///   - guess: for each person a group.
    ///   - rounds: see ``Fitted/continued(on:rounds:)``.
    static func fit(_ votes: SparseMatrix, groupCount: Int, guess: [Int], rounds: Int) -> Fitted {
        let model = LatentGroupModel(groupCount: groupCount, votes: votes)
        let membership = Membership(probabilities: model.probabilities(guess: guess), logLikelihoods: [])
        return Fitted(model: model, membership: membership, bound: -.infinity).continued(on: votes, rounds: rounds)
    }

    /// Certainty of nine tenths for the guessed group, and habits as they are in the model.
    private func probabilities(guess: [Int]) -> [SIMD8<Float>] {
        let shares = kindShares(group: 0).map { $0 * Float(groupCount) }
        let doubt = Float(0.1) / Float(groupCount)
        return guess.flatMap { guessed in
            (0..<groupCount).flatMap { group in shares.map { $0 * (group == guessed ? 0.9 + doubt : doubt) } }
        }
    }
}

extension LatentGroupModel.Fitted {
    /// The same after more rounds.
    ///
    /// Expectation maximization with a normal prior on leanings whose variance is estimated along (empirical Bayes) and whose
    /// remaining uncertainty enters the expectation (variational Bayes; C. Bishop, *Pattern Recognition and Machine
    /// Learning*, 2006, §10.2). Each round raises the lower bound of the likelihood; the best of several guesses is the
    /// one whose bound ends highest.
    ///
    /// - Parameter rounds: the most rounds; it ends earlier once the bound rises by less than a hundred-thousandth.
    /// - Complexity: O(*votes* · *kinds* · *rounds*).
    func continued(on votes: SparseMatrix, rounds: Int) -> Self {
        var fitted = self
        for round in 0..<rounds {
            let isFirst = fitted.bound == -.infinity
            fitted.model.learn(
                from: votes.table(addingUp: fitted.membership.probabilities, blockCount: fitted.model.blockCount),
                probabilities: fitted.membership.probabilities, steps: isFirst ? 3 : 1)
            fitted.membership = fitted.model.membership(
                of: votes, rows: 0..<votes.rowCount, evidence: fitted.model.evidence())
            let before = fitted.bound
            fitted.bound = fitted.membership.logLikelihoods.reduce(0, +) - fitted.model.leaningDivergence
            if round >= 4, fitted.bound - before <= 1e-5 * abs(fitted.bound) { break }
        }
        return fitted
    }
}

// MARK: - From people to the model

extension LatentGroupModel {
    /// The most a log odds may move in one step: a statement with few votes must not jump.
    private static let longestStep = 1.0

    /// How strongly a statement's level is held to that of all statements.
    private static let levelPrecision = 0.5

    /// How far the leanings are from their prior, which is what they cost.
    fileprivate var leaningDivergence: Double {
        guard groupCount > 1 else { return 0 }
        var sum = 0.0
        // A leaning that nothing was learned of has cost nothing.
        for (leaning, variance) in zip(leanings, leaningVariances) where leaning != 0 {
            sum += leaningPrecision * (leaning * leaning + variance) - 1 - naturalLogarithm(leaningPrecision * variance)
        }
        return sum / 2
    }

    /// Takes the statements' levels, the groups' leanings and all shares from who is probably who.
    ///
    /// - Parameters:
    ///   - table: for every statement and answer how many people of each kind gave it.
    ///   - steps: how many of Newton's steps are taken.
    fileprivate mutating func learn(from table: SignTable, probabilities: [SIMD8<Float>], steps: Int) {
        learnShares(from: probabilities)
        // Statements that nobody answered, or that were taken out, have no say in what is usual.
        let answered = (0..<statementCount).filter { isAnswered($0, in: table) }
        let levelMean = answered.reduce(0) { $0 + levels[$1] } / Double(max(1, answered.count))
        let squaredConviction = kinds.conviction.map { $0 * $0 }
        let width = kinds.blockCount
        for statement in answered {
            let agree = table.start(column: statement, isPositive: true)
            let disagree = table.start(column: statement, isPositive: false)
            for _ in 0..<steps {
                if groupCount > 1 {
                    for group in 0..<groupCount {
                        var gradient = SIMD8<Float>.zero
                        var curvature = SIMD8<Float>.zero
                        for block in 0..<width {
                            let agreed = table.blocks[agree + group * width + block]
                            let answered = agreed + table.blocks[disagree + group * width + block]
                            let probability = logistic(logOdds(group: group, block: block, statement: statement))
                            gradient += kinds.conviction[block] * (agreed - answered * probability)
                            curvature += squaredConviction[block] * (answered * probability * (1 - probability))
                        }
                        let place = group * statementCount + statement
                        let precision = Double(curvature.sum()) + leaningPrecision
                        leanings[place] += Self.bounded(
                            (Double(gradient.sum()) - leaningPrecision * leanings[place]) / precision)
                        leaningVariances[place] = 1 / precision
                    }
                }
                var gradient = SIMD8<Float>.zero
                var curvature = SIMD8<Float>.zero
                for group in 0..<groupCount {
                    for block in 0..<width {
                        let agreed = table.blocks[agree + group * width + block]
                        let answered = agreed + table.blocks[disagree + group * width + block]
                        let probability = logistic(logOdds(group: group, block: block, statement: statement))
                        gradient += agreed - answered * probability
                        curvature += answered * probability * (1 - probability)
                    }
                }
                levels[statement] += Self.bounded(
                    (Double(gradient.sum()) + Self.levelPrecision * (levelMean - levels[statement]))
                        / (Double(curvature.sum()) + Self.levelPrecision))
            }
        }
        if groupCount > 1, !answered.isEmpty {
            var squares = 0.0
            for group in 0..<groupCount {
                for statement in answered {
                    let place = group * statementCount + statement
                    squares += leanings[place] * leanings[place] + leaningVariances[place]
                }
            }
            leaningPrecision = Double(groupCount * answered.count) / squares
        }
    }

    private func isAnswered(_ statement: Int, in table: SignTable) -> Bool {
        let start = table.start(column: statement, isPositive: true)
        return table.blocks[start..<(start + 2 * blockCount)].contains { $0 != .zero }
    }

    private mutating func learnShares(from probabilities: [SIMD8<Float>]) {
        let width = blockCount
        var totals = [SIMD8<Double>](repeating: .zero, count: width)
        for start in stride(from: 0, to: probabilities.count, by: width) {
            for block in 0..<width { totals[block] += SIMD8<Double>(probabilities[start + block]) }
        }
        // One person of every sort in addition: no share is ever zero.
        var groups = [Double](repeating: 1, count: groupShares.count)
        var agreeabilities = [Double](repeating: 1, count: agreeabilityShares.count)
        var convictions = [Double](repeating: 1, count: convictionShares.count)
        for group in 0..<groupCount {
            for (position, kind) in kinds.kinds.enumerated() {
                let weight = totals[group * kinds.blockCount + position / 8][position % 8]
                groups[group] += weight
                agreeabilities[kind.agreeability] += weight
                convictions[kind.conviction] += weight
            }
        }
        groupShares = Self.shares(groups)
        agreeabilityShares = Self.shares(agreeabilities)
        convictionShares = Self.shares(convictions)
    }

    private static func bounded(_ step: Double) -> Double { max(-longestStep, min(longestStep, step)) }
}
