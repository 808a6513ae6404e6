import OpinionAnalysis

/// Which part of the plane the opinion map shows, and how it is turned.
///
/// The same scale holds in both directions, so that equal distances look equal. A handful of people far outside would
/// press everybody else together; they are left out and counted at the edge they lie beyond.
struct MapFrame {
    static let width = 720
    static let height = 560
    private static let margin = 40.0
    private static let share = 0.01

    /// People beyond the left, right, upper and lower edge.
    private(set) var outside = [0, 0, 0, 0]

    private let turn: (x: Double, y: Double)
    private let middle: (x: Double, y: Double)
    private let scale: Double

    /// - Parameters:
    ///   - first: the middle of group A, to be on the left.
    ///   - second: the middle of group B, to be below group A.
    init(of points: [MapPoint], first: MapPoint?, second: MapPoint?) {
        let points = points.filter { $0.x.isFinite && $0.y.isFinite }
        turn = (
            x: (first?.x ?? 0) > 0 ? -1 : 1,
            y: (first?.y ?? 0) < (second?.y ?? 0) ? -1 : 1
        )
        let (across, along) = (turn.x, turn.y)
        let x = Self.span(of: points.map { $0.x * across })
        let y = Self.span(of: points.map { $0.y * along })
        middle = ((x.low + x.high) / 2, (y.low + y.high) / 2)
        scale = min(
            (Double(Self.width) - 2 * Self.margin) / max(x.high - x.low, 1e-9),
            (Double(Self.height) - 2 * Self.margin) / max(y.high - y.low, 1e-9))
        for point in points {
            let (x, y) = exact(point)
            if x < 8 {
                outside[0] += 1
            } else if x > Double(Self.width) - 8 {
                outside[1] += 1
            } else if y < 8 {
                outside[2] += 1
            } else if y > Double(Self.height) - 8 {
                outside[3] += 1
            }
        }
    }

    /// Where a point is drawn; nil for one outside.
    func place(_ point: MapPoint) -> (x: Int, y: Int)? {
        guard point.x.isFinite, point.y.isFinite else { return nil }
        let (x, y) = exact(point)
        guard (8...Double(Self.width) - 8).contains(x), (8...Double(Self.height) - 8).contains(y) else { return nil }
        return (Figure.whole(x), Figure.whole(y))
    }

    /// How long a length of the plane is drawn.
    func length(_ units: Double) -> Int { Figure.whole(units * scale) }

    private func exact(_ point: MapPoint) -> (x: Double, y: Double) {
        (
            x: Double(Self.width) / 2 + (point.x * turn.x - middle.x) * scale,
            y: Double(Self.height) / 2 - (point.y * turn.y - middle.y) * scale
        )
    }

    /// From the 1st to the 99th percentile and a quarter more on each side, but no farther than the last point.
    private static func span(of values: [Double]) -> (low: Double, high: Double) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return (-1, 1) }
        let cut = Int(Double(sorted.count) * share)
        let (low, high) = (sorted[cut], sorted[sorted.count - 1 - cut])
        let more = (high - low) / 4
        return (max(first, low - more), min(last, high + more))
    }
}

/// A cell of a hexagonal grid, named by its row and its place in the row.
struct HexagonCell: Hashable, Comparable {
    static let width = 34
    private static let rowHeight = 30

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

    /// Where the mark with this index stands when several share the cell.
    func place(_ index: Int, of count: Int) -> (x: Int, y: Int) {
        let (x, y) = (column * Self.width + Self.shift(row), row * Self.rowHeight)
        guard count > 1 else { return (x, y) }
        let quarter = Self.width / 4
        let offsets = [(-quarter, -quarter), (quarter, -quarter), (-quarter, quarter), (quarter, quarter), (0, 0)]
        let offset = count == 2 ? (index == 0 ? (-quarter, 0) : (quarter, 0)) : offsets[index % offsets.count]
        return (x + offset.0, y + offset.1)
    }

    /// The six sides, as a path from the point that is the current one: the middle moved up to the top.
    static let outline = "l17 10v20l-17 10l-17-10v-20z"
    /// Where the outline begins.
    var top: (x: Int, y: Int) { (column * Self.width + Self.shift(row), row * Self.rowHeight - 20) }

    static func < (left: HexagonCell, right: HexagonCell) -> Bool {
        (left.row, left.column) < (right.row, right.column)
    }

    private static func shift(_ row: Int) -> Int { row.isMultiple(of: 2) ? 0 : width / 2 }
}
