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
    /// Vectors of length one, or all zeros where nothing is left.
    let components: [[Double]]

    /// - Parameters:
    ///   - rows: all of the same length, from which the mean of each column has been taken away.
    ///   - columnCount: the length of the rows.
    ///   - starts: a start for each direction sought; shorter than the rows, it is filled up with ones.
    ///   - stepLimit: after so many multiplications one more is made and its result returned.
    /// - Complexity: O(*steps*·*rows*·*columns*) for each direction.
    init(of rows: [[Double]], columnCount: Int, starts: [[Double]], stepLimit: Int = 100) {
        var matrix = DenseMatrix(rows: rows, columnCount: columnCount)
        var components: [[Double]] = []
        for start in starts {
            let padding = repeatElement(1.0, count: max(0, columnCount - start.count))
            let direction = Self.leadingDirection(
                of: matrix, start: Array((start + padding).prefix(columnCount)), stepLimit: stepLimit)
            components.append(direction)
            if components.count < starts.count { matrix.remove(direction) }
        }
        self.components = components
    }

    private static func leadingDirection(of matrix: DenseMatrix, start: [Double], stepLimit: Int) -> [Double] {
        var vector = start
        var previousLength = 0.0
        var stepsLeft = stepLimit
        while true {
            let product = matrix.squareProduct(with: vector)
            let length = euclideanLength(of: product)
            let reciprocal = 1 / length
            vector = length > 0 ? product.map { $0 * reciprocal } : product
            if stepsLeft <= 0 || length == previousLength { return vector }
            previousLength = length
            stepsLeft -= 1
        }
    }
}
