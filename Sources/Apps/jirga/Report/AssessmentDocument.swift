import OpinionAnalysis

/// The key `assessment` of `jirga.analysis/1`: how far the groups and the figures of a map can be trusted. Statements
/// and participants are named by their ids, groups by theirs.
struct AssessmentDocument: Encodable {
    let evidence: Evidence
    let shownShare: Double?
    let groups: [Group]
    let statements: [AssessedStatement]
    let bridging: Bridging
    let distinctive: [Distinctive]
    let gainedWithoutGroup: [Gained]
    let flags: Flags

    struct Evidence: Encodable {
        let peopleExamined: Int
        let candidates: [Candidate]

        struct Candidate: Encodable {
            let groups: Int
            let gain: Double
            let gainError: Double
            let steadiness: Double?
            let verdict: String
        }
    }

    struct Group: Encodable {
        let id: Int
        let letter: String
        let steadiness: Double
        let membership: Double
        let clearMembers: Int
    }

    /// What holds for the fit as a whole; its scores stand with the statements.
    struct Bridging: Encodable {
        let people: Int
        let explainedByViewpoint: Double
        let rounds: Int
        let largestChange: Double
        let hasConverged: Bool
        let sampledEvery: Int
    }

    struct Distinctive: Encodable {
        let group: Int
        let statements: [Item]

        struct Item: Encodable {
            let statement: String
            let side: String
            let inside: ShareValue
            let outside: ShareValue
            let difference: Double
            let interval: [Double]
            let shrunkLogOddsRatio: Double
            let falseDiscoveryRate: Double
            let isDistinctive: Bool
            let isMinorityOpinion: Bool
        }
    }

    struct Gained: Encodable {
        let group: Int
        let statements: [Item]

        struct Item: Encodable {
            let statement: String
            let side: String
            let guaranteedShare: Double
        }
    }

    struct Flags: Encodable {
        let straightLining: [Straight]
        let coordinatedBlocks: [Block]

        struct Straight: Encodable {
            let participant: String
            let answer: Int8
            let answers: Int
            let commonLogarithmOfChance: Double
            let expectedByChance: Double
        }

        struct Block: Encodable {
            let participants: [String]
            let pattern: String
            let statements: [String]
            let likeness: Double
            let identicalCount: Int
            let group: Int?
            let commonLogarithmOfChance: Double
            let expectedByChance: Double
        }
    }

    /// - Returns: nil for a map whose method does not ask.
    init?(_ findings: Findings) {
        guard let assessment = findings.map.assessment else { return nil }
        let map = findings.map
        evidence = Evidence(assessment.evidence)
        shownShare = assessment.shownShare
        groups = zip(map.groups.indices, assessment.groups).map { place, group in
            Group(
                id: map.groups[place].id, letter: findings.letter(of: place), steadiness: group.steadiness,
                membership: group.membership, clearMembers: group.clearMembers)
        }
        statements = map.statements.indices.map { AssessedStatement($0, in: findings) }
        bridging = Bridging(
            people: assessment.bridging.personCount, explainedByViewpoint: assessment.bridging.explainedByViewpoint,
            rounds: assessment.bridging.rounds, largestChange: assessment.bridging.largestChange,
            hasConverged: assessment.bridging.hasConverged, sampledEvery: assessment.bridging.sampledEvery)
        distinctive = zip(map.groups, assessment.distinctive).map { group, ranked in
            Distinctive(group: group.id, statements: ranked.map { Distinctive.Item($0, in: map) })
        }
        gainedWithoutGroup = zip(map.groups, assessment.gainedWithoutGroup).map { group, gained in
            Gained(
                group: group.id,
                statements: gained.map {
                    Gained.Item(
                        statement: map.statements[$0.statement].id, side: $0.side.rawValue,
                        guaranteedShare: $0.guaranteedShare)
                })
        }
        flags = Flags(assessment, in: map)
    }
}

/// A share with what it was counted from: `share` is null when nobody was asked.
struct ShareValue: Encodable {
    let count: Int
    let total: Int
    let share: Double?
    let interval: [Double]

    enum CodingKeys: String, CodingKey { case count, total, share, interval }

    init(_ share: Share) {
        count = share.count
        total = share.total
        self.share = share.value
        interval = [share.interval.lower, share.interval.upper]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        try container.encode(total, forKey: .total)
        try container.encode(share, forKey: .share)
        try container.encode(interval, forKey: .interval)
    }
}

extension AssessmentDocument.Evidence {
    init(_ evidence: GroupEvidence) {
        peopleExamined = evidence.peopleExamined
        candidates = evidence.candidates.map {
            Candidate(
                groups: $0.groupCount, gain: $0.gain, gainError: $0.gainError, steadiness: $0.steadiness,
                verdict: $0.verdict.rawValue)
        }
    }
}

extension AssessmentDocument.Distinctive.Item {
    init(_ entry: DistinctiveStatement, in map: OpinionMap) {
        self.init(
            statement: map.statements[entry.statement].id, side: entry.side.rawValue, inside: ShareValue(entry.inside),
            outside: ShareValue(entry.outside), difference: entry.difference,
            interval: [entry.interval.lower, entry.interval.upper], shrunkLogOddsRatio: entry.shrunkLogOddsRatio,
            falseDiscoveryRate: entry.falseDiscoveryRate, isDistinctive: entry.isDistinctive,
            isMinorityOpinion: entry.isMinorityOpinion)
    }
}

extension AssessmentDocument.Flags {
    init(_ assessment: OpinionMap.Assessment, in map: OpinionMap) {
        straightLining = assessment.straightLining.map {
            Straight(
                participant: map.participants[$0.participant].id, answer: $0.answer.rawValue, answers: $0.answers,
                commonLogarithmOfChance: $0.commonLogarithmOfChance, expectedByChance: $0.expectedByChance)
        }
        coordinatedBlocks = assessment.coordinatedBlocks.map { block in
            Block(
                participants: block.participants.map { map.participants[$0].id },
                pattern: map.participants[block.pattern].id, statements: block.statements.map { map.statements[$0].id },
                likeness: block.likeness, identicalCount: block.identicalCount,
                group: block.group.map { map.groups[$0].id }, commonLogarithmOfChance: block.commonLogarithmOfChance,
                expectedByChance: block.expectedByChance)
        }
    }
}
