// The groups of the honest method: how many, who, and how sure.

import LinearAlgebra

struct GroupSearch {
    /// Largest first.
    let model: LatentGroupModel
    let evidence: GroupEvidence

    /// For each row that could be grouped its probabilities; empty for the others, and where there is one group only.
    let probabilities: [[Double]]

    /// For each row whether it has any opinion at all, passes aside, on a statement that counts.
    let isOpinionated: [Bool]

    /// For each row examined the share of halves that put the person in the same group; nil for the others.
    let personSteadiness: [Double?]

    /// For each group how alike it comes out of halves of the people.
    let groupSteadiness: [Double]

    /// What the search holds itself to.
    static let rules = GroupEvidence.Rules()
    /// The most people a model learns from when it is brought up to date.
    private static let largestContinuation = 20_000

    /// - Parameters:
    ///   - cells: participants × statements.
    ///   - rows: the people who can be grouped, ascending.
    ///   - skipping: statements that say nothing about opinion groups.
    /// - Throws: `CancellationError`, and nothing else.
    init(
        cells: SparseMatrix, rows: [Int], skipping: Set<Int>, seed: UInt64, isCancelled: () -> Bool
    ) throws {
        func checkCancellation() throws { if isCancelled() { throw CancellationError() } }
        var isSkipped = [Bool](repeating: false, count: cells.columnCount)
        for column in skipping { isSkipped[column] = true }
        func opinions(_ rows: [Int]) -> SparseMatrix {
            cells.selecting(rows: rows) { _, column, value in value != 0 && !isSkipped[column] }
        }

        let examined = Self.sample(rows, count: Self.rules.largestExamination, seed: seed)
        let votes = opinions(examined)
        try checkCancellation()
        var trial = Trial(votes: votes, seed: seed)
        while let next = trial.nextGroupCount {
            try checkCancellation()
            trial.examine(groupCount: next)
        }
        try checkCancellation()
        let decision = try trial.decide(checkCancellation)
        evidence = GroupEvidence(candidates: decision.candidates, peopleExamined: examined.count)

        let sample = Self.sample(rows, count: Self.rules.largestSample, seed: seed)
        var model = decision.fitted.model
        if sample.count > examined.count {
            try checkCancellation()
            model = model.improved(on: opinions(sample), rounds: 20)
        }
        try checkCancellation()
        let judgement = Judgement(of: cells, rows: rows, skipping: isSkipped, by: model)
        let order = Self.order(of: judgement, groupCount: model.groupCount)
        model.reorder(order)
        self.model = model
        probabilities = judgement.probabilities.map { groups in groups.isEmpty ? [] : order.map { groups[$0] } }
        isOpinionated = judgement.isOpinionated
        var personSteadiness = [Double?](repeating: nil, count: cells.rowCount)
        if let steadiness = decision.steadiness {
            for (row, steady) in zip(examined, steadiness.people) { personSteadiness[row] = steady }
            groupSteadiness = order.map { steadiness.groups[$0] }
        } else {
            groupSteadiness = Array(repeating: 1, count: model.groupCount)
        }
        self.personSteadiness = personSteadiness
    }

    /// Brings the groups of an earlier search up to date with votes that have changed a little: their number, their order and
    /// the evidence for them stay, and the model moves on from where it was.
    ///
    /// - Parameters:
    ///   - people: for each row its row in the earlier search, nil for new people.
    ///   - statements: for each column its column in the earlier search, nil for new statements.
    init(
        continuing earlier: GroupSearch, cells: SparseMatrix, rows: [Int], skipping: Set<Int>, people: [Int?],
        statements: [Int?], seed: UInt64
    ) {
        var isSkipped = [Bool](repeating: false, count: cells.columnCount)
        for column in skipping { isSkipped[column] = true }
        let sample = Self.sample(rows, count: Self.largestContinuation, seed: seed)
        let votes = cells.selecting(rows: sample) { _, column, value in value != 0 && !isSkipped[column] }
        let model = earlier.model.carriedOver(to: votes, statements: statements).improved(on: votes, rounds: 3)
        let judgement = Judgement(of: cells, rows: rows, skipping: isSkipped, by: model)
        self.model = model
        evidence = earlier.evidence
        probabilities = judgement.probabilities
        isOpinionated = judgement.isOpinionated
        personSteadiness = people.map { $0.flatMap { earlier.personSteadiness[$0] } }
        groupSteadiness = earlier.groupSteadiness
    }

    /// What a model says of everybody.
    private struct Judgement {
        /// For each row that could be grouped the probability of each group; empty for the others.
        var probabilities: [[Double]]
        var isOpinionated: [Bool]

