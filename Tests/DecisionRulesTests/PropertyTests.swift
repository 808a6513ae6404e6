import DecisionRules
import JirgaTestSupport
import Testing

/// What is true of every rule, tried with random ones. A failure names the seed.
@Suite struct `Every rule` {
    private static let seeds: Range<UInt64> = 0..<6_000

    @Test func `does not care about the order of ballots, nor about closing twice`() throws {
        for seed in Self.seeds {
            let decision = RandomDecision(seed: seed)
            let outcome = try decision.outcome()
            var random = SeededGenerator(seed: seed)
            #expect(try decision.outcome() == outcome, "seed \(seed)")
            let shuffled = try decision.rule.decide(decision.ballots.shuffled(using: &random), decision.facts)
            #expect(shuffled == outcome, "seed \(seed)")
        }
    }

    @Test func `does not care what members are called`() throws {
        for seed in Self.seeds {
            let decision = RandomDecision(seed: seed)
            // The other way round in the order of names.
            func renamed(_ name: String) -> String {
                name.hasPrefix("M") ? "Z\(9 - (Int(name.dropFirst()) ?? 0))" : name
            }
            var other = decision
            for place in other.ballots.indices { other.ballots[place].member = renamed(other.ballots[place].member) }
            other.rule = decision.rule.renamed(renamed)
            var (outcome, expected) = (try other.outcome(), try decision.outcome())
            expected.objections = expected.objections.map(renamed).sorted()
            expected.reservations = expected.reservations.map(renamed).sorted()
            outcome.tests = outcome.tests.map { $0.withNames { $0 } }
            expected.tests = expected.tests.map { $0.withNames(renamed) }
            #expect(outcome == expected, "seed \(seed)")
        }
    }

    @Test func `is never turned from adopted by one more assent`() throws {
        var adopted = 0
        for seed in Self.seeds {
            let decision = RandomDecision(seed: seed)
            guard try decision.outcome().verdict.isAdopted else { continue }
            adopted += 1
            for place in decision.ballots.indices {
                var other = decision
                other.ballots[place].value = .assent
                #expect(try other.outcome().verdict.isAdopted, "seed \(seed), ballot \(place)")
            }
            var random = SeededGenerator(seed: seed)
            var other = decision
            var more = RandomDecision.ballot("new", &random)
            more.value = .assent
            other.ballots.append(more)
            #expect(try other.outcome().verdict.isAdopted, "seed \(seed), a member more")
        }
        #expect(adopted > 500)
    }

    @Test func `gives the same when all weights are multiplied`() throws {
        for seed in Self.seeds {
            let decision = RandomDecision(seed: seed)
            var other = decision
            for place in other.ballots.indices {
                let ballot = other.ballots[place]
                other.ballots[place].weight = try #require(
                    Fraction(ballot.weight.numerator * 7, over: ballot.weight.denominator * 3))
                other.ballots[place].population = ballot.population.flatMap {
                    Fraction($0.numerator * 11, over: $0.denominator * 13)
                }
            }
            let (first, second) = (try decision.outcome(), try other.outcome())
            #expect(
                first.verdict == second.verdict && first.tests.map(\.passed) == second.tests.map(\.passed),
                "seed \(seed)")
        }
    }

    @Test func `explains its verdict by the first test that failed`() throws {
        for seed in Self.seeds {
            let outcome = try RandomDecision(seed: seed).outcome()
            let first = outcome.firstFailure
            switch outcome.verdict {
            case .adopted, .adoptedWithDissent: #expect(first == nil, "seed \(seed)")
            case .notAdopted(let failed): #expect(first?.name == failed, "seed \(seed)")
            case .noQuorum:
                #expect(
                    first.map { [.members, .quorum, .constituencyPresent].contains($0.kind) } == true, "seed \(seed)")
            case .vetoed: #expect(first?.kind == .veto, "seed \(seed)")
            case .awaitsRuling: #expect(first?.finding == .notYet, "seed \(seed)")
            default: break
            }
            #expect(outcome.verdict == .adopted || !outcome.tests.isEmpty, "seed \(seed)")
        }
    }

    @Test func `never reads more into a weaker answer`() throws {
        // From assent downwards, a ballot only ever helps less.
        let order: [BallotValue] = [.assent, .reservation, .object]
        for seed in Self.seeds {
            var decision = RandomDecision(seed: seed)
            guard !decision.ballots.isEmpty else { continue }
            let adopted = try order.map { value in
                decision.ballots[0].value = value
                return try decision.outcome().verdict.isAdopted
            }
            #expect(adopted[0] == adopted[1] && (adopted[0] || !adopted[2]), "seed \(seed)")
        }
    }
}

extension RuleTest {
    func withNames(_ rename: (String) -> String) -> RuleTest {
        var test = self
        test.names = names.map(rename).sorted()
        return test
    }
}

extension DecisionRule {
    /// The same about members of other names.
    func renamed(_ rename: (String) -> String) -> DecisionRule {
        switch self {
        case .consensusMinus(var rule):
            rule.named = rule.named.map { Set($0.map(rename)) }
            return .consensusMinus(rule)
        case .sufficientConsensus(var rule):
            rule.principals = Set(rule.principals.map(rename))
            return .sufficientConsensus(rule)
        case .constituencyVeto(let base, let veto): return .constituencyVeto(base: base.renamed(rename), veto)
        default: return self
        }
    }
}
