// Mean-imputed and centered data is exactly as sparse as the data itself: an empty cell would be filled with its column's
// mean and then have that same mean taken away. So "the centered matrix" below is the matrix whose full cells hold
// value − center[column] and whose empty cells hold 0; it is never built.

extension SparseMatrix {
    /// The centered matrix times a vector.
    ///
    /// - Parameters:
    ///   - vector: one number for each column.
    ///   - center: one number for each column.
    /// - Returns: one number for each row, summed in ascending order of the columns.
    /// - Complexity: O(*cells*).
    public func centeredProduct(with vector: [Double], center: [Double]) -> [Double] {
        precondition(vector.count == columnCount && center.count == columnCount, "One number is needed for each column")
        var product = [Double](repeating: 0, count: rowCount)
        for row in 0..<rowCount {
            var sum = 0.0
            for cell in rowStarts[row]..<rowStarts[row + 1] {
                let column = Int(columns[cell])
                sum += (Double(values[cell]) - center[column]) * vector[column]
            }
            product[row] = sum
        }
        return product
    }

    /// The transpose of the centered matrix times a vector.
    ///
    /// - Parameters:
    ///   - vector: one number for each row.
    ///   - center: one number for each column.
    /// - Returns: one number for each column, summed in ascending order of the rows.
    /// - Complexity: O(*cells*).
    public func centeredTransposeProduct(with vector: [Double], center: [Double]) -> [Double] {
        precondition(vector.count == rowCount && center.count == columnCount, "One number is needed for each row")
        var product = [Double](repeating: 0, count: columnCount)
        for row in 0..<rowCount {
            let factor = vector[row]
            for cell in rowStarts[row]..<rowStarts[row + 1] {
                let column = Int(columns[cell])
                product[column] += factor * (Double(values[cell]) - center[column])
            }
        }
        return product
    }

    /// The transpose of the centered matrix times the centered matrix: columns × columns.
    ///
    /// - Complexity: O(Σ *s*²) for rows with *s* cells, and memory for *columns*² numbers.
    public func centeredGramMatrix(center: [Double]) -> SymmetricMatrix {
        precondition(center.count == columnCount, "One number is needed for each column")
        let order = columnCount
        var gram = [Double](repeating: 0, count: order * order)
        var deviations: [Double] = []
        gram.withUnsafeMutableBufferPointer { gram in
            columns.withUnsafeBufferPointer { columns in
                for row in 0..<rowCount {
                    let start = rowStarts[row]
                    let end = rowStarts[row + 1]
                    deviations.removeAll(keepingCapacity: true)
                    for cell in start..<end { deviations.append(Double(values[cell]) - center[Int(columns[cell])]) }
                    deviations.withUnsafeBufferPointer { deviations in
                        for left in start..<end {
                            let offset = Int(columns[left]) * order
                            let factor = deviations[left - start]
                            // Columns ascend, so this fills the lower triangle.
                            for right in start...left {
                                gram[offset + Int(columns[right])] += factor * deviations[right - start]
                            }
                        }
                    }
                }
            }
        }
        return SymmetricMatrix(order: order, lowerTriangle: gram)
    }

    /// For each column the sum of the squares of the centered matrix: 0 where all full cells are alike.
    ///
    /// - Complexity: O(*cells*).
    public func centeredSquareSums(center: [Double]) -> [Double] {
        precondition(center.count == columnCount, "One number is needed for each column")
        let blocks = rowBlocks
        let parts = concurrentMap(blocks.count) { block in
            var sums = [Double](repeating: 0, count: columnCount)
            withCells(in: blocks[block]) { columns, values in
                for cell in columns.indices {
                    let column = Int(columns[cell])
                    let deviation = Double(values[cell]) - center[column]
                    sums[column] += deviation * deviation
                }
            }
            return sums
        }
        return parts.dropFirst().reduce(parts[0]) { sums, part in zip(sums, part).map(+) }
    }
}
