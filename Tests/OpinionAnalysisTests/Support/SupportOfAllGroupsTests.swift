import LinearAlgebra
import Testing

@testable import OpinionAnalysis

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
