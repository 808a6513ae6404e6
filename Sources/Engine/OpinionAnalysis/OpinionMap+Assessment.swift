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
