/// What a member says to the question.
public enum BallotValue: String, Sendable, Hashable, CaseIterable {
    case assent
    /// Assent with a reservation that is recorded; counts as assent.
    case reservation
    /// Abstaining, or standing aside.
    case abstain
    /// An objection entered as an obstacle, or a vote against.
    case object
    /// Present, and nothing said.
    case none
    case absent

    public var isAssent: Bool { self == .assent || self == .reservation }
    public var isPresent: Bool { self != .absent }
}

/// One member's word on a question: a delegation's, a delegate's, or that of several heads who said the same.
public struct Ballot: Sendable, Hashable {
    public var member: String
    public var value: BallotValue
    /// Observers have none of it: their ballots are left out.
    public var isEntitled = true
    /// For rules that weigh: seats, or a share of the poll.
    public var weight: Fraction = 1
    /// The community or camp it is counted in.
    public var bloc: String?
    public var constituencies: Set<String> = []
    /// How many heads it stands for; a ballot of nobody is left out.
    public var count = 1
    /// For rules that count people behind members.
    public var population: Fraction?

    public init(
        member: String, value: BallotValue, isEntitled: Bool = true, weight: Fraction = 1, bloc: String? = nil,
        constituencies: Set<String> = [], count: Int = 1, population: Fraction? = nil
    ) {
        self.member = member
        self.value = value
        self.isEntitled = isEntitled
        self.weight = weight
        self.bloc = bloc
        self.constituencies = constituencies
        self.count = count
        self.population = population
    }
}

/// What can't be decided upon, whatever the rule says.
public enum DecisionInputProblem: Error, Sendable, Hashable {
    /// Two ballots of one member.
    case twoBallots(member: String)
    /// Fewer than no heads.
    case negativeCount(member: String)
    case noPopulation(member: String)
    /// The rule is about a silence, a package or a selection, and there is none.
    case missing(Facts)
    /// The weights don't fit into 128 bits.
    case numbersTooLarge
    /// The weights have no common denominator of 63 bits.
    case numbersTooFine
    /// A calendar without a working day, or a deadline further than anybody plans.
    case noSuchDeadline

    public enum Facts: String, Sendable, Hashable { case silence, package, selection }
}

/// The ballots that count, by member, so that the order they came in can make no difference.
struct SeatedBallots {
    let ballots: [Ballot]

    init(_ all: [Ballot]) throws(DecisionInputProblem) {
        var seen: Set<String> = []
        seen.reserveCapacity(all.count)
        for ballot in all {
            guard seen.insert(ballot.member).inserted else { throw .twoBallots(member: ballot.member) }
            guard ballot.count >= 0 else { throw .negativeCount(member: ballot.member) }
        }
        ballots = all.filter { $0.isEntitled && $0.count > 0 }.sorted { $0.member < $1.member }
    }

    /// Ballots that were looked at before.
    init(sorted ballots: [Ballot]) { self.ballots = ballots }

    var isEmpty: Bool { ballots.isEmpty }
    var assents: [Ballot] { ballots.filter(\.value.isAssent) }
    var objections: [Ballot] { ballots.filter { $0.value == .object } }
    var present: [Ballot] { ballots.filter(\.value.isPresent) }

    func members(_ values: BallotValue...) -> [String] {
        ballots.filter { values.contains($0.value) }.map(\.member)
    }
}
