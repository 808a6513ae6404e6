import Testing

@testable import OpinionAnalysis

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
