/// How much support statements have, among everybody and in each group.
public struct StatementSupport: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int
    public let everybody: Shares

    /// For each group, in order.
    public let groups: [Shares]

    /// The share expected to agree, for putting statements in order: drawn towards the usual share where few have answered.
    /// Never to be shown as the result.
    public let rankedAgreement: Double

    /// The same for disagreeing.
    public let rankedDisagreement: Double

    /// The shares of those who agree, disagree and pass among those who saw the statement.
    public struct Shares: Sendable, Codable, Hashable {
        public let agree: Share
        public let disagree: Share
        public let pass: Share

        public init(_ votes: StatementVotes, confidence: Confidence = Confidence()) {
            agree = Share(votes.agrees, of: votes.seen, confidence: confidence)
            disagree = Share(votes.disagrees, of: votes.seen, confidence: confidence)
            pass = Share(votes.passes, of: votes.seen, confidence: confidence)
        }
    }

    /// Measures every statement, also those skipped.
    ///
    /// - Parameter confidence: of each interval looked at alone.
    /// - Returns: one for each statement, in order.
    /// - Complexity: O(*groups*·*statements*).
    public static func measured(from counts: VoteCounts, confidence: Confidence = Confidence()) -> [StatementSupport] {
        let judged = counts.judged.lazy.map { counts.everybody[$0] }
        let agreement = BetaPrior.learned(from: judged.map { ($0.agrees, $0.seen) })
        let disagreement = BetaPrior.learned(from: judged.map { ($0.disagrees, $0.seen) })
        return counts.everybody.enumerated().map { statement, votes in
            StatementSupport(
                statement: statement, everybody: Shares(votes, confidence: confidence),
                groups: counts.groups.map { Shares($0[statement], confidence: confidence) },
                rankedAgreement: agreement.expectedShare(votes.agrees, of: votes.seen),
                rankedDisagreement: disagreement.expectedShare(votes.disagrees, of: votes.seen))
        }
    }
}
