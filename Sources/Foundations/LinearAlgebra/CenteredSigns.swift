/// A matrix of −1, 0 and +1 with a center taken from each column, for many products one after another.
///
/// A cell can only have three values in a column, so that what it adds to a product is looked up: a table holds
/// (value − center) · weight for each column and value, and the sums for the transpose are kept apart by column and value
/// until the end. Four vectors go through the cells at once. See `SparseMatrix+Centered` for what centering means.
package struct CenteredSigns {
    private let matrix: SparseMatrix
    private let center: [Double]
    private let blocks: [Range<Int>]
    private let emptied: Set<Int>

    /// Nil when a cell has another value.
    ///
    /// - Parameters:
    ///   - center: one number for each column.
    ///   - emptied: columns whose cells count as empty, as if the matrix were without them; that costs no copy.
    /// - Complexity: O(*cells*).
    package init?(_ matrix: SparseMatrix, center: [Double], emptying emptied: Set<Int> = []) {
        precondition(center.count == matrix.columnCount, "One number is needed for each column")
        let blocks = matrix.rowBlocks
        let areSigns = concurrentMap(blocks.count) { block in
            matrix.withCells(in: blocks[block]) { _, values in
                values.allSatisfy { UInt8(bitPattern: $0 &+ 1) < 3 }
            }
        }
        guard areSigns.allSatisfy({ $0 }) else { return nil }
        self.matrix = matrix
        self.center = center
        self.blocks = blocks
        self.emptied = emptied
    }

    /// The matrix times up to four vectors.
    ///
    /// - Parameter vectors: for each column one number of each vector.
    /// - Returns: for each row one number of each product, summed in ascending order of the columns.
    /// - Complexity: O(*cells*).
    package func products(with vectors: [SIMD4<Double>]) -> [SIMD4<Double>] {
        let table = table(of: vectors)
        var products = [SIMD4<Double>](repeating: .zero, count: matrix.rowCount)
        for (block, part) in zip(
            blocks,
            concurrentMap(
                blocks.count,
                { block in
                    var part: [SIMD4<Double>] = []
                    part.reserveCapacity(blocks[block].count)
                    forEachRow(in: blocks[block], table) { product, _, _ in part.append(product) }
                    return part
                }))
        {
            products.replaceSubrange(block, with: part)
        }
        return products
    }

    /// The transpose of the matrix times the matrix times up to four vectors.
    ///
    /// - Parameter vectors: for each column one number of each vector.
    /// - Returns: for each column one number of each product.
    /// - Complexity: O(*cells*), in one walk through the cells.
    package func squareProducts(with vectors: [SIMD4<Double>]) -> [SIMD4<Double>] {
        let table = table(of: vectors)
        let parts = concurrentMap(blocks.count) { block in
            var sums = [SIMD4<Double>](repeating: .zero, count: table.count)
            sums.withUnsafeMutableBufferPointer { sums in
                forEachRow(in: blocks[block], table) { product, columns, values in
                    for cell in columns.indices {
                        sums[3 &* Int(columns[cell]) &+ Int(values[cell]) &+ 1] += product
                    }
                }
            }
            return sums
        }
        var sums = [SIMD4<Double>](repeating: .zero, count: table.count)
        for part in parts { for place in sums.indices { sums[place] += part[place] } }
        return center.indices.map { column in
            var sum = SIMD4<Double>.zero
            if emptied.contains(column) { return sum }
            for value in -1...1 {
                sum += sums[3 * column + value + 1] * SIMD4(repeating: Double(value) - center[column])
            }
            return sum
        }
    }

    /// For each column and value what a cell adds to the products.
    private func table(of vectors: [SIMD4<Double>]) -> [SIMD4<Double>] {
        precondition(vectors.count == matrix.columnCount, "One number is needed for each column")
        var table: [SIMD4<Double>] = []
        table.reserveCapacity(3 * vectors.count)
        for (vector, center) in zip(vectors, center) {
            for value in [-1.0, 0, 1] { table.append(vector * SIMD4(repeating: value - center)) }
        }
        for column in emptied where center.indices.contains(column) {
            for value in 0..<3 { table[3 * column + value] = .zero }
        }
        return table
    }

    @inline(__always)
    private func forEachRow(
        in rows: Range<Int>, _ table: [SIMD4<Double>],
        _ body: (
            _ product: SIMD4<Double>, _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Int8>
        ) -> Void
    ) {
        table.withUnsafeBufferPointer { table in
            matrix.rowStarts.withUnsafeBufferPointer { starts in
                matrix.columns.withUnsafeBufferPointer { columns in
                    matrix.values.withUnsafeBufferPointer { values in
                        for row in rows {
                            let cells = starts[row]..<starts[row + 1]
                            let columns = UnsafeBufferPointer(rebasing: columns[cells])
                            let values = UnsafeBufferPointer(rebasing: values[cells])
                            var product = SIMD4<Double>.zero
                            for cell in columns.indices {
                                product += table[3 &* Int(columns[cell]) &+ Int(values[cell]) &+ 1]
                            }
                            body(product, columns, values)
                        }
                    }
                }
            }
        }
    }
}

extension SparseMatrix {
    /// Hands over the columns and values of some rows, one after another.
    @inline(__always)
    package func withCells<Result>(
        in rows: Range<Int>, _ body: (UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int8>) -> Result
    ) -> Result {
        let cells = rowStarts[rows.lowerBound]..<rowStarts[rows.upperBound]
        return columns.withUnsafeBufferPointer { columns in
            values.withUnsafeBufferPointer { values in
                body(UnsafeBufferPointer(rebasing: columns[cells]), UnsafeBufferPointer(rebasing: values[cells]))
            }
        }
    }
}
