/// A rule of procedure: stages tried one after another. Most houses seek consensus first and fall back on something.
public struct DecisionLadder: Sendable, Hashable {
    /// At least one. What opens the first does not matter.
    public var stages: [Stage]

    public struct Stage: Sendable, Hashable {
        /// The organ that decides, as the rules call it.
        public var organ: String
        public var rule: DecisionRule
        public var opens: Guard
        /// Whether there is a vote of its own; otherwise the ballots of the stage before are looked at again.
        public var votesAnew: Bool

        public init(organ: String, rule: DecisionRule, opens: Guard = Guard(), votesAnew: Bool = false) {
            self.organ = organ
            self.rule = rule
            self.opens = opens
            self.votesAnew = votesAnew
        }
    }

    /// What lets a stage begin.
    public struct Guard: Sendable, Hashable {
        public enum Result: String, Sendable, Hashable, CaseIterable {
            case notAdopted = "not-adopted"
            case noQuorum = "no-quorum"
            case vetoed
            case broken
        }

        /// What came of the stage before.
        public var after: Set<Result>
        /// In so many sittings agreement was sought before.
        public var sittings: Int
        /// So many minutes have passed since the question was put.
        public var minutes: Int

        public init(after: Set<Result> = [.notAdopted], sittings: Int = 0, minutes: Int = 0) {
            self.after = after
            self.sittings = max(0, sittings)
            self.minutes = max(0, minutes)
        }
    }

    public init(_ stages: [Stage]) { self.stages = stages }

    /// The common case.
    public init(_ rule: DecisionRule, organ: String = "plenary") { self.init([Stage(organ: organ, rule: rule)]) }
}

extension DecisionLadder {
    /// What the ladder makes of these ballots; those of later stages stand in the facts.
    public func decide(
        _ ballots: [Ballot], _ facts: DecisionFacts = DecisionFacts()
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        try decide(SeatedBallots(ballots), facts)
    }

    func decide(_ first: SeatedBallots, _ facts: DecisionFacts) throws(DecisionInputProblem) -> DecisionOutcome {
        guard let start = stages.first else {
            return DecisionOutcome(verdict: .noQuorum, tests: [RuleTest(.members, passed: false)])
        }
        var (seated, place) = (first, 0)
        var outcome = try start.rule.decide(seated, facts)
        while let result = Guard.Result(outcome.verdict),
            let next = stages.indices.dropFirst(place + 1).first(where: { stages[$0].opens.after.contains(result) })
        {
            let stage = stages[next]
            let before = outcome.tests.withoutConsequence
            let waits = stage.opens.tests(facts)
            guard waits.allSatisfy(\.passed) else {
                outcome.tests = before + waits
                outcome.verdict = .running
                return outcome
            }
            if stage.votesAnew {
                guard let ballots = facts.laterVotes[next] else {
                    outcome.tests = before + waits
                    outcome.verdict = .referred(to: stage.organ)
                    return outcome
                }
                seated = try SeatedBallots(ballots)
            }
            place = next
            outcome = try stage.rule.decide(seated, facts)
            outcome.tests = before + waits + outcome.tests
            outcome.stage = next
        }
        return outcome
    }
}

extension DecisionLadder.Guard {
    fileprivate func tests(_ facts: DecisionFacts) -> [RuleTest] {
        func test(_ kind: RuleTest.Kind, _ found: Int, _ needed: Int) -> [RuleTest] {
            guard needed > 0 else { return [] }
            var test = RuleTest(kind, passed: found >= needed)
            (test.part, test.needed) = (Amount(max(found, 0).magnitude), Amount(needed.magnitude))
            return [test]
        }
        return test(.sittings, facts.sittings, sittings) + test(.elapsed, facts.elapsedMinutes, minutes)
    }
}

extension DecisionLadder.Guard.Result {
    /// nil for a verdict that is final or waits for something.
    init?(_ verdict: Verdict) {
        switch verdict {
        case .notAdopted: self = .notAdopted
        case .noQuorum: self = .noQuorum
        case .vetoed: self = .vetoed
        case .broken: self = .broken
        default: return nil
        }
    }
}

/// Two thresholds and a last instance (Yemen, National Dialogue Conference of 2013–14): a first vote of those present, a
/// second one after a committee looked for agreement, then whoever decides. Without a quorum the question is sent up at once.
public struct TwoThresholds: Sendable, Hashable {
    public var first: Threshold
    public var second: Threshold
    public var committee: String
    public var lastInstance: String
    public var quorum: Quorum

    public init(
        first: Threshold = .atLeast(9, of: 10), second: Threshold = .atLeast(3, of: 4),
        committee: String = "consensus_committee", lastInstance: String = "president", quorum: Quorum = .none
    ) {
        self.first = first
        self.second = second
        self.committee = committee
        self.lastInstance = lastInstance
        self.quorum = quorum
    }

    /// The same as stages.
    public var ladder: DecisionLadder {
        func vote(_ threshold: Threshold) -> DecisionRule {
            .qualifiedMajority(QualifiedMajority(threshold, base: .present, quorum: quorum))
        }
        return DecisionLadder([
            DecisionLadder.Stage(organ: "plenary", rule: vote(first)),
            DecisionLadder.Stage(organ: committee, rule: vote(second), votesAnew: true),
            DecisionLadder.Stage(
                organ: lastInstance, rule: .lastInstance(lastInstance),
                opens: DecisionLadder.Guard(after: [.notAdopted, .noQuorum])),
        ])
    }
}
