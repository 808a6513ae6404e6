import LinearAlgebra
import Testing

@Suite struct `A dense matrix` {
    @Test(arguments: 0...9) func `gives to the last bit the sums made row after row`(rowCount: Int) {
        var generator = SeededGenerator(seed: UInt64(rowCount))
        let rows = (0..<rowCount).map { _ in (0..<7).map { _ in Double.random(in: -1...1, using: &generator) } }
        let vector = (0..<7).map { _ in Double.random(in: -1...1, using: &generator) }
        var expected = [Double](repeating: 0, count: 7)
        for row in rows {
            let factor = dotProduct(vector, row)
            for column in 0..<7 { expected[column] += factor * row[column] }
        }
        #expect(DenseMatrix(rows: rows, columnCount: 7).squareProduct(with: vector) == expected)
    }

    @Test func `of nothing has a product of nothing`() {
        #expect(DenseMatrix(rows: [], columnCount: 2).squareProduct(with: [1, 2]) == [0, 0])
        #expect(DenseMatrix(rows: [[], []], columnCount: 0).squareProduct(with: []) == [])
    }

    @Test func `loses its part along a direction`() {
        var matrix = DenseMatrix(rows: [[3, 4], [1, 0]], columnCount: 2)
        matrix.remove([0, 0])
        #expect(matrix == DenseMatrix(rows: [[3, 4], [1, 0]], columnCount: 2))
        matrix.remove([1, 0])
        #expect(matrix == DenseMatrix(rows: [[0, 4], [0, 0]], columnCount: 2))
    }
}
