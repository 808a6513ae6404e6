/// What changed between two sequences of numbers, in time and memory that are bounded whatever the sequences.
///
/// First what stands once in both is found and its longest run in order is held fast (patience): people recognize a passage by
/// its rare words. Between those, Myers' shortest way in linear space. Where that would be long, the furthest point
/// reached is taken; and where all of it together would be, the rest counts as replaced. So the answer is always right, and
/// nearly always as short as it can be.
///
/// E. W. Myers, An O(ND) difference algorithm and its variations, Algorithmica 1 (1986); the search from both ends and its
/// bound as in GNU diff.
struct SequenceDifference {
    /// A place where `from` was replaced by `to`; one of them may be empty. In order, and never touching one another.
    struct Hunk: Hashable, Sendable {
        var from: Range<Int>
        var to: Range<Int>
    }

    private(set) var hunks: [Hunk] = []
    /// How many steps the search took.
    let steps: Int

    /// - Parameters:
    ///   - from, to: numbers from 0 to below `symbols`; equal ones are the same.
    /// - Complexity: O(n log n) where the sequences are alike, and at most ``mostSteps`` steps more; memory O(n + symbols).
    init(from: [Int32], to: [Int32], symbols: Int) {
        var search = Search(from: from, to: to, symbols: symbols)
        search.run()
        steps = search.steps
        var (x, y) = (0, 0)
        while x < from.count || y < to.count {
            let (x0, y0) = (x, y)
            while x < from.count, search.isRemoved[x] { x += 1 }
            while y < to.count, search.isInserted[y] { y += 1 }
            if x > x0 || y > y0 {
                hunks.append(Hunk(from: x0..<x, to: y0..<y))
            } else {
                (x, y) = (x + 1, y + 1)
            }
        }
    }

    /// So many steps of the search and no more.
    static let mostSteps = 3_000_000
    /// So many steps away from both ends, before the furthest point is taken.
    static let mostCost = 256
    /// So many times what is unique is looked for between what was unique before.
    static let mostAnchorings = 12
}

extension SequenceDifference {
    private struct Box {
        var x: Range<Int>
        var y: Range<Int>
        var depth: Int
    }

    private struct Search {
        let from: [Int32]
        let to: [Int32]
        var isRemoved: [Bool]
        var isInserted: [Bool]
        /// Furthest places on each diagonal, from the front and from the back.
        var forward: [Int]
        var backward: [Int]
        var steps = 0
        /// For each symbol how often it stands in a box, and where last.
        var counts: [(from: Int32, to: Int32, x: Int32, y: Int32)]

        init(from: [Int32], to: [Int32], symbols: Int) {
            self.from = from
            self.to = to
            isRemoved = Array(repeating: false, count: from.count)
            isInserted = Array(repeating: false, count: to.count)
            forward = Array(repeating: 0, count: from.count + to.count + 3)
            backward = forward
            counts = Array(repeating: (0, 0, 0, 0), count: symbols)
        }

        mutating func run() {
            var boxes = [Box(x: 0..<from.count, y: 0..<to.count, depth: 0)]
            while var box = boxes.popLast() {
                trim(&box)
                if box.x.isEmpty || box.y.isEmpty || steps >= SequenceDifference.mostSteps {
                    replace(box)
                    continue
                }
                let anchors = box.depth < SequenceDifference.mostAnchorings ? anchors(in: box) : []
                if anchors.isEmpty {
                    guard let (x, y) = middle(of: box) else {
                        replace(box)
                        continue
                    }
                    let depth = SequenceDifference.mostAnchorings
                    boxes.append(Box(x: box.x.lowerBound..<x, y: box.y.lowerBound..<y, depth: depth))
                    boxes.append(Box(x: x..<box.x.upperBound, y: y..<box.y.upperBound, depth: depth))
                } else {
                    var (x, y) = (box.x.lowerBound, box.y.lowerBound)
                    for anchor in anchors {
                        boxes.append(Box(x: x..<anchor.x, y: y..<anchor.y, depth: box.depth + 1))
                        (x, y) = (anchor.x + 1, anchor.y + 1)
                    }
                    boxes.append(Box(x: x..<box.x.upperBound, y: y..<box.y.upperBound, depth: box.depth + 1))
                }
            }
        }

        private mutating func replace(_ box: Box) {
            for x in box.x { isRemoved[x] = true }
            for y in box.y { isInserted[y] = true }
        }

        private func trim(_ box: inout Box) {
            var (x, y) = (box.x.lowerBound, box.y.lowerBound)
            var (xEnd, yEnd) = (box.x.upperBound, box.y.upperBound)
            while x < xEnd, y < yEnd, from[x] == to[y] { (x, y) = (x + 1, y + 1) }
            while x < xEnd, y < yEnd, from[xEnd - 1] == to[yEnd - 1] { (xEnd, yEnd) = (xEnd - 1, yEnd - 1) }
            (box.x, box.y) = (x..<xEnd, y..<yEnd)
        }

        // MARK: What stands once in both

        /// The longest run, in order in both, of what stands exactly once in each.
        private mutating func anchors(in box: Box) -> [(x: Int, y: Int)] {
            for x in box.x {
                counts[Int(from[x])].from += 1
                counts[Int(from[x])].x = Int32(truncatingIfNeeded: x)
            }
            for y in box.y {
                counts[Int(to[y])].to += 1
                counts[Int(to[y])].y = Int32(truncatingIfNeeded: y)
            }
            var pairs: [(x: Int, y: Int)] = []
            for x in box.x {
                let count = counts[Int(from[x])]
                if count.from == 1, count.to == 1 { pairs.append((x, Int(count.y))) }
            }
            for x in box.x { counts[Int(from[x])] = (0, 0, 0, 0) }
            for y in box.y { counts[Int(to[y])] = (0, 0, 0, 0) }
            return longestRise(of: pairs)
        }

