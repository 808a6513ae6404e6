// Which center is nearest to each of many points, without measuring every distance.
//
// Method: the plane is divided into cells. For a cell, a center is left out when another one is nearer to all of the cell
// than it is to any of it; this is the pruning of T. Kanungo et al., "An efficient k-means clustering algorithm: analysis
// and implementation" (2002), with a grid of two levels instead of a tree. In most cells one center is left, and no
// distance has to be measured. The answers are the very same as when all distances are.

import LinearAlgebra

struct NearestCenters {
    private let points: [MapPoint]
    private let grid: Grid?

    /// - Complexity: O(*points*).
    init(of points: [MapPoint]) {
        self.points = points
        grid = points.count > Self.fewestPointsForGrid ? Grid(points) : nil
    }

    private static let fewestPointsForGrid = 500
    private static let pointsInBlock = 1 << 16

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
    }

    /// Gives each point the position of its nearest center, of equally near ones the first.
    ///
    /// - Returns: sums over the points in their order; of many points, block after block of a fixed length.
    /// - Complexity: O(*points*) for a few dozen centers that stand apart.
    func assign(_ assignment: inout [Int], to centers: [MapPoint], weights: [Double]) -> Sums {
        let candidates = grid.map { Candidates(of: centers, in: $0) }
        let blockCount = (points.count + Self.pointsInBlock - 1) / Self.pointsInBlock
        let parts = assignment.withUnsafeMutableBufferPointer { assignment in
            concurrentMap(blockCount) { block in
                let start = block * Self.pointsInBlock
                return assign(
                    start..<min(points.count, start + Self.pointsInBlock), assignment, centers, weights, candidates)
            }
        }
        guard var sums = parts.first else { return Sums(count: centers.count) }
        for part in parts.dropFirst() {
            sums.hasChanged = sums.hasChanged || part.hasChanged
            for center in centers.indices {
                sums.weights[center] += part.weights[center]
                sums.points[center].x += part.points[center].x
                sums.points[center].y += part.points[center].y
            }
        }
        return sums
    }

    private func assign(
        _ range: Range<Int>, _ assignment: UnsafeMutableBufferPointer<Int>, _ centers: [MapPoint],
        _ weights: [Double], _ candidates: Candidates?
    ) -> Sums {
        var sums = Sums(count: centers.count)
        let all = Array(centers.indices)
        for index in range {
            let point = points[index]
            var best = 0
            if let candidates, let grid {
                let cell = grid.cellOf[index]
                let range = candidates.starts[cell]..<candidates.starts[cell + 1]
                best =
                    range.count == 1
                    ? candidates.centers[range.lowerBound]
                    : Self.nearest(to: point, among: candidates.centers[range], of: centers)
            } else {
                best = Self.nearest(to: point, among: all[...], of: centers)
            }
            if assignment[index] != best {
                assignment[index] = best
                sums.hasChanged = true
            }
            let weight = weights[index]
            sums.weights[best] += weight
            sums.points[best].x += weight * point.x
            sums.points[best].y += weight * point.y
        }
        return sums
    }

    @inline(__always)
    private static func nearest(
        to point: MapPoint, among candidates: ArraySlice<Int>, of centers: [MapPoint]
    ) -> Int {
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

/// A box around some points.
private struct Box {
    var low = MapPoint(x: .infinity, y: .infinity)
    var high = MapPoint(x: -.infinity, y: -.infinity)

    var isEmpty: Bool { low.x > high.x }

    mutating func include(_ point: MapPoint) {
        low = MapPoint(x: min(low.x, point.x), y: min(low.y, point.y))
        high = MapPoint(x: max(high.x, point.x), y: max(high.y, point.y))
    }

    mutating func include(_ box: Box) {
        guard !box.isEmpty else { return }
        include(box.low)
        include(box.high)
    }

    /// The least and the largest squared distance of a point from the box.
    func squaredDistances(from point: MapPoint) -> (least: Double, most: Double) {
        let across = max(low.x - point.x, point.x - high.x, 0)
        let along = max(low.y - point.y, point.y - high.y, 0)
        let farAcross = max(abs(low.x - point.x), abs(high.x - point.x))
        let farAlong = max(abs(low.y - point.y), abs(high.y - point.y))
        return (across * across + along * along, farAcross * farAcross + farAlong * farAlong)
    }

    /// Of some centers those that may be the nearest to a point in the box, in the order given.
    func candidates(among positions: [Int], of centers: [MapPoint]) -> [Int] {
        let distances = positions.map { squaredDistances(from: centers[$0]) }
        // A little more than the least, because distances are rounded.
        let reach = (distances.map(\.most).min() ?? 0) * (1 + 1e-9)
        return positions.indices.filter { distances[$0].least <= reach }.map { positions[$0] }
    }
}

/// Cells of a plane with points in them.
private struct Grid {
    /// For each point its cell.
    let cellOf: [Int]
    /// The boxes of the points of each cell, and of each square of cells.
    let boxes: [Box]
    let largeBoxes: [Box]
    /// For each cell its square.
    let largeOf: [Int]

    private static let pointsInCell = 32
    private static let largestSide = 128
    private static let cellsAlongSquare = 8

    /// Nil unless all points are at finite places.
    init?(_ points: [MapPoint]) {
        var all = Box()
        for point in points { all.include(point) }
        let width = all.high.x - all.low.x
        let height = all.high.y - all.low.y
        guard width.isFinite, height.isFinite, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else {
            return nil
        }
        let side = min(Self.largestSide, max(1, Int(Double(points.count / Self.pointsInCell).squareRoot())))
        func place(_ distance: Double, of length: Double) -> Int {
            length > 0 ? min(side - 1, max(0, Int(distance / length * Double(side)))) : 0
        }
        var cellOf: [Int] = []
        cellOf.reserveCapacity(points.count)
        var boxes = [Box](repeating: Box(), count: side * side)
        for point in points {
            let cell = place(point.y - all.low.y, of: height) * side + place(point.x - all.low.x, of: width)
            cellOf.append(cell)
            boxes[cell].include(point)
        }
        let largeSide = (side + Self.cellsAlongSquare - 1) / Self.cellsAlongSquare
        largeOf = boxes.indices.map { cell in
            cell / side / Self.cellsAlongSquare * largeSide + cell % side / Self.cellsAlongSquare
        }
        var largeBoxes = [Box](repeating: Box(), count: largeSide * largeSide)
        for cell in boxes.indices { largeBoxes[largeOf[cell]].include(boxes[cell]) }
        self.cellOf = cellOf
        self.boxes = boxes
        self.largeBoxes = largeBoxes
    }
}

/// For each cell of a grid the centers that may be the nearest to a point in it.
private struct Candidates {
    /// The candidates of cell *c* are those at `starts[c]..<starts[c + 1]`.
    var starts: [Int] = [0]
    var centers: [Int] = []

    /// - Complexity: O(*squares*·*centers* + *cells*).
    init(of centers: [MapPoint], in grid: Grid) {
        let all = Array(centers.indices)
        let large = grid.largeBoxes.map { $0.isEmpty ? [] : $0.candidates(among: all, of: centers) }
        starts.reserveCapacity(grid.boxes.count + 1)
        for (cell, box) in grid.boxes.enumerated() {
            if !box.isEmpty { self.centers += box.candidates(among: large[grid.largeOf[cell]], of: centers) }
            starts.append(self.centers.count)
        }
    }
}
