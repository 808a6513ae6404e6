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
