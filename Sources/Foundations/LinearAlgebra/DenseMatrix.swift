/// A matrix of numbers, all of them written out, row after row.
public struct DenseMatrix: Sendable, Hashable {
    public let rowCount: Int
    public let columnCount: Int
    private var cells: [Double]

    /// - Precondition: all rows are as long as there are columns.
    public init(rows: [[Double]], columnCount: Int) {
        precondition(rows.allSatisfy { $0.count == columnCount }, "A row has another length")
        rowCount = rows.count
        self.columnCount = columnCount
        cells = []
        cells.reserveCapacity(rows.count * columnCount)
        for row in rows { cells += row }
    }

    /// The transpose of the matrix times the matrix times a vector, summed row after row.
    ///
    /// Four rows are walked at once, because a sum has to wait for its last addition and four need not wait for each other;
    /// every single sum is still made in the order of columns and rows.
    ///
    /// - Complexity: O(*rows*·*columns*).
    public func squareProduct(with vector: [Double]) -> [Double] {
        precondition(vector.count == columnCount, "One number is needed for each column")
        var product = [Double](repeating: 0, count: columnCount)
        product.withUnsafeMutableBufferPointer { product in
            vector.withUnsafeBufferPointer { vector in
                cells.withUnsafeBufferPointer { cells in
                    // Nothing to add up where there are no columns.
                    guard let product = product.baseAddress, let vector = vector.baseAddress,
                        let cells = cells.baseAddress
                    else { return }
                    var row = 0
                    while row + 4 <= rowCount {
                        addFourRows(cells + row * columnCount, vector: vector, to: product)
                        row += 4
                    }
                    while row < rowCount {
                        addRow(cells + row * columnCount, vector: vector, to: product)
                        row += 1
                    }
                }
            }
        }
        return product
    }

    // The loops are bare because a replay spends its time here, in unoptimized tests as well.

    private func addFourRows(
        _ first: UnsafePointer<Double>, vector: UnsafePointer<Double>, to product: UnsafeMutablePointer<Double>
    ) {
        let (second, third, fourth) = (first + columnCount, first + 2 * columnCount, first + 3 * columnCount)
        let count = columnCount
        var (firstFactor, secondFactor, thirdFactor, fourthFactor) = (0.0, 0.0, 0.0, 0.0)
        var column = 0
        while column < count {
            let number = vector[column]
            firstFactor += number * first[column]
            secondFactor += number * second[column]
            thirdFactor += number * third[column]
            fourthFactor += number * fourth[column]
            column += 1
        }
        column = 0
        while column < count {
            var sum = product[column]
            sum += firstFactor * first[column]
            sum += secondFactor * second[column]
            sum += thirdFactor * third[column]
            sum += fourthFactor * fourth[column]
            product[column] = sum
            column += 1
        }
    }

    private func addRow(
        _ cells: UnsafePointer<Double>, vector: UnsafePointer<Double>, to product: UnsafeMutablePointer<Double>
    ) {
        let count = columnCount
        var factor = 0.0
        var column = 0
        while column < count {
            factor += vector[column] * cells[column]
            column += 1
        }
        column = 0
        while column < count {
            product[column] += factor * cells[column]
            column += 1
        }
    }

    /// Takes from every row its part along a direction; one of zeros takes nothing.
    ///
    /// - Complexity: O(*rows*·*columns*).
    public mutating func remove(_ direction: [Double]) {
        precondition(direction.count == columnCount, "One number is needed for each column")
        let square = dotProduct(direction, direction)
        guard square > 0 else { return }
        for row in 0..<rowCount {
            let start = row * columnCount
            var part = 0.0
            for column in direction.indices { part += direction[column] * cells[start + column] }
            for column in direction.indices { cells[start + column] -= part * direction[column] / square }
        }
    }
}
