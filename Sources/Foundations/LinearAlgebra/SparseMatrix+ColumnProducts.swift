extension SparseMatrix {
    /// For each column the sum, over the rows that have both, of its value times that of a given column; and the number of
    /// those rows.
    ///
    /// - Complexity: O(*rows*·log + *cells* of the rows that have the column).
    public func sumsOfProducts(withColumn column: Int) -> [(sum: Double, count: Double)] {
        precondition(column >= 0 && column < columnCount, "There is no such column")
        var products = [(sum: Double, count: Double)](repeating: (0, 0), count: columnCount)
        for row in 0..<rowCount {
            guard let factor = self[row, column] else { continue }
            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                let place = Int(columns[cell])
                products[place].sum += Double(factor) * Double(values[cell])
                products[place].count += 1
            }
        }
        return products
    }
}
