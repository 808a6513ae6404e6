/// Where people stand, which groups they form, and what those groups and everybody agree on.
///
/// A map is made whole by ``fit(_:parameters:seed:isCancelled:)``; there is no half-fitted map. In all of it agree counts +1,
/// disagree −1, and vectors over statements follow the order of ``statements``.
public struct OpinionMap: Sendable, Codable, Hashable {
    /// Changes whenever the same votes may give another result.
    public static let engineVersion = "1.2.0"

    public let axes: Axes
    public let groupCount: GroupCount

    /// Largest first, and the position of a group is its ``OpinionGroup/id``; continued from Polis, in its order.
    public let groups: [OpinionGroup]

    /// Everybody in the matrix, in its order, those without votes included.
    public let participants: [ParticipantPlace]

    /// Every statement of the matrix, in its order, those taken out or without votes included.
    public let statements: [StatementStatistics]

    public let consensus: Consensus

    /// How many participants have enough votes to be put into a group.
    public let clusteredCount: Int

    /// How far all this can be trusted; nil for the method `.polis`, which does not ask.
    public let assessment: Assessment?
}

extension OpinionMap {
    /// The directions in which people differ most.
    public struct Axes: Sendable, Codable, Hashable {
        /// For each statement the mean of its votes; 0 where there are none, or where the statement was taken out.
        public let center: [Double]

        /// Vectors of length one over the statements, or of zeros where people do not differ any further. Two, or fewer
        /// when there are fewer participants or statements with votes.
        public let components: [[Double]]

        /// For each component the share of all variance it explains, from 0 to 1.
        public let explainedVariance: [Double]
    }

    /// How the number of groups was chosen.
    public struct GroupCount: Sendable, Codable, Hashable {
        /// The number of groups; 0 when nobody could be placed.
        public let chosen: Int

        /// For each number tried how clearly the groups stood apart, from −1 to 1.
        public let silhouettes: [Int: Double]
    }

    /// People who vote alike.
    public struct OpinionGroup: Sendable, Codable, Hashable {
        /// From 0; the largest group is 0. Of equally large groups the one whose first member stands first is first. In a
        /// map continued from Polis, the number Polis gave it.
        public let id: Int

        /// How many participants.
        public let size: Int

        /// The mean of its members' places.
        public let centre: MapPoint

        /// At most five statements that set the group apart, agreements first.
        public let representative: [RepresentativeStatement]
    }

    /// Agreeing or disagreeing.
    public enum Side: String, Sendable, Codable, Hashable, CaseIterable { case agree, disagree }

    /// A statement on which a group differs from the others, with the numbers behind it.
    public struct RepresentativeStatement: Sendable, Codable, Hashable {
        public let statement: String
        public let side: Side

        /// How many members of the group took this side.
        public let successes: Int

        /// How many members of the group voted on the statement at all.
        public let trials: Int

        /// (successes + 1) / (trials + 2).
        public let proportion: Double

        /// Standard deviations by which the share in the group lies above a half.
        public let proportionTest: Double

        /// The proportion divided by that of all other groups together.
        public let ratio: Double

        /// Standard deviations by which the share in the group lies above that of all other groups; single precision.
        public let ratioTest: Double

        /// Whether the statement was kept as the best agreement of the group, whatever its tests.
        public let bestAgree: Bool
    }

    /// Where a participant stands.
    public struct ParticipantPlace: Sendable, Codable, Hashable {
        public let id: String

        /// On how many statements the participant voted, those taken out included.
        public let votes: Int

        /// Whether the votes are enough to be put into a group.
        public let isClustered: Bool

        /// The group's identifier; nil for those not clustered.
        public let group: Int?

        public let point: MapPoint
    }

    /// How a group voted on a statement. Members who passed are `seen - agrees - disagrees`.
    public struct GroupVotes: Sendable, Codable, Hashable {
        /// The group's identifier.
        public let id: Int
        public let agrees: Int
        public let disagrees: Int
        public let seen: Int

        public init(id: Int, agrees: Int, disagrees: Int, seen: Int) {
            self.id = id
            self.agrees = agrees
            self.disagrees = disagrees
            self.seen = seen
        }
    }

    /// How a statement fared.
    public struct StatementStatistics: Sendable, Codable, Hashable {
        public let id: String

        /// How many participants voted on it, grouped or not.
        public let seen: Int
        public let agrees: Int
        public let disagrees: Int
        public let passes: Int

        /// How far from the middle of the map agreeing with this statement alone would put a person.
        public let extremity: Double

        /// The weight with which the statement should be drawn next; see ``StatementPriority``.
        public let priority: Double

        /// How much all groups support it, from 0 to 1.
        public let groupInformedConsensus: Double

        /// For each group, in the order of ``OpinionMap/groups``.
        public let groups: [GroupVotes]
    }

    /// What most participants think, groups or not.
    public struct Consensus: Sendable, Codable, Hashable {
        /// At most five, strongest first.
        public let agree: [ConsensusStatement]

        /// At most five, strongest first.
        public let disagree: [ConsensusStatement]
    }

    /// A statement most participants agree, or disagree, with.
    public struct ConsensusStatement: Sendable, Codable, Hashable {
        public let statement: String
        public let successes: Int
        public let trials: Int

        /// (successes + 1) / (trials + 2).
        public let proportion: Double

        /// Standard deviations by which the share lies above a half.
        public let test: Double
    }
}

extension OpinionMap.RepresentativeStatement {
    init(_ entry: RepresentativeEntry, statement: String) {
        self.init(
            statement: statement, side: entry.isAgree ? .agree : .disagree, successes: entry.successes,
            trials: entry.trials, proportion: entry.proportion, proportionTest: entry.proportionTest,
            ratio: entry.ratio, ratioTest: entry.ratioTest, bestAgree: entry.isBestAgree)
    }
}

extension OpinionMap.Consensus {
    init(_ consensus: ConsensusStatements, statements: [String]) {
        func named(_ entry: ConsensusStatements.Entry) -> OpinionMap.ConsensusStatement {
            OpinionMap.ConsensusStatement(
                statement: statements[entry.column], successes: entry.successes, trials: entry.trials,
                proportion: entry.proportion, test: entry.test)
        }
        self.init(agree: consensus.agree.map(named), disagree: consensus.disagree.map(named))
    }
}
