import Testing

@testable import OpinionAnalysis

@Suite struct `The statistics of statements` {
    @Test func `give a new statement priority`() {
        let untouched = StatementPriority.priority(agrees: 0, passes: 0, seen: 0, extremity: 0, isMeta: false)
        #expect(untouched == 5.0625)
    }

    @Test func `weigh agreement, passing and extremity`() {
        let priority = StatementPriority.priority(agrees: 20, passes: 3, seen: 30, extremity: 1.5, isMeta: false)
        #expect(abs(priority - 2.608193457) < 1e-9)
    }

    @Test func `give meta statements a fixed priority`() {
        #expect(StatementPriority.priority(agrees: 20, passes: 3, seen: 30, extremity: 1.5, isMeta: true) == 49)
    }

    @Test(arguments: [(0, 0, 1.0), (10, 10, 3.3166247903554), (5, 10, 0.30151134457776)])
    func `test one share against a half`(successes: Int, trials: Int, expected: Double) {
        #expect(abs(ProportionTests.oneProportion(successes: successes, trials: trials) - expected) < 1e-12)
    }

    @Test(arguments: [
        ([0, 0, 0, 0], 0.0), ([3, 0, 5, 0], -0.68313), ([3, 4, 5, 6], -0.18545), ([5, 5, 5, 5], 0.0),
    ])
    func `test one share against another`(counts: [Int], expected: Double) {
        let found = ProportionTests.twoProportions(
            successes: counts[0], trials: counts[2], otherSuccesses: counts[1], otherTrials: counts[3])
        #expect(abs(found - expected) < 5e-6)
    }

    @Test func `multiply the support of groups`() {
        #expect(GroupInformedConsensus.score(groups: [(agrees: 1, seen: 2), (agrees: 4, seen: 4)]) == 0.5 * 5 / 6)
        #expect(GroupInformedConsensus.score(groups: []) == 1)
    }

    @Test func `keep a disagreement when a group agrees to nothing`() {
        let against = StatementVotes(agrees: 0, disagrees: 20, passes: 0)
        let inFavor = StatementVotes(agrees: 20, disagrees: 0, passes: 0)
        let entries = Representativeness.select(groups: [[against], [inFavor]], skipping: [])
        #expect(entries.map { $0.map(\.isAgree) } == [[false], [true]])
        #expect(entries.map { $0.map(\.isBestAgree) } == [[false], [true]])
    }

    @Test func `leave out statements taken out`() {
        let inFavor = StatementVotes(agrees: 20, disagrees: 0, passes: 0)
        #expect(Representativeness.select(groups: [[inFavor], [inFavor]], skipping: [0]) == [[], []])
        #expect(ConsensusStatements(votes: [inFavor], skipping: [0]).agree.isEmpty)
    }
}
