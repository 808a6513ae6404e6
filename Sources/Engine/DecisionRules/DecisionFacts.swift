/// What a decision rests on besides the ballots.
public struct DecisionFacts: Sendable, Hashable {
    /// The chair's finding whether agreement is sufficient to go on.
    public var ruling: Ruling?
    public var appeal: Appeal?
    /// What governments say where the rule needs them.
    public var governments: [String: BallotValue] = [:]
    /// The chair's own vote at a tie.
    public var castingVote: BallotValue?
    public var silence: Silence?
    public var package: NegotiatedPackage?
    public var selection: SelectionVotes?
    /// Ballots of later stages of a ladder, by the stage's number from 0, where a stage votes anew.
    public var laterVotes: [Int: [Ballot]] = [:]
    /// Sittings in which agreement was sought so far.
    public var sittings = 0
    /// Minutes since the question was put.
    public var elapsedMinutes = 0
    /// What the last instance decided.
    public var decision: String?

    public init() {}

    public enum Ruling: String, Sendable, Hashable, CaseIterable { case sufficient, insufficient }

    /// What became of an appeal against the ruling.
    public enum Appeal: String, Sendable, Hashable, CaseIterable {
        /// The ruling stands.
        case upheld
        case setAside = "set_aside"
    }

    /// One run of a silence procedure. Times are milliseconds since 1970, UTC.
    public struct Silence: Sendable, Hashable {
        public var start: Int64
        public var deadline: Int64
        public var now: Int64
        public var events: [SilenceEvent]
        /// Whether the members agreed to decide by silence, where the rule asks for it.
        public var isAgreed: Bool

        public init(start: Int64, deadline: Int64, now: Int64, events: [SilenceEvent] = [], isAgreed: Bool = false) {
            self.start = start
            self.deadline = deadline
            self.now = now
            self.events = events
            self.isAgreed = isAgreed
        }
    }
}

/// Something a member wrote while a silence was running.
public struct SilenceEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case objection
        case amendment
        /// The clock stops.
        case hold
        /// Who placed a hold takes it back.
        case lift
        /// Support, a question, a comment: breaks nothing.
        case comment
    }

    /// Milliseconds since 1970, UTC.
    public var at: Int64
    public var member: String
    public var kind: Kind

    public init(at: Int64, member: String, kind: Kind) {
        self.at = at
        self.member = member
        self.kind = kind
    }
}
