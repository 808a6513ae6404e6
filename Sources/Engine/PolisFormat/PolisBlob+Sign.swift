extension PolisBlob {
    /// Which sign these votes have for agree, told by the published means of the statements: 1, −1, or nil where they do not
    /// tell.
    ///
    /// In a published result agree counts −1. So means that go with the votes' own say that agree is −1 in the votes as well,
    /// and means that go against them that it is 1. Statements taken out have no mean and are left aside.
    ///
    /// - Complexity: O(*votes*).
    package func agree(in votes: [PolisVote]) -> Int? {
        var votesOn: [Int: (sum: Int, count: Int)] = [:]
        for vote in votes {
            votesOn[vote.statement, default: (0, 0)].sum += vote.vote
            votesOn[vote.statement, default: (0, 0)].count += 1
        }
        var sums = (square: 0.0, published: 0.0, both: 0.0)
        var compared = 0
        for (statement, mean) in zip(statements, center) where !excluded.contains(statement) {
            guard let votes = votesOn[statement] else { continue }
            let own = Double(votes.sum) / Double(votes.count)
            compared += 1
            sums.square += own * own
            sums.published += mean * mean
            sums.both += own * mean
        }
        // Few statements, or means near nothing, tell nothing.
        guard compared >= 3, sums.square > 0, sums.published > 0 else { return nil }
        let likeness = sums.both / (sums.square * sums.published).squareRoot()
        return likeness > 0.5 ? -1 : likeness < -0.5 ? 1 : nil
    }
}
