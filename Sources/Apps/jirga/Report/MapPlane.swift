import Floor
import OpinionAnalysis

/// Where on the picture a place on the map is drawn. One scale in both directions, so that equal distances look equal;
/// a handful of people far outside would press everybody else together, so they are counted at the edge instead.
struct MapPlane {
    static let width = 720
    private static let mostHeight = 560
    private static let margin = 40.0

    /// No more than the places need.
    let height: Int

    private let turn: (x: Double, y: Double)
    private let middle: (x: Double, y: Double)
    private let scale: Double

    /// - Parameters:
    ///   - first: the middle of group A, to be on the left.
    ///   - second: the middle of group B, to be below group A.
    init(of points: [MapPoint], first: MapPoint?, second: MapPoint?) {
        let points = points.filter { $0.x.isFinite && $0.y.isFinite }
        let turn = (x: (first?.x ?? 0) > (second?.x ?? 0) ? -1.0 : 1, y: (first?.y ?? 0) < (second?.y ?? 0) ? -1.0 : 1)
        self.turn = turn
        let across = Self.span(of: points.map { $0.x * turn.x })
        let along = Self.span(of: points.map { $0.y * turn.y })
        middle = ((across.low + across.high) / 2, (along.low + along.high) / 2)
        scale = min(
            (Double(Self.width) - 2 * Self.margin) / max(across.high - across.low, 1e-9),
            (Double(Self.mostHeight) - 2 * Self.margin) / max(along.high - along.low, 1e-9))
        height = min(Self.mostHeight, max(200, Int((scale * (along.high - along.low) + 2 * Self.margin).rounded())))
    }

    /// Nil for a place outside the picture.
    func place(_ point: MapPoint) -> (x: Int, y: Int)? {
        guard let (x, y) = exact(point), (8...Double(Self.width) - 8).contains(x), (8...Double(height) - 8).contains(y)
        else { return nil }
        return (Int(x.rounded()), Int(y.rounded()))
    }

    /// How many lie beyond the left, right, upper and lower edge.
    func outside(_ points: [MapPoint]) -> [Int] {
        var counts = [0, 0, 0, 0]
        for point in points {
            guard let (x, y) = exact(point) else { continue }
            if x < 8 {
                counts[0] += 1
            } else if x > Double(Self.width) - 8 {
                counts[1] += 1
            } else if y < 8 {
                counts[2] += 1
            } else if y > Double(height) - 8 {
                counts[3] += 1
            }
        }
        return counts
    }

    private func exact(_ point: MapPoint) -> (x: Double, y: Double)? {
        guard point.x.isFinite, point.y.isFinite else { return nil }
        return (
            x: Double(Self.width) / 2 + (point.x * turn.x - middle.x) * scale,
            y: Double(height) / 2 - (point.y * turn.y - middle.y) * scale
        )
    }

    /// From the 1st to the 99th percentile and a fifth more on each side, but no farther than the last point.
    private static func span(of values: [Double]) -> (low: Double, high: Double) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return (-1, 1) }
        let cut = sorted.count / 100
        let (low, high) = (sorted[cut], sorted[sorted.count - 1 - cut])
        let more = (high - low) / 5
        return (max(first, low - more), min(last, high + more))
    }

    /// The standard deviation of the places, the mean of both directions.
    static func radius(of points: [MapPoint]) -> Double {
        let count = Double(max(1, points.count))
        let x = points.reduce(0) { $0 + $1.x } / count
        let y = points.reduce(0) { $0 + $1.y } / count
        let squares = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) + ($1.y - y) * ($1.y - y) }
        return (squares / count / 2).squareRoot()
    }
}

/// A cell of a hexagonal grid, standing on a corner.
struct MapHexagon: Hashable, Comparable {
    static let width = 36
    private static let rowHeight = 31

    let row: Int
    let column: Int

    /// The cell whose middle is nearest to a place.
    init(x: Int, y: Int) {
        let candidates = (0...1).flatMap { below in
            (0...1).map { beside -> (row: Int, column: Int) in
                let row = y / Self.rowHeight + below
                return (row, (x - Self.shift(row)) / Self.width + beside)
            }
        }
        func distance(_ cell: (row: Int, column: Int)) -> Int {
            let across = cell.column * Self.width + Self.shift(cell.row) - x
            let along = cell.row * Self.rowHeight - y
            return across * across + along * along
        }
        let nearest = candidates.min { (distance($0), $0.row, $0.column) < (distance($1), $1.row, $1.column) }
        row = nearest?.row ?? 0
        column = nearest?.column ?? 0
    }

    private var x: Int { column * Self.width + Self.shift(row) }
    private var y: Int { row * Self.rowHeight }

    /// A little smaller than the cell, so that a line of ground stays between two.
    var outline: String { "M\(x) \(y - 20)l17 10v20l-17 10l-17 -10v-20z" }

    /// Where a mark stands when several share the cell.
    func place(_ index: Int, of count: Int) -> (x: Int, y: Int) {
        let offsets =
            switch count {
            case ...1: [(0, 0)]
            case 2: [(-8, 0), (8, 0)]
            case 3: [(-8, -5), (8, -5), (0, 9)]
            default: [(-8, -7), (8, -7), (-8, 8), (8, 8), (0, 0)]
            }
        let offset = offsets[index % offsets.count]
        return (x + offset.0, y + offset.1)
    }

    static func < (left: MapHexagon, right: MapHexagon) -> Bool { (left.row, left.column) < (right.row, right.column) }

    private static func shift(_ row: Int) -> Int { row.isMultiple(of: 2) ? 0 : width / 2 }
}

extension GroupMark {
    /// What the shape is called.
    var word: String { ["disc", "square", "triangle", "diamond", "cross", "triangle pointing down"][place % 6] }
}
