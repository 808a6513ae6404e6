import Testing

@testable import OpinionAnalysis

@Suite struct `The verdict on bridging` {
    private func verdict(_ first: ClosedRange<Double>, _ second: ClosedRange<Double>) -> BridgingScore.Verdict {
        .judged(
            sides: [first, second].map { Interval(lower: $0.lowerBound, upper: $0.upperBound) }, threshold: 0.2)
    }

    @Test func `is given only where intervals are clear of the threshold`() {
        #expect(verdict(0.3...0.5, 0.25...0.9) == .bridging(.agree))
        #expect(verdict(-0.9 ... -0.3, -0.4 ... -0.21) == .bridging(.disagree))
        #expect(verdict(0.3...0.5, -0.9 ... -0.1) == .notBridging)
        #expect(verdict(0.3...0.5, 0.0...0.1) == .notBridging)
        #expect(verdict(-0.1...0.1, -0.1...0.1) == .notBridging)
        #expect(verdict(0.3...0.5, 0.1...0.9) == .unclear)
        #expect(verdict(-0.5 ... -0.3, -0.3...0.1) == .unclear)
    }
}
