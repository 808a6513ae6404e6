import Testing

@testable import OpinionAnalysis

@Suite struct `Grouping` {
    @Test(arguments: [(1, 2), (11, 2), (12, 3), (23, 3), (24, 4), (35, 4), (36, 5), (100, 5)])
    func `tries more groups the more base clusters there are`(baseClusters: Int, largest: Int) {
        #expect(GroupCountRule.candidates(baseClusterCount: baseClusters) == 2...largest)
    }

    @Test func `takes the larger number of equally clear ones`() {
        #expect(GroupCountRule.choose(among: [2: 0.4, 3: 0.4, 4: 0.1]) == 3)
        #expect(GroupCountRule.choose(among: [:]) == nil)
    }

    @Test func `measures how clearly groups stand apart`() {
        let points = [0.0, 1, 10, 11].map { MapPoint(x: $0, y: 0) }
        // For the outer two (10.5 − 1) / 10.5, for the inner two (9.5 − 1) / 9.5.
        let expected = (9.5 / 10.5 + 8.5 / 9.5) / 2
        #expect(abs(Silhouette.mean(points: points, labels: [0, 0, 1, 1]) - expected) < 1e-12)
        #expect(Silhouette.mean(points: points, labels: [0, 0, 0, 0]) == 0)
        #expect(Silhouette.mean(points: [points[0], points[3]], labels: [0, 1]) == 0)
    }

    @Test func `walks through numbers as a hash map does`() {
        #expect(HashOrder.ordered(Array(0...8)) == [0, 7, 1, 4, 6, 3, 2, 5, 8])
        #expect(
            HashOrder.ordered(Array(0...19))
                == [0, 7, 1, 4, 15, 13, 6, 17, 3, 12, 2, 19, 11, 9, 5, 14, 16, 10, 18, 8])
        #expect(HashOrder.ordered(Array((0...7).reversed())) == Array((0...7).reversed()))
    }

    @Test func `shows a new number of groups once it was best four times running`() {
        var memory = PolisGroupCountMemory()
        #expect(memory.note(3, allowed: 2...5) == 3)
        #expect([4, 4, 4, 4].map { memory.note($0, allowed: 2...5) } == [3, 3, 3, 4])
    }

    @Test func `never shows a number of groups that was not tried`() {
        var memory = PolisGroupCountMemory()
        _ = memory.note(5, allowed: 2...5)
        #expect(memory.note(2, allowed: 2...3) == 3)
    }

    @Test func `lets no more than a hundred base clusters stand for any number of people`() throws {
        let points = (0..<1_000).map { MapPoint(x: Double($0 % 37), y: Double($0 % 41)) }
        let base = try BaseClusters(rows: points.indices, points: points, isCancelled: { false })
        #expect(base.centers.count == 100)
        #expect(base.members.joined().sorted() == Array(points.indices))
    }

    @Test func `keeps people on one place together`() throws {
        let points = (0..<30).map { MapPoint(x: Double($0 % 3), y: 0) }
        let base = try BaseClusters(rows: points.indices, points: points, isCancelled: { false })
        #expect(base.members.map(\.count) == [10, 10, 10])
    }
}
