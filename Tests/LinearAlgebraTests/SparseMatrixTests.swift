import LinearAlgebra
import Testing

@Suite struct `A sparse matrix` {
    /// 1 · −1
    /// · 0 1
    let matrix = SparseMatrix(
        rowCount: 2, columnCount: 3, rows: [1, 0, 0, 1, 0], columns: [2, 2, 0, 1, 2], values: [1, 1, 1, 0, -1])

    @Test func `keeps the later of two cells with one place`() {
        #expect(matrix.cellCount == 4)
        #expect(matrix[0, 2] == -1)
        #expect(matrix[0, 1] == nil)
        #expect(matrix[1, 1] == 0)
    }

    @Test func `counts and averages full cells only`() {
        #expect(matrix.rowCellCounts == [2, 2])
        #expect(matrix.columnCellCounts == [1, 1, 2])
        #expect(matrix.columnMeans == [1, 0, 0])
    }

    @Test func `counts signs by group of rows`() {
        let counts = matrix.signCounts(rowGroups: [1, nil], groupCount: 2)
        #expect(counts.positives == [0, 0, 0, 1, 0, 0])
        #expect(counts.negatives == [0, 0, 0, 0, 0, 1])
        #expect(counts.zeros == [0, 0, 0, 0, 0, 0])
    }

    @Test func `can be emptied of columns and turned in sign`() {
        #expect(matrix.emptying(columns: [2]).columnCellCounts == [1, 1, 0])
        #expect(matrix.negated[0, 2] == 1)
        #expect(matrix.rows(filledWith: [7, 8, 9]) == [[1, 8, -1], [7, 0, 1]])
    }

    @Test(arguments: Array(UInt64(1)...5)) func `multiplies as the full centered matrix does`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let sparse = randomMatrix(rows: 9, columns: 6, using: &generator)
        let center = sparse.columnMeans
        let full = sparse.rows(filledWith: center).map { row in zip(row, center).map { $0 - $1 } }
        let columnVector = (0..<6).map { _ in Double.random(in: -1...1, using: &generator) }
        let rowVector = (0..<9).map { _ in Double.random(in: -1...1, using: &generator) }
        let product = sparse.centeredProduct(with: columnVector, center: center)
        let transposeProduct = sparse.centeredTransposeProduct(with: rowVector, center: center)
        let gram = sparse.centeredGramMatrix(center: center)
        for row in 0..<9 { #expect(abs(product[row] - dotProduct(full[row], columnVector)) < 1e-14, "seed \(seed)") }
        for column in 0..<6 {
            let expected = dotProduct(full.map { $0[column] }, rowVector)
            #expect(abs(transposeProduct[column] - expected) < 1e-14, "seed \(seed)")
            for other in 0..<6 {
                let expected = dotProduct(full.map { $0[column] }, full.map { $0[other] })
                #expect(abs(gram[column, other] - expected) < 1e-14, "seed \(seed)")
            }
        }
        #expect(abs(gram.trace - sparse.centeredSquareSums(center: center).reduce(0, +)) < 1e-12, "seed \(seed)")
    }
}

func randomMatrix(rows: Int, columns: Int, using generator: inout some RandomNumberGenerator) -> SparseMatrix {
    var cells: [(row: Int32, column: Int32, value: Int8)] = []
    for row in 0..<rows {
        for column in 0..<columns where Bool.random(using: &generator) {
            cells.append((Int32(row), Int32(column), Int8.random(in: -1...1, using: &generator)))
        }
    }
    return SparseMatrix(
        rowCount: rows, columnCount: columns, rows: cells.map(\.row), columns: cells.map(\.column),
        values: cells.map(\.value))
}
