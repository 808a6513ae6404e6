// Places people and statements on the axes.
//
// Method: as in Polis, a person stands at √(m/s) · Σ (vote − mean) · loading over the s statements voted on, of m in all.
// The factor makes up for the statements not voted on: without it everyone with few votes would stand in the middle.
// A statement taken out by a moderator counts as voted on by everybody; that is how Polis does it, and it draws
// everybody inwards a little.

import LinearAlgebra

struct Projector {
    let center: [Double]
    let components: [[Double]]
    /// How many statements have votes.
    let votedStatementCount: Int
    /// How many of those were taken out.
    let excludedStatementCount: Int

    /// A point for each row of the ratings. With fewer than two components there is no plane, and everyone stands at the
    /// origin.
    ///
    /// - Parameter skipped: the statements taken out, unless they have been emptied already.
    /// - Complexity: O(*votes*).
    func points(of ratings: SparseMatrix, skipping skipped: Set<Int> = []) -> [MapPoint] {
        guard components.count >= 2 else { return Array(repeating: .origin, count: ratings.rowCount) }
        let seen = ratings.rowCellCounts(emptying: skipped)
        return zip(unscaledPoints(of: ratings, skipping: skipped), seen).map { place, seen in
            point(across: place.x, along: place.y, ratedCount: seen)
        }
    }

    private func unscaledPoints(of ratings: SparseMatrix, skipping skipped: Set<Int>) -> [MapPoint] {
        if let signs = CenteredSigns(ratings, center: center, emptying: skipped) {
            let loadings = zip(components[0], components[1]).map { SIMD4($0, $1, 0, 0) }
            return signs.products(with: loadings).map { MapPoint(x: $0[0], y: $0[1]) }
        }
        let ratings = ratings.emptying(columns: skipped)
        let across = ratings.centeredProduct(with: components[0], center: center)
        let along = ratings.centeredProduct(with: components[1], center: center)
        return zip(across, along).map { MapPoint(x: $0, y: $1) }
    }

    /// A point for each row of deviations from the center, with 0 where there is no vote.
    ///
    /// - Parameter ratedCounts: for each row the number of votes on statements that were not taken out.
    /// - Complexity: O(*rows*·*columns*).
    func points(of deviations: [[Double]], ratedCounts: [Int]) -> [MapPoint] {
        guard components.count >= 2 else { return Array(repeating: .origin, count: deviations.count) }
        return zip(deviations, ratedCounts).map { row, count in
            point(
                across: dotProduct(row, components[0]), along: dotProduct(row, components[1]), ratedCount: count)
        }
    }

    private func point(across: Double, along: Double, ratedCount: Int) -> MapPoint {
        let votes = max(1, ratedCount + excludedStatementCount)
        let scale = (Double(votedStatementCount) / Double(votes)).squareRoot()
        return MapPoint(x: scale * across, y: scale * along)
    }

    /// Where somebody would stand who only voted on one statement, for each statement.
    ///
    /// - Parameter agreeing: the number that stands for agree in the ratings.
    func statementPoints(agreeing: Double) -> [MapPoint] {
        guard components.count >= 2 else { return Array(repeating: .origin, count: center.count) }
        let scale = Double(votedStatementCount).squareRoot()
        return center.indices.map { column in
            let step = scale * (agreeing - center[column])
            return MapPoint(x: step * components[0][column], y: step * components[1][column])
        }
    }

    /// How far from the middle agreeing with nothing but one statement would put a person, for each statement.
    func extremities(agreeing: Double) -> [Double] {
        statementPoints(agreeing: agreeing).map { $0.distance(to: .origin) }
    }
}
