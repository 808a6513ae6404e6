// The axes of the opinion map: principal components of the votes.
//
// Method: K. Pearson, "On lines and planes of closest fit to systems of points in space" (1901). Missing votes are filled
// with the statement's mean, so that they neither push nor pull; the statement's mean is taken away; the two directions
// in which people then differ most are the axes.
//
// Where this differs from Polis: Polis approaches the axes by about a hundred steps of power iteration from wherever its
// previous result stood, so that its axes, and their signs, depend on the history of the conversation (`PowerIteration`
// does that when a Polis result has to be continued). Here they are eigenvectors to machine precision with a fixed sign.

import LinearAlgebra

struct PrincipalComponents {
    /// For each statement the mean of its votes; 0 for a statement without votes.
    let center: [Double]

    /// At most two vectors over the statements, of length one, or all zeros where people do not differ any further.
    let components: [[Double]]

    /// For each component the share of the whole variance it explains, from 0 to 1.
    let explainedVariance: [Double]

    /// - Parameters:
    ///   - ratings: participants × statements.
    ///   - skipped: statements that take no part.
    ///   - count: how many components to find.
    /// - Complexity: O(Σ *s*² + *m*³) for participants with *s* votes and *m* statements that have votes, if that is
    ///   little; else some dozens to hundreds of walks through the votes.
    init(of ratings: SparseMatrix, skipping skipped: Set<Int> = [], count: Int) {
        var center = ratings.columnMeans
        var spreads = ratings.centeredSquareSums(center: center)
        for column in skipped {
            center[column] = 0
            spreads[column] = 0
        }
        self.center = center
        let spread = spreads.reduce(0, +)
        guard spread > 0, count > 0 else {
            components = Array(repeating: Array(repeating: 0, count: ratings.columnCount), count: max(0, count))
            explainedVariance = Array(repeating: 0, count: max(0, count))
            return
        }
        let pairs = Self.leadingEigenpairs(of: ratings, skipping: skipped, center: center, count: count)
        var components: [[Double]] = []
        var explainedVariance: [Double] = []
        for rank in 0..<count {
            // What is left after the last real direction is rounding, not opinion.
            if rank < pairs.count, pairs[rank].value > spread * 1e-12 {
                // A statement on which all agree has no weight, not even that of rounding.
                let vector = zip(pairs[rank].vector, spreads).map { $1 > 0 ? $0 : 0 }
                components.append(Self.withFixedSign(vector))
                explainedVariance.append(min(1, pairs[rank].value / spread))
            } else {
                components.append(Array(repeating: 0, count: ratings.columnCount))
                explainedVariance.append(0)
            }
        }
        self.components = components
        self.explainedVariance = explainedVariance
    }

    /// Up to this many statements, and this many pairs of votes of the same person, the matrix of all pairs of statements is
    /// written out: its eigenvectors are exact whatever the votes.
    static let largestGramMatrix = 512
    static let mostPairsOfVotes = 1 << 24

    /// What passes for a rounding error where the matrix is never written out and millions of numbers are added up.
    private static let accuracy = 1e-12

    private static func leadingEigenpairs(
        of ratings: SparseMatrix, skipping skipped: Set<Int>, center: [Double], count: Int
    ) -> [Eigenpair] {
        if ratings.columnCount <= largestGramMatrix, ratings.cellPairCount <= mostPairsOfVotes {
            return ratings.emptying(columns: skipped).centeredGramMatrix(center: center).leadingEigenpairs(count)
        }
        let order = ratings.columnCount
        guard let signs = CenteredSigns(ratings, center: center, emptying: skipped) else {
            let ratings = ratings.emptying(columns: skipped)
            return KrylovSubspace.leadingEigenpairs(count, order: order) { vector in
                ratings.centeredTransposeProduct(
                    with: ratings.centeredProduct(with: vector, center: center), center: center)
            }
        }
        return KrylovSubspace.leadingEigenpairs(count, order: order, accuracy: accuracy) { vectors in
            let products = signs.squareProducts(with: side(by: vectors, count: order))
            return vectors.indices.map { vector in products.map { $0[vector] } }
        }
    }

    /// Up to four vectors in one, a lane for each.
    private static func side(by vectors: [[Double]], count: Int) -> [SIMD4<Double>] {
        var together = [SIMD4<Double>](repeating: .zero, count: count)
        for (lane, vector) in vectors.enumerated() {
            for index in vector.indices { together[index][lane] = vector[index] }
        }
        return together
    }

    /// Turns the vector so that its largest loading is positive: agreeing with that statement moves a person to the right
    /// (or up). Of loadings equal but for rounding, the one of the first statement decides.
    static func withFixedSign(_ vector: [Double]) -> [Double] {
        let largest = vector.reduce(0) { max($0, abs($1)) }
        guard let deciding = vector.first(where: { abs($0) >= largest * (1 - 1e-9) }), deciding < 0 else {
            return vector
        }
        return vector.map { -$0 }
    }
}
