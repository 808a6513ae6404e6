import LinearAlgebra
import Testing

@testable import OpinionAnalysis

/// Votes given as agree, disagree, pass.
func tally(_ agrees: Int, _ disagrees: Int, _ passes: Int = 0) -> StatementVotes {
    StatementVotes(agrees: agrees, disagrees: disagrees, passes: passes)
}

/// Counts of groups in which everybody is in a group.
func counts(_ groups: [[StatementVotes]], skipped: Set<Int> = []) -> VoteCounts {
    VoteCounts(
        everybody: groups.dropFirst().reduce(groups[0]) { zip($0, $1).map(+) }, groups: groups,
        groupSizes: groups.map { $0.map(\.seen).max() ?? 0 }, skipped: skipped)
}

@Suite struct `Counts of votes` {
    @Test(arguments: Array(UInt64(1)...3)) func `leave people out as if they had not voted`(seed: UInt64) throws {
        var conversation = RandomConversation(seed: seed)
        conversation.excluded = [3]
        let whole = try conversation.matrix()
        let groups = whole.participants.indices.map { $0 % 4 == 3 ? nil : $0 % 4 }
        let left: Set<Int> = [0, 5, 7, 1_000]
        let without = whole.counts(rowGroups: groups, groupCount: 3, excluding: left)
        var fewer = conversation
        fewer.votes.removeAll { left.contains($0.participant) }
        let expected = try fewer.matrix().counts(rowGroups: groups, groupCount: 3)
        #expect(without.everybody == expected.everybody, "seed \(seed)")
        #expect(without.groups == expected.groups, "seed \(seed)")
        #expect(without.groupSizes.reduce(0, +) == groups.count { $0 != nil } - 2, "seed \(seed)")
        #expect(!without.judged.contains(3), "seed \(seed)")
        #expect(whole.counts().groups.isEmpty)
    }

    @Test func `can do without a group`() {
        let all = counts([[tally(5, 1)], [tally(2, 7, 1)]])
        let without = all.without(group: 0)
        #expect(without.everybody == [tally(2, 7, 1)])
        #expect(without.groups == [[tally(2, 7, 1)]])
    }
}

@Suite struct `Support of statements` {
    @Test func `shows counted shares and ranks by drawn ones`() {
        let statements = [tally(1, 0), tally(90, 10), tally(30, 70), tally(0, 0)]
        let support = StatementSupport.measured(from: counts([statements]))
        #expect(support[0].everybody.agree.value == 1)
        #expect(support[3].everybody.agree.value == nil)
        #expect(support[3].everybody.agree.interval == Interval(lower: 0, upper: 1))
        #expect(support[1].rankedAgreement > support[0].rankedAgreement)
        #expect(support[0].rankedAgreement > support[2].rankedAgreement)
    }
}

@Suite struct `Common ground` {
    @Test func `asks every group, however small`() {
        let ground = CommonGround.judged(
            from: counts([
                [tally(900, 100), tally(900, 100), tally(100, 880), tally(990, 10)],
                [tally(45, 5), tally(25, 25), tally(3, 50), tally(4, 0)],
            ]))
        #expect(ground.map(\.verdict) == [.established, .notShared, .established, .notEnoughAnswers])
        #expect(ground.map(\.side) == [.agree, .agree, .disagree, .agree])
        #expect(ground[1].leastSupportiveGroup == 1)
        #expect(ground[3].groupsWithTooFewAnswers == [1])
        #expect(ground[0].leastShare.count == 45)
        #expect(ground[0].guaranteedShare < ground[0].leastShare.interval.lower)
    }

    @Test func `calls indicated what many looks could have brought about`() {
        let one = tally(16, 4)
        #expect(
            CommonGround.judged(from: counts([[one], [tally(40, 0)]]), rules: .init(threshold: 0.5)).map(\.verdict)
                == [.established])
        let many = [[StatementVotes]](repeating: [StatementVotes](repeating: one, count: 200), count: 2)
        let verdicts = CommonGround.judged(from: counts(many), rules: .init(threshold: 0.5)).map(\.verdict)
        #expect(Set(verdicts) == [.indicated])
    }

    @Test func `takes everybody for the one group where there are none`() {
        let ground = CommonGround.judged(
            from: VoteCounts(everybody: [tally(80, 10)], groups: [], groupSizes: [], skipped: []))
        #expect(ground.map(\.verdict) == [.established])
        #expect(ground[0].leastSupportiveGroup == nil)
        #expect(CommonGround.judged(from: VoteCounts(everybody: [], groups: [], groupSizes: [])).isEmpty)
    }

    @Test func `passes over what was taken out`() {
        let votes = [tally(50, 0), tally(50, 0), tally(0, 0)]
        #expect(CommonGround.judged(from: counts([votes, votes], skipped: [0])).map(\.statement) == [1])
    }

    /// Every statement is a coin in every group, so that anything called common ground is false.
    @Test func `is seldom found where there is none`() {
        var generator = SeededGenerator(seed: 21)
        var falseAlarms = 0
        for _ in 0..<200 {
            let groups = (0..<2).map { _ in
                (0..<50).map { _ in
                    let agrees = (0..<60).count { _ in Double.random(in: 0..<1, using: &generator) < 0.5 }
                    return tally(agrees, 60 - agrees)
                }
            }
            let ground = CommonGround.judged(from: counts(groups), rules: .init(threshold: 0.5))
            if ground.contains(where: { $0.verdict == .established }) { falseAlarms += 1 }
        }
        #expect(falseAlarms <= 10)
    }

    @Test func `tells what a single group stands in the way of`() {
        let groups = [
            [tally(90, 10), tally(95, 5)], [tally(80, 10), tally(85, 5)], [tally(10, 30), tally(40, 0)],
        ]
        let gained = CommonGround.gained(leavingOut: counts(groups))
        #expect(gained.map { $0.map(\.statement) } == [[], [], [0]])
    }
}

