extension SparseMatrix {
    /// A row whose cells all hold the same value.
    public struct UniformRow: Sendable, Hashable {
        public let row: Int
        public let value: Int8
        public let cellCount: Int

        /// The sum over the row's columns of the numbers given for its value.
        public let sum: Double
    }

    /// The rows whose cells are all negative, all zero or all positive, ascending.
    ///
    /// - Parameters:
    ///   - minimumCells: rows with fewer cells are passed over; below 1 counts as 1.
    ///   - negative: for each column a number to be summed over the cells of rows that are all negative.
    ///   - zero: the same for zeros.
    ///   - positive: the same for positive values.
    /// - Complexity: O(*cells*); most rows are left after a few cells.
    public func uniformRows(
        minimumCells: Int, negative: [Double], zero: [Double], positive: [Double]
    ) -> [UniformRow] {
        precondition(
            negative.count == columnCount && zero.count == columnCount && positive.count == columnCount,
            "One number is needed for each column")
        return columns.withUnsafeBufferPointer { columns in
            values.withUnsafeBufferPointer { values in
                (0..<rowCount).compactMap { row in
                    let start = Int(rowStarts[row])
                    let end = Int(rowStarts[row + 1])
                    guard end - start >= max(1, minimumCells) else { return nil }
                    let sign = values[start].signum()
                    for cell in start..<end where values[cell].signum() != sign { return nil }
                    let numbers = sign < 0 ? negative : sign > 0 ? positive : zero
                    var sum = 0.0
                    for cell in start..<end { sum += numbers[Int(columns[cell])] }
                    return UniformRow(row: row, value: sign, cellCount: end - start, sum: sum)
                }
            }
        }
    }
}
