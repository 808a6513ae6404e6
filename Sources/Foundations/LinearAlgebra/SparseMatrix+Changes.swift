extension SparseMatrix {
    /// A cell that gets a value, or is emptied where the value is nil.
    package struct Change: Sendable {
        package let row: Int
        package let column: Int
        package let value: Int8?

        package init(row: Int, column: Int, value: Int8?) {
            self.row = row
            self.column = column
            self.value = value
        }
    }

    /// The matrix with rows and columns put in or taken out, and with some cells changed.
    ///
    /// - Parameters:
    ///   - sources: for each row of the result which row here it goes on from; nil for a new one.
    ///   - places: for each column here its column in the result, nil where it is left out; ascending.
    ///   - columnCount: of the result.
    ///   - changes: in rows and columns of the result, ascending by both, no place twice.
    /// - Precondition: all positions lie inside the shapes.
    /// - Complexity: O(*cells* + *rows* + *columns*). Rows that stay as they are are copied many at once, while no column
    ///   moves.
    package func changed(
        rows sources: [Int?], columns places: [Int?], columnCount: Int, changes: [Change]
    ) -> SparseMatrix {
        let areColumnsUnmoved = places.enumerated().allSatisfy { $0 == $1 }
        var result = GrowingCells(rows: sources.count, cells: cellCount + changes.count)
        var next = 0
        var row = 0
        while row < sources.count {
            if areColumnsUnmoved, let source = sources[row], next == changes.count || changes[next].row > row {
                let limit = next == changes.count ? sources.count : changes[next].row
                var end = row + 1
                while end < limit, sources[end] == source + (end - row) { end += 1 }
                result.copy(rows: source..<source + (end - row), of: self)
                row = end
                continue
            }
            if let source = sources[row] {
                for cell in rowStarts[source]..<rowStarts[source + 1] {
                    guard let column = places[Int(columns[cell])] else { continue }
                    next = result.take(changes, from: next, row: row, before: column)
                    if next < changes.count, changes[next].row == row, changes[next].column == column {
                        result.append(column, changes[next].value)
                        next += 1
                    } else {
                        result.append(column, values[cell])
                    }
                }
            }
            next = result.take(changes, from: next, row: row, before: columnCount)
            result.starts.append(result.columns.count)
            row += 1
        }
        return SparseMatrix(
            rowCount: sources.count, columnCount: columnCount, rowStarts: result.starts, columns: result.columns,
            values: result.values)
    }
}

/// The cells of a matrix while it is put together row after row.
private struct GrowingCells {
    var starts = [0]
    var columns: [Int32] = []
    var values: [Int8] = []

    init(rows: Int, cells: Int) {
        starts.reserveCapacity(rows + 1)
        columns.reserveCapacity(cells)
        values.reserveCapacity(cells)
    }

    mutating func append(_ column: Int, _ value: Int8?) {
        guard let value else { return }
        columns.append(Int32(column))
        values.append(value)
    }

    mutating func copy(rows: Range<Int>, of matrix: SparseMatrix) {
        let first = matrix.rowStarts[rows.lowerBound]
        let end = matrix.rowStarts[rows.upperBound]
        let shift = columns.count - first
        for row in rows { starts.append(matrix.rowStarts[row + 1] + shift) }
        columns.append(contentsOf: matrix.columns[first..<end])
        values.append(contentsOf: matrix.values[first..<end])
    }

    /// Puts in the changes of a row that come before a column; returns the position of the next one.
    mutating func take(_ changes: [SparseMatrix.Change], from start: Int, row: Int, before column: Int) -> Int {
        var next = start
        while next < changes.count, changes[next].row == row, changes[next].column < column {
            append(changes[next].column, changes[next].value)
            next += 1
        }
        return next
    }
}
