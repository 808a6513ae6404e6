import DecisionRules
import Testing

@Suite struct `A ladder` {
    private func ballots(_ values: BallotValue...) -> [Ballot] {
        values.enumerated().map { Ballot(member: "M\($0)", value: $1) }
    }

    @Test func `of two thresholds goes as in Yemen`() throws {
        let rule = DecisionRule.twoThresholds(TwoThresholds())
        func vote(_ assents: Int) -> [Ballot] {
            [
                Ballot(member: "+", value: .assent, count: assents),
                Ballot(member: "-", value: .object, count: 50 - assents),
            ]
        }
        var facts = DecisionFacts()
        #expect(try rule.decide(vote(45), facts).verdict == .adopted)
        #expect(try rule.decide(vote(44), facts).verdict == .referred(to: "consensus_committee"))
        facts.laterVotes[1] = vote(38)
        let second = try rule.decide(vote(44), facts)
        #expect(second.verdict == .adopted && second.stage == 1 && second.firstFailure == nil)
        facts.laterVotes[1] = vote(37)
        #expect(try rule.decide(vote(44), facts).verdict == .referred(to: "president"))
        facts.decision = "option B"
        #expect(try rule.decide(vote(44), facts).verdict == .decided(by: "president", what: "option B"))
    }

    @Test func `skips a stage that is not for the result`() throws {
        let ladder = DecisionLadder([
            DecisionLadder.Stage(organ: "plenary", rule: .consensus(.members(3))),
            DecisionLadder.Stage(organ: "committee", rule: .unanimity(.none)),
            DecisionLadder.Stage(
                organ: "chair", rule: .lastInstance("chair"), opens: DecisionLadder.Guard(after: [.noQuorum])),
        ])
        #expect(try ladder.decide(ballots(.assent, .absent, .absent)).verdict == .referred(to: "chair"))
        #expect(try ladder.decide(ballots(.assent, .object, .assent)).verdict == .notAdopted(failed: "unanimity"))
        #expect(try ladder.decide(ballots(.assent, .none, .assent)).stage == 0)
    }

    @Test func `waits for sittings and for time`() throws {
        let ladder = DecisionLadder([
            DecisionLadder.Stage(organ: "plenary", rule: .consensus(.none)),
            DecisionLadder.Stage(
                organ: "plenary", rule: .qualifiedMajority(QualifiedMajority(.majority)),
                opens: DecisionLadder.Guard(sittings: 2, minutes: 60)),
        ])
        let votes = ballots(.assent, .assent, .object)
        var facts = DecisionFacts()
        for (sittings, minutes, verdict) in [(1, 60, Verdict.running), (2, 59, .running), (2, 60, .adopted)] {
            (facts.sittings, facts.elapsedMinutes) = (sittings, minutes)
            #expect(try ladder.decide(votes, facts).verdict == verdict)
        }
    }

    @Test func `decides a package once nothing is open`() throws {
        let rule = DecisionRule.package(final: .consensus(.none))
        var facts = DecisionFacts()
        #expect(throws: DecisionInputProblem.missing(.package)) { try rule.decide(ballots(.assent), facts) }
        var package = NegotiatedPackage(clauses: [
            NegotiatedPackage.Clause(id: "c1", status: .provisionallyAgreed),
            NegotiatedPackage.Clause(id: "c2", status: .bracketed),
            NegotiatedPackage.Clause(id: "c3", status: .provisionallyAgreed, isSeverable: true),
        ])
        facts.package = package
        let open = try rule.decide(ballots(.assent), facts)
        #expect(open.verdict == .notAdopted(failed: "clauses") && open.firstFailure?.names == ["c2"])
        package.clauses[1].status = .deleted
        facts.package = package
        #expect(try rule.decide(ballots(.assent), facts).verdict == .adopted)
        #expect(try rule.decide(ballots(.object), facts).verdict == .notAdopted(failed: "objections"))
        #expect(package.state(final: true).inForce == ["c1", "c3"])
        #expect(package.state(final: nil).stage == .ready)
    }
}