        /// Of pairs in the order of x, the longest part in the order of y as well.
        private func longestRise(of pairs: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
            // The last pair of the best part of each length, and what came before each pair in its part.
            var ends: [Int] = []
            var previous = Array(repeating: -1, count: pairs.count)
            for (index, pair) in pairs.enumerated() {
                var (low, high) = (0, ends.count)
                while low < high {
                    let half = (low + high) / 2
                    if pairs[ends[half]].y < pair.y { low = half + 1 } else { high = half }
                }
                if low > 0 { previous[index] = ends[low - 1] }
                if low == ends.count { ends.append(index) } else { ends[low] = index }
            }
            var rise: [(x: Int, y: Int)] = []
            var index = ends.last ?? -1
            while index >= 0 {
                rise.append(pairs[index])
                index = previous[index]
            }
            return rise.reversed()
        }

        // MARK: The middle of a shortest way

        /// Where a shortest way through the box is half done; nil where there is nothing to divide.
        ///
        /// The box is not empty on either side, and neither its first nor its last elements are the same.
        private mutating func middle(of box: Box) -> (x: Int, y: Int)? {
            let (xLow, xHigh) = (box.x.lowerBound, box.x.upperBound)
            let (yLow, yHigh) = (box.y.lowerBound, box.y.upperBound)
            // Diagonals are x - y; the arrays begin at the lowest there is, and one before it.
            let zero = to.count + 1
            let (lowest, highest) = (xLow - yHigh, xHigh - yLow)
            let (front, back) = (xLow - yLow, xHigh - yHigh)
            var (frontLow, frontHigh) = (front, front)
            var (backLow, backHigh) = (back, back)
            let isOdd = (front - back) & 1 != 0
            forward[zero + front] = xLow
            backward[zero + back] = xHigh
            var cost = 0
            while true {
                cost += 1
                if frontLow > lowest {
                    frontLow -= 1
                    forward[zero + frontLow - 1] = -1
                } else {
                    frontLow += 1
                }
                if frontHigh < highest {
                    frontHigh += 1
                    forward[zero + frontHigh + 1] = -1
                } else {
                    frontHigh -= 1
                }
                for diagonal in stride(from: frontHigh, through: frontLow, by: -2) {
                    let (below, above) = (forward[zero + diagonal - 1], forward[zero + diagonal + 1])
                    var x = below < above ? above : below + 1
                    var y = x - diagonal
                    let begin = x
                    while x < xHigh, y < yHigh, from[x] == to[y] { (x, y) = (x + 1, y + 1) }
                    steps += 1 + x - begin
                    forward[zero + diagonal] = x
                    if isOdd, backLow <= diagonal, diagonal <= backHigh, backward[zero + diagonal] <= x {
                        return divided(box, x, y)
                    }
                }
                if backLow > lowest {
                    backLow -= 1
                    backward[zero + backLow - 1] = .max
                } else {
                    backLow += 1
                }
                if backHigh < highest {
                    backHigh += 1
                    backward[zero + backHigh + 1] = .max
                } else {
                    backHigh -= 1
                }
                for diagonal in stride(from: backHigh, through: backLow, by: -2) {
                    let (below, above) = (backward[zero + diagonal - 1], backward[zero + diagonal + 1])
                    var x = below < above ? below : above - 1
                    var y = x - diagonal
                    let begin = x
                    while xLow < x, yLow < y, from[x - 1] == to[y - 1] { (x, y) = (x - 1, y - 1) }
                    steps += 1 + begin - x
                    backward[zero + diagonal] = x
                    if !isOdd, frontLow <= diagonal, diagonal <= frontHigh, x <= forward[zero + diagonal] {
                        return divided(box, x, y)
                    }
                }
                if cost >= SequenceDifference.mostCost || steps >= SequenceDifference.mostSteps { break }
            }
            // Too far: whichever came further, the search from the front or the one from the back.
            var (frontX, frontSum) = (xLow, xLow + yLow)
            for diagonal in stride(from: frontHigh, through: frontLow, by: -2) {
                var x = min(forward[zero + diagonal], xHigh)
                if x - diagonal > yHigh { x = yHigh + diagonal }
                if frontSum < 2 * x - diagonal { (frontX, frontSum) = (x, 2 * x - diagonal) }
            }
            var (backX, backSum) = (xHigh, xHigh + yHigh)
            for diagonal in stride(from: backHigh, through: backLow, by: -2) {
                var x = max(backward[zero + diagonal], xLow)
                if x - diagonal < yLow { x = yLow + diagonal }
                if 2 * x - diagonal < backSum { (backX, backSum) = (x, 2 * x - diagonal) }
            }
            return xHigh + yHigh - backSum < frontSum - xLow - yLow
                ? divided(box, frontX, frontSum - frontX) : divided(box, backX, backSum - backX)
        }

        /// Nil where one part would be the whole box again.
        private func divided(_ box: Box, _ x: Int, _ y: Int) -> (x: Int, y: Int)? {
            let isInside =
                box.x.lowerBound <= x && x <= box.x.upperBound && box.y.lowerBound <= y && y <= box.y.upperBound
            let isFirst = x == box.x.lowerBound && y == box.y.lowerBound
            let isLast = x == box.x.upperBound && y == box.y.upperBound
            return isInside && !isFirst && !isLast ? (x, y) : nil
        }
    }
}
