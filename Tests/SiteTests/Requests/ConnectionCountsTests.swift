import Testing

@testable import Site

@Suite struct ConnectionCountsTests {
    @Test func `no more stay than the limit, and a place that is left is free again`() {
        let counts = ConnectionCounts(limit: 3, limitByNetwork: nil)
        #expect((0..<3).allSatisfy { _ in counts.enter([4, 10, 0, 0]) })
        #expect(!counts.enter([4, 10, 0, 0]) && !counts.enter([4, 10, 0, 1]))
        counts.leave([4, 10, 0, 0])
        #expect(counts.enter([4, 10, 0, 1]))
        #expect(!counts.enter([4, 10, 0, 1]))
    }

    @Test func `one network gets no more than its share, and leaves the others theirs`() {
        let counts = ConnectionCounts(limit: 100, limitByNetwork: 2)
        let (one, other): ([UInt8], [UInt8]) = ([4, 10, 0, 0], [6, 32, 1, 0, 0, 0, 0, 0])
        #expect(counts.enter(one) && counts.enter(one) && !counts.enter(one))
        #expect(counts.enter(other) && counts.enter(other) && !counts.enter(other))
        counts.leave(one)
        #expect(counts.enter(one) && !counts.enter(one))
    }
}
