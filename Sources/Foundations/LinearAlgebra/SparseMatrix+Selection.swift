extension SparseMatrix {
    /// The given rows, in the order given, without the cells that are not kept.
    ///
    /// - Parameters:
    ///   - selected: positions of rows; the same one may come several times.
    ///   - isKept: asked for every cell of those rows: its place in `selected`, its column, its value.
    /// - Complexity: O(*cells of the rows*).
    public func selecting(
        rows selected: [Int], where isKept: (_ place: Int, _ column: Int, _ value: Int8) -> Bool = { _, _, _ in true }
    ) -> SparseMatrix {
        var starts = [0]
        starts.reserveCapacity(selected.count + 1)
        var keptColumns: [Int32] = []
        var keptValues: [Int8] = []
        for (place, row) in selected.enumerated() {
            precondition(row >= 0 && row < rowCount, "There is no such row")
            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1])
            where isKept(place, Int(columns[cell]), values[cell]) {
                keptColumns.append(Int32(columns[cell]))
                keptValues.append(values[cell])
            }
            starts.append(keptColumns.count)
        }
        return SparseMatrix(
            rowCount: selected.count, columnCount: columnCount, rowStarts: starts, columns: keptColumns,
            values: keptValues)
    }

    /// Calls the closure with every cell of a row, in ascending order of the columns.
    ///
    /// - Complexity: O(*cells of the row*). For few rows: the call costs more than the arithmetic.
    public func forEachCell(inRow row: Int, _ body: (_ column: Int, _ value: Int8) -> Void) {
        precondition(row >= 0 && row < rowCount, "There is no such row")
        for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) { body(Int(columns[cell]), values[cell]) }
    }

    /// Whether any cell of a row satisfies the predicate.
    public func contains(inRow row: Int, where predicate: (_ column: Int, _ value: Int8) -> Bool) -> Bool {
        precondition(row >= 0 && row < rowCount, "There is no such row")
        return (Int(rowStarts[row])..<Int(rowStarts[row + 1])).contains { predicate(Int(columns[$0]), values[$0]) }
    }
}
