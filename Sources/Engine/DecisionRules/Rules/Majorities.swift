/// A majority of members, of heads or of weights.
public struct QualifiedMajority: Sendable, Hashable {
    public var threshold: Threshold
    public var base: VotingBase
    public var abstentions: Abstentions
    /// Whether weights count instead of heads.
    public var isWeighted: Bool
    /// What happens at exactly half, where half is the share.
    public var tie: Tie
    public var quorum: Quorum

    public enum Abstentions: String, Sendable, Hashable, CaseIterable {
        /// As if they were not there.
        case leftOut = "left-out"
        /// In what assents are counted of.
        case against
    }

    public enum Tie: String, Sendable, Hashable, CaseIterable {
        /// As the threshold says.
        case byThreshold = "by-threshold"
        case fails
        case passes
        /// The chair has the casting vote.
        case chair
    }

    /// - Parameter abstentions: where it is left out, against; of those voting, left out.
    public init(
        _ threshold: Threshold, base: VotingBase = .voting, abstentions: Abstentions? = nil, isWeighted: Bool = false,
        tie: Tie = .byThreshold, quorum: Quorum = .none
    ) {
        self.threshold = threshold
        self.base = base
        self.abstentions = abstentions ?? (base == .voting ? .leftOut : .against)
        self.isWeighted = isWeighted
        self.tie = tie
        self.quorum = quorum
    }

    private func isCounted(_ value: BallotValue) -> Bool {
        switch value {
        case .assent, .reservation, .object: true
        case .abstain: abstentions == .against
        case .none: base != .voting
        case .absent: base == .all
        }
    }

    func decide(
        _ seated: SeatedBallots, _ before: [RuleTest], _ facts: DecisionFacts
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        let scale = try isWeighted ? Scale(seated.ballots.map(\.weight)) : .heads
        let weight: (Ballot) -> Fraction = isWeighted ? { $0.weight } : { _ in 1 }
        let held = try scale.sum(seated.assents, weight)
        let all = try scale.sum(seated.ballots.filter { isCounted($0.value) }, weight)
        var test = RuleTest(.share, held, of: all, threshold, scale: scale)
        test.base = base
        // Without overflow: half of all is what is left.
        let isTie = threshold.share == .half && tie != .byThreshold && held > 0 && held == all - held
        guard isTie else { return .conjunction(before + [test]) }
        return tied(before + [test], facts)
    }

    private func tied(_ tests: [RuleTest], _ facts: DecisionFacts) -> DecisionOutcome {
        var test = RuleTest(.tie, passed: tie == .passes)
        test.finding = tie == .passes ? .carries : .fails
        if tie == .chair {
            guard let vote = facts.castingVote else {
                test.finding = .notYet
                return DecisionOutcome(verdict: .awaitsRuling, tests: tests.withoutConsequence + [test])
            }
            test.passed = vote.isAssent
            test.finding = vote.isAssent ? .sufficient : .insufficient
        }
        return .conjunction(tests.withoutConsequence + [test])
    }
}

/// A majority of members that stands for a majority of people (Council of the European Union). Who does not assent counts
/// against. Where too few stand against to block, the people behind them are not counted.
public struct DoubleMajority: Sendable, Hashable {
    public var members: Threshold
    public var population: Threshold
    /// The fewest who can block by the people behind them; 0 and 1 let anybody.
    public var blockingMinority: Int
    public var quorum: Quorum

    public init(
        members: Threshold = .atLeast(55, of: 100), population: Threshold = .atLeast(65, of: 100),
        blockingMinority: Int = 4, quorum: Quorum = .none
    ) {
        self.members = members
        self.population = population
        self.blockingMinority = max(0, blockingMinority)
        self.quorum = quorum
    }

    func decide(_ seated: SeatedBallots, _ before: [RuleTest]) throws(DecisionInputProblem) -> DecisionOutcome {
        for ballot in seated.ballots where ballot.population == nil { throw .noPopulation(member: ballot.member) }
        let scale = try Scale(seated.ballots.compactMap(\.population))
        let heads = (try Scale.heads.sum(seated.assents), try Scale.heads.sum(seated.ballots))
        var people = RuleTest(
            .population, try scale.sum(seated.assents) { $0.population ?? 0 },
            of: try scale.sum(seated.ballots) { $0.population ?? 0 }, population, scale: scale)
        var tests = before + [RuleTest(.memberShare, heads.0, of: heads.1, members)]
        let against = heads.1 - heads.0
        let canBlock = against >= UInt128(blockingMinority.magnitude)
        people.isDecisive = canBlock
        tests.append(people)
        if !people.passed, !canBlock {
            var minority = RuleTest(.blockingMinority, passed: true)
            minority.part = Scale.heads.amount(against)
            minority.needed = Amount(blockingMinority.magnitude)
            tests.append(minority)
        }
        return .conjunction(tests)
    }
}

