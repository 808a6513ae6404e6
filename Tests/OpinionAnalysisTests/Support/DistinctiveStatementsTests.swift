import LinearAlgebra
import Testing

@testable import OpinionAnalysis

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
