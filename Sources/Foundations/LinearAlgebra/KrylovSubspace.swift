/// Leading eigenvectors of a symmetric operator that is too large to be written out.
public enum KrylovSubspace {
    /// The largest eigenvalues with their eigenvectors, largest first; orthonormal, each of arbitrary sign.
    ///
    /// Block Lanczos with full orthogonalization and restarts from the best Ritz vectors (Golub and Van Loan, *Matrix
    /// Computations*, 4th ed., §10.3; Wu and Simon, "Thick-restart Lanczos method", 2000), from a fixed start, until the
    /// residuals are rounding errors or the restarts are used up.
    ///
    /// - Parameters:
    ///   - count: how many pairs; at most eight.
    ///   - order: the length of the vectors.
    ///   - apply: the operator; positive semidefinite.
    /// - Complexity: some dozens to some hundreds of applications, and O(64·*order*) numbers of memory.
    public static func leadingEigenpairs(
        _ count: Int, order: Int, applying apply: ([Double]) -> [Double]
    ) -> [Eigenpair] {
        leadingEigenpairs(count, order: order, accuracy: 1e-14, applyingToAll: { $0.map(apply) })
    }

    /// The same with an operator that takes several vectors at a time.
    ///
    /// - Parameters:
    ///   - accuracy: the length of a residual, as a share of the largest eigenvalue, from which on it passes for a rounding
    ///     error: larger where the operator itself adds up very many numbers.
    ///   - apply: the operator; gets at most four vectors and returns as many.
    package static func leadingEigenpairs(
        _ count: Int, order: Int, accuracy: Double, applyingToAll apply: ([[Double]]) -> [[Double]]
    ) -> [Eigenpair] {
        let count = max(0, min(count, order, kept))
        guard count > 0 else { return [] }
        var generator = SeededGenerator(seed: 1)
        var basis = Basis()
        let start = (0..<min(blockSize, order)).map { _ in
            (0..<order).map { _ in Double.random(in: -1...1, using: &generator) }
        }
        basis.extend(with: start, upTo: order, applying: apply)
        var blockStart = 0
        var restart = 0
        while true {
            let blockEnd = basis.vectors.count
            for position in stride(from: blockStart, to: blockEnd, by: blockSize) {
                let images = Array(basis.images[position..<min(blockEnd, position + blockSize)])
                basis.extend(with: images, upTo: min(order, largestBasis), applying: apply)
            }
            blockStart = blockEnd
            let isExhausted = basis.vectors.count == blockEnd
            let isFull = basis.vectors.count == min(order, largestBasis)
            let isDone =
                isExhausted && blockEnd < largestBasis || restart == largestRestartCount
                || basis.vectors.count == order
            let wanted = basis.ritzPairs(count)
            if isDone || wanted.areAccurate(accuracy) { return wanted.pairs }
            if !isFull, !isExhausted { continue }
            restart += 1
            let ritz = basis.ritzPairs(max(count, kept))
            basis = Basis(ritz)
            blockStart = 0
        }
    }

    private static let blockSize = 4
    private static let kept = 8
    private static let largestBasis = 64
    private static let largestRestartCount = 300

    /// Orthonormal vectors and what the operator makes of each.
    private struct Basis {
        private(set) var vectors: [[Double]] = []
        private(set) var images: [[Double]] = []
        /// For each vector the products of its image with the vectors up to it: the operator as the basis sees it.
        private var projected: [[Double]] = []

        init() {}

        init(_ ritz: Ritz) {
            vectors = ritz.pairs.map(\.vector)
            add(ritz.images)
        }

        private mutating func add(_ given: [[Double]]) {
            for image in given {
                let position = images.count
                images.append(image)
                projected.append((0...position).map { fourfoldProduct(vectors[$0], image) })
            }
        }

        /// Adds the parts of vectors that the basis does not span, unless they are rounding only, as long as there is room.
        mutating func extend(
            with given: [[Double]], upTo size: Int, applying apply: ([[Double]]) -> [[Double]]
        ) {
            let known = vectors.count
            for vector in given where vectors.count < size {
                let before = euclideanLength(of: vector)
                var rest = vector
                removeParts(from: &rest)
                removeParts(from: &rest)
                let length = euclideanLength(of: rest)
                guard length > before * 1e-13, length > 0 else { continue }
                rest = rest.map { $0 / length }
                // A short rest is mostly rounding before it is scaled; once more makes it orthogonal again.
                if length < before * 1e-3 { orthonormalize(&rest, against: vectors) }
                vectors.append(rest)
            }
            if vectors.count > known { add(apply(Array(vectors[known...]))) }
        }

        private func removeParts(from vector: inout [Double]) {
            for other in vectors {
                let part = fourfoldProduct(other, vector)
                for index in vector.indices { vector[index] -= part * other[index] }
            }
        }

        func ritzPairs(_ count: Int) -> Ritz {
            let size = vectors.count
            var lowerTriangle = [Double](repeating: 0, count: size * size)
            for (row, products) in projected.enumerated() {
                lowerTriangle.replaceSubrange(row * size..<row * size + products.count, with: products)
            }
            let pairs = SymmetricMatrix(order: size, lowerTriangle: lowerTriangle).leadingEigenpairs(count)
            return Ritz(
                pairs: pairs.map { Eigenpair(value: $0.value, vector: combine(vectors, weights: $0.vector)) },
                images: pairs.map { combine(images, weights: $0.vector) })
        }

        private func combine(_ vectors: [[Double]], weights: [Double]) -> [Double] {
            var result = [Double](repeating: 0, count: vectors[0].count)
            for (vector, weight) in zip(vectors, weights) {
                for index in result.indices { result[index] += weight * vector[index] }
            }
            return result
        }
    }

    private struct Ritz {
        var pairs: [Eigenpair]
        var images: [[Double]]

        func areAccurate(_ accuracy: Double) -> Bool {
            let largest = pairs.first?.value ?? 0
            return zip(pairs, images).allSatisfy { pair, image in
                let residual = zip(image, pair.vector).reduce(0) { sum, element in
                    let difference = element.0 - pair.value * element.1
                    return sum + difference * difference
                }
                return residual.squareRoot() <= largest * accuracy
            }
        }
    }
}

/// The sum of the products of the elements, every fourth in a sum of its own: four times as fast as one after another.
private func fourfoldProduct(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "Vectors of different lengths have no product")
    return left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            var sums = SIMD4<Double>.zero
            var index = 0
            while index + 4 <= left.count {
                let factor = SIMD4(left[index], left[index + 1], left[index + 2], left[index + 3])
                sums += factor * SIMD4(right[index], right[index + 1], right[index + 2], right[index + 3])
                index += 4
            }
            var sum = sums.sum()
            while index < left.count {
                sum += left[index] * right[index]
                index += 1
            }
            return sum
        }
    }
}
