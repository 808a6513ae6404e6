import OpinionAnalysis

/// A statement in the key `assessment`: shares, what they add up to, and how far that holds. What was not judged,
/// because the statement was taken out, is about the person or has no votes, is null.
struct AssessedStatement: Encodable {
    let id: String
    let standing: Standing?
    let everybody: Shares
    let groups: [GroupShares]
    let rankedAgreement: Double
    let rankedDisagreement: Double
    let commonGround: Ground?
    let division: DivisionValue
    let bridging: Bridging?
    let falseVoters: FalseVotersValue?

    enum CodingKeys: String, CodingKey {
        case id, standing, everybody, groups, rankedAgreement, rankedDisagreement, commonGround, division, bridging
        case falseVoters
    }

    struct Standing: Encodable {
        let kind: String
        let side: String?
    }

    struct Shares: Encodable {
        let agree: ShareValue
        let disagree: ShareValue
        let pass: ShareValue
    }

    struct GroupShares: Encodable {
        let id: Int
        let agree: ShareValue
        let disagree: ShareValue
        let pass: ShareValue
    }

    struct Ground: Encodable {
        let verdict: String
        let side: String
        let leastSupportiveGroup: Int?
        let leastShare: ShareValue
        let guaranteedShare: Double
        let groupsWithTooFewAnswers: [Int]
    }

    struct DivisionValue: Encodable {
        let amount: Double
        let largestGap: Gap?

        struct Gap: Encodable {
            let higher: Int
            let lower: Int
            let difference: Double
            let interval: [Double]
        }
    }

    struct Bridging: Encodable {
        let answers: Int
        let score: Double
        let standardError: Double
        let interval: [Double]
        let polarity: Double
        let lowerSide: End
        let upperSide: End
        let verdict: String
        let side: String?

        struct End: Encodable {
            let vote: Double
            let interval: [Double]
        }
    }

    struct FalseVotersValue: Encodable {
        let side: String
        let isCommonGround: Bool
        let fewest: Int
        let groups: [Group]

        struct Group: Encodable {
            /// Nil where everybody is the only group.
            let id: Int?
            let supportersToRemove: Int
            let opponentsToAdd: Int
            let supportersToAdd: Int
        }
    }

    init(_ statement: Int, in findings: Findings) {
        let map = findings.map
        func id(_ group: Int) -> Int { map.groups.indices.contains(group) ? map.groups[group].id : group }
        self.id = map.statements[statement].id
        standing = findings.standings[statement].map(Standing.init)
        let support = findings.support[statement]
        everybody = Shares(
            agree: ShareValue(support.everybody.agree), disagree: ShareValue(support.everybody.disagree),
            pass: ShareValue(support.everybody.pass))
        groups = support.groups.enumerated().map { group, shares in
            GroupShares(
                id: id(group), agree: ShareValue(shares.agree), disagree: ShareValue(shares.disagree),
                pass: ShareValue(shares.pass))
        }
        rankedAgreement = support.rankedAgreement
        rankedDisagreement = support.rankedDisagreement
        commonGround = findings.commonGround[statement].map { ground in
            Ground(
                verdict: ground.verdict.rawValue, side: ground.side.rawValue,
                leastSupportiveGroup: ground.leastSupportiveGroup.map(id), leastShare: ShareValue(ground.leastShare),
                guaranteedShare: ground.guaranteedShare,
                groupsWithTooFewAnswers: findings.hasGroups ? ground.groupsWithTooFewAnswers.map(id) : [])
        }
        let division = findings.divisions[statement]
        self.division = DivisionValue(
            amount: division.amount,
            largestGap: division.largestGap.map {
                DivisionValue.Gap(
                    higher: id($0.higher), lower: id($0.lower), difference: $0.difference,
                    interval: [$0.interval.lower, $0.interval.upper])
            })
        bridging = findings.bridging(statement).map(Bridging.init)
        falseVoters = findings.falseVoters[statement].map { voters in
            FalseVotersValue(
                side: voters.side.rawValue, isCommonGround: voters.isCommonGround, fewest: voters.fewest,
                groups: voters.groups.enumerated().map { group, numbers in
                    FalseVotersValue.Group(
                        id: findings.hasGroups ? id(group) : nil, supportersToRemove: numbers.supportersToRemove,
                        opponentsToAdd: numbers.opponentsToAdd, supportersToAdd: numbers.supportersToAdd)
                })
        }
    }

    /// What is missing is written as null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(standing, forKey: .standing)
        try container.encode(everybody, forKey: .everybody)
        try container.encode(groups, forKey: .groups)
        try container.encode(rankedAgreement, forKey: .rankedAgreement)
        try container.encode(rankedDisagreement, forKey: .rankedDisagreement)
        try container.encode(commonGround, forKey: .commonGround)
        try container.encode(division, forKey: .division)
        try container.encode(bridging, forKey: .bridging)
        try container.encode(falseVoters, forKey: .falseVoters)
    }
}

extension AssessedStatement.Standing {
    init(_ standing: StatementStanding) {
        switch standing {
        case .bridge(let side): self.init(kind: "bridge", side: side.rawValue)
        case .commonGround(let side): self.init(kind: "commonGround", side: side.rawValue)
        case .dividesGroups: self.init(kind: "dividesGroups", side: nil)
        case .majority(let side): self.init(kind: "majority", side: side.rawValue)
        case .splitWithinGroups: self.init(kind: "splitWithinGroups", side: nil)
        case .unsettled: self.init(kind: "unsettled", side: nil)
        case .notEnoughAnswers: self.init(kind: "notEnoughAnswers", side: nil)
        }
    }
}

extension AssessedStatement.Bridging {
    init(_ score: BridgingScore) {
        func end(_ end: BridgingScore.Expected) -> End {
            End(vote: end.vote, interval: [end.interval.lower, end.interval.upper])
        }
        let verdict = VerdictName(score.verdict)
        self.init(
            answers: score.answers, score: score.score, standardError: score.standardError,
            interval: [score.interval.lower, score.interval.upper], polarity: score.polarity,
            lowerSide: end(score.lowerSide), upperSide: end(score.upperSide), verdict: verdict.name, side: verdict.side)
    }
}

/// A bridging verdict as it is written in files.
struct VerdictName {
    let name: String
    let side: String?

    init(_ verdict: BridgingScore.Verdict) {
        switch verdict {
        case .bridging(let side): (name, self.side) = ("bridging", side.rawValue)
        case .notBridging: (name, side) = ("notBridging", nil)
        case .unclear: (name, side) = ("unclear", nil)
        case .notEnoughAnswers: (name, side) = ("notEnoughAnswers", nil)
        }
    }
}