@Suite struct `Where statements stand` {
    let groups = [
        [
            tally(190, 10), tally(160, 40), tally(180, 20), tally(100, 100), tally(150, 40, 10), tally(3, 1),
            tally(30, 30, 140),
        ],
        [
            tally(97, 3), tally(80, 20), tally(20, 80), tally(50, 50), tally(58, 25, 17), tally(50, 50),
            tally(15, 15, 70),
        ],
    ]

    @Test func `is told apart`() {
        #expect(
            StatementStanding.sorted(from: counts(groups)) == [
                .commonGround(.agree), .bridge(.agree), .dividesGroups, .splitWithinGroups, .majority(.agree),
                .notEnoughAnswers, .unsettled,
            ])
    }

    @Test func `knows a bridge by its topic`() {
        let topics: [Int?] = [7, nil, 7, nil, nil, nil, nil]
        let standings = StatementStanding.sorted(from: counts(groups), topics: topics)
        #expect(standings[0] == .bridge(.agree))
        #expect(standings[1] == .bridge(.agree))
    }

    @Test func `has no bridges without groups`() {
        let everybody = counts([groups[0]])
        #expect(StatementStanding.sorted(from: everybody)[1] == .commonGround(.agree))
    }

    @Test func `says nothing of what was taken out`() {
        #expect(StatementStanding.sorted(from: counts(groups, skipped: [1]))[1] == nil)
    }

    @Test func `goes with the amount of division and the largest gap`() throws {
        let divisions = Division.measured(from: counts(groups))
        #expect(abs(divisions[3].amount - 1) < 1e-12)
        let gap = try #require(divisions[2].largestGap)
        #expect(gap.higher == 0 && gap.lower == 1)
        #expect(abs(gap.difference - 0.7) < 1e-12)
        #expect(gap.interval.contains(0.7) && gap.interval.lower > 0.5)
        #expect(Division.measured(from: counts([groups[0]]))[2].largestGap == nil)
    }
}

@Suite struct `What sets a group apart` {
    @Test func `ranks every statement for every group`() {
        let groups = [
            [tally(90, 10), tally(50, 50), tally(60, 40), tally(10, 0)],
            [tally(10, 40), tally(25, 25), tally(20, 30), tally(0, 0)],
        ]
        let ranked = DistinctiveStatement.ranked(from: counts(groups))
        #expect(ranked.map { $0.map(\.statement) } == [[0, 2, 1], [0, 2, 1]])
        #expect(ranked[0][0].side == .agree && ranked[1][0].side == .disagree)
        #expect(ranked[0][0].isDistinctive && !ranked[0][2].isDistinctive)
        #expect(abs(ranked[0][0].difference - 0.7) < 1e-12)
        #expect(ranked[0][0].interval.contains(0.7))
        #expect(ranked[0][0].shrunkLogOddsRatio > 0)
    }

    @Test func `keeps the opinion of a minority`() {
        let groups = [[tally(10, 90), tally(90, 10)], [tally(20, 1), tally(20, 1)]]
        let ranked = DistinctiveStatement.ranked(from: counts(groups))
        #expect(ranked[1].filter(\.isMinorityOpinion).map(\.statement) == [0])
        #expect(ranked[0].filter(\.isMinorityOpinion).isEmpty)
    }

    @Test func `has nothing to compare without groups`() {
        #expect(DistinctiveStatement.ranked(from: counts([[tally(5, 5)]])) == [[]])
        #expect(
            DistinctiveStatement.ranked(from: VoteCounts(everybody: [], groups: [], groupSizes: [])).isEmpty)
    }

    /// Groups drawn by lot do not differ, so that every finding is false.
    @Test func `finds little where groups are drawn by lot`() {
        var generator = SeededGenerator(seed: 3)
        var withFindings = 0
        for _ in 0..<100 {
            let shares = (0..<40).map { _ in Double.random(in: 0.1...0.9, using: &generator) }
            let groups = (0..<3).map { _ in
                shares.map { share in
                    let agrees = (0..<50).count { _ in Double.random(in: 0..<1, using: &generator) < share }
                    return tally(agrees, 50 - agrees)
                }
            }
            if DistinctiveStatement.ranked(from: counts(groups)).joined().contains(where: \.isDistinctive) {
                withFindings += 1
            }
        }
        #expect(withFindings <= 12)
    }
}
