// Which center is nearest to each of many points, without measuring every distance.
//
// Method: the plane is divided into cells. For a cell, a center is left out when another one is nearer to all of the cell
// than it is to any of it; this is the pruning of T. Kanungo et al., "An efficient k-means clustering algorithm: analysis
// and implementation" (2002), with a grid of two levels instead of a tree. In most cells one center is left, and no
// distance has to be measured. The answers are the very same as when all distances are.

struct NearestCenters {
    /// For each point the position of its center; -1 in the beginning.
    private var pointwise: [Int]
    /// Of many points, the same cell by cell.
    private var cells: CrowdedCells?
    private let points: [MapPoint]
    private let weights: [Double]
    private let grid: PlaneGrid?

    /// Up to this many points sums are made point after point; of more, cell after cell.
    static let fewestPointsForCells = 1 << 16
    private static let fewestPointsForGrid = 500

    /// What the points of each center add up to.
    struct Sums {
        var weights: [Double]
        var points: [MapPoint]
        /// Whether a point has another center than before.
        var hasChanged = false

        init(count: Int) {
            weights = Array(repeating: 0, count: count)
            points = Array(repeating: .origin, count: count)
        }

        @inline(__always)
        mutating func add(_ point: MapPoint, _ weight: Double, to center: Int) {
            weights[center] += weight
            points[center].x += weight * point.x
            points[center].y += weight * point.y
        }
    }

    /// - Parameter weights: for each point how often it counts.
    /// - Complexity: O(*points*).
    init(of points: [MapPoint], weights: [Double]) {
        self.points = points
        self.weights = weights
        grid = points.count > Self.fewestPointsForGrid ? PlaneGrid(points) : nil
        if points.count > Self.fewestPointsForCells, let grid {
            cells = CrowdedCells(points, weights: weights, in: grid)
            pointwise = []
        } else {
            pointwise = Array(repeating: -1, count: points.count)
        }
    }

    /// For each point the position of its center.
    var assignment: [Int] { cells?.assignment ?? pointwise }

    /// Gives each point the position of its nearest center, of equally near ones the first.
    ///
    /// - Complexity: O(*points*) at worst for a few dozen centers that stand apart; of many points those in cells with one
    ///   center are not looked at.
    mutating func assign(to centers: [MapPoint]) -> Sums {
        if let sums = cells?.assign(to: centers) { return sums }
        let near = grid.map { NearCenters(of: centers, in: $0) }
        let all = Array(centers.indices)
        var sums = Sums(count: centers.count)
        for index in points.indices {
            let point = points[index]
            var candidates = all[...]
            if let near, let grid {
                let cell = grid.cellOf[index]
                candidates = near.centers[near.starts[cell]..<near.starts[cell + 1]]
            }
            let best = Self.nearest(to: point, among: candidates, of: centers)
            if pointwise[index] != best {
                pointwise[index] = best
                sums.hasChanged = true
            }
            sums.add(point, weights[index], to: best)
        }
        return sums
    }

    /// Follows when centers get other positions.
    mutating func renumber(_ newPosition: [Int]) {
        cells?.renumber(newPosition)
        for index in pointwise.indices { pointwise[index] = newPosition[pointwise[index]] }
    }

    @inline(__always)
    static func nearest(to point: MapPoint, among candidates: ArraySlice<Int>, of centers: [MapPoint]) -> Int {
        if candidates.count == 1 { return candidates[candidates.startIndex] }
        var best = 0
        var bestDistance = Double.infinity
        for candidate in candidates {
            let distance = point.squaredDistance(to: centers[candidate])
            if distance < bestDistance {
                best = candidate
                bestDistance = distance
            }
        }
        return best
    }
}
