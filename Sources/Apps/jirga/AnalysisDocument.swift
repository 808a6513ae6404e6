import OpinionAnalysis

/// The document `jirga.analysis/1`. Keys are only ever added to; agree is +1 whatever the input's sign was.
struct AnalysisDocument: Encodable {
    struct Input: Encodable {
        let sha256: String
        let participants: Int
        let statements: Int
        let votes: Int
        let agrees: Int
        let disagrees: Int
        let passes: Int
        let clustered: Int
    }

    struct Axes: Encodable {
        let center: [Double]
        let components: [[Double]]
        let explainedVariance: [Double]
    }

    struct GroupCount: Encodable {
        let chosen: Int
        let silhouettes: [String: Double]
    }

    struct Group: Encodable {
        let id: Int
        let size: Int
        let centre: [Double]
        let representative: [Representative]
    }

    struct Representative: Encodable {
        let statement: String
        let side: String
        let successes: Int
        let trials: Int
        let proportion: Double
        let proportionTest: Double
        let ratio: Double
        let ratioTest: Double
        let bestAgree: Bool
    }

    struct Participant: Encodable {
        let id: String
        let votes: Int
        let clustered: Bool
        let group: Int?
        let x: Double
        let y: Double

        enum CodingKeys: String, CodingKey { case id, votes, clustered, group, x, y }

        /// `group` is written as null where there is none.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(votes, forKey: .votes)
            try container.encode(clustered, forKey: .clustered)
            try container.encode(group, forKey: .group)
            try container.encode(x, forKey: .x)
            try container.encode(y, forKey: .y)
        }
    }

    struct Statement: Encodable {
        struct Group: Encodable {
            let id: Int
            let agrees: Int
            let disagrees: Int
            let seen: Int
        }

        let id: String
        let seen: Int
        let agrees: Int
        let disagrees: Int
        let passes: Int
        let extremity: Double
        let priority: Double
        let groupInformedConsensus: Double
        let groups: [Group]
    }

    struct Consensus: Encodable {
        struct Item: Encodable {
            let statement: String
            let successes: Int
            let trials: Int
            let proportion: Double
            let test: Double
        }

        let agree: [Item]
        let disagree: [Item]
    }

    struct Timings: Encodable {
        let readSeconds: Double
        let analyzeSeconds: Double
        let totalSeconds: Double
        let peakMemoryBytes: Int
    }

    /// What besides the votes the result depends on.
    enum Mode: String, Encodable {
        /// Nothing.
        case canonical
        /// What Polis published before.
        case warm
        /// When each vote was given.
        case replay
    }

    let schema = "jirga.analysis/1"
    let method: String
    let mode: Mode
    let seed: UInt64
    let engine: String
    let parameters: MethodParameters
    let input: Input
    let axes: Axes
    let groupCount: GroupCount
    let groups: [Group]
    let participants: [Participant]
    let statements: [Statement]
    let consensus: Consensus
    let assessment: AssessmentDocument?
    let timings: Timings

    init(_ findings: Findings, timings: Timings) {
        let (map, source) = (findings.map, findings.source)
        method = source.method.rawValue
        mode = source.mode
        seed = source.seed
        parameters = MethodParameters(source.method)
        assessment = AssessmentDocument(findings)
        self.timings = timings
        engine = OpinionMap.engineVersion
        let agrees = map.statements.reduce(0) { $0 + $1.agrees }
        let disagrees = map.statements.reduce(0) { $0 + $1.disagrees }
        let passes = map.statements.reduce(0) { $0 + $1.passes }
        input = Input(
            sha256: source.digest, participants: map.participants.count, statements: map.statements.count,
            votes: agrees + disagrees + passes, agrees: agrees, disagrees: disagrees, passes: passes,
            clustered: map.clusteredCount)
        axes = Axes(
            center: map.axes.center, components: map.axes.components, explainedVariance: map.axes.explainedVariance)
        groupCount = GroupCount(
            chosen: map.groupCount.chosen,
            silhouettes: Dictionary(
                map.groupCount.silhouettes.map { (String($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
        groups = map.groups.map { group in
            Group(
                id: group.id, size: group.size, centre: [group.centre.x, group.centre.y],
                representative: group.representative.map {
                    Representative(
                        statement: $0.statement, side: $0.side == .agree ? "agree" : "disagree",
                        successes: $0.successes, trials: $0.trials, proportion: $0.proportion,
                        proportionTest: $0.proportionTest, ratio: $0.ratio, ratioTest: $0.ratioTest,
                        bestAgree: $0.bestAgree)
                })
        }
        participants = map.participants.map {
            Participant(
                id: $0.id, votes: $0.votes, clustered: $0.isClustered, group: $0.group, x: $0.point.x, y: $0.point.y)
        }
        statements = map.statements.map { statement in
            Statement(
                id: statement.id, seen: statement.seen, agrees: statement.agrees, disagrees: statement.disagrees,
                passes: statement.passes, extremity: statement.extremity, priority: statement.priority,
                groupInformedConsensus: statement.groupInformedConsensus,
                groups: statement.groups.map {
                    Statement.Group(id: $0.id, agrees: $0.agrees, disagrees: $0.disagrees, seen: $0.seen)
                })
        }
        func items(_ statements: [OpinionMap.ConsensusStatement]) -> [Consensus.Item] {
            statements.map {
                Consensus.Item(
                    statement: $0.statement, successes: $0.successes, trials: $0.trials, proportion: $0.proportion,
                    test: $0.test)
            }
        }
        consensus = Consensus(agree: items(map.consensus.agree), disagree: items(map.consensus.disagree))
    }
}
