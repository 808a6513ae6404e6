/// `math-pca2.json` as it stands: the keys of Polis, nothing checked but the kinds of values.
///
/// Left aside are the keys that Polis keeps in its database and does not publish: `zid`, `subgroup-clusters`,
/// `subgroup-votes`, `subgroup-repness`.
struct BlobFile: Codable {
    struct Axes: Codable {
        let center: [Double]
        let comps: [[Double]]
        let projection: [[Double]]?
        let extremity: [Double]?

        enum CodingKeys: String, CodingKey {
            case center, comps
            case projection = "comment-projection"
            case extremity = "comment-extremity"
        }
    }

    /// Base clusters, each property in a list of its own.
    struct BaseClusters: Codable {
        let id: [Int]
        let members: [[Int]]
        let x: [Double]
        let y: [Double]
        let count: [Int]
    }

    struct Group: Codable {
        let id: Int
        let members: [Int]
        let center: [Double]
    }

    struct GroupVotes: Codable {
        struct Counts: Codable {
            let agrees: Int
            let disagrees: Int
            let seen: Int

            enum CodingKeys: String, CodingKey {
                case agrees = "A"
                case disagrees = "D"
                case seen = "S"
            }
        }

        let memberCount: Int
        let votes: [String: Counts]
        /// The group's number once more; only in what comes from the server.
        let id: Int?

        enum CodingKeys: String, CodingKey {
            case memberCount = "n-members"
            case votes, id
        }
    }

    /// For each base cluster, in ascending order of the ids.
    struct BaseVotes: Codable {
        let agrees: [Int]
        let disagrees: [Int]
        let seen: [Int]

        enum CodingKeys: String, CodingKey {
            case agrees = "A"
            case disagrees = "D"
            case seen = "S"
        }
    }

    struct Representative: Codable {
        enum Side: String, Codable { case agree, disagree }

        let tid: Int
        let successes: Int
        let trials: Int
        let proportion: Double
        let proportionTest: Double
        let ratio: Double
        let ratioTest: Double
        let side: Side
        let isBestAgree: Bool?
        /// Only for the best agreement.
        let agrees: Int?

        enum CodingKeys: String, CodingKey {
            case tid
            case successes = "n-success"
            case trials = "n-trials"
            case proportion = "p-success"
            case proportionTest = "p-test"
            case ratio = "repness"
            case ratioTest = "repness-test"
            case side = "repful-for"
            case isBestAgree = "best-agree"
            case agrees = "n-agree"
        }
    }

    struct Consensus: Codable {
        struct Entry: Codable {
            let tid: Int
            let successes: Int
            let trials: Int
            let proportion: Double
            let test: Double

            enum CodingKeys: String, CodingKey {
                case tid
                case successes = "n-success"
                case trials = "n-trials"
                case proportion = "p-success"
                case test = "p-test"
            }
        }

        let agree: [Entry]
        let disagree: [Entry]
    }

    let tick: Int?
    let lastVoteTime: Int64?
    /// Null in practice: Polis forgets it with every vote.
    let lastModerationTime: Int64?
    let participantCount: Int
    let statementCount: Int
    let statements: [Int]
    let clustered: [Int]
    let voteCounts: [String: Int]
    let excluded: [Int]
    let accepted: [Int]
    /// Polis has none before the first word of a moderator.
    let meta: [Int]?
    let axes: Axes
    let baseClusters: BaseClusters
    let groups: [Group]
    let baseVotes: [String: BaseVotes]?
    let groupVotes: [String: GroupVotes]
    let groupInformedConsensus: [String: Double]
    let priorities: [String: Double]
    let representative: [String: [Representative]]
    let consensus: Consensus

    enum CodingKeys: String, CodingKey {
        case tick = "math_tick"
        case lastVoteTime = "lastVoteTimestamp"
        case lastModerationTime = "lastModTimestamp"
        case participantCount = "n"
        case statementCount = "n-cmts"
        case statements = "tids"
        case clustered = "in-conv"
        case voteCounts = "user-vote-counts"
        case excluded = "mod-out"
        case accepted = "mod-in"
        case meta = "meta-tids"
        case axes = "pca"
        case baseClusters = "base-clusters"
        case groups = "group-clusters"
        case baseVotes = "votes-base"
        case groupVotes = "group-votes"
        case groupInformedConsensus = "group-aware-consensus"
        case priorities = "comment-priorities"
        case representative = "repness"
        case consensus
    }
}