        init(of cells: SparseMatrix, rows: [Int], skipping isSkipped: [Bool], by model: LatentGroupModel) {
            probabilities = Array(repeating: [], count: cells.rowCount)
            isOpinionated = Array(repeating: false, count: cells.rowCount)
            for (row, groups) in zip(
                rows, model.groupProbabilities(everybodyIn: rows, of: cells, skipping: isSkipped))
            {
                probabilities[row] = groups
            }
            for (row, hasOpinion) in zip(rows, cells.areOpinionated(rows: rows, skipping: isSkipped)) {
                isOpinionated[row] = hasOpinion
            }
        }
    }

    /// Rows drawn without looking at them, ascending; all of them where there are not more than asked for.
    static func sample(_ rows: [Int], count: Int, seed: UInt64) -> [Int] {
        guard rows.count > count else { return rows }
        var generator = SeededGenerator(seed: seed)
        var rows = rows
        for place in 0..<count {
            rows.swapAt(place, Int.random(in: place..<rows.count, using: &generator))
        }
        return rows[..<count].sorted()
    }

    /// The groups from the one with most people to that with fewest; of equally many the earlier first.
    private static func order(of judgement: Judgement, groupCount: Int) -> [Int] {
        var sizes = [Int](repeating: 0, count: groupCount)
        for (groups, isOpinionated) in zip(judgement.probabilities, judgement.isOpinionated) where isOpinionated {
            sizes[groups.indices.reduce(0) { groups[$1] > groups[$0] ? $1 : $0 }] += 1
        }
        return sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    }
}

/// Numbers of groups put to the test, one after another.
private struct Trial {
    let votes: SparseMatrix
    let seed: UInt64
    private let heldOut: HeldOutVotes
    private var scores: [HeldOutVotes.Score] = []
    private var leader = 1
    private var failures = 0
    private let mostGroups: Int

    init(votes: SparseMatrix, seed: UInt64) {
        self.votes = votes
        self.seed = seed
        // Few votes are held back in turn so that all of them count once; of many votes a part says enough.
        heldOut =
            votes.cellCount <= 60_000
            ? HeldOutVotes(votes: votes, parts: 5, foldCount: 5, seed: seed)
            : HeldOutVotes(votes: votes, parts: 10, foldCount: 2, seed: seed)
        mostGroups = max(1, min(GroupSearch.rules.mostGroups, votes.rowCount / (2 * GroupSearch.rules.smallestGroup)))
    }

    /// One more group, until two numbers in a row were no better than a smaller one.
    var nextGroupCount: Int? {
        let next = scores.count + 1
        return next <= mostGroups && failures < 2 ? next : nil
    }

    mutating func examine(groupCount: Int) {
        let score = heldOut.score(groupCount: groupCount, starts: GroupSearch.rules.starts, seed: seed)
        scores.append(score)
        guard groupCount > 1 else { return }
        if isBetter(groupCount, than: leader) {
            leader = groupCount
            failures = 0
        } else {
            failures += 1
        }
    }

    private func gain(_ groupCount: Int, over other: Int) -> (mean: Double, error: Double) {
        HeldOutVotes.gain(of: scores[groupCount - 1], over: scores[other - 1])
    }

    private func isBetter(_ groupCount: Int, than other: Int) -> Bool {
        let gain = gain(groupCount, over: other)
        return gain.mean > GroupSearch.rules.gainThreshold * gain.error
            && gain.mean > GroupSearch.rules.smallestGain
            && gain.mean > GroupSearch.rules.smallestShareOfGain * self.gain(groupCount, over: 1).mean
    }

    struct Decision {
        let fitted: LatentGroupModel.Fitted
        let steadiness: GroupSteadiness?
        let candidates: [GroupEvidence.Candidate]
    }

