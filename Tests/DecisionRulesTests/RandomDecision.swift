import DecisionRules
import JirgaTestSupport

/// A rule of any family with ballots it can be asked about, the same for the same seed.
struct RandomDecision {
    var rule: DecisionRule
    var ballots: [Ballot]
    var facts = DecisionFacts()

    private static let shares = ["1/2", "3/5", "2/3", "3/4", "55/100", "9/10", "1/3", "1"].compactMap { Fraction($0) }
    static let blocs = ["u", "n", "o"]
    static let families = 12

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...9, using: &random)
        ballots = (0..<count).map { Self.ballot("M\($0)", &random) }
        let leading = Set(ballots.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }.map(\.member))
        facts.ruling = [nil, .sufficient, .insufficient].randomElement(using: &random) ?? nil
        facts.appeal = [nil, .upheld, .setAside].randomElement(using: &random) ?? nil
        facts.castingVote = [nil, .assent, .object].randomElement(using: &random) ?? nil
        facts.governments = ["X": .assent, "Y": Bool.random(using: &random) ? .reservation : .none]
        rule = .consensus(.none)
        rule = Self.rule(Int.random(in: 0..<Self.families, using: &random), leading, &random)
        if Int.random(in: 0..<6, using: &random) == 0 {
            let veto = ConstituencyVeto(
                constituencies: ["north", "south"], share: Self.threshold(&random),
                mustBePresent: Bool.random(using: &random))
            rule = .constituencyVeto(base: rule, veto)
        }
    }

    static func ballot(_ member: String, _ random: inout SeededGenerator) -> Ballot {
        Ballot(
            member: member, value: BallotValue.allCases.randomElement(using: &random) ?? .assent,
            isEntitled: Int.random(in: 0..<8, using: &random) > 0,
            weight: Fraction(Int.random(in: 0...40, using: &random), over: Int.random(in: 1...4, using: &random)) ?? 1,
            bloc: blocs.randomElement(using: &random),
            constituencies: Bool.random(using: &random) ? ["north"] : ["south"],
            count: Int.random(in: 0...3, using: &random), population: Fraction(Int.random(in: 1...80, using: &random)))
    }

    static func threshold(_ random: inout SeededGenerator) -> Threshold {
        let share = shares.randomElement(using: &random) ?? 1
        return Threshold(share, isStrict: share < 1 && Bool.random(using: &random)) ?? .majority
    }

    private static func quorum(_ random: inout SeededGenerator) -> Quorum {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .share(threshold(&random))
        case 1: .members(Int.random(in: 0...5, using: &random))
        default: .none
        }
    }

    private static func rule(
        _ family: Int, _ leading: Set<String>, _ random: inout SeededGenerator
    ) -> DecisionRule {
        let quorum = quorum(&random)
        switch family {
        case 0: return .consensus(quorum)
        case 1: return .unanimity(quorum)
        case 2: return .consensusMinus(ConsensusMinus(most: Int.random(in: 0...3, using: &random), quorum: quorum))
        case 3:
            return .consensusMinus(
                ConsensusMinus(most: Int.random(in: 0...3, using: &random), named: leading, quorum: quorum))
        case 4:
            return .sufficientConsensus(
                SufficientConsensus(
                    principals: leading, assents: Self.quorum(&random), mayAppeal: Bool.random(using: &random),
                    quorum: quorum))
        case 5:
            return .sufficientFormula(
                SufficientFormula(
                    blocs: ["u", "n"], threshold: threshold(&random),
                    governments: Bool.random(using: &random) ? ["X", "Y"] : [], quorum: quorum))
        case 6, 7:
            return .qualifiedMajority(
                QualifiedMajority(
                    threshold(&random), base: VotingBase.allCases.randomElement(using: &random) ?? .all,
                    abstentions: QualifiedMajority.Abstentions.allCases.randomElement(using: &random),
                    isWeighted: family == 7,
                    tie: QualifiedMajority.Tie.allCases.randomElement(using: &random) ?? .fails, quorum: quorum))
        case 8:
            return .doubleMajority(
                DoubleMajority(
                    members: threshold(&random), population: threshold(&random),
                    blockingMinority: Int.random(in: 0...5, using: &random), quorum: quorum))
        case 9:
            return .crossCommunity(
                CrossCommunity(
                    CrossCommunity.Mode.allCases.randomElement(using: &random) ?? .either, designations: ["u", "n"],
                    parallel: threshold(&random), weightedOverall: threshold(&random),
                    weightedEach: threshold(&random), quorum: quorum))
        case 10:
            return .twoThresholds(
                TwoThresholds(first: threshold(&random), second: threshold(&random), quorum: quorum))
        default: return .lastInstance("chair")
        }
    }

    func outcome() throws -> DecisionOutcome { try rule.decide(ballots, facts) }
}
