import LinearAlgebra
import Testing

@Suite struct `Leading eigenpairs` {
    /// How far A v is from λ v, at most.
    private func residual(_ matrix: SymmetricMatrix, _ pair: Eigenpair) -> Double {
        (0..<matrix.order).map { row in
            abs(dotProduct((0..<matrix.order).map { matrix[row, $0] }, pair.vector) - pair.value * pair.vector[row])
        }.max() ?? 0
    }

    private func matrix(_ rows: [[Double]]) -> SymmetricMatrix {
        SymmetricMatrix(order: rows.count, lowerTriangle: Array(rows.joined()))
    }

    @Test(arguments: [1, 2, 3, 5, 17, 60]) func `solve the eigenvalue equation`(order: Int) {
        var generator = SeededGenerator(seed: UInt64(order))
        let elements = (0..<order * order).map { _ in Double.random(in: -1...1, using: &generator) }
        let matrix = SymmetricMatrix(order: order, lowerTriangle: elements)
        let pairs = matrix.leadingEigenpairs(order)
        #expect(pairs.count == order)
        #expect(pairs.map(\.value) == pairs.map(\.value).sorted(by: >))
        #expect(abs(pairs.reduce(0) { $0 + $1.value } - matrix.trace) < 1e-12)
        for (rank, pair) in pairs.enumerated() {
            #expect(residual(matrix, pair) < 1e-12)
            for other in pairs[...rank] {
                let expected = other == pair ? 1.0 : 0
                #expect(abs(dotProduct(pair.vector, other.vector) - expected) < 1e-12)
            }
        }
    }

    @Test func `are known for a small matrix`() {
        let pairs = matrix([[2, 1], [1, 2]]).leadingEigenpairs(2)
        #expect(abs(pairs[0].value - 3) < 1e-15 && abs(pairs[1].value - 1) < 1e-15)
        #expect(abs(abs(pairs[0].vector[0]) - 0.5.squareRoot()) < 1e-15)
    }

    @Test func `span the space of an eigenvalue that occurs more than once`() {
        let pairs = matrix([[2, 0, 0, 0], [0, 5, 0, 0], [0, 0, 5, 0], [0, 0, 0, 5]]).leadingEigenpairs(3)
        #expect(pairs.map(\.value) == [5, 5, 5])
        #expect(pairs.allSatisfy { abs($0.vector[0]) < 1e-14 })
        #expect(abs(dotProduct(pairs[0].vector, pairs[1].vector)) < 1e-14)
        #expect(abs(dotProduct(pairs[0].vector, pairs[2].vector)) < 1e-14)
    }

    @Test func `of a matrix of zeros are zero`() {
        let pairs = matrix([[0, 0], [0, 0]]).leadingEigenpairs(2)
        #expect(pairs.map(\.value) == [0, 0])
        #expect(pairs.allSatisfy { abs(euclideanLength(of: $0.vector) - 1) < 1e-15 })
    }

    @Test(arguments: Array(UInt64(1)...3)) func `are the same from a Krylov subspace`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let sparse = randomMatrix(rows: 150, columns: 120, using: &generator)
        let center = sparse.columnMeans
        let expected = sparse.centeredGramMatrix(center: center).leadingEigenpairs(2)
        let found = KrylovSubspace.leadingEigenpairs(2, order: 120) {
            sparse.centeredTransposeProduct(with: sparse.centeredProduct(with: $0, center: center), center: center)
        }
        for (left, right) in zip(found, expected) {
            #expect(abs(left.value / right.value - 1) < 1e-12, "seed \(seed)")
            #expect(abs(abs(dotProduct(left.vector, right.vector)) - 1) < 1e-12, "seed \(seed)")
        }
    }

    @Test func `of a small space are found by a Krylov subspace too`() {
        let found = KrylovSubspace.leadingEigenpairs(2, order: 3) { [$0[0] * 1, $0[1] * 4, 0] }
        #expect(found.count == 2)
        #expect(abs(found[0].value - 4) < 1e-14 && abs(found[1].value - 1) < 1e-14)
        #expect(KrylovSubspace.leadingEigenpairs(1, order: 2) { [$0[0] * 0, 0] }.map(\.value) == [0])
    }
}

@Suite struct `A seeded generator` {
    @Test func `gives the published sequence`() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}