@Suite struct `Blocking arithmetic` {
    private func members(_ count: Int) -> [Ballot] { (0..<count).map { Ballot(member: "M\($0 + 10)", value: .none) } }

    @Test func `counts heads`() throws {
        let consensus = try DecisionRule.consensus(.none).blocking(among: members(5))
        #expect(consensus.alone.count == 5 && consensus.fewestObjecting == 1 && consensus.fewestAssents == 5)
        #expect(consensus.fewestAway == nil && consensus.isExact)
        let share = try #require(Fraction("2/3").flatMap { Threshold($0) })
        let majority = try DecisionRule.qualifiedMajority(QualifiedMajority(share, base: .all)).blocking(
            among: members(5))
        #expect(majority.alone.isEmpty && majority.fewestObjecting == 2 && majority.fewestAssents == 4)
        #expect(majority.fewestAway == 2)
        let quorum = try DecisionRule.consensus(.members(4)).blocking(among: members(5))
        #expect(quorum.fewestAway == 2)
        let silence = try DecisionRule.silence(SilenceProcedure()).blocking(among: members(3))
        #expect(silence.alone.count == 3 && silence.fewestObjecting == 1)
        #expect(try DecisionRule.unanimity(.none).blocking(among: []).fewestAssents == nil)
    }

    @Test func `knows who is needed by name`() throws {
        let rule = DecisionRule.sufficientConsensus(SufficientConsensus(principals: ["M10", "M12"]))
        let arithmetic = try rule.blocking(among: members(6))
        #expect(arithmetic.alone == ["M10", "M12"] && arithmetic.fewestAssents == 2)
        let minus = DecisionRule.consensusMinus(ConsensusMinus(most: 1, named: ["M10"]))
        #expect(try minus.blocking(among: members(3)).alone == ["M11", "M12"])
    }

    @Test func `finds what trying everything finds`() throws {
        for seed in UInt64(0)..<700 {
            let decision = RandomDecision(seed: seed)
            switch decision.rule {
            case .twoThresholds, .lastInstance, .constituencyVeto(.twoThresholds, _),
                .constituencyVeto(.lastInstance, _):
                continue
            default: break
            }
            let members = decision.ballots.filter { $0.isEntitled && $0.count > 0 }
            guard members.count < 7 else { continue }
            var facts = DecisionFacts()
            facts.ruling = .sufficient
            facts.castingVote = .assent
            facts.governments = ["X": .assent, "Y": .assent]
            func fewest(_ value: BallotValue, others: BallotValue, adopting: Bool) throws -> Int? {
                var best: Int?
                for set in 0..<(1 << members.count) {
                    var ballots = members
                    for place in ballots.indices { ballots[place].value = set >> place & 1 == 1 ? value : others }
                    guard try decision.rule.decide(ballots, facts).verdict.isAdopted == adopting else { continue }
                    best = min(best ?? .max, set.nonzeroBitCount)
                }
                return best
            }
            let found = try decision.rule.blocking(among: decision.ballots)
            #expect(found.isExact, "seed \(seed)")
            #expect(try found.fewestObjecting == fewest(.object, others: .assent, adopting: false), "seed \(seed)")
            #expect(try found.fewestAway == fewest(.absent, others: .assent, adopting: false), "seed \(seed)")
            #expect(try found.fewestAssents == fewest(.assent, others: .object, adopting: true), "seed \(seed)")
        }
    }

    @Test func `is enough where not everything can be tried`() throws {
        let share = try #require(Fraction("2/3").flatMap { Threshold($0) })
        let rule = DecisionRule.qualifiedMajority(QualifiedMajority(share, isWeighted: true))
        // Weights 1 to 40 add up to 820; 2/3 are 547, and more than 273 block: the heaviest are 40, 39, … 34 (259), 33 (292).
        let members = (1...40).map { Ballot(member: "M\($0)", value: .none, weight: Fraction($0) ?? 1) }
        let found = try rule.blocking(among: members)
        #expect(!found.isExact && found.fewestObjecting == 8 && found.alone.isEmpty)
        // 40 + 39 + … + 19 is 649; down to 23 is 567, down to 24 is 544.
        #expect(found.fewestAssents == 18)
    }
}
