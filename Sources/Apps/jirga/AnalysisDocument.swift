import OpinionAnalysis

/// The document `jirga.analysis/1`. Keys are only ever added to; agree is +1 whatever the input's sign was.
///
/// Its keys stand in alphabetical order: what comes before the participants, the participants, of whom there may be millions
/// (``ParticipantList``), and what comes after them.
struct AnalysisDocument {
    /// The keys before `participants`.
    struct Head: Encodable {
        let assessment: AssessmentDocument?
        let axes: Axes
        let consensus: Consensus
        let engine: String
        let groupCount: GroupCount
        let groups: [Group]
        let input: Input
        let method: String
        let mode: Mode
        let parameters: MethodParameters
    }

    /// The keys after `participants`.
    struct Tail: Encodable {
        var schema = "jirga.analysis/1"
        let seed: UInt64
        let statements: [Statement]
        var timings: Timings
    }

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
        let writeSeconds: Double
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

    let head: Head
    let participants: ParticipantList
    let seed: UInt64
    let statements: [Statement]

    init(_ findings: Findings) {
        let (map, source) = (findings.map, findings.source)
        seed = source.seed
        let agrees = map.statements.reduce(0) { $0 + $1.agrees }
        let disagrees = map.statements.reduce(0) { $0 + $1.disagrees }
        let passes = map.statements.reduce(0) { $0 + $1.passes }
        let input = Input(
            sha256: source.digest, participants: map.participants.count, statements: map.statements.count,
            votes: agrees + disagrees + passes, agrees: agrees, disagrees: disagrees, passes: passes,
            clustered: map.clusteredCount)
        let axes = Axes(
            center: map.axes.center, components: map.axes.components, explainedVariance: map.axes.explainedVariance)
        let groupCount = GroupCount(
            chosen: map.groupCount.chosen,
            silhouettes: Dictionary(
                map.groupCount.silhouettes.map { (String($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
        let groups = map.groups.map { group in
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
        participants = ParticipantList(of: map)
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
        let consensus = Consensus(agree: items(map.consensus.agree), disagree: items(map.consensus.disagree))
        head = Head(
            assessment: AssessmentDocument(findings), axes: axes, consensus: consensus,
            engine: OpinionMap.engineVersion, groupCount: groupCount, groups: groups,
            input: input, method: source.method.rawValue, mode: source.mode, parameters: MethodParameters(source.method)
        )
    }
}

extension AnalysisDocument {
    /// Prints the document.
    ///
    /// - Parameter timings: asked for once everything before them is printed.
    func print(timings: () -> Timings) throws {
        // Two objects, of which one loses its closing and the other its opening brace.
        var start = try Output.jsonBytes(head)
        start.removeLast()
        Output.write(start + Array(",\"participants\":[".utf8))
        participants.write()
        let end = try Output.jsonBytes(Tail(seed: seed, statements: statements, timings: timings()))
        Output.write(Array("],".utf8) + end.dropFirst() + Array("\n".utf8))
    }
}
