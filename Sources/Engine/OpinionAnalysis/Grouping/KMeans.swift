// K-means: points are put into k groups so that everyone is near the middle of their own.
//
// Method: S. P. Lloyd, "Least squares quantization in PCM" (1982): assign every point to the nearest center, move each
// center to the mean of its points, repeat until nobody changes place.
//
// Where this differs from Polis: Polis starts from its previous centers, or from the first k people who voted, and stops
// after twenty rounds or when centers move by less than a hundredth. Here the start knows positions only, never
// who came first, and the rounds go on until nothing changes. `PolisClustering` is Polis's own way.

import LinearAlgebra

/// Points divided among centers.
struct KMeans {
    /// For each point the position of its center.
    private(set) var assignment: [Int]
    /// Each the mean of its points; none is without points.
    private(set) var centers: [MapPoint]
    /// The weighted sum of squared distances of the points from their centers; smaller is better.
    private(set) var objective: Double

    /// Runs from the given centers until no point changes its center.
    ///
    /// - Parameters:
    ///   - points: at least one.
    ///   - weights: for each point how often it counts; positive.
    ///   - start: at least one center. Of equally near centers the first gets the point.
    /// - Complexity: O(*rounds*·*points*·*centers*).
    init(
        points: [MapPoint], weights: [Double], start: [MapPoint], roundLimit: Int = 100, isCancelled: () -> Bool
    ) throws {
        assignment = Array(repeating: -1, count: points.count)
        centers = start
        objective = 0
        for _ in 0..<max(1, roundLimit) {
            if isCancelled() { throw CancellationError() }
            let nearest = Self.nearest(points: points, centers: centers)
            let hasSettled = nearest == assignment
            assignment = nearest
            if hasSettled { break }
            recenter(points: points, weights: weights)
        }
        for index in points.indices {
            objective += weights[index] * points[index].squaredDistance(to: centers[assignment[index]])
        }
    }

    private static func nearest(points: [MapPoint], centers: [MapPoint]) -> [Int] {
        centers.withUnsafeBufferPointer { centers in
            points.map { point in
                var best = 0
                var bestDistance = Double.infinity
                for index in centers.indices {
                    let distance = point.squaredDistance(to: centers[index])
                    if distance < bestDistance {
                        best = index
                        bestDistance = distance
                    }
                }
                return best
            }
        }
    }

    /// Moves every center to the mean of its points and drops those without any.
    private mutating func recenter(points: [MapPoint], weights: [Double]) {
        var sums = Array(repeating: MapPoint.origin, count: centers.count)
        var totals = Array(repeating: 0.0, count: centers.count)
        for (index, center) in assignment.enumerated() {
            totals[center] += weights[index]
            sums[center].x += weights[index] * points[index].x
            sums[center].y += weights[index] * points[index].y
        }
        var newPosition = Array(repeating: 0, count: centers.count)
        var kept: [MapPoint] = []
        for index in centers.indices where totals[index] > 0 {
            newPosition[index] = kept.count
            kept.append(MapPoint(x: sums[index].x / totals[index], y: sums[index].y / totals[index]))
        }
        centers = kept
        assignment = assignment.map { newPosition[$0] }
    }
}

extension KMeans {
    /// The best of several starts that depend on the positions alone.
    ///
    /// The starts are: division (see ``KMeansStart``), and twenty draws of k-means++ from a fixed seed. The smallest
    /// objective wins; of equal ones, up to rounding, the first.
    ///
    /// - Parameter points: in an order of positions, such as ``MapPoint/isBefore(_:_:)``, lest the draws depend on people.
    static func best(
        points: [MapPoint], weights: [Double], count: Int, isCancelled: () -> Bool
    ) throws -> KMeans {
        var best = try KMeans(
            points: points, weights: weights,
            start: KMeansStart.byDivision(points: points, weights: weights, count: count), isCancelled: isCancelled)
        var generator = SeededGenerator(seed: UInt64(count))
        for _ in 0..<20 {
            let start = KMeansStart.byDistance(points: points, weights: weights, count: count, using: &generator)
            let candidate = try KMeans(points: points, weights: weights, start: start, isCancelled: isCancelled)
            if candidate.objective < best.objective * (1 - 1e-9) { best = candidate }
        }
        return best
    }
}
