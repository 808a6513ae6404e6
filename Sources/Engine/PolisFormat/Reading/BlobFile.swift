/// `math-pca2.json` as it stands: the keys of Polis, nothing checked but the kinds of values.
struct BlobFile: Decodable {
    struct Axes: Decodable {
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
    struct BaseClusters: Decodable {
        let id: [Int]
        let members: [[Int]]
        let x: [Double]
        let y: [Double]
        let count: [Int]
    }

    struct Group: Decodable {
        let id: Int
        let members: [Int]
        let center: [Double]
    }

    struct GroupVotes: Decodable {
        struct Counts: Decodable {
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

        enum CodingKeys: String, CodingKey {
            case memberCount = "n-members"
            case votes
        }
    }

    struct Representative: Decodable {
        enum Side: String, Decodable { case agree, disagree }

        let tid: Int
        let successes: Int
        let trials: Int
        let proportion: Double
        let proportionTest: Double
        let ratio: Double
        let ratioTest: Double
        let side: Side
        let isBestAgree: Bool?

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
        }
    }

    struct Consensus: Decodable {
        struct Entry: Decodable {
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
    let groupVotes: [String: GroupVotes]
    let groupInformedConsensus: [String: Double]
    let priorities: [String: Double]
    let representative: [String: [Representative]]
    let consensus: Consensus

    enum CodingKeys: String, CodingKey {
        case tick = "math_tick"
        case lastVoteTime = "lastVoteTimestamp"
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
        case groupVotes = "group-votes"
        case groupInformedConsensus = "group-aware-consensus"
        case priorities = "comment-priorities"
        case representative = "repness"
        case consensus
    }
}