/// Consent across communities (Northern Ireland Assembly), of those present and voting.
public struct CrossCommunity: Sendable, Hashable {
    public var mode: Mode
    /// The communities whose consent is asked; what else there is counts overall alone.
    public var designations: [String]
    /// Parallel consent: overall and in each designation.
    public var parallel: Threshold
    public var weightedOverall: Threshold
    public var weightedEach: Threshold
    public var quorum: Quorum

    public enum Mode: String, Sendable, Hashable, CaseIterable { case parallel, weighted, either }

    public init(
        _ mode: Mode, designations: [String], parallel: Threshold = .majority,
        weightedOverall: Threshold = .atLeast(60, of: 100), weightedEach: Threshold = .atLeast(40, of: 100),
        quorum: Quorum = .none
    ) {
        self.mode = mode
        self.designations = designations
        self.parallel = parallel
        self.weightedOverall = weightedOverall
        self.weightedEach = weightedEach
        self.quorum = quorum
    }

    func decide(_ seated: SeatedBallots, _ before: [RuleTest]) throws(DecisionInputProblem) -> DecisionOutcome {
        let voting = seated.ballots.filter { $0.value.isAssent || $0.value == .object }
        func tests(
            _ overall: (RuleTest.Kind, Threshold), _ each: (RuleTest.Kind, Threshold)
        ) throws(DecisionInputProblem) -> [RuleTest] {
            func test(
                _ ballots: [Ballot], _ way: (RuleTest.Kind, Threshold), _ subject: String?
            ) throws(DecisionInputProblem) -> RuleTest {
                let assents = try Scale.heads.sum(ballots.filter(\.value.isAssent))
                return RuleTest(way.0, assents, of: try Scale.heads.sum(ballots), way.1, subject: subject)
            }
            var tests = [try test(voting, overall, nil)]
            for bloc in designations { tests.append(try test(voting.filter { $0.bloc == bloc }, each, bloc)) }
            return tests
        }
        let first = try tests((.parallelOverall, parallel), (.parallelEach, parallel))
        if mode == .parallel { return .conjunction(before + first) }
        let second = try tests((.weightedOverall, weightedOverall), (.weightedEach, weightedEach))
        if mode == .weighted { return .conjunction(before + second) }
        if first.allSatisfy(\.passed) { return .conjunction(before + first) }
        let passes = second.allSatisfy(\.passed)
        return .conjunction(before + (passes ? first.withoutConsequence : first) + second)
    }
}

/// A veto of constituencies over what a base rule adopts: where more than the share of those present object.
public struct ConstituencyVeto: Sendable, Hashable {
    public var constituencies: [String]
    public var share: Threshold
    /// Whether there is no decision while nobody of a constituency is present.
    public var mustBePresent: Bool

    public init(constituencies: [String], share: Threshold = .majority, mustBePresent: Bool = false) {
        self.constituencies = constituencies
        self.share = share
        self.mustBePresent = mustBePresent
    }

    func decide(
        _ seated: SeatedBallots, _ facts: DecisionFacts, base: DecisionRule
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        var outcome = try base.decide(seated, facts)
        var tests = outcome.tests
        var isAbsent = false
        for constituency in constituencies where mustBePresent {
            var test = RuleTest(
                .constituencyPresent, passed: seated.present.contains { $0.constituencies.contains(constituency) })
            test.subject = constituency
            tests.append(test)
            isAbsent = isAbsent || !test.passed
        }
        var vetoes: [String] = []
        for constituency in constituencies {
            let present = seated.present.filter { $0.constituencies.contains(constituency) }
            let objecting = present.filter { $0.value == .object }
            var test = RuleTest(
                .veto, try Scale.heads.sum(objecting), of: try Scale.heads.sum(present), share, subject: constituency)
            if test.passed { vetoes.append(constituency) }
            test.passed = !test.passed
            tests.append(test)
        }
        outcome.tests = tests
        guard outcome.verdict.isAdopted else { return outcome }
        if isAbsent {
            outcome.verdict = .noQuorum
        } else if !vetoes.isEmpty {
            outcome.verdict = .vetoed(by: vetoes)
        }
        return outcome
    }
}
