// The plane in cells, for leaving out centers that cannot be the nearest of any point in a cell; see `NearestCenters`.

/// A box around some points.
struct Box {
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
        if isEmpty { return [] }
        let distances = positions.map { squaredDistances(from: centers[$0]) }
        // A little more than the least, because distances are rounded.
        let reach = (distances.map(\.most).min() ?? 0) * (1 + 1e-9)
        return positions.indices.filter { distances[$0].least <= reach }.map { positions[$0] }
    }
}

/// Cells of a plane with points in them.
struct PlaneGrid {
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
struct NearCenters {
    /// The candidates of cell *c* are those at `starts[c]..<starts[c + 1]`.
    var starts: [Int] = [0]
    var centers: [Int] = []

    /// - Complexity: O(*squares*·*centers* + *cells*).
    init(of centers: [MapPoint], in grid: PlaneGrid) {
        let all = Array(centers.indices)
        let large = grid.largeBoxes.map { $0.candidates(among: all, of: centers) }
        starts.reserveCapacity(grid.boxes.count + 1)
        for (cell, box) in grid.boxes.enumerated() {
            self.centers += box.candidates(among: large[grid.largeOf[cell]], of: centers)
            starts.append(self.centers.count)
        }
    }
}
