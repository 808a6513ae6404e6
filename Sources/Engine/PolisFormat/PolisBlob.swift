/// A result as Polis publishes it in `math-pca2.json`: who was grouped, where everything lies, and what the groups say.
///
/// Places and centers are in the sign of Polis, where agree counts −1. Lists over statements follow ``statements``. What is
/// here fits together: reading refuses a file whose parts contradict each other.
package struct PolisBlob: Equatable, Sendable {
    /// People, or base clusters, that lie together.
    package struct Cluster: Equatable, Sendable {
        package var id: Int
        /// Participants in a base cluster, base clusters in a group.
        package var members: [Int]
        package var x: Double
        package var y: Double
    }

    package struct Votes: Hashable, Sendable {
        package var agrees: Int
        package var disagrees: Int
        /// Agreed, disagreed or passed.
        package var seen: Int
    }

    /// A statement that sets a group apart.
    package struct Representative: Equatable, Sendable {
        package var statement: Int
        package var isAgree: Bool
        package var successes: Int
        package var trials: Int
        package var proportion: Double
        package var proportionTest: Double
        package var ratio: Double
        /// Of single precision.
        package var ratioTest: Double
        package var isBestAgree: Bool
        /// How many of the group agree; only where ``isBestAgree``, which may stand on the side of disagreeing.
        package var agrees: Int?
    }

    /// A statement that most of all participants agree, or disagree, with.
    package struct Consensus: Equatable, Sendable {
        package var statement: Int
        package var successes: Int
        package var trials: Int
        package var proportion: Double
        package var test: Double
    }

    /// Counts the results of a conversation; nil in a file that did not come from the server.
    package var tick: Int?
    /// When the newest vote in it was given, in milliseconds since 1970.
    package var lastVoteTime: Int64?
    /// When a moderator last said something, in milliseconds since 1970; nil in practice, because Polis forgets it with
    /// every vote.
    package var lastModerationTime: Int64?
    /// Every statement with a vote, in the order of the columns.
    package var statements: [Int]
    /// For everyone who voted, on how many statements.
    package var voteCounts: [Int: Int]
    /// Everyone who was taken into the grouping.
    package var clustered: Set<Int>

    /// Statements taken out, meta statements included.
    package var excluded: Set<Int>
    /// Statements let in, meta statements included.
    package var accepted: Set<Int>
    package var meta: Set<Int>

    package var center: [Double]
    /// At most two.
    package var components: [[Double]]
    /// For each axis where the statements lie; nil where the file does not say.
    package var statementProjection: [[Double]]?
    package var extremities: [Double]?

    /// By id, which may have gaps.
    package var baseClusters: [Cluster]
    package var groups: [Cluster]
    /// Statement → the votes of each base cluster, in ascending order of their ids; nil where the file does not say.
    package var baseVotes: [Int: [Votes]]?
    /// Group, statement → votes.
    package var groupVotes: [Int: [Int: Votes]]
    /// By statement.
    package var groupInformedConsensus: [Int: Double]
    /// By statement.
    package var priorities: [Int: Double]
    /// By group.
    package var representative: [Int: [Representative]]
    package var agreeConsensus: [Consensus]
    package var disagreeConsensus: [Consensus]
}
