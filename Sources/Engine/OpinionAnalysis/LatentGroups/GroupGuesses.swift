// First guesses of who belongs together, for the model to improve on.
//
// Method: directions in which people differ most once everybody's own readiness to agree is taken away, then k-means++ (D.
// Arthur and S. Vassilvitskii, 2007) on everybody's mean answer along them, people with more votes counting for more.

import LinearAlgebra

struct GroupGuesses {
    /// For each person eight coordinates; those of directions that do not exist are 0.
    private let places: [SIMD8<Double>]
    private let weights: [Double]

    /// - Parameter votes: participants × statements, agree +1, disagree −1, no passes.
    init(votes: SparseMatrix) {
        let levels = votes.additiveLevels(columnReserve: 1, rowReserve: 3)
        let directions = votes.residualDirections(levels: levels, accurate: 8, rounds: 12)
        let packed = (0..<votes.columnCount).map { column in
            var components = SIMD8<Double>.zero
            for (rank, direction) in directions.enumerated() { components[rank] = direction.vector[column] }
            return components
        }
        let counts = votes.rowCellCounts
        places = zip(votes.residualProducts(with: packed, levels: levels), counts).map { $0 / Double($1 + 5) }
        weights = counts.map { Double($0).squareRoot() }
    }

    /// A group for every person.
    ///
    /// - Parameter dimensionCount: how many of the directions to look along, at most eight.
    func guess(groupCount: Int, dimensionCount: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
        let points = places.map { place in
            var point = place
            for rank in max(1, dimensionCount)..<8 { point[rank] = 0 }
            return point
        }
        var centers: [SIMD8<Double>] = []
        var distances = [Double](repeating: 1, count: points.count)
        while centers.count < groupCount {
            let center = points[drawn(zip(weights, distances).map { $0 * $1 }, using: &generator)]
            centers.append(center)
            for person in points.indices {
                let distance = squaredLength(points[person] - center)
                distances[person] = centers.count == 1 ? distance : min(distances[person], distance)
            }
        }
        var groups = [Int](repeating: 0, count: points.count)
        for _ in 0..<25 {
            var hasChanged = false
            for person in points.indices {
                var nearest = 0
                var least = Double.infinity
                for (group, center) in centers.enumerated() {
                    let distance = squaredLength(points[person] - center)
                    if distance < least {
                        least = distance
                        nearest = group
                    }
                }
                if groups[person] != nearest {
                    groups[person] = nearest
                    hasChanged = true
                }
            }
            if !hasChanged { break }
            var sums = [SIMD8<Double>](repeating: .zero, count: groupCount)
            var totals = [Double](repeating: 0, count: groupCount)
            for person in points.indices {
                sums[groups[person]] += weights[person] * points[person]
                totals[groups[person]] += weights[person]
            }
            for group in 0..<groupCount where totals[group] > 0 { centers[group] = sums[group] / totals[group] }
        }
        return groups
    }

    private func squaredLength(_ vector: SIMD8<Double>) -> Double { (vector * vector).sum() }

    /// A position drawn by weight; the first where all weights are 0.
    private func drawn(_ weights: [Double], using generator: inout some RandomNumberGenerator) -> Int {
        let total = weights.reduce(0, +)
        guard total > 0 else { return 0 }
        var rest = Double.random(in: 0..<1, using: &generator) * total
        for (position, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return position }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}

extension LatentGroupModel {
    /// The best of several fits, each from a guess of its own.
    ///
    /// - Parameters:
    ///   - starts: how many guesses are tried for a few rounds.
    ///   - finalists: how many of them, the best, are carried to the end.
    ///   - seed: where the guesses begin.
    static func best(
        of votes: SparseMatrix, guesses: GroupGuesses, groupCount: Int, starts: Int, finalists: Int = 1, seed: UInt64,
        rounds: Int
    ) -> Fitted {
        guard groupCount > 1 else {
            return fit(votes, groupCount: 1, guess: Array(repeating: 0, count: votes.rowCount), rounds: rounds)
        }
        var generator = SeededGenerator(seed: seed &+ UInt64(groupCount) &* 0x9E37_79B9)
        var tried: [Fitted] = []
        for start in 0..<max(1, starts) {
            let guess = guesses.guess(
                groupCount: groupCount, dimensionCount: min(8, start % 2 == 0 ? groupCount - 1 : groupCount + 1),
                using: &generator)
            tried.append(fit(votes, groupCount: groupCount, guess: guess, rounds: 5))
        }
        // Of equal bounds the earlier start: the sort is by bound, then by position.
        let order = tried.indices.sorted { (tried[$1].bound, $0) < (tried[$0].bound, $1) }
        let finished = order.prefix(finalists).map { tried[$0].continued(on: votes, rounds: rounds) }
        guard let first = finished.first else {
            return fit(votes, groupCount: 1, guess: Array(repeating: 0, count: votes.rowCount), rounds: rounds)
        }
        return finished.dropFirst().reduce(first) { $1.bound > $0.bound ? $1 : $0 }
    }
}
