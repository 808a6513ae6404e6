/// The places where people stand, from left to right and then from bottom to top, with who stands there.
///
/// Places, not people: everybody on the same place moves together.
struct DistinctPlaces {
    let points: [MapPoint]
    /// How many stand at each place.
    let weights: [Double]
    private let ordered: [Int]
    private let starts: [Int]

    /// - Parameters:
    ///   - rows: the people, ascending.
    ///   - points: for every row its place, in finite numbers.
    /// - Complexity: O(*rows*), and O(*r* log *r*) for *r* rows at the same distance across.
    init(rows: [Int], points all: [MapPoint]) {
        ordered = Self.ordered(rows, by: all)
        var points: [MapPoint] = []
        var starts: [Int] = []
        for (position, row) in ordered.enumerated() where points.last != all[row] {
            points.append(all[row])
            starts.append(position)
        }
        starts.append(ordered.count)
        self.points = points
        self.starts = starts
        weights = zip(starts, starts.dropFirst()).map { Double($1 - $0) }
    }

    var count: Int { points.count }

    /// Ascending.
    func rows(at place: Int) -> ArraySlice<Int> { ordered[starts[place]..<starts[place + 1]] }

    private static func ordered(_ rows: [Int], by points: [MapPoint]) -> [Int] {
        var ordered = sortedByDistanceAcross(rows, points)
        var start = 0
        while start < ordered.count {
            var end = start + 1
            while end < ordered.count, points[ordered[end]].x == points[ordered[start]].x { end += 1 }
            if end - start > 1 {
                ordered[start..<end].sort { (points[$0].y, $0) < (points[$1].y, $1) }
            }
            start = end
        }
        return ordered
    }

    private struct Item {
        var key: UInt64
        var row: Int
    }

    private static let digitBits: UInt64 = 11

    /// Digit after digit from the last to the first, each time without changing the order of equal ones.
    private static func sortedByDistanceAcross(_ rows: [Int], _ points: [MapPoint]) -> [Int] {
        var items = rows.map { Item(key: orderedBits(points[$0].x), row: $0) }
        guard items.count > 1 << 10 else {
            return items.sorted { ($0.key, $0.row) < ($1.key, $1.row) }.map(\.row)
        }
        var moved = items
        for shift in stride(from: UInt64(0), to: 64, by: Int(digitBits)) {
            var places = [Int](repeating: 0, count: 1 << digitBits)
            for item in items { places[digit(item.key, shift)] += 1 }
            if places.contains(items.count) { continue }
            var sum = 0
            for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
            for item in items {
                let digit = digit(item.key, shift)
                moved[places[digit]] = item
                places[digit] += 1
            }
            swap(&items, &moved)
        }
        return items.map(\.row)
    }

    private static func digit(_ key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: key >> shift & (1 << digitBits - 1))
    }

    /// Whole numbers in the same order as the numbers. The two zeros are one.
    private static func orderedBits(_ number: Double) -> UInt64 {
        let bits = (number + 0).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }
}
