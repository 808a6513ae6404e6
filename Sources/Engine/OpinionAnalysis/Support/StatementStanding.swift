/// Where a statement stands between the groups, in one word.
public enum StatementStanding: Sendable, Codable, Hashable {
    /// All groups are on this side, on a matter that divides people: it reaches across. Only where there are groups.
    case bridge(OpinionMap.Side)
    /// All groups are on this side, and hardly anybody is on the other: shared, perhaps because nobody doubted it.
    case commonGround(OpinionMap.Side)
    /// The groups clearly differ.
    case dividesGroups
    /// A clear majority of everybody is on this side, but not clearly so in every group.
    case majority(OpinionMap.Side)
    /// People are divided, but the line runs through the groups rather than between them.
    case splitWithinGroups
    /// Enough answers, and none of the above: no clear majority, no clear difference, no clear division.
    case unsettled
    /// Too few answers among everybody or in some group.
    case notEnoughAnswers

    /// Where the lines between the standings run. All are shares from 0 to 1.
    public struct Rules: Sendable, Codable, Hashable {
        public var commonGround: CommonGround.Rules

        /// On common ground, the share of all who saw the statement that must be on the other side for it to be a bridge.
        public var dissent: Double

        /// The gap between two groups that has to be exceeded by the lower end of its interval to divide them.
        public var gap: Double

        /// ``Division/amount`` from which on people are divided; 0.64 is four fifths against one fifth, if nobody passes.
        public var division: Double

        public init(
            commonGround: CommonGround.Rules = CommonGround.Rules(), dissent: Double = 0.1, gap: Double = 0.2,
            division: Double = 0.64
        ) {
            self.commonGround = commonGround
            self.dissent = dissent
            self.gap = gap
            self.division = division
        }
    }

    /// Sorts every statement that is not skipped and has votes.
    ///
    /// The rules are asked in this order: enough answers; common ground, which is a bridge when enough people disagree or
    /// when the statement belongs to a topic of which some other statement divides the groups; a clear gap; a majority of everybody; a division.
    ///
    /// - Parameters:
    ///   - topics: for each statement its topic, nil for none; empty when topics are not known.
    ///   - rules: the lines between the standings.
    /// - Returns: for each statement its standing; nil for those skipped or without votes.
    /// - Complexity: O(*groups*·*statements*).
    public static func sorted(
        from counts: VoteCounts, topics: [Int?] = [], rules: Rules = Rules()
    ) -> [StatementStanding?] {
        let divisions = Division.measured(from: counts, level: rules.commonGround.level)
        let commonGround = CommonGround.judged(from: counts, rules: rules.commonGround)
        func divides(_ statement: Int) -> Bool {
            (divisions[statement].largestGap?.interval.lower ?? -1) > rules.gap
        }
        let together = Confidence(level: rules.commonGround.level, simultaneouslyFor: commonGround.count)
        func majority(on votes: StatementVotes) -> OpinionMap.Side? {
            OpinionMap.Side.allCases.first {
                Interval.ofShare(votes.count(of: $0), of: votes.seen, confidence: together).lower
                    > rules.commonGround.threshold
            }
        }
        func topic(of statement: Int) -> Int? { topics.indices.contains(statement) ? topics[statement] : nil }
        let dividedTopics = Set(
            commonGround.lazy.filter { $0.verdict == .notShared && divides($0.statement) }
                .compactMap { topic(of: $0.statement) })

        var standings = [StatementStanding?](repeating: nil, count: counts.everybody.count)
        for ground in commonGround {
            let statement = ground.statement
            let votes = counts.everybody[statement]
            let other: OpinionMap.Side = ground.side == .agree ? .disagree : .agree
            let dissent = Double(votes.count(of: other)) / Double(votes.seen)
            let isContested =
                dissent >= rules.dissent || topic(of: statement).map(dividedTopics.contains) ?? false
            standings[statement] =
                switch ground.verdict {
                case .notEnoughAnswers: .notEnoughAnswers
                case .established:
                    isContested && counts.groups.count > 1 ? .bridge(ground.side) : .commonGround(ground.side)
                case .indicated, .notShared:
                    if divides(statement) {
                        .dividesGroups
                    } else if let side = majority(on: votes) {
                        .majority(side)
                    } else if divisions[statement].amount >= rules.division {
                        .splitWithinGroups
                    } else {
                        .unsettled
                    }
                }
        }
        return standings
    }
}
