// What all groups support, and how sure that is.
//
// Method: for each statement and side, the least supportive group decides. Its share must lie above a threshold with the
// lower end of Wilson's interval. That each group passes separately needs no further correction (R. L. Berger,
// "Multiparameter hypothesis testing and acceptance sampling", 1982: an intersection-union test); that one looks through all
// statements does, so the interval is made wide enough for all of them at once (Šidák, see `Confidence`).
//
// Where this differs from group-informed consensus: a product of shares gives a number to every statement, also to one
// that three people of a group have seen. Here such a statement has no verdict.

/// Whether all groups are on the same side of a statement.
public struct CommonGround: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int

    /// The side on which the least supportive group is larger.
    public let side: OpinionMap.Side
    public let verdict: Verdict

    /// The group whose share on this side is smallest by ``leastShare``'s lower end; nil where there are no groups, or one.
    public let leastSupportiveGroup: Int?

    /// The share of that group; its interval looked at alone.
    public let leastShare: Share

    /// The lower end of the interval of the least supportive group when all statements are looked at together: the number by
    /// which statements are put in order.
    public let guaranteedShare: Double

    /// The groups in which too few have answered to say anything.
    public let groupsWithTooFewAnswers: [Int]

    public enum Verdict: String, Sendable, Codable, Hashable {
        /// Every group supports it, and that holds for all statements called so together.
        case established
        /// Every group supports it if one looks at this statement alone; among many such some will be luck.
        case indicated
        /// At least one group does not clearly support it.
        case notShared
        /// In some group, or among everybody, too few have answered.
        case notEnoughAnswers
    }

    /// What it takes to be common ground.
    public struct Rules: Sendable, Codable, Hashable {
        /// The share that has to be exceeded in every group; from 0 to 1. Who passes does not support. More than a half,
        /// because in a large dialogue 51 of 100 would otherwise be common ground.
        public var threshold: Double

        /// Answers needed in every group before anything is said.
        public var minimumAnswers: Int

        /// How sure.
        public var level: Double

        public init(threshold: Double = 0.6, minimumAnswers: Int = 5, level: Double = 0.95) {
            self.threshold = threshold
            self.minimumAnswers = minimumAnswers
            self.level = level
        }
    }

    /// Judges every statement that is not skipped and has votes. Without groups, or with one, everybody is the one group.
    ///
    /// - Returns: in the order of the statements.
    /// - Complexity: O(*groups*·*statements*).
    public static func judged(from counts: VoteCounts, rules: Rules = Rules()) -> [CommonGround] {
        let statements = counts.judged
        let alone = Confidence(level: rules.level)
        let together = alone.simultaneously(for: statements.count)
        return statements.map { statement in
            let camps = counts.camps.map { $0[statement] }
            let sides = OpinionMap.Side.allCases.map { side in
                CommonGround(
                    statement: statement, side: side, camps: camps, rules: rules, alone: alone, together: together)
            }
            return sides[1].guaranteedShare > sides[0].guaranteedShare ? sides[1] : sides[0]
        }
    }

    private init(
        statement: Int, side: OpinionMap.Side, camps: [StatementVotes], rules: Rules, alone: Confidence,
        together: Confidence
    ) {
        self.statement = statement
        self.side = side
        let lowerEnds = camps.map { Interval.ofShare($0.count(of: side), of: $0.seen, confidence: together).lower }
        let least = lowerEnds.indices.min { lowerEnds[$0] < lowerEnds[$1] } ?? 0
        leastSupportiveGroup = camps.count > 1 ? least : nil
        leastShare = Share(camps[least].count(of: side), of: camps[least].seen, confidence: alone)
        guaranteedShare = lowerEnds[least]
        groupsWithTooFewAnswers = camps.indices.filter { camps[$0].seen < rules.minimumAnswers }
        verdict =
            if !groupsWithTooFewAnswers.isEmpty {
                .notEnoughAnswers
            } else if guaranteedShare > rules.threshold {
                .established
            } else if camps.allSatisfy({
                Interval.ofShare($0.count(of: side), of: $0.seen, confidence: alone).lower > rules.threshold
            }) {
                .indicated
            } else {
                .notShared
            }
    }

    /// For each group, in order, the statements that would be common ground of the others if it had not taken part, and are
    /// not now: what this group alone stands in the way of.
    ///
    /// - Complexity: O(*groups*²·*statements*).
    public static func gained(leavingOut counts: VoteCounts, rules: Rules = Rules()) -> [[CommonGround]] {
        guard counts.groups.count > 1 else { return [] }
        let shared = Set(judged(from: counts, rules: rules).filter { $0.verdict == .established }.map(\.statement))
        return counts.groups.indices.map { group in
            judged(from: counts.without(group: group), rules: rules).filter {
                $0.verdict == .established && !shared.contains($0.statement)
            }
        }
    }
}
