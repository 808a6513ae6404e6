/// Sufficient consensus by the chair's finding (South Africa, 1991–93): where somebody objects, every principal has to
/// assent and the chair has to rule, with reasons, that agreement is enough to go on.
public struct SufficientConsensus: Sendable, Hashable {
    /// Without any of them there is no agreement, whatever the chair says.
    public var principals: Set<String>
    /// How many of the members have to assent besides.
    public var assents: Quorum
    /// Whether an appeal can set the ruling aside.
    public var mayAppeal: Bool
    public var quorum: Quorum

    public init(
        principals: Set<String>, assents: Quorum = .none, mayAppeal: Bool = true, quorum: Quorum = .none
    ) {
        self.principals = principals
        self.assents = assents
        self.mayAppeal = mayAppeal
        self.quorum = quorum
    }

    func decide(
        _ seated: SeatedBallots, _ before: [RuleTest], _ facts: DecisionFacts
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        let objectors = seated.members(.object)
        var tests = before + [RuleTest(.objections, passed: objectors.isEmpty, names: objectors)]
        if objectors.isEmpty { return .conjunction(tests) }
        tests = tests.withoutConsequence
        let assenting = Set(seated.members(.assent, .reservation))
        let missing = principals.subtracting(assenting).sorted()
        tests.append(
            RuleTest(.principals, passed: missing.isEmpty, names: missing.isEmpty ? principals.sorted() : missing))
        if let test = try assents.test(.assents, seated.assents, of: seated) { tests.append(test) }
        let soFar = DecisionOutcome.conjunction(tests, hasDissent: true)
        guard soFar.verdict.isAdopted else { return soFar }
        return ruled(tests, facts)
    }

    private func ruled(_ tests: [RuleTest], _ facts: DecisionFacts) -> DecisionOutcome {
        var ruling = RuleTest(.ruling, passed: facts.ruling == .sufficient)
        ruling.finding =
            switch facts.ruling {
            case .sufficient: .sufficient
            case .insufficient: .insufficient
            case nil: .notYet
            }
        guard let given = facts.ruling else {
            return DecisionOutcome(verdict: .awaitsRuling, tests: tests + [ruling])
        }
        guard mayAppeal, let result = facts.appeal else { return .conjunction(tests + [ruling], hasDissent: true) }
        var appeal = RuleTest(.appeal, passed: result == .upheld)
        appeal.finding = result == .upheld ? .upheld : .setAside
        if result == .setAside, given == .insufficient {
            // Without a ruling there is none to fail: the chair has to rule again.
            ruling.finding = .notYet
            return DecisionOutcome(verdict: .awaitsRuling, tests: tests + [ruling])
        }
        return .conjunction(tests + [ruling, appeal], hasDissent: true)
    }
}

/// Sufficient consensus by formula (Northern Ireland, rules of 29 July 1996, no. 34): the assenting parties hold a majority
/// of the valid poll and within each of the communities, are most of the parties, and the governments assent.
///
/// A ballot's weight is the party's share of the poll.
public struct SufficientFormula: Sendable, Hashable {
    /// The communities that have to agree each, in the order they are asked.
    public var blocs: [String]
    public var threshold: Threshold
    /// The whole poll, where parties that are not at the table had a share of it; nil adds up the members.
    public var poll: Fraction?
    /// The same within a community.
    public var blocPolls: [String: Fraction]
    public var governments: Set<String>
    public var quorum: Quorum

    public init(
        blocs: [String], threshold: Threshold = .majority, poll: Fraction? = nil, blocPolls: [String: Fraction] = [:],
        governments: Set<String> = [], quorum: Quorum = .none
    ) {
        self.blocs = blocs
        self.threshold = threshold
        self.poll = poll
        self.blocPolls = blocPolls
        self.governments = governments
        self.quorum = quorum
    }

    func decide(
        _ seated: SeatedBallots, _ before: [RuleTest], _ facts: DecisionFacts
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        let stated = (poll.map { [$0] } ?? []) + blocPolls.values
        let scale = try Scale(seated.ballots.map(\.weight) + stated)
        func test(
            _ kind: RuleTest.Kind, _ ballots: [Ballot], of whole: Fraction?, _ subject: String? = nil
        ) throws(DecisionInputProblem) -> RuleTest {
            let held = try scale.sum(ballots.filter(\.value.isAssent), \.weight)
            let all =
                if let whole { try scale.units(whole) } else { try scale.sum(ballots, \.weight) }
            return RuleTest(kind, held, of: all, threshold, scale: scale, subject: subject)
        }
        var tests = before + [try test(.poll, seated.ballots, of: poll)]
        for bloc in blocs {
            tests.append(try test(.bloc, seated.ballots.filter { $0.bloc == bloc }, of: blocPolls[bloc], bloc))
        }
        tests.append(
            RuleTest(
                .parties, try Scale.heads.sum(seated.assents), of: try Scale.heads.sum(seated.ballots), threshold))
        if !governments.isEmpty {
            let missing = governments.filter { facts.governments[$0]?.isAssent != true }.sorted()
            tests.append(
                RuleTest(.governments, passed: missing.isEmpty, names: missing.isEmpty ? governments.sorted() : missing)
            )
        }
        return .conjunction(tests, hasDissent: !seated.objections.isEmpty)
    }
}
