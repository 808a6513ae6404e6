// Power iteration with deflation, as Polis runs it.
//
// Method: repeated multiplication with XᵀX pulls any start towards the direction of largest variance; that direction is
// then removed from the data and the next one sought. Polis stops after a hundred steps, or when the length stops
// changing, and starts from its previous result. With the same start this gives the same axes, signs included.
//
// Removing the direction u from every row x means x − (u·x)/(u·u) u. The rows are not rewritten: the products are
// corrected instead, which keeps the data sparse.

import LinearAlgebra

enum PowerIteration {
    /// The leading directions of the centered ratings.
    ///
    /// - Parameters:
    ///   - starts: a start for each direction sought; shorter than the columns, it is filled up with ones.
    ///   - stepLimit: after so many multiplications one more is made and its result returned.
    /// - Returns: vectors of length one, or all zeros where nothing is left.
    /// - Complexity: O(*steps*·*votes*) for each direction.
    static func directions(
        of ratings: SparseMatrix, center: [Double], starts: [[Double]], stepLimit: Int = 100
    ) -> [[Double]] {
        var found: [[Double]] = []
        for start in starts {
            let padding = repeatElement(1.0, count: max(0, ratings.columnCount - start.count))
            var vector = Array((start + padding).prefix(ratings.columnCount))
            var previousLength = 0.0
            var stepsLeft = stepLimit
            while true {
                let product = deflatedProduct(of: ratings, center: center, with: vector, without: found)
                let length = euclideanLength(of: product)
                vector = length > 0 ? product.map { $0 / length } : product
                if stepsLeft <= 0 || length == previousLength { break }
                previousLength = length
                stepsLeft -= 1
            }
            found.append(vector)
        }
        return found
    }

    private static func deflatedProduct(
        of ratings: SparseMatrix, center: [Double], with vector: [Double], without found: [[Double]]
    ) -> [Double] {
        let deflated = removing(found, from: vector)
        let rows = ratings.centeredProduct(with: deflated, center: center)
        return removing(found, from: ratings.centeredTransposeProduct(with: rows, center: center))
    }

    private static func removing(_ found: [[Double]], from vector: [Double]) -> [Double] {
        var result = vector
        for direction in found {
            let square = dotProduct(direction, direction)
            if square == 0 { continue }
            let part = dotProduct(direction, result) / square
            for index in result.indices { result[index] -= part * direction[index] }
        }
        return result
    }
}
