// Optimized code calls the C library's sqrt for squareRoot(); the import makes the linker look for it.
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The sum of the products of the elements, in ascending order.
///
/// - Precondition: both vectors have the same length.
public func dotProduct(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "Vectors of different lengths have no product")
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}

/// The transpose of a matrix times the matrix times a vector, summed row after row.
///
/// - Parameter rows: each as long as the vector.
/// - Complexity: O(*rows*·*columns*).
public func squareProduct(of rows: [[Double]], with vector: [Double]) -> [Double] {
    var product = [Double](repeating: 0, count: vector.count)
    product.withUnsafeMutableBufferPointer { product in
        vector.withUnsafeBufferPointer { vector in
            for row in rows {
                precondition(row.count == vector.count, "A row has another length than the vector")
                row.withUnsafeBufferPointer { row in
                    // Nothing to add up where there are no columns.
                    guard let product = product.baseAddress, let vector = vector.baseAddress,
                        let cells = row.baseAddress
                    else { return }
                    let count = row.count
                    var factor = 0.0
                    // Bare loops: this is where a replay spends its time, in unoptimized tests as well.
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
            }
        }
    }
    return product
}

/// √(Σ *x*²).
public func euclideanLength(of vector: [Double]) -> Double { dotProduct(vector, vector).squareRoot() }

/// Takes from the vector its parts along unit vectors and scales the rest to length one; a vector without a rest is left
/// as the first axis direction that has one.
func orthonormalize(_ vector: inout [Double], against others: [[Double]]) {
    let before = euclideanLength(of: vector)
    // Twice is enough to be orthogonal to the last bit (Parlett, The Symmetric Eigenvalue Problem, §6.9).
    for _ in 0..<2 {
        for other in others {
            let part = dotProduct(other, vector)
            for index in vector.indices { vector[index] -= part * other[index] }
        }
    }
    var length = euclideanLength(of: vector)
    if length <= before * 0x1p-48 {
        for axis in vector.indices {
            vector = [Double](repeating: 0, count: vector.count)
            vector[axis] = 1
            for _ in 0..<2 {
                for other in others {
                    let part = dotProduct(other, vector)
                    for index in vector.indices { vector[index] -= part * other[index] }
                }
            }
            length = euclideanLength(of: vector)
            if length * length * Double(vector.count) > 0.5 { break }
        }
    }
    guard length > 0 else { return }
    for index in vector.indices { vector[index] /= length }
}
