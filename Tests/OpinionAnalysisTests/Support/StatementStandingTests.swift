import Testing

@testable import OpinionAnalysis

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
