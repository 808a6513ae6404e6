import Testing

@testable import LinearAlgebra

@Suite struct `Centered signs` {
    /// Enough cells for several blocks of rows.
    private func matrix(seed: UInt64, rows: Int, columns: Int, cells: Int) -> SparseMatrix {
        var generator = SeededGenerator(seed: seed)
        return SparseMatrix(
            rowCount: rows, columnCount: columns,
            rows: (0..<cells).map { _ in Int32.random(in: 0..<Int32(rows), using: &generator) },
            columns: (0..<cells).map { _ in Int32.random(in: 0..<Int32(columns), using: &generator) },
            values: (0..<cells).map { _ in Int8.random(in: -1...1, using: &generator) })
    }

    @Test(arguments: [(1 as UInt64, 7, 5, 20), (2, 4_000, 100, 300_000), (3, 3, 1, 0), (4, 1, 9, 40)])
    func `multiply as the centered matrix does`(seed: UInt64, rows: Int, columns: Int, cells: Int) throws {
        let sparse = matrix(seed: seed, rows: rows, columns: columns, cells: cells)
        let center = sparse.columnMeans
        var generator = SeededGenerator(seed: seed)
        let vectors = (0..<4).map { _ in
            (0..<columns).map { _ in Double.random(in: -1...1, using: &generator) }
        }
        let together = (0..<columns).map { column in
            SIMD4(vectors[0][column], vectors[1][column], vectors[2][column], vectors[3][column])
        }
        let signs = try #require(CenteredSigns(sparse, center: center))
        let products = signs.products(with: together)
        let squares = signs.squareProducts(with: together)
        for (lane, vector) in vectors.enumerated() {
            let product = sparse.centeredProduct(with: vector, center: center)
            #expect(products.map { $0[lane] } == product, "seed \(seed)")
            let square = sparse.centeredTransposeProduct(with: product, center: center)
            for (column, number) in square.enumerated() {
                #expect(abs(squares[column][lane] - number) <= 1e-10 * Double(1 + cells), "seed \(seed)")
            }
        }
    }

    @Test func `leave columns out as if they were empty`() throws {
        let sparse = matrix(seed: 6, rows: 40, columns: 9, cells: 200)
        let emptied = sparse.emptying(columns: [0, 4, 8])
        let center = emptied.columnMeans
        let vectors = (0..<9).map { SIMD4<Double>(Double($0), 1, -2, 0.5) }
        let part = try #require(CenteredSigns(sparse, center: center, emptying: [0, 4, 8]))
        let whole = try #require(CenteredSigns(emptied, center: center))
        #expect(part.products(with: vectors) == whole.products(with: vectors))
        #expect(part.squareProducts(with: vectors) == whole.squareProducts(with: vectors))
        #expect(sparse.rowCellCounts(emptying: [0, 4, 8]) == emptied.rowCellCounts)
    }

    @Test func `know no other values`() {
        let sparse = SparseMatrix(rowCount: 1, columnCount: 1, rows: [0], columns: [0], values: [2])
        #expect(CenteredSigns(sparse, center: [0]) == nil)
    }

    @Test(arguments: [(1, 0), (10, 100), (5_000, 400_000), (3, 3_000_000)])
    func `blocks of rows are all rows once`(rows: Int, cells: Int) {
        let sparse = matrix(seed: 1, rows: rows, columns: 500, cells: cells)
        #expect(sparse.rowBlocks.flatMap { Array($0) } == Array(0..<rows))
        #expect(sparse.rowBlocks.count == max(1, min(32, sparse.cellCount / (1 << 16))))
    }

    @Test func `cells in order make a matrix and others do not`() throws {
        let sparse = matrix(seed: 2, rows: 50, columns: 20, cells: 300)
        let again = SparseMatrix(
            checking: sparse.rowStarts, columnCount: 20, columns: sparse.columns, values: sparse.values)
        #expect(again == sparse)
        func isMatrix(_ starts: [Int], _ columns: [Int32]) -> Bool {
            let values = [Int8](repeating: 1, count: columns.count)
            return SparseMatrix(checking: starts, columnCount: 3, columns: columns, values: values) != nil
        }
        #expect(isMatrix([0, 2, 2, 3], [0, 2, 1]))
        #expect(!isMatrix([0, 2, 2, 3], [2, 0, 1]))
        #expect(!isMatrix([0, 2, 2, 3], [0, 0, 1]))
        #expect(!isMatrix([0, 2, 2, 3], [0, 3, 1]))
        #expect(!isMatrix([0, 2, 2, 3], [-1, 2, 1]))
        #expect(!isMatrix([0, 2, 1, 3], [0, 1, 2]))
        #expect(!isMatrix([0, 2, 2, 4], [0, 1, 2]))
        #expect(!isMatrix([], []))
    }
}
