// One half of an alternating least-squares fit of value ≈ intercept[column] + intercept[row] + factor[row]·factor[column]
// (matrix factorization with biases: Y. Koren, R. Bell and C. Volinsky, "Matrix factorization techniques for recommender
// systems", 2009): the rows are fitted to given columns, and in the same walk everything is summed that fitting the columns to
// those rows needs. A row's cells are read twice while they are in the cache, so a whole round is one pass over memory.

extension SparseMatrix {
    /// The intercept and factor of each row for given columns, and the sums for fitting the columns next.
    public struct RowFactors: Sendable {
        /// For each row fitted, ascending: its position.
        public internal(set) var rows: [Int32] = []
        /// For each row fitted its intercept.
        public internal(set) var intercepts: [Double] = []
        /// For each row fitted its factor.
        public internal(set) var factors: [Double] = []
        /// For each column the sums over its cells in the rows fitted.
        public internal(set) var columns: [ColumnSums] = []
    }

    /// Sums over the cells of a column; *f* is the row's factor, *y* the value less the row's intercept.
    public struct ColumnSums: Sendable, Hashable {
        public internal(set) var count = 0.0
        /// Σ *f*.
        public internal(set) var factor = 0.0
        /// Σ *f*².
        public internal(set) var factorSquare = 0.0
        /// Σ *y*.
        public internal(set) var rest = 0.0
        /// Σ *y*·*f*.
        public internal(set) var restFactor = 0.0
        /// Σ *y*².
        public internal(set) var restSquare = 0.0
    }

    /// What is known of a column while rows are fitted.
    public struct ColumnFactor: Sendable, Hashable {
        public var intercept: Double
        public var factor: Double
        /// 1, or 0 for a column that takes no part.
        public var weight: Double

        public init(intercept: Double, factor: Double, weight: Double) {
            self.intercept = intercept
            self.factor = factor
            self.weight = weight
        }
    }

    /// Fits the rows by ridge regression: the penalties times the squares of intercept and factor are added to the sum of
    /// squared errors.
    ///
    /// - Parameters:
    ///   - columnFactors: one for each column.
    ///   - interceptPenalty: more than 0.
    ///   - factorPenalty: more than 0.
    ///   - minimumCells: rows with fewer cells are not fitted.
    ///   - step: only every so-manieth row is fitted, from the first; 1 for all.
    ///   - leavingOut: rows not fitted.
    /// - Complexity: O(*cells* of the rows fitted).
    public func rowFactors(
        columnFactors: [ColumnFactor], interceptPenalty: Double, factorPenalty: Double, minimumCells: Int,
        step: Int = 1, leavingOut: Set<Int> = []
    ) -> RowFactors {
        precondition(columnFactors.count == columnCount, "One factor is needed for each column")
        precondition(interceptPenalty > 0 && factorPenalty > 0 && step > 0, "Penalties and steps have to be positive")
        var fitted = RowFactors()
        fitted.columns = [ColumnSums](repeating: ColumnSums(), count: columnCount)
        let expectedRows = rowCount / step + 1
        fitted.rows.reserveCapacity(expectedRows)
        fitted.intercepts.reserveCapacity(expectedRows)
        fitted.factors.reserveCapacity(expectedRows)
        columns.withUnsafeBufferPointer { columns in
            values.withUnsafeBufferPointer { values in
                columnFactors.withUnsafeBufferPointer { known in
                    // Taken out, so that the walk below writes to memory nobody else can see.
                    var sums = fitted.columns
                    fitted.columns = []
                    sums.withUnsafeMutableBufferPointer { sums in
                        for row in stride(from: 0, to: rowCount, by: step) {
                            let cells = Int(rowStarts[row])..<Int(rowStarts[row + 1])
                            if cells.count < max(1, minimumCells) { continue }
                            if !leavingOut.isEmpty, leavingOut.contains(row) { continue }
                            var equations = RowEquations(interceptPenalty, factorPenalty)
                            for cell in cells { equations.add(Double(values[cell]), known[Int(columns[cell])]) }
                            let (intercept, factor) = equations.solution
                            let square = factor * factor
                            for cell in cells {
                                let rest = Double(values[cell]) - intercept
                                let column = Int(columns[cell])
                                sums[column].count += 1
                                sums[column].factor += factor
                                sums[column].factorSquare += square
                                sums[column].rest += rest
                                sums[column].restFactor += rest * factor
                                sums[column].restSquare += rest * rest
                            }
                            fitted.rows.append(Int32(truncatingIfNeeded: row))
                            fitted.intercepts.append(intercept)
                            fitted.factors.append(factor)
                        }
                    }
                    fitted.columns = sums
                }
            }
        }
        return fitted
    }
}

/// The normal equations of one row: two unknowns.
private struct RowEquations {
    var interceptWeight: Double
    var factorWeight: Double
    var both = 0.0
    var interceptSide = 0.0
    var factorSide = 0.0

    init(_ interceptPenalty: Double, _ factorPenalty: Double) {
        interceptWeight = interceptPenalty
        factorWeight = factorPenalty
    }

    @inline(__always)
    mutating func add(_ value: Double, _ column: SparseMatrix.ColumnFactor) {
        let rest = (value - column.intercept) * column.weight
        let factor = column.factor * column.weight
        interceptWeight += column.weight
        both += factor
        factorWeight += factor * column.factor
        interceptSide += rest
        factorSide += rest * column.factor
    }

    /// With penalties above 0 the determinant is above 0.
    var solution: (intercept: Double, factor: Double) {
        let determinant = interceptWeight * factorWeight - both * both
        return (
            (interceptSide * factorWeight - factorSide * both) / determinant,
            (factorSide * interceptWeight - interceptSide * both) / determinant
        )
    }
}
