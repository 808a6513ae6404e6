import LinearAlgebra
import Testing

@Suite struct `Walks over a sparse matrix` {
    @Test(arguments: Array(UInt64(1)...5)) func `weigh signs as counting would`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let matrix = randomMatrix(rows: 30, columns: 7, using: &generator)
        let groups = (0..<30).map { $0 % 4 == 0 ? nil : $0 % 2 }
        let counts = matrix.signCounts(rowGroups: groups, groupCount: 2)
        let weights = matrix.signWeights(
            rowWeights: [Double](repeating: 2, count: 30), rowGroups: groups, groupCount: 2)
        for place in weights.indices {
            #expect(weights[place].negative == 2 * Double(counts.negatives[place]), "seed \(seed)")
            #expect(weights[place].zero == 2 * Double(counts.zeros[place]), "seed \(seed)")
            #expect(weights[place].positive == 2 * Double(counts.positives[place]), "seed \(seed)")
            #expect(weights[place].squares == 4 * Double(weights[place].count), "seed \(seed)")
        }
    }

    @Test func `find uniform rows`() {
        let matrix = SparseMatrix(
            rowCount: 4, columnCount: 3, rows: [0, 0, 1, 1, 2, 3, 3], columns: [0, 2, 0, 1, 1, 0, 1],
            values: [1, 1, 1, -1, 0, -1, -1])
        let rows = matrix.uniformRows(
            minimumCells: 2, negative: [1, 2, 4], zero: [8, 16, 32], positive: [64, 128, 256])
        #expect(rows.map(\.row) == [0, 3])
        #expect(rows.map(\.sum) == [320, 3])
        #expect(rows.map(\.value) == [1, -1])
        #expect(
            matrix.uniformRows(minimumCells: 0, negative: [0, 0, 0], zero: [0, 7, 0], positive: [0, 0, 0]).map(\.row)
                == [0, 2, 3])
    }

    @Test(arguments: Array(UInt64(1)...5)) func `fit rows so that no small change is better`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let matrix = randomMatrix(rows: 12, columns: 9, using: &generator)
        let columns = (0..<9).map { column in
            SparseMatrix.ColumnFactor(
                intercept: Double.random(in: -1...1, using: &generator),
                factor: Double.random(in: -1...1, using: &generator), weight: column == 4 ? 0 : 1)
        }
        let fitted = matrix.rowFactors(
            columnFactors: columns, interceptPenalty: 2, factorPenalty: 0.5, minimumCells: 1, leavingOut: [3])
        #expect(!fitted.rows.contains(3), "seed \(seed)")
        func loss(_ row: Int, _ intercept: Double, _ factor: Double) -> Double {
            matrix.cells(ofRow: row).reduce(2 * intercept * intercept + 0.5 * factor * factor) { sum, cell in
                let column = columns[cell.column]
                let error = Double(cell.value) - column.intercept - intercept - factor * column.factor
                return sum + column.weight * error * error
            }
        }
        var sums = [Double](repeating: 0, count: 9)
        for (place, row) in fitted.rows.enumerated() {
            let (intercept, factor) = (fitted.intercepts[place], fitted.factors[place])
            let best = loss(Int(row), intercept, factor)
            for (first, second) in [(1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)] {
                #expect(loss(Int(row), intercept + first, factor + second) > best, "seed \(seed)")
            }
            for cell in matrix.cells(ofRow: Int(row)) {
                sums[cell.column] += (Double(cell.value) - intercept) * factor
            }
        }
        for column in 0..<9 {
            #expect(abs(fitted.columns[column].restFactor - sums[column]) < 1e-12, "seed \(seed)")
        }
    }

    @Test(arguments: Array(UInt64(1)...5)) func `compare rows cell by cell`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let matrix = randomMatrix(rows: 6, columns: 10, using: &generator)
        for row in 0..<6 {
            for other in 0..<6 {
                let comparison = matrix.comparison(ofRow: row, withRow: other)
                let both = (0..<10).filter { matrix[row, $0] != nil && matrix[other, $0] != nil }
                #expect(comparison.both == both.count, "seed \(seed)")
                #expect(comparison.alike == both.count { matrix[row, $0] == matrix[other, $0] }, "seed \(seed)")
                let either = (0..<10).count { matrix[row, $0] != nil || matrix[other, $0] != nil }
                #expect(comparison.either == either, "seed \(seed)")
            }
        }
    }

    @Test func `sketch equal rows alike and others apart`() {
        var generator = SeededGenerator(seed: 6)
        let row = (0..<40).map { _ in Int8.random(in: -1...1, using: &generator) }
        let other = (0..<40).map { _ in Int8.random(in: -1...1, using: &generator) }
        let values = row + row + other
        let matrix = SparseMatrix(
            rowCount: 4, columnCount: 40, rows: (0..<120).map { Int32($0 / 40) } + [3],
            columns: (0..<120).map { Int32($0 % 40) } + [0], values: values + [1])
        let sketches = matrix.rowSketches(minimumCells: 2, using: &generator)
        #expect(sketches.rows == [0, 1, 2])
        #expect(sketches.digests[0] == sketches.digests[1] && sketches.digests[0] != sketches.digests[2])
        let keys = (0..<3).map { Array(sketches.keys[$0 * sketches.bandCount..<($0 + 1) * sketches.bandCount]) }
        #expect(keys[0] == keys[1])
        #expect(zip(keys[0], keys[2]).count { $0 == $1 } == 0)
    }

    @Test func `sum products with a column`() {
        let matrix = SparseMatrix(
            rowCount: 3, columnCount: 2, rows: [0, 0, 1, 2, 2], columns: [0, 1, 1, 0, 1], values: [1, -1, 1, -1, -1])
        let products = matrix.sumsOfProducts(withColumn: 0)
        #expect(products.map(\.sum) == [2, 0] && products.map(\.count) == [2, 2])
    }
}
