import DecisionRules
import JirgaTestSupport
import Testing

/// Every rule at the very place where one more or one less turns it.
@Suite struct `At the boundary` {
    private func ballots(_ values: (BallotValue, Int)...) -> [Ballot] {
        values.flatMap { value, count in (0..<count).map { Ballot(member: "\(value)-\($0)", value: value) } }
    }

    private func share(_ text: String, isStrict: Bool = false) throws -> Threshold {
        let share = try #require(Fraction(text))
        return try #require(Threshold(share, isStrict: isStrict))
    }

    @Test(arguments: [
        ("1/2", false), ("1/2", true), ("2/3", false), ("3/5", true), ("55/100", false), ("9/10", false), ("1", false),
    ])
    func `the fewest that are enough are enough, and one fewer is not`(text: String, isStrict: Bool) throws {
        let threshold = try share(text, isStrict: isStrict)
        let rule = DecisionRule.qualifiedMajority(QualifiedMajority(threshold))
        for members in 1...60 {
            // By counting up, apart from the division that the rule does.
            let fewest = try #require(
                (0...members).first { assents in
                    let (left, right) = (assents * threshold.share.denominator, threshold.share.numerator * members)
                    return isStrict ? left > right : left >= right
                })
            let enough = try rule.decide(ballots((.assent, fewest), (.object, members - fewest)))
            #expect(enough.verdict == .adopted && enough.tests.last?.needed?.count == fewest, "\(members)")
            guard fewest > 0 else { continue }
            let short = try rule.decide(ballots((.assent, fewest - 1), (.object, members - fewest + 1)))
            #expect(short.verdict == .notAdopted(failed: "share"), "\(members)")
        }
    }

    @Test func `a quorum is met by exactly so many`() throws {
        let three = try share("3/5")
        for quorum in [Quorum.share(three), .members(3)] {
            for (present, verdict) in [(2, Verdict.noQuorum), (3, .adopted)] {
                let ballots = ballots((.assent, 1), (.none, present - 1), (.absent, 5 - present))
                #expect(try DecisionRule.consensus(quorum).decide(ballots).verdict == verdict)
            }
        }
    }

    @Test func `consensus minus k is stopped by k and one`() throws {
        for most in 0...4 {
            let rule = DecisionRule.consensusMinus(ConsensusMinus(most: most))
            #expect(try rule.decide(ballots((.assent, 3), (.object, most))).verdict == .adopted)
            #expect(
                try rule.decide(ballots((.assent, 3), (.object, most + 1))).verdict == .notAdopted(failed: "objectors"))
        }
    }

    @Test func `four can block by the people behind them and three can't`() throws {
        let rule = DecisionRule.doubleMajority(DoubleMajority())
        for (against, verdict) in [(3, Verdict.adopted), (4, .notAdopted(failed: "population"))] {
            let large = (0..<against).map { Ballot(member: "L\($0)", value: .object, population: 100) }
            let small = (0..<23).map { Ballot(member: "S\($0)", value: .assent, population: 1) }
            #expect(try rule.decide(large + small).verdict == verdict)
        }
    }

    @Test func `weights are compared beyond 64 bits`() throws {
        let rule = DecisionRule.qualifiedMajority(QualifiedMajority(try share("2/3"), isWeighted: true))
        for (weight, isAdopted) in [(Int.max, true), (Int.max - 1, false)] {
            let outcome = try rule.decide([
                Ballot(member: "A", value: .assent, weight: try #require(Fraction(Int.max))),
                Ballot(member: "B", value: .assent, weight: try #require(Fraction(weight))),
                Ballot(member: "C", value: .object, weight: try #require(Fraction(Int.max))),
            ])
            #expect(outcome.verdict.isAdopted == isAdopted)
        }
        let heavy = Ballot(member: "A", value: .assent, weight: try #require(Fraction(.max)), count: .max)
        let more = (0..<8).map { number in
            var ballot = heavy
            ballot.member = "B\(number)"
            return ballot
        }
        #expect(throws: DecisionInputProblem.numbersTooLarge) { try rule.decide([heavy] + more) }
        let fine = [2_147_483_647, 2_147_483_629, 2_147_483_587].compactMap { Fraction(1, over: $0) }
        #expect(throws: DecisionInputProblem.numbersTooFine) {
            try rule.decide(fine.enumerated().map { Ballot(member: "\($0)", value: .assent, weight: $1) })
        }
    }

    @Test func `nobody decides nothing`() throws {
        let rules: [DecisionRule] = [
            .consensus(.none), .unanimity(.none), .qualifiedMajority(QualifiedMajority(.majority)),
            .doubleMajority(DoubleMajority()), .crossCommunity(CrossCommunity(.either, designations: ["u"])),
        ]
        for rule in rules {
            #expect(try rule.decide([]).verdict == .noQuorum)
            let observer = Ballot(member: "O", value: .assent, isEntitled: false)
            #expect(try rule.decide([observer]).verdict == .noQuorum)
        }
        #expect(try DecisionLadder([]).decide([]).verdict == .noQuorum)
    }

    @Test func `two ballots of one member are refused`() {
        let twice = [Ballot(member: "A", value: .assent), Ballot(member: "A", value: .object)]
        #expect(throws: DecisionInputProblem.twoBallots(member: "A")) {
            try DecisionRule.consensus(.none).decide(twice)
        }
    }

    @Test func `a tie goes as the rule says`() throws {
        let tied = ballots((.assent, 2), (.object, 2))
        for (tie, isAdopted) in [(QualifiedMajority.Tie.fails, false), (.passes, true), (.byThreshold, true)] {
            let rule = DecisionRule.qualifiedMajority(QualifiedMajority(try share("1/2"), tie: tie))
            #expect(try rule.decide(tied).verdict.isAdopted == isAdopted, "\(tie)")
            #expect(try rule.decide(tied + [Ballot(member: "more", value: .assent)]).verdict.isAdopted)
        }
        let chair = DecisionRule.qualifiedMajority(QualifiedMajority(.majority, tie: .chair))
        #expect(try chair.decide(tied).verdict == .awaitsRuling)
        var facts = DecisionFacts()
        facts.castingVote = .assent
        #expect(try chair.decide(tied, facts).verdict == .adopted)
    }

    // MARK: Numbers

    @Test func `fractions are read exactly or not at all`() throws {
        for (text, numerator, denominator) in [
            ("2/3", 2, 3), ("4/6", 2, 3), ("24.2", 121, 5), ("60", 60, 1), ("0.10", 1, 10), ("66.5%", 133, 200),
            ("0", 0, 1),
            ("9223372036854775807", Int.max, 1),
        ] {
            let fraction = Fraction(text)
            #expect(fraction?.numerator == numerator && fraction?.denominator == denominator, "\(text)")
        }
        for text in [
            "", "-1", "+1", "1/0", "1/", "/2", "1.", ".5", "1e3", "½", "۲", "9223372036854775808", "1/2%", " 1",
            "0.12345678901234567890",
        ] {
            #expect(Fraction(text) == nil, "\(text)")
        }
        #expect(Fraction(1, over: 0) == nil && Fraction(-1, over: 1) == nil && Fraction(1, over: -2) == nil)
        let more = try #require(Fraction(3, over: 2))
        #expect(Threshold(more) == nil && Threshold(1, isStrict: true) == nil)
    }

    @Test func `fractions are compared beyond 64 bits`() throws {
        let nearly = try #require(Fraction(Int.max - 1, over: Int.max))
        let nearer = try #require(Fraction(Int.max - 2, over: Int.max - 1))
        #expect(nearer < nearly && nearly < 1 && !(nearly < nearly))
    }
}
