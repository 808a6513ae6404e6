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
        centers = start
        objective = 0
        var nearest = NearestCenters(of: points, weights: weights)
        for _ in 0..<max(1, roundLimit) {
            if isCancelled() { throw CancellationError() }
            let sums = nearest.assign(to: centers)
            if !sums.hasChanged { break }
            let means = Self.means(sums)
            if means.contains(nil) {
                var count = 0
                let positions = means.map { mean in
                    defer { if mean != nil { count += 1 } }
                    return count
                }
                nearest.renumber(positions)
            }
            centers = means.compactMap { $0 }
        }
        assignment = nearest.assignment
        for index in points.indices {
            objective += weights[index] * points[index].squaredDistance(to: centers[assignment[index]])
        }
    }

    /// The mean of the points of each center; nil for those without any, which are dropped.
    private static func means(_ sums: NearestCenters.Sums) -> [MapPoint?] {
        zip(sums.points, sums.weights).map { sum, weight in
            weight > 0 ? MapPoint(x: sum.x / weight, y: sum.y / weight) : nil
        }
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