    /// The largest number of groups that foretells better than fewer and is steady.
    func decide(_ checkCancellation: () throws -> Void) throws -> Decision {
        // Those that were each better than the best before them.
        var ladder = [1]
        for groupCount in scores.indices.dropFirst().map({ $0 + 1 })
        where isBetter(groupCount, than: ladder[ladder.count - 1]) {
            ladder.append(groupCount)
        }
        let guesses = GroupGuesses(votes: votes)
        var agreements: [Int: Double] = [:]
        var chosen: (fitted: LatentGroupModel.Fitted, steadiness: GroupSteadiness?)?
        for groupCount in ladder.reversed() where chosen == nil {
            try checkCancellation()
            let fitted = LatentGroupModel.best(
                of: votes, guesses: guesses, groupCount: groupCount, starts: 3 * GroupSearch.rules.starts,
                finalists: 3, seed: seed, rounds: 60)
            if groupCount == 1 {
                chosen = (fitted, nil)
                break
            }
            let groups = fitted.model.mostProbableGroups(of: votes)
            let sizes = groups.reduce(into: Array(repeating: 0, count: groupCount)) { $0[$1] += 1 }
            try checkCancellation()
            let steadiness = GroupSteadiness(
                votes: votes, groups: groups, groupCount: groupCount, splits: GroupSearch.rules.splits,
                starts: GroupSearch.rules.starts, seed: seed)
            agreements[groupCount] = steadiness.agreement
            if steadiness.agreement >= GroupSearch.rules.steadinessThreshold,
                steadiness.groups.allSatisfy({ $0 >= GroupSearch.rules.likenessThreshold }),
                sizes.allSatisfy({ $0 >= GroupSearch.rules.smallestGroup })
            {
                chosen = (fitted, steadiness)
            }
        }
        guard let chosen else { throw CancellationError() }
        let candidates = scores.indices.map { position in
            let groupCount = position + 1
            let gain = gain(groupCount, over: 1)
            let verdict: GroupEvidence.Verdict =
                if groupCount == chosen.fitted.model.groupCount {
                    .chosen
                } else if !ladder.contains(groupCount) {
                    .noGain
                } else if agreements[groupCount] != nil {
                    .unsteady
                } else {
                    .surpassed
                }
            return GroupEvidence.Candidate(
                groupCount: groupCount, gain: gain.mean, gainError: gain.error, steadiness: agreements[groupCount],
                verdict: verdict)
        }
        return Decision(fitted: chosen.fitted, steadiness: chosen.steadiness, candidates: candidates)
    }
}

extension SparseMatrix {
    /// For each of the rows whether any cell that counts holds something other than zero.
    fileprivate func areOpinionated(rows: [Int], skipping isSkipped: [Bool]) -> [Bool] {
        rows.map { row in contains(inRow: row) { column, value in value != 0 && !isSkipped[column] } }
    }
}

extension LatentGroupModel {
    /// For each group its mean answer to each statement, from −1 to 1, of somebody of middling habits who does not pass.
    var expectedAnswers: [[Double]] {
        (0..<groupCount).map { group in
            (0..<statementCount).map { statement in
                let odds = levels[statement] + leanings[group * statementCount + statement]
                return 2 / (1 + exponential(-odds)) - 1
            }
        }
    }

    /// The same after some more rounds on votes.
    func improved(on votes: SparseMatrix, rounds: Int) -> LatentGroupModel {
        let membership = membership(of: votes, rows: 0..<votes.rowCount, evidence: evidence())
        return Fitted(model: self, membership: membership, bound: 0).continued(on: votes, rounds: rounds).model
    }

    /// The same for other statements: those it knows keep their tendencies, the others start with what everybody says.
    ///
    /// - Parameter statements: for each column of the votes its number among the statements of this model, or nil.
    func carriedOver(to votes: SparseMatrix, statements: [Int?]) -> LatentGroupModel {
        var model = LatentGroupModel(groupCount: groupCount, votes: votes)
        for (column, known) in statements.enumerated() {
            for group in 0..<groupCount {
                let place = group * model.statementCount + column
                model.leanings[place] = known.map { leanings[group * statementCount + $0] } ?? 0
                model.leaningVariances[place] =
                    known.map { leaningVariances[group * statementCount + $0] }
                    ?? (groupCount > 1 ? 1 / leaningPrecision : 0)
            }
            if let known { model.levels[column] = levels[known] }
        }
        model.leaningPrecision = leaningPrecision
        model.groupShares = groupShares
        model.agreeabilityShares = agreeabilityShares
        model.convictionShares = convictionShares
        return model
    }

    /// Puts the groups in another order.
    mutating func reorder(_ order: [Int]) {
        func reordered(_ numbers: [Double]) -> [Double] {
            order.flatMap { numbers[($0 * statementCount)..<(($0 + 1) * statementCount)] }
        }
        leanings = reordered(leanings)
        leaningVariances = reordered(leaningVariances)
        groupShares = order.map { groupShares[$0] }
    }

    /// For each of the rows the probability of each group. Works through the matrix piece by piece.
    ///
    /// - Complexity: O(*votes* · *kinds*), on all processors.
    func groupProbabilities(everybodyIn rows: [Int], of cells: SparseMatrix, skipping isSkipped: [Bool]) -> [[Double]] {
        guard groupCount > 1 else { return Array(repeating: [1], count: rows.count) }
        let evidence = evidence()
        let pieceLength = 4_096
        let pieces = (rows.count + pieceLength - 1) / pieceLength
        return concurrentMap(pieces) { piece in
            let part = Array(rows[(piece * pieceLength)..<min(rows.count, (piece + 1) * pieceLength)])
            let votes = cells.selecting(rows: part) { _, column, value in value != 0 && !isSkipped[column] }
            return groupProbabilities(membership(of: votes, rows: 0..<votes.rowCount, evidence: evidence))
        }.flatMap { $0 }
    }
}
