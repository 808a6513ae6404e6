// Voters who gave the same answer to everything.
//
// Method: for each of them the exact chance that somebody who answers each statement as people on the whole do gives that
// one answer throughout: the product of the shares of that answer over the statements seen. It is multiplied by the number
// of voters, because among many somebody will do the unlikely.

import LinearAlgebra

/// A voter all of whose many answers are alike, though the statements are not.
public struct StraightLining: Sendable, Codable, Hashable {
    /// The position of the participant.
    public let participant: Int

    /// The one answer.
    public let answer: Vote

    /// How many statements were answered so.
    public let answers: Int

    /// The common logarithm of the chance that one voter answers like that who takes each answer as often as others do.
    public let commonLogarithmOfChance: Double

    /// How many such voters to expect among all by chance; the smaller, the odder.
    public let expectedByChance: Double

    public struct Rules: Sendable, Codable, Hashable {
        /// The fewest answers of which anything is said.
        public var minimumAnswers: Int

        /// Flagged are those of whom fewer than this are expected among all voters.
        public var expectedByChance: Double

        public init(minimumAnswers: Int = 10, expectedByChance: Double = 0.01) {
            self.minimumAnswers = minimumAnswers
            self.expectedByChance = expectedByChance
        }
    }

    /// - Parameters:
    ///   - counts: those of the same votes without the same people, if they are at hand; otherwise they are counted.
    ///   - excluding: participants whose answers are left out of the shares, and who are not flagged.
    /// - Returns: by participant, ascending.
    /// - Complexity: O(*votes*).
    public static func found(
        in votes: VoteMatrix, counts: VoteCounts? = nil, excluding: Set<Int> = [], rules: Rules = Rules()
    ) -> [StraightLining] {
        let everybody = (counts ?? votes.counts(excluding: excluding)).everybody
        // The imagined third of an answer keeps chances above 0 where a voter is not among those counted.
        func logarithms(_ count: (StatementVotes) -> Int) -> [Double] {
            everybody.map { naturalLogarithm((Double(count($0)) + 1.0 / 3) / (Double($0.seen) + 1)) }
        }
        let voteCounts = votes.cells.rowCellCounts
        let voters = Double(voteCounts.indices.count { voteCounts[$0] > 0 && !excluding.contains($0) })
        return votes.cells.uniformRows(
            minimumCells: rules.minimumAnswers, negative: logarithms(\.disagrees), zero: logarithms(\.passes),
            positive: logarithms(\.agrees)
        ).compactMap { row in
            let expected = voters * exponential(row.sum)
            guard expected < rules.expectedByChance, !excluding.contains(row.row) else { return nil }
            return StraightLining(
                participant: row.row, answer: row.value < 0 ? .disagree : row.value > 0 ? .agree : .pass,
                answers: row.cellCount, commonLogarithmOfChance: row.sum / 2.302585092994046,
                expectedByChance: expected)
        }
    }
}
