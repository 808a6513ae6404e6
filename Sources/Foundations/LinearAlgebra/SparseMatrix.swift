/// A matrix of small whole numbers of which most cells are empty, stored row after row.
///
/// An empty cell is not a zero: it takes no part in counts, means or products. Within a row the cells are in ascending
/// order of their columns, so that two rows with the same cells give bit for bit the same sums.
///
/// The loops that walk the cells live in this module (see the extensions), because a walk across a module border costs
/// many times more than the arithmetic itself.
public struct SparseMatrix: Sendable, Hashable {
    public let rowCount: Int
    public let columnCount: Int

    /// The cells of row *r* are those at the positions `rowStarts[r]..<rowStarts[r + 1]`.
    let rowStarts: [Int]
    let columns: [Int32]
    let values: [Int8]

    /// The cells named three lists in parallel, in any order; of two with the same place the later one counts.
    ///
    /// - Precondition: the lists are equally long; rows and columns lie inside the shape.
    /// - Complexity: O(*cells* + *rows* + *columns*).
    public init(rowCount: Int, columnCount: Int, rows: [Int32], columns: [Int32], values: [Int8]) {
        precondition(rows.count == columns.count && rows.count == values.count, "A cell needs a row, a column, a value")
        precondition(
            rows.allSatisfy { $0 >= 0 && $0 < rowCount } && columns.allSatisfy { $0 >= 0 && $0 < columnCount },
            "A cell lies outside the matrix")
        // Two stable passes, first by column and then by row, leave equal places side by side in the order given.
        let byColumn = Self.stableOrder(of: Array(rows.indices), by: columns, bucketCount: columnCount)
        let byRow = Self.stableOrder(of: byColumn, by: rows, bucketCount: rowCount)
        var starts = [Int](repeating: 0, count: rowCount + 1)
        var keptColumns: [Int32] = []
        var keptValues: [Int8] = []
        keptColumns.reserveCapacity(rows.count)
        keptValues.reserveCapacity(rows.count)
        for (position, cell) in byRow.enumerated() {
            if position + 1 < byRow.count {
                let next = byRow[position + 1]
                if rows[next] == rows[cell], columns[next] == columns[cell] { continue }
            }
            keptColumns.append(columns[cell])
            keptValues.append(values[cell])
            starts[Int(rows[cell]) + 1] += 1
        }
        for row in 0..<rowCount { starts[row + 1] += starts[row] }
        self.init(
            rowCount: rowCount, columnCount: columnCount, rowStarts: starts, columns: keptColumns, values: keptValues)
    }

    /// The cells row after row, in the order in which they are stored, which costs no copy.
    ///
    /// - Returns: nil when the lists do not fit together, or the columns of a row do not ascend or lie outside the shape.
    /// - Complexity: O(*cells* + *rows*).
    package init?(
        checking rowStarts: [Int], columnCount: Int, columns: [Int32], values: [Int8]
    ) {
        guard rowStarts.first == 0, rowStarts.last == columns.count, columns.count == values.count,
            zip(rowStarts, rowStarts.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return nil }
        self.init(
            rowCount: rowStarts.count - 1, columnCount: columnCount, rowStarts: rowStarts, columns: columns,
            values: values)
        let areInOrder = concurrentMap(rowBlocks.count) { block in
            columns.withUnsafeBufferPointer { columns in
                rowBlocks[block].allSatisfy { row in
                    var previous: Int32 = -1
                    for cell in rowStarts[row]..<rowStarts[row + 1] {
                        if columns[cell] <= previous { return false }
                        previous = columns[cell]
                    }
                    return previous < columnCount
                }
            }
        }
        guard areInOrder.allSatisfy({ $0 }) else { return nil }
    }

    init(rowCount: Int, columnCount: Int, rowStarts: [Int], columns: [Int32], values: [Int8]) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.rowStarts = rowStarts
        self.columns = columns
        self.values = values
    }

    /// The number of cells that are not empty.
    public var cellCount: Int { values.count }

    /// The value at a place, or nil where the cell is empty.
    ///
    /// - Complexity: O(log *cells of the row*). For looking, not for loops.
    public subscript(row: Int, column: Int) -> Int8? {
        var low = rowStarts[row]
        var high = rowStarts[row + 1]
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < column { low = middle + 1 } else { high = middle }
        }
        return low < rowStarts[row + 1] && columns[low] == column ? values[low] : nil
    }

    private static func stableOrder(of items: [Int], by keys: [Int32], bucketCount: Int) -> [Int] {
        var starts = [Int](repeating: 0, count: bucketCount + 1)
        for item in items { starts[Int(keys[item]) + 1] += 1 }
        for bucket in 0..<bucketCount { starts[bucket + 1] += starts[bucket] }
        var ordered = [Int](repeating: 0, count: items.count)
        for item in items {
            let bucket = Int(keys[item])
            ordered[starts[bucket]] = item
            starts[bucket] += 1
        }
        return ordered
    }
}

extension SparseMatrix {
    /// The matrix with the sign of every value turned.
    public var negated: SparseMatrix {
        SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, rowStarts: rowStarts, columns: columns,
            values: values.map { 0 &- $0 })
    }

    /// The matrix of the same shape in which the given columns are empty.
    ///
    /// - Complexity: O(*cells*).
    public func emptying(columns emptied: Set<Int>) -> SparseMatrix {
        if emptied.isEmpty { return self }
        var isEmptied = [Bool](repeating: false, count: columnCount)
        for column in emptied where isEmptied.indices.contains(column) { isEmptied[column] = true }
        var starts = [0]
        starts.reserveCapacity(rowCount + 1)
        var keptColumns: [Int32] = []
        var keptValues: [Int8] = []
        for row in 0..<rowCount {
            for cell in rowStarts[row]..<rowStarts[row + 1] where !isEmptied[Int(columns[cell])] {
                keptColumns.append(columns[cell])
                keptValues.append(values[cell])
            }
            starts.append(keptColumns.count)
        }
        return SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, rowStarts: starts, columns: keptColumns, values: keptValues)
    }
}
