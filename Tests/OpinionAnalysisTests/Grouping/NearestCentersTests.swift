import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Nearest centers` {
    /// Points in heaps, on lines or on few places, some of them several times.
    private func points(_ count: Int, using generator: inout SeededGenerator) -> [MapPoint] {
        let kind = Int.random(in: 0...3, using: &generator)
        return (0..<count).map { _ in
            let x = Double.random(in: -1...1, using: &generator)
            let y = Double.random(in: -1...1, using: &generator)
            return switch kind {
            case 0: MapPoint(x: x, y: y)
            case 1: MapPoint(x: x * x * x, y: x * 0.5)
            case 2: MapPoint(x: (4 * x).rounded(), y: (4 * y).rounded())
            default: MapPoint(x: 1e6 + x, y: x > 0.9 ? 50 : y)
            }
        }
    }

    @Test(arguments: 0..<60) func `are those found by measuring every distance`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let points = points(seed == 0 ? 70_000 : [3, 400, 1_000][Int(seed % 3)], using: &generator)
        let centers = (0..<Int.random(in: 1...(seed == 0 ? 5 : 100), using: &generator)).map { _ in
            points[Int.random(in: 0..<points.count, using: &generator)]
        }
        let weights = points.map { _ in Double(Int.random(in: 1...3, using: &generator)) }
        var nearest = NearestCenters(of: points, weights: weights)
        let sums = nearest.assign(to: centers)
        let expected = points.map { point in
            centers.indices.reduce(0) {
                point.squaredDistance(to: centers[$1]) < point.squaredDistance(to: centers[$0]) ? $1 : $0
            }
        }
        #expect(nearest.assignment == expected, "seed \(seed)")
        #expect(sums.hasChanged, "seed \(seed)")
        #expect(sums.weights.reduce(0, +) == weights.reduce(0, +), "seed \(seed)")
        #expect(!nearest.assign(to: centers).hasChanged, "seed \(seed)")
        nearest.renumber(centers.indices.map { centers.count - 1 - $0 })
        #expect(nearest.assignment == expected.map { centers.count - 1 - $0 }, "seed \(seed)")
        // Back and forth: what a cell was given as a whole must not be forgotten.
        for part in [centers, Array(centers.prefix(1)), centers] { _ = nearest.assign(to: part) }
        #expect(nearest.assignment == expected, "seed \(seed)")
    }

    @Test(arguments: 0..<30) func `places are those of the people, from left to right`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let points = points([1, 60, 5_000][Int(seed % 3)], using: &generator)
        let rows = points.indices.filter { _ in Bool.random(using: &generator) }
        let places = DistinctPlaces(rows: rows, points: points)
        let expected = Dictionary(grouping: rows, by: { points[$0] })
            .sorted { MapPoint.isBefore($0.key, $1.key) }
        #expect(places.points == expected.map(\.key), "seed \(seed)")
        #expect((0..<places.count).map { Array(places.rows(at: $0)) } == expected.map(\.value), "seed \(seed)")
        #expect(places.weights == expected.map { Double($0.value.count) }, "seed \(seed)")
    }
}
