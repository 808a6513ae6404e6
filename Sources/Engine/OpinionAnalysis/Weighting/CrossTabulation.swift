// How the parts of the people voted, without telling how anyone did.
//
// Method: cells below a least number are hidden. As rows and columns have totals, a hidden cell could be found by subtraction,
// so for each the table hides three others at the corners of a rectangle with it: then the same number can be moved around
// the four without any total noticing (L. Willenborg and T. de Waal, *Elements of Statistical Disclosure Control*, 2001, ch. 5).
// Parts with too few people are joined first, so that no total has to be hidden.

/// A statement by the parts of a division, with small numbers hidden.
public struct CrossTabulation: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int

    /// Empty if the table cannot be shown without telling too much.
    public let rows: [Row]

    /// The least number that is shown, 0 apart.
    public let smallestCell: Int

    public var isWithheld: Bool { rows.isEmpty }

    /// The answers of a part, or of several joined ones.
    public struct Row: Sendable, Codable, Hashable {
        /// The parts, ascending; nil stands for those who did not say, and is last.
        public let parts: [Int?]
        public let seen: Int

        /// nil if hidden.
        public let agrees: Int?
        public let disagrees: Int?
        public let passes: Int?
    }

    /// Tabulates each statement.
    ///
    /// - Parameters:
    ///   - counts: with the parts of the division as groups; people in none are those who did not say.
    ///   - smallestCell: at least 2; smaller values count as 2.
    /// - Returns: one for each statement, in order.
    /// - Complexity: O(*statements*·*parts*²).
    public static func tabulated(from counts: VoteCounts, smallestCell: Int = 5) -> [CrossTabulation] {
        counts.everybody.indices.map { statement in
            let parts = counts.groups.map { $0[statement] }
            let silent = counts.everybody[statement] - parts.reduce(StatementVotes(), +)
            return CrossTabulation(
                statement: statement, parts: parts, silent: silent, smallestCell: max(2, smallestCell))
        }
    }

    init(statement: Int, parts: [StatementVotes], silent: StatementVotes, smallestCell: Int) {
        self.statement = statement
        self.smallestCell = smallestCell
        var joined = parts.enumerated().map { (parts: [Optional($0)], votes: $1) }
        if silent.seen > 0 { joined.append(([nil], silent)) }
        guard let rows = Self.joining(joined, smallestCell), rows.count > 1 else {
            self.rows = []
            return
        }
        var suppression = CellSuppression(
            cells: rows.map { [$0.votes.agrees, $0.votes.disagrees, $0.votes.passes] }, smallestCell: smallestCell)
        guard suppression.protect() else {
            self.rows = []
            return
        }
        self.rows = rows.enumerated().map { row, joined in
            func shown(_ column: Int) -> Int? {
                suppression.isHidden[row][column] ? nil : suppression.cells[row][column]
            }
            return Row(
                parts: joined.parts, seen: joined.votes.seen, agrees: shown(0), disagrees: shown(1), passes: shown(2))
        }
    }

    private typealias JoinedRow = (parts: [Int?], votes: StatementVotes)

    /// Joins the parts with too few people, and if they are still too few the next smallest as well.
    ///
    /// - Returns: nil if all together are too few. Parts nobody is in stay as they are.
    private static func joining(_ rows: [JoinedRow], _ smallestCell: Int) -> [JoinedRow]? {
        let isSmall = rows.map { $0.votes.seen > 0 && $0.votes.seen < smallestCell }
        guard isSmall.contains(true) else { return rows }
        var small = rows.indices.filter { isSmall[$0] }
        let others = rows.indices.filter { rows[$0].votes.seen >= smallestCell }
            .sorted { (rows[$0].votes.seen, $0) < (rows[$1].votes.seen, $1) }
        var seen = small.reduce(0) { $0 + rows[$1].votes.seen }
        for other in others where seen < smallestCell {
            small.append(other)
            seen += rows[other].votes.seen
        }
        guard seen >= smallestCell else { return nil }
        small.sort()
        let joined: JoinedRow = (
            small.flatMap { rows[$0].parts }, small.reduce(StatementVotes()) { $0 + rows[$1].votes }
        )
        return rows.indices.filter { !small.contains($0) }.map { rows[$0] } + [joined]
    }
}

/// Which cells of a table with known totals to hide.
struct CellSuppression {
    let cells: [[Int]]
    let smallestCell: Int
    private(set) var isHidden: [[Bool]]

    init(cells: [[Int]], smallestCell: Int) {
        self.cells = cells
        self.smallestCell = smallestCell
        isHidden = cells.map { $0.map { $0 > 0 && $0 < smallestCell } }
    }

    /// Hides more cells until no small one can be told from the totals.
    ///
    /// - Returns: whether that is possible.
    mutating func protect() -> Bool {
        let small = cells.indices.flatMap { row in
            cells[row].indices.filter { isHidden[row][$0] }.map { (row: row, column: $0) }
        }
        for cell in small {
            guard let corner = cheapestCorner(for: cell.row, cell.column) else { return false }
            isHidden[cell.row][corner.column] = true
            isHidden[corner.row][cell.column] = true
            isHidden[corner.row][corner.column] = true
        }
        return true
    }

    /// The opposite corner of the rectangle around which enough can be moved and that hides the fewest answers anew.
    private func cheapestCorner(for row: Int, _ column: Int) -> (row: Int, column: Int)? {
        var best: (row: Int, column: Int)?
        var bestCost = Int.max
        for otherRow in cells.indices where otherRow != row {
            for otherColumn in cells[row].indices where otherColumn != column {
                let beside = (cells[row][otherColumn], cells[otherRow][column])
                let opposite = cells[otherRow][otherColumn]
                // The small cell can fall with the opposite one while those beside rise, and the other way round.
                let room = min(cells[row][column], opposite) + min(beside.0, beside.1)
                guard min(beside.0, beside.1, opposite) > 0, room >= smallestCell - 1 else { continue }
                let cost =
                    (isHidden[row][otherColumn] ? 0 : beside.0) + (isHidden[otherRow][column] ? 0 : beside.1)
                    + (isHidden[otherRow][otherColumn] ? 0 : opposite)
                if cost < bestCost {
                    best = (otherRow, otherColumn)
                    bestCost = cost
                }
            }
        }
        return best
    }
}
