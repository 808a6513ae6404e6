/// A symmetric matrix brought to tridiagonal form by Householder reflections, which are kept to carry vectors back.
struct TridiagonalForm {
    private(set) var diagonal: [Double]
    /// The element below and beside `diagonal[i]` and `diagonal[i + 1]` is `offDiagonal[i]`.
    private(set) var offDiagonal: [Double]
    /// Reflection *k* is I − *vvᵀ*, where *v* of length √2 acts on the coordinates after *k*; empty where none is needed.
    private var reflections: [[Double]] = []

    init(reducing matrix: SymmetricMatrix) {
        let order = matrix.order
        diagonal = [Double](repeating: 0, count: order)
        offDiagonal = [Double](repeating: 0, count: max(0, order - 1))
        var elements = matrix.elements
        for step in 0..<max(0, order - 1) {
            diagonal[step] = elements[step * order + step]
            var vector = (step + 1..<order).map { elements[$0 * order + step] }
            let length = euclideanLength(of: vector)
            let tail = euclideanLength(of: Array(vector.dropFirst()))
            guard tail > 0 else {
                offDiagonal[step] = vector[0]
                reflections.append([])
                continue
            }
            // The sign that adds rather than cancels.
            let image = vector[0] > 0 ? -length : length
            offDiagonal[step] = image
            vector[0] -= image
            let scale = 2.0.squareRoot() / euclideanLength(of: vector)
            for index in vector.indices { vector[index] *= scale }
            Self.reflect(&elements, order: order, from: step + 1, by: vector)
            reflections.append(vector)
        }
        if order > 0 { diagonal[order - 1] = elements[order * order - 1] }
    }

    /// Replaces the block B that begins at `first` by (I − *vvᵀ*) B (I − *vvᵀ*), lower triangle only.
    private static func reflect(_ elements: inout [Double], order: Int, from first: Int, by vector: [Double]) {
        let size = vector.count
        var product = [Double](repeating: 0, count: size)
        elements.withUnsafeMutableBufferPointer { elements in
            product.withUnsafeMutableBufferPointer { product in
                vector.withUnsafeBufferPointer { vector in
                    for row in 0..<size {
                        let offset = (first + row) * order + first
                        let factor = vector[row]
                        var sum = elements[offset + row] * factor
                        for column in 0..<row {
                            let element = elements[offset + column]
                            sum += element * vector[column]
                            product[column] += element * factor
                        }
                        product[row] += sum
                    }
                    var half = 0.0
                    for row in 0..<size { half += product[row] * vector[row] }
                    half /= 2
                    for row in 0..<size { product[row] -= half * vector[row] }
                    for row in 0..<size {
                        let offset = (first + row) * order + first
                        let factor = vector[row]
                        let partner = product[row]
                        for column in 0...row {
                            elements[offset + column] -= factor * product[column] + partner * vector[column]
                        }
                    }
                }
            }
        }
    }

