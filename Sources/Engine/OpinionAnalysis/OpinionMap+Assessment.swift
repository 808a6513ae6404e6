extension OpinionMap {
    /// How far the groups, the places and the figures of a map can be trusted.
    public struct Assessment: Sendable, Codable, Hashable {
        /// How the number of groups was decided.
        public let evidence: GroupEvidence

        /// How much of what sets the groups apart the map's two directions show, from 0 to 1; nil without groups. The groups
        /// are found in as many dimensions as the votes carry, only the picture has two.
        public let shownShare: Double?

        /// For each group in the order of ``OpinionMap/groups``.
        public let groups: [Group]

        /// For each participant in the order of ``OpinionMap/participants``.
        public let participants: [Participant]

        /// For each statement in the order of ``OpinionMap/statements`` its shares with their intervals, of everybody and of each
        /// group.
        public let support: [StatementSupport]

        /// For each statement what can be said of it in a word; nil for those without votes, taken out, or about the person.
        public let standings: [StatementStanding?]

        /// For each statement with a standing whether all groups support it.
        public let commonGround: [CommonGround]

        /// For each statement how divided people are over it.
        public let divisions: [Division]

        /// For each group every statement, those that set it apart first.
        public let distinctive: [[DistinctiveStatement]]

        /// Support that viewpoint does not explain.
        public let bridging: Bridging

        /// For each statement with a standing how many false voters it would take to change whether it is common ground.
        public let falseVoters: [FalseVoters]

        /// For each group the statements that would become common ground without it.
        public let gainedWithoutGroup: [[CommonGround]]

        /// People who answered everything alike, and blocks of people who answered like one. A mark to look at, not a verdict.
        public let straightLining: [StraightLining]
        public let coordinatedBlocks: [CoordinatedBlock]

        /// How sure a group is.
        public struct Group: Sendable, Codable, Hashable {
            /// How alike the group comes out of halves of the people: members in common over members in either, from 0 to 1.
            public let steadiness: Double

            /// How probable, in the mean, its members' membership is.
            public let membership: Double

            /// How many members belong to it with a probability of at least four fifths.
            public let clearMembers: Int
        }

        /// How sure a participant's place and group are.
        public struct Participant: Sendable, Codable, Hashable {
            /// The standard deviation of the place, in the units of the map; nil for somebody who was not placed.
            public let spread: Double?

            /// The probability of the group the participant is in; nil for those in none.
            public let membership: Double?

            /// In how many of the halves the participant was in this group, as a share; nil where it was not asked.
            public let steadiness: Double?
        }
    }
}
