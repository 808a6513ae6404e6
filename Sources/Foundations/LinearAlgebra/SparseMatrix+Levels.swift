// What is left of a matrix once each column's and each row's own level is taken away, and the directions in which rows
// then differ most. Empty cells take no part.

/// A number for each column and for each row whose sum comes close to the cells.
public struct AdditiveLevels: Sendable, Hashable {
    public let columns: [Double]
    public let rows: [Double]
}

extension SparseMatrix {
    /// Levels that bring *column level + row level* close to the cells, by least squares; the fewer cells a row or column
    /// has, the more its level is held back towards zero.
    ///
    /// Alternating ridge regression, from zero, a fixed number of rounds.
    ///
    /// - Parameters:
    ///   - columnReserve: how many cells of level zero each column counts in addition.
    ///   - rowReserve: how many cells of level zero each row counts in addition.
    /// - Complexity: O(*cells* · *rounds*).
    public func additiveLevels(columnReserve: Double, rowReserve: Double, rounds: Int = 6) -> AdditiveLevels {
        var columnLevels = [Double](repeating: 0, count: columnCount)
        var rowLevels = [Double](repeating: 0, count: rowCount)
        let counts = columnCellCounts
        for _ in 0..<rounds {
            var sums = [Double](repeating: 0, count: columnCount)
            for row in 0..<rowCount {
                let level = rowLevels[row]
                for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                    sums[Int(columns[cell])] += Double(values[cell]) - level
                }
            }
            for column in 0..<columnCount {
                columnLevels[column] = sums[column] / max(Double(counts[column]) + columnReserve, .leastNormalMagnitude)
            }
            for row in 0..<rowCount {
                let start = Int(rowStarts[row])
                let end = Int(rowStarts[row + 1])
                var sum = 0.0
                for cell in start..<end { sum += Double(values[cell]) - columnLevels[Int(columns[cell])] }
                rowLevels[row] = sum / (Double(end - start) + rowReserve)
            }
        }
        return AdditiveLevels(columns: columnLevels, rows: rowLevels)
    }

    /// What the levels leave of a row, along each of eight directions: Σ (value − levels) · direction.
    ///
    /// - Parameter directions: for each column the eight directions' components.
    /// - Returns: for each row eight numbers.
    /// - Complexity: O(*cells*).
    public func residualProducts(with directions: [SIMD8<Double>], levels: AdditiveLevels) -> [SIMD8<Double>] {
        precondition(directions.count == columnCount, "One component is needed for each column")
        return (0..<rowCount).map { row in
            var sum = SIMD8<Double>.zero
            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                let column = Int(columns[cell])
                sum += (Double(values[cell]) - levels.columns[column] - levels.rows[row]) * directions[column]
            }
            return sum
        }
    }

    private func residualTransposeProducts(with weights: [SIMD8<Double>], levels: AdditiveLevels) -> [SIMD8<Double>] {
        var sums = [SIMD8<Double>](repeating: .zero, count: columnCount)
        for row in 0..<rowCount {
            let weight = weights[row]
            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                let column = Int(columns[cell])
                sums[column] += (Double(values[cell]) - levels.columns[column] - levels.rows[row]) * weight
            }
        }
        return sums
    }

    /// The sum of the squares of what the levels leave.
    public func residualSquareSum(levels: AdditiveLevels) -> Double {
        var total = 0.0
        for row in 0..<rowCount {
            for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                let rest = Double(values[cell]) - levels.columns[Int(columns[cell])] - levels.rows[row]
                total += rest * rest
            }
        }
        return total
    }

    /// The directions in which rows differ most once their levels are taken away, with the square sums along them.
    ///
    /// Orthogonal iteration with eight vectors from a fixed start and a Rayleigh–Ritz step in every round (Golub and Van
    /// Loan, *Matrix Computations*, 4th ed., §8.2.4), until the first `accurate` values move by less than 10⁻¹⁰ of
    /// themselves or the rounds are used up.
    ///
    /// - Returns: at most eight pairs, largest first; orthonormal, each of arbitrary sign; fewer where there are fewer
    ///   columns.
    /// - Complexity: O(*cells* · *rounds*).
    public func residualDirections(levels: AdditiveLevels, accurate: Int, rounds: Int = 200) -> [Eigenpair] {
        let count = min(8, columnCount)
        guard count > 0 else { return [] }
        var generator = SeededGenerator(seed: 1)
        var vectors = (0..<count).map { _ in
            (0..<columnCount).map { _ in Double.random(in: -1...1, using: &generator) }
        }
        for rank in vectors.indices { orthonormalize(&vectors[rank], against: Array(vectors[..<rank])) }
        var values: [Double] = []
        for _ in 0..<rounds {
            let images = unpacked(
                residualTransposeProducts(
                    with: residualProducts(with: packed(vectors), levels: levels), levels: levels), count: count)
            var projected = [Double](repeating: 0, count: count * count)
            for row in 0..<count {
                for column in 0...row { projected[row * count + column] = dotProduct(vectors[row], images[column]) }
            }
            let pairs = SymmetricMatrix(order: count, lowerTriangle: projected).leadingEigenpairs(count)
            vectors = pairs.map { pair in
                var combined = [Double](repeating: 0, count: columnCount)
                for (image, weight) in zip(images, pair.vector) {
                    for column in 0..<columnCount { combined[column] += weight * image[column] }
                }
                return combined
            }
            for rank in vectors.indices { orthonormalize(&vectors[rank], against: Array(vectors[..<rank])) }
            let previous = values
            values = pairs.map(\.value)
            let isSettled =
                !previous.isEmpty
                && zip(previous, values).prefix(accurate).allSatisfy { abs($0 - $1) <= 1e-10 * abs($1) }
            if isSettled { break }
        }
        return zip(values, vectors).map { Eigenpair(value: max(0, $0), vector: $1) }
    }

    private func packed(_ vectors: [[Double]]) -> [SIMD8<Double>] {
        (0..<columnCount).map { column in
            var packed = SIMD8<Double>.zero
            for rank in vectors.indices { packed[rank] = vectors[rank][column] }
            return packed
        }
    }

    private func unpacked(_ packed: [SIMD8<Double>], count: Int) -> [[Double]] {
        (0..<count).map { rank in packed.map { $0[rank] } }
    }
}