    /// The eigenvalue with exactly `rank` larger ones, by bisection until no number lies between the bounds.
    func eigenvalue(rank: Int) -> Double {
        let reach = norm
        var low = -reach
        var high = reach
        let smallerOnes = diagonal.count - 1 - rank
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return high }
            if countOfEigenvalues(below: middle) > smallerOnes { high = middle } else { low = middle }
        }
    }

    /// Sturm's count: how many eigenvalues are smaller than `bound`.
    func countOfEigenvalues(below bound: Double) -> Int {
        var count = 0
        var pivot = 1.0
        for index in diagonal.indices {
            let coupling = index == 0 ? 0 : offDiagonal[index - 1] * offDiagonal[index - 1] / pivot
            pivot = diagonal[index] - bound - coupling
            if pivot == 0 { pivot = Double.leastNormalMagnitude.squareRoot() }
            if pivot < 0 { count += 1 }
        }
        return count
    }

    /// The largest sum of absolute values in a row: no eigenvalue is larger in size.
    private var norm: Double {
        diagonal.indices.reduce(0) { largest, index in
            let left = index > 0 ? abs(offDiagonal[index - 1]) : 0
            let right = index < offDiagonal.count ? abs(offDiagonal[index]) : 0
            return max(largest, abs(diagonal[index]) + left + right)
        }
    }

    /// An eigenvector of the tridiagonal form, by inverse iteration, orthogonal to those already found.
    func eigenvector(for value: Double, orthogonalTo found: [[Double]]) -> [Double] {
        let order = diagonal.count
        let factors = TridiagonalFactors(
            diagonal: diagonal.map { $0 - value }, offDiagonal: offDiagonal, smallestPivot: norm * 0x1p-52)
        // Any start will do that is not orthogonal to the vector sought; a fixed one keeps results repeatable.
        var generator = SeededGenerator(seed: UInt64(found.count) &+ 1)
        var vector = (0..<order).map { _ in Double.random(in: 0.5...1, using: &generator) }
        orthonormalize(&vector, against: found)
        for _ in 0..<4 {
            vector = factors.solve(vector)
            orthonormalize(&vector, against: found)
        }
        return vector
    }

    /// A vector in the coordinates of the tridiagonal form, expressed in those of the matrix.
    func carriedBack(_ vector: [Double]) -> [Double] {
        var result = vector
        for (step, reflection) in reflections.enumerated().reversed() where !reflection.isEmpty {
            var dot = 0.0
            for index in reflection.indices { dot += reflection[index] * result[step + 1 + index] }
            for index in reflection.indices { result[step + 1 + index] -= dot * reflection[index] }
        }
        return result
    }
}

/// The factors of a tridiagonal matrix by elimination with row exchange; pivots too small are replaced, because inverse
/// iteration solves systems that are singular on purpose.
private struct TridiagonalFactors {
    private var pivots: [Double]
    private var firstAbove: [Double]
    private var secondAbove: [Double]
    private var multipliers: [Double] = []
    private var exchanged: [Bool] = []

    init(diagonal: [Double], offDiagonal: [Double], smallestPivot: Double) {
        let order = diagonal.count
        let floor = max(smallestPivot, Double.leastNormalMagnitude.squareRoot())
        pivots = diagonal
        firstAbove = offDiagonal + [0]
        secondAbove = [Double](repeating: 0, count: order)
        for row in 0..<max(0, order - 1) {
            let below = offDiagonal[row]
            if abs(below) > abs(pivots[row]) {
                let multiplier = pivots[row] / below
                let above = firstAbove[row]
                pivots[row] = below
                firstAbove[row] = pivots[row + 1]
                secondAbove[row] = firstAbove[row + 1]
                pivots[row + 1] = above - multiplier * firstAbove[row]
                firstAbove[row + 1] = -multiplier * secondAbove[row]
                multipliers.append(multiplier)
                exchanged.append(true)
            } else {
                if abs(pivots[row]) < floor { pivots[row] = floor }
                let multiplier = below / pivots[row]
                pivots[row + 1] -= multiplier * firstAbove[row]
                multipliers.append(multiplier)
                exchanged.append(false)
            }
        }
        if let last = pivots.last, abs(last) < floor { pivots[order - 1] = floor }
    }

    func solve(_ rightSide: [Double]) -> [Double] {
        var result = rightSide
        for row in multipliers.indices {
            if exchanged[row] { result.swapAt(row, row + 1) }
            result[row + 1] -= multipliers[row] * result[row]
        }
        for row in result.indices.reversed() {
            if row + 1 < result.count { result[row] -= firstAbove[row] * result[row + 1] }
            if row + 2 < result.count { result[row] -= secondAbove[row] * result[row + 2] }
            result[row] /= pivots[row]
        }
        // Only the direction matters, and a solution near overflow must not spoil the next step.
        let largest = result.reduce(0) { max($0, abs($1)) }
        return largest > 0 && largest.isFinite ? result.map { $0 / largest } : rightSide
    }
}
