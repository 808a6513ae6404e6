/// How the number of opinion groups was decided, and how far the groups can be trusted.
///
/// Groups are believed for two reasons only. They foretell votes that were held back better than fewer groups do, by more than
/// chance explains; and when the people are split in halves, both halves lead to the same groups. Where no number of
/// groups passes, there are no clear groups, and that is a result like any other.
public struct GroupEvidence: Sendable, Codable, Hashable {
    /// What was tried, from one group upwards.
    public let candidates: [Candidate]

    /// How many people the search looked at: all that can be grouped, or a sample of them.
    public let peopleExamined: Int

    /// A number of groups and what speaks for it.
    public struct Candidate: Sendable, Codable, Hashable {
        public let groupCount: Int

        /// By how much better than one single group it foretells a vote that was held back: the mean difference of the logarithms
        /// of the probabilities. A tenth is much.
        public let gain: Double

        /// The standard error of ``gain``, people being drawn anew.
        public let gainError: Double

        /// The mean adjusted Rand index between the groups found in halves of the people, from about 0 (nothing in common)
        /// to 1 (the same groups); nil where it was not needed.
        public let steadiness: Double?

        public let verdict: Verdict
    }

    /// Why a number of groups was taken or not.
    public enum Verdict: String, Sendable, Codable, Hashable {
        /// This is the number of groups.
        case chosen
        /// It does not foretell votes better than fewer groups.
        case noGain
        /// Halves of the people lead to different groups.
        case unsteady
        /// It was good enough, but more groups are as well and tell more.
        case surpassed
    }

    /// What the search for groups holds itself to.
    public struct Rules: Sendable, Encodable, Hashable {
        /// How many standard errors a gain must have: chance alone gives as much one time in twenty.
        public let gainThreshold = 1.645

        /// The least gain worth speaking of, in logarithms of probabilities a vote.
        public let smallestGain = 0.002

        /// How much of all that groups foretell one more group must add.
        public let smallestShareOfGain = 0.03

        /// The adjusted Rand index between halves of the people below which a division is not believed.
        public let steadinessThreshold = 0.4

        /// The likeness below which a group that halves of the people lead to is not the same group any more; one such group, and
        /// the division is not believed.
        public let likenessThreshold = 0.4

        /// How often the people are split in halves.
        public let splits = 5

        /// A group of fewer people is no group.
        public let smallestGroup = 5
        public let mostGroups = 8

        /// The most people examined to find the number of groups; more are represented by a sample.
        public let largestExamination = 5_000

        /// The most people the final model learns from; everybody is then judged by it.
        public let largestSample = 40_000

        /// From how many guesses a search begins.
        public let starts = 4

        public init() {}
    }
}
