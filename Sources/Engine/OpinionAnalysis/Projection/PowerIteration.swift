// Power iteration with deflation, as Polis runs it.
//
// Method: repeated multiplication with XᵀX pulls any start towards the direction of largest variance; that direction is
// then removed from every row of X and the next one sought. Polis stops after a hundred steps, or when the length of the
// product stops changing, and starts from its previous result. With the same start this gives the same axes, signs
// included.
//
// When the length has settled to the last bit the direction has only settled to half as many digits, so the rounding of
// the products decides when Polis stops, and with it the ninth digit of the axes. Rows are therefore written out in full
// and summed one after another, as Polis does, where `PrincipalComponents` keeps them sparse; and where the order of two
// operations is open, it is the one that stops at the same step as Polis in the toy conversation of the tests.

import LinearAlgebra

struct PowerIteration {
    /// For each column the mean of its full cells.
    let center: [Double]

    /// Vectors of length one, or all zeros where nothing is left.
    let components: [[Double]]

    /// - Parameters:
    ///   - starts: a start for each direction sought; shorter than the columns, it is filled up with ones.
    ///   - stepLimit: after so many multiplications one more is made and its result returned.
    /// - Complexity: O(*steps*·*rows*·*columns*) for each direction; the rows are held in full.
    init(of ratings: SparseMatrix, starts: [[Double]], stepLimit: Int = 100) {
        // Filled with its mean, a column keeps its mean.
        let center = ratings.columnMeans
        var rows = ratings.rows(filledWith: center)
        for index in rows.indices { for column in center.indices { rows[index][column] -= center[column] } }
        self.center = center

        var components: [[Double]] = []
        for start in starts {
            let padding = repeatElement(1.0, count: max(0, ratings.columnCount - start.count))
            let direction = Self.leadingDirection(
                of: rows, start: Array((start + padding).prefix(ratings.columnCount)), stepLimit: stepLimit)
            components.append(direction)
            Self.remove(direction, from: &rows)
        }
        self.components = components
    }

    private static func leadingDirection(of rows: [[Double]], start: [Double], stepLimit: Int) -> [Double] {
        var vector = start
        var previousLength = 0.0
        var stepsLeft = stepLimit
        while true {
            var product = [Double](repeating: 0, count: vector.count)
            for row in rows {
                let factor = dotProduct(vector, row)
                for column in product.indices { product[column] += factor * row[column] }
            }
            let length = euclideanLength(of: product)
            let reciprocal = 1 / length
            vector = length > 0 ? product.map { $0 * reciprocal } : product
            if stepsLeft <= 0 || length == previousLength { return vector }
            previousLength = length
            stepsLeft -= 1
        }
    }

    private static func remove(_ direction: [Double], from rows: inout [[Double]]) {
        let square = dotProduct(direction, direction)
        guard square > 0 else { return }
        for index in rows.indices {
            let part = dotProduct(direction, rows[index])
            for column in direction.indices { rows[index][column] -= part * direction[column] / square }
        }
    }
}
