/// A dense, real, symmetric matrix.
public struct SymmetricMatrix: Sendable, Hashable {
    /// The number of rows, which is the number of columns.
    public let order: Int

    /// Row after row, `order` numbers each; only those on and below the diagonal have a meaning.
    let elements: [Double]

    /// - Parameter lowerTriangle: row after row, `order` numbers each; those above the diagonal are ignored.
    /// - Precondition: there are `order`² numbers.
    public init(order: Int, lowerTriangle: [Double]) {
        precondition(lowerTriangle.count == order * order, "A square matrix of order \(order) is needed")
        self.order = order
        elements = lowerTriangle
    }

    public subscript(row: Int, column: Int) -> Double { elements[max(row, column) * order + min(row, column)] }

    /// The sum of the diagonal, which is the sum of all eigenvalues.
    public var trace: Double { (0..<order).reduce(0) { $0 + elements[$1 * order + $1] } }
}

/// An eigenvalue with its eigenvector of length one.
public struct Eigenpair: Sendable, Hashable {
    public let value: Double
    public let vector: [Double]
}

extension SymmetricMatrix {
    /// The largest eigenvalues with their eigenvectors, largest first; orthonormal, each of arbitrary sign.
    ///
    /// Householder reflections bring the matrix to tridiagonal form, bisection with Sturm's count finds the eigenvalues
    /// to the last bit the tridiagonal form holds, inverse iteration the vectors (Golub and Van Loan, *Matrix
    /// Computations*, 4th ed., §8.3.1, §8.4.1, §8.2.2). The same matrix always gives the same bits.
    ///
    /// - Complexity: O(*order*³), and O(*order*²) for each vector.
    public func leadingEigenpairs(_ count: Int) -> [Eigenpair] {
        let form = TridiagonalForm(reducing: self)
        var vectors: [[Double]] = []
        return (0..<max(0, min(count, order))).map { rank in
            let value = form.eigenvalue(rank: rank)
            let vector = form.eigenvector(for: value, orthogonalTo: vectors)
            vectors.append(vector)
            return Eigenpair(value: value, vector: form.carriedBack(vector))
        }
    }
}
