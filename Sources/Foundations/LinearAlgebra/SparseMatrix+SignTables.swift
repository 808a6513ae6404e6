// Sums over the cells of rows, where a cell contributes a whole list of numbers that depends on its column and its sign
// alone. Mixture models are made of these: the likelihood of a row under every component at once, and back.

/// For every column and sign a list of numbers, eight in a block.
public struct SignTable: Sendable, Hashable {
    public let columnCount: Int

    /// How many blocks of eight numbers each list has.
    public let blockCount: Int

    /// The list for positive cells of column 0, for negative cells of column 0, for positive cells of column 1, …
    public var blocks: [SIMD8<Float>]

    /// Zeros everywhere.
    public init(columnCount: Int, blockCount: Int) {
        precondition(columnCount >= 0 && blockCount >= 1, "A table needs a shape")
        self.columnCount = columnCount
        self.blockCount = blockCount
        blocks = Array(repeating: .zero, count: 2 * columnCount * blockCount)
    }

    /// Where the list of a column and sign begins in ``blocks``.
    @inlinable
    public func start(column: Int, isPositive: Bool) -> Int { (2 * column + (isPositive ? 0 : 1)) * blockCount }
}

extension SparseMatrix {
    /// For each row the sum of the lists of its cells; cells with zeros contribute nothing.
    ///
    /// - Parameters:
    ///   - table: lists for the columns of this matrix.
    ///   - rows: the rows to sum over.
    /// - Returns: `table.blockCount` blocks for each of the rows, summed in ascending order of the columns.
    /// - Complexity: O(*cells of the rows* · *numbers in a list*).
    public func sums(of table: SignTable, rows: Range<Int>) -> [SIMD8<Float>] {
        precondition(table.columnCount == columnCount, "The table is of another matrix")
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "There are no such rows")
        let width = table.blockCount
        var sums = [SIMD8<Float>](repeating: .zero, count: rows.count * width)
        sums.withUnsafeMutableBufferPointer { sums in
            table.blocks.withUnsafeBufferPointer { blocks in
                columns.withUnsafeBufferPointer { columns in
                    values.withUnsafeBufferPointer { values in
                        for row in rows {
                            let target = (row - rows.lowerBound) * width
                            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) where values[cell] != 0 {
                                let source = (2 * Int(columns[cell]) + (values[cell] > 0 ? 0 : 1)) * width
                                for block in 0..<width { sums[target + block] += blocks[source + block] }
                            }
                        }
                    }
                }
            }
        }
        return sums
    }

    /// The way back: adds each row's list to the table's list of every cell of the row.
    ///
    /// - Parameter weights: `blockCount` blocks for each row.
    /// - Returns: a table in which each list is the sum over the rows with such a cell, in ascending order of the rows.
    /// - Complexity: O(*cells* · *numbers in a list*).
    public func table(addingUp weights: [SIMD8<Float>], blockCount width: Int) -> SignTable {
        precondition(weights.count == rowCount * width, "Every row needs a list")
        var table = SignTable(columnCount: columnCount, blockCount: width)
        table.blocks.withUnsafeMutableBufferPointer { blocks in
            weights.withUnsafeBufferPointer { weights in
                columns.withUnsafeBufferPointer { columns in
                    values.withUnsafeBufferPointer { values in
                        for row in 0..<rowCount {
                            let source = row * width
                            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) where values[cell] != 0 {
                                let target = (2 * Int(columns[cell]) + (values[cell] > 0 ? 0 : 1)) * width
                                for block in 0..<width { blocks[target + block] += weights[source + block] }
                            }
                        }
                    }
                }
            }
        }
        return table
    }
}
