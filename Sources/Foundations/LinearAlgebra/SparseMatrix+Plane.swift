/// What a row says about where it stands in a plane: the normal equations of least squares, *normal* · place = *moment*.
public struct PlaneEquation: Sendable, Hashable {
    /// Σ *d·dᵀ* over the row's cells for the directions *d* of their columns: across², across·along, along².
    public var normal = SIMD3<Double>.zero

    /// Σ *rest* · *d*.
    public var moment = SIMD2<Double>.zero

    /// Σ *rest*².
    public var squares = 0.0

    /// How many cells took part.
    public var cellCount = 0
}

extension SparseMatrix {
    /// For each row what its cells other than zeros say about its place in a plane, once the columns' levels and the row's own
    /// level are taken away.
    ///
    /// - Parameters:
    ///   - rows: the rows asked for.
    ///   - directions: for each column what a step across and along the plane changes there; nil for a column that takes no part.
    ///   - columnLevels: for each column its level.
    ///   - rowReserve: how many cells of level zero each row counts in addition when its own level is taken.
    /// - Complexity: O(*cells of the rows*).
    public func planeEquations(
        rows: [Int], directions: [SIMD2<Double>?], columnLevels: [Double], rowReserve: Double
    ) -> [PlaneEquation] {
        precondition(
            directions.count == columnCount && columnLevels.count == columnCount,
            "One direction is needed for each column")
        return rows.map { row in
            precondition(row >= 0 && row < rowCount, "There is no such row")
            let cells = Int(rowStarts[row])..<Int(rowStarts[row + 1])
            var sum = 0.0
            var count = 0
            for cell in cells where values[cell] != 0 && directions[Int(columns[cell])] != nil {
                sum += Double(values[cell]) - columnLevels[Int(columns[cell])]
                count += 1
            }
            let level = sum / (Double(count) + rowReserve)
            var equation = PlaneEquation()
            equation.cellCount = count
            for cell in cells where values[cell] != 0 {
                let column = Int(columns[cell])
                guard let direction = directions[column] else { continue }
                let rest = Double(values[cell]) - columnLevels[column] - level
                equation.normal += SIMD3(
                    direction.x * direction.x, direction.x * direction.y, direction.y * direction.y)
                equation.moment += rest * direction
                equation.squares += rest * rest
            }
            return equation
        }
    }
}
