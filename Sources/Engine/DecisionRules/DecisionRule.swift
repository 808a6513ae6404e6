/// A rule by which a body decides, with its parameters. Deciding is exact: whole numbers, no rounding.
public indirect enum DecisionRule: Sendable, Hashable {
    /// Nobody objects; abstaining, silence and absence do not block.
    case consensus(Quorum)
    /// Everybody who is entitled assents.
    case unanimity(Quorum)
    case consensusMinus(ConsensusMinus)
    case sufficientConsensus(SufficientConsensus)
    case sufficientFormula(SufficientFormula)
    case qualifiedMajority(QualifiedMajority)
    case doubleMajority(DoubleMajority)
    case crossCommunity(CrossCommunity)
    case constituencyVeto(base: DecisionRule, ConstituencyVeto)
    case twoThresholds(TwoThresholds)
    case silence(SilenceProcedure)
    /// Nothing is agreed until everything is agreed: the final decision by this rule, once nothing is open.
    case package(final: DecisionRule)
    case stagedSelection(StagedSelection)
    /// One person or organ decides, whatever it decides.
    case lastInstance(String)
}

/// What assents are counted of.
public enum VotingBase: String, Sendable, Hashable, CaseIterable {
    /// Who said yes or no.
    case voting
    /// Who is there.
    case present
    /// Who is entitled.
    case all
}

extension DecisionRule {
    /// What the rule makes of these ballots. The same for every order of them, and each time.
    ///
    /// - Throws: ``DecisionInputProblem`` for two ballots of one member, numbers beyond 128 bits, and facts that are missing.
    public func decide(
        _ ballots: [Ballot], _ facts: DecisionFacts = DecisionFacts()
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        try decide(SeatedBallots(ballots), facts)
    }

    func decide(_ seated: SeatedBallots, _ facts: DecisionFacts) throws(DecisionInputProblem) -> DecisionOutcome {
        switch self {
        case .silence(let procedure): return try procedure.decide(seated, facts)
        case .package(let final): return try Self.decidePackage(seated, facts, final: final)
        case .stagedSelection(let selection): return try selection.decide(facts)
        case .lastInstance(let organ): return Self.decide(organ, facts)
        case .twoThresholds(let rule): return try rule.ladder.decide(seated, facts)
        default: break
        }
        var outcome = try decidePresent(seated, facts)
        outcome.objections = seated.members(.object)
        outcome.reservations = seated.members(.reservation)
        return outcome
    }

    /// Those of the rules that need a quorum.
    private func decidePresent(
        _ seated: SeatedBallots, _ facts: DecisionFacts
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        guard !seated.isEmpty else {
            return DecisionOutcome(verdict: .noQuorum, tests: [RuleTest(.members, passed: false)])
        }
        let quorum = try quorum.test(.quorum, seated.present, of: seated)
        if let quorum, !quorum.passed { return DecisionOutcome(verdict: .noQuorum, tests: [quorum]) }
        let before = quorum.map { [$0] } ?? []
        switch self {
        case .unanimity: return try Self.unanimous(seated, before)
        case .consensusMinus(let rule): return try rule.decide(seated, before)
        case .sufficientConsensus(let rule): return try rule.decide(seated, before, facts)
        case .sufficientFormula(let rule): return try rule.decide(seated, before, facts)
        case .qualifiedMajority(let rule): return try rule.decide(seated, before, facts)
        case .doubleMajority(let rule): return try rule.decide(seated, before)
        case .crossCommunity(let rule): return try rule.decide(seated, before)
        case .constituencyVeto(let base, let rule): return try rule.decide(seated, facts, base: base)
        default: return Self.consensual(seated, before)
        }
    }

    /// The quorum; of a veto over a base rule, that of the base.
    var quorum: Quorum {
        switch self {
        case .consensus(let quorum), .unanimity(let quorum): quorum
        case .consensusMinus(let rule): rule.quorum
        case .sufficientConsensus(let rule): rule.quorum
        case .sufficientFormula(let rule): rule.quorum
        case .qualifiedMajority(let rule): rule.quorum
        case .doubleMajority(let rule): rule.quorum
        case .crossCommunity(let rule): rule.quorum
        case .twoThresholds(let rule): rule.quorum
        case .package(let final): final.quorum
        // The base asks for its own.
        case .constituencyVeto, .silence, .stagedSelection, .lastInstance: .none
        }
    }

    private static func decide(_ organ: String, _ facts: DecisionFacts) -> DecisionOutcome {
        var test = RuleTest(.lastInstance, passed: facts.decision != nil)
        test.subject = organ
        guard let decision = facts.decision else {
            return DecisionOutcome(verdict: .referred(to: organ), tests: [test])
        }
        test.names = [decision]
        return DecisionOutcome(verdict: .decided(by: organ, what: decision), tests: [test])
    }
}

extension Quorum {
    /// Whether so many of all are enough; nil where nothing is asked.
    func test(
        _ kind: RuleTest.Kind, _ ballots: [Ballot], of seated: SeatedBallots
    ) throws(DecisionInputProblem) -> RuleTest? {
        guard self != .none else { return nil }
        let part = try Scale.heads.sum(ballots)
        let all = try Scale.heads.sum(seated.ballots)
        switch self {
        case .none: return nil
        case .share(let threshold): return RuleTest(kind, part, of: all, threshold)
        case .members(let count):
            let needed = UInt128(max(count, 0).magnitude)
            var test = RuleTest(kind, passed: part >= needed)
            test.part = Scale.heads.amount(part)
            test.whole = Scale.heads.amount(all)
            test.needed = Scale.heads.amount(needed)
            return test
        }
    }
}

extension DecisionOutcome {
    /// Adopted if no decisive test failed, else by the first that did.
    static func conjunction(_ tests: [RuleTest], hasDissent: Bool = false) -> DecisionOutcome {
        let outcome = DecisionOutcome(verdict: hasDissent ? .adoptedWithDissent : .adopted, tests: tests)
        guard let failure = outcome.firstFailure else { return outcome }
        return DecisionOutcome(verdict: .notAdopted(failed: failure.name), tests: tests)
    }
}
