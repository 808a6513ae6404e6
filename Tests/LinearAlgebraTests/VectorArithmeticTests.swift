import LinearAlgebra
import Testing

@Suite struct `The square product` {
    @Test func `is the transpose times the matrix times the vector`() {
        let rows: [[Double]] = [[1, 2, 0], [0, -1, 3]]
        // The matrix times the vector is (5, 7).
        #expect(squareProduct(of: rows, with: [1, 2, 3]) == [5, 3, 21])
    }

    @Test func `of nothing is nothing`() {
        #expect(squareProduct(of: [], with: [1, 2]) == [0, 0])
        #expect(squareProduct(of: [[], []], with: []) == [])
    }
}
