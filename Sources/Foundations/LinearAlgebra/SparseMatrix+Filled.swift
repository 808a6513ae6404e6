extension SparseMatrix {
    /// The rows with every empty cell filled by the number given for its column.
    ///
    /// - Complexity: O(*rows*·*columns*), also in memory.
    public func rows(filledWith filling: [Double]) -> [[Double]] {
        precondition(filling.count == columnCount, "One number is needed for each column")
        return (0..<rowCount).map { row in
            var numbers = filling
            for cell in rowStarts[row]..<rowStarts[row + 1] { numbers[Int(columns[cell])] = Double(values[cell]) }
            return numbers
        }
    }
}
