/// What a rule made of the ballots, with every test it made on the way.
public struct DecisionOutcome: Sendable, Hashable {
    public var verdict: Verdict
    /// In the order the rule asks them.
    public var tests: [RuleTest]
    /// The stage of the ladder that gave the verdict, from 0.
    public var stage = 0
    /// Entered in the record by name, in their order.
    public var objections: [String] = []
    public var reservations: [String] = []

    /// The test the verdict hangs on, where it failed.
    public var firstFailure: RuleTest? { tests.first { $0.isDecisive && !$0.passed } }
}

public enum Verdict: Sendable, Hashable {
    case adopted
    /// Adopted over objections that are entered by name.
    case adoptedWithDissent
    /// With the name of the first test that failed; see ``RuleTest/name``.
    case notAdopted(failed: String)
    case noQuorum
    case vetoed(by: [String])
    /// Another organ has to go on.
    case referred(to: String)
    /// The last instance decided.
    case decided(by: String, what: String)
    case awaitsRuling
    /// A period is running.
    case running
    /// The silence was broken.
    case broken(by: String)
    case onHold(by: String)
    /// The question was not put as the rule wants it.
    case invalid(Invalidity)
    /// Of a selection: who was elected, in the order of the rule.
    case elected([String])
    case runOff([String])

    public enum Invalidity: String, Sendable, Hashable {
        case tooShort = "too_short"
        case notAgreed = "not_agreed"
    }

    public var isAdopted: Bool { self == .adopted || self == .adoptedWithDissent }
}

/// One test of a rule with its numbers. Words are made of it elsewhere, in the reader's language.
public struct RuleTest: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody is entitled.
        case members
        case quorum
        /// Nobody objects.
        case objections
        /// Everybody assents.
        case unanimity
        /// All who object were named.
        case named
        /// Not more were named than the rule lets be.
        case namedLimit = "named_limit"
        /// Not more object than the rule lets.
        case objectors
        case principals
        case assents
        case ruling
        case appeal
        case poll
        case bloc
        case parties
        case governments
        case share
        case tie
        case memberShare = "members_share"
        case population
        /// Fewer than a blocking minority do not assent.
        case blockingMinority = "blocking_minority"
        case parallelOverall = "parallel_overall"
        case parallelEach = "parallel_each"
        case weightedOverall = "weighted_overall"
        case weightedEach = "weighted_each"
        case constituencyPresent = "constituency_present"
        case veto
        case minimumLength = "minimum_length"
        case minimumWorkingDays = "minimum_working_days"
        case procedureAgreed = "procedure_agreed"
        case silence
        case late
        case hold
        case deadline
        case clauses
        /// The next stage may begin.
        case sittings
        case elapsed
        case lastInstance = "last_instance"
        case college
        case endorsements
        case list
        case runOff = "run_off"
    }

    /// What a test that is no matter of numbers came to.
    public enum Finding: String, Sendable, Hashable {
        case sufficient, insufficient, notYet
        case upheld, setAside
        case carries, fails
        case objection, amendment, hold
    }

    public var kind: Kind
    public var passed: Bool
    /// Whether the verdict hangs on it. A test that failed without harm does not: another way was open.
    public var isDecisive = true
    /// A bloc, a constituency, an organ, a list.
    public var subject: String?
    /// Members, governments or clauses the test speaks of, in their order.
    public var names: [String] = []
    public var part: Amount?
    public var whole: Amount?
    public var threshold: Threshold?
    /// The fewest that would have been enough, where heads are counted.
    public var needed: Amount?
    /// What `part` is counted of.
    public var base: VotingBase?
    public var finding: Finding?
    /// Milliseconds since 1970.
    public var time: Int64?

    public init(_ kind: Kind, passed: Bool) {
        self.kind = kind
        self.passed = passed
    }

    /// What the test is called in a verdict: its kind, or the bloc it is about.
    public var name: String {
        switch kind {
        case .bloc: subject ?? kind.rawValue
        case .memberShare: "members"
        default: kind.rawValue
        }
    }
}

extension RuleTest {
    /// Whether `part` of `whole` is enough.
    init(
        _ kind: Kind, _ part: UInt128, of whole: UInt128, _ threshold: Threshold, scale: Scale = .heads,
        subject: String? = nil
    ) {
        self.init(kind, passed: threshold.isReached(by: part, of: whole))
        self.part = scale.amount(part)
        self.whole = scale.amount(whole)
        self.threshold = threshold
        self.subject = subject
        if scale.unitsPerOne == 1 { needed = threshold.needed(of: whole).map { Amount(units: $0, perOne: 1) } }
    }

    /// Whether those are none, or all.
    init(_ kind: Kind, passed: Bool, names: [String]) {
        self.init(kind, passed: passed)
        self.names = names
    }
}

extension [RuleTest] {
    /// The same tests, on which nothing hangs any more.
    var withoutConsequence: [RuleTest] {
        map { test in
            var test = test
            test.isDecisive = false
            return test
        }
    }
}
