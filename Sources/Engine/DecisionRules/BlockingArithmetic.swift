/// Who can block and what is enough, before anybody has said anything: everybody else is taken to assent, the governments to
/// assent and the chair to rule in favour.
public struct BlockingArithmetic: Sendable, Hashable {
    /// Members each of whose objection alone is enough to block, in their order.
    public var alone: [String] = []
    /// The fewest members that can block by objecting; nil where nobody can.
    public var fewestObjecting: Int?
    /// The fewest that can block by staying away; nil where nobody can.
    public var fewestAway: Int?
    /// The fewest whose assent is enough though all others object; nil where nothing is.
    public var fewestAssents: Int?
    /// Whether the three are the fewest, and not only enough: with many members of many kinds not everything is tried.
    public var isExact = true
    /// What the rule asks, test by test, with the numbers of these members.
    public var tests: [RuleTest] = []

    public init() {}
}

extension DecisionLadder {
    /// The arithmetic of each stage.
    public func blocking(among members: [Ballot]) throws(DecisionInputProblem) -> [BlockingArithmetic] {
        var all: [BlockingArithmetic] = []
        for stage in stages { all.append(try stage.rule.blocking(among: members)) }
        return all
    }
}

extension DecisionRule {
    /// Who can block and what is enough. What the members' ballots say makes no difference.
    public func blocking(among members: [Ballot]) throws(DecisionInputProblem) -> BlockingArithmetic {
        let seated = try SeatedBallots(members)
        switch self {
        case .package(let final): return try final.blocking(among: members)
        case .twoThresholds(let rule):
            guard let first = rule.ladder.stages.first else { return BlockingArithmetic() }
            return try first.rule.blocking(among: members)
        case .silence:
            var arithmetic = BlockingArithmetic()
            arithmetic.alone = seated.ballots.map(\.member)
            arithmetic.fewestObjecting = seated.isEmpty ? nil : 1
            arithmetic.fewestAssents = 0
            return arithmetic
        case .lastInstance, .stagedSelection: return BlockingArithmetic()
        default: return try Coalitions(rule: self, seated: seated).arithmetic
        }
    }

    /// The members the rule names.
    fileprivate var namedMembers: Set<String> {
        switch self {
        case .consensusMinus(let rule): rule.named ?? []
        case .sufficientConsensus(let rule): rule.principals
        case .constituencyVeto(let base, _): base.namedMembers
        default: []
        }
    }

    fileprivate var governments: Set<String> {
        switch self {
        case .sufficientFormula(let rule): rule.governments
        case .constituencyVeto(let base, _): base.governments
        default: []
        }
    }
}

/// Sets of members, tried against a rule.
private struct Coalitions {
    let rule: DecisionRule
    let ballots: [Ballot]
    let facts: DecisionFacts
    /// Members between whom the rule makes no difference, as places in `ballots`.
    let kinds: [[Int]]

    /// More are not tried one by one.
    private static let mostTried = 4_096

    private struct Kind: Hashable {
        let weight: Fraction
        let bloc: String?
        let constituencies: Set<String>
        let count: Int
        let population: Fraction?
        let isNamed: Bool
    }

    init(rule: DecisionRule, seated: SeatedBallots) {
        self.rule = rule
        let ballots = seated.ballots
        self.ballots = ballots
        var facts = DecisionFacts()
        facts.ruling = .sufficient
        facts.castingVote = .assent
        for government in rule.governments { facts.governments[government] = .assent }
        self.facts = facts
        let named = rule.namedMembers
        let kinds = Dictionary(grouping: ballots.indices) { place in
            let ballot = ballots[place]
            return Kind(
                weight: ballot.weight, bloc: ballot.bloc, constituencies: ballot.constituencies, count: ballot.count,
                population: ballot.population, isNamed: named.contains(ballot.member))
        }
        self.kinds = kinds.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    var arithmetic: BlockingArithmetic {
        get throws(DecisionInputProblem) {
            var arithmetic = BlockingArithmetic()
            arithmetic.tests = try outcome([], .object, others: .assent).tests
            for kind in kinds {
                guard let first = kind.first, try !adopts([first], .object, others: .assent) else { continue }
                arithmetic.alone += kind.map { ballots[$0].member }
            }
            arithmetic.alone.sort()
            let tried = tried
            arithmetic.isExact = tried != nil
            arithmetic.fewestObjecting = try fewest(tried, .object, others: .assent, adopting: false)
            arithmetic.fewestAway = try fewest(tried, .absent, others: .assent, adopting: false)
            arithmetic.fewestAssents = try fewest(tried, .assent, others: .object, adopting: true)
            return arithmetic
        }
    }

    private func outcome(
        _ members: [Int], _ value: BallotValue, others: BallotValue
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        var ballots = ballots
        for place in ballots.indices { ballots[place].value = others }
        for place in members { ballots[place].value = value }
        return try rule.decide(SeatedBallots(sorted: ballots), facts)
    }

    private func adopts(
        _ members: [Int], _ value: BallotValue, others: BallotValue
    ) throws(DecisionInputProblem) -> Bool {
        try outcome(members, value, others: others).verdict.isAdopted
    }

    /// Every number of members of each kind, the smallest sets first; nil where they are too many.
    private var tried: [[Int]]? {
        var sets: [[Int]] = [[]]
        for kind in kinds {
            let (product, overflow) = sets.count.multipliedReportingOverflow(by: kind.count + 1)
            guard !overflow, product <= Self.mostTried else { return nil }
            sets = sets.flatMap { set in (0...kind.count).map { set + kind.prefix($0) } }
        }
        return sets.sorted { $0.count < $1.count }
    }

    private func fewest(
        _ tried: [[Int]]?, _ value: BallotValue, others: BallotValue, adopting: Bool
    ) throws(DecisionInputProblem) -> Int? {
        if let tried {
            for set in tried where try adopts(set, value, others: others) == adopting { return set.count }
            return nil
        }
        var fewest: Int?
        for order in orders {
            guard try adopts(order, value, others: others) == adopting else { continue }
            // More of the same never turn it back, so the first that is enough can be found by halves.
            var (low, high) = (0, order.count)
            while low < high {
                let middle = (low + high) / 2
                if try adopts(Array(order.prefix(middle)), value, others: others) == adopting {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            fewest = min(fewest ?? low, low)
        }
        return fewest
    }

    /// Orders in which members are likely to come to something: the heavy ones first, of everybody and of each camp.
    private var orders: [[Int]] {
        let named = rule.namedMembers
        var first: [(Ballot) -> Bool] = [{ _ in false }, { named.contains($0.member) }, { !named.contains($0.member) }]
        for bloc in Set(ballots.compactMap(\.bloc)).sorted() { first.append { $0.bloc == bloc } }
        for name in ballots.reduce(into: Set<String>(), { $0.formUnion($1.constituencies) }).sorted() {
            first.append { $0.constituencies.contains(name) }
        }
        let measures: [(Ballot) -> Fraction] = [
            { $0.weight }, { $0.population ?? 0 }, { Fraction($0.count) ?? 0 },
        ]
        return first.flatMap { isFirst in
            measures.map { measure in
                ballots.indices.sorted { left, right in
                    let (one, other) = (ballots[left], ballots[right])
                    if isFirst(one) != isFirst(other) { return isFirst(one) }
                    let (heavy, light) = (measure(one), measure(other))
                    return heavy == light ? left < right : heavy > light
                }
            }
        }
    }
}
