// Where people stand on the map of the honest method, and how surely.
//
// Method: a plane of the two directions in which answers differ most once every statement's and every person's own level is
// taken away (so that readiness to agree is no direction of opinion). A person's place is the mean of what is believed
// after the votes: before them, somebody of a group stands around the middle of that group (a normal distribution whose
// middle and width are estimated from everybody; empirical Bayes, B. Efron and C. Morris, 1973). With many votes the votes
// decide; with few the place is that of the groups still possible, and its uncertainty is large and handed out with it.
//
// Where this differs from Polis: Polis moves people with few votes outwards by √(statements / votes), which makes noise look
// like conviction; plain averages would move them to the middle, which makes silence look like moderation.

import LinearAlgebra

struct FairPlaces {
    /// For each statement its level, in votes from −1 to 1.
    let levels: [Double]

    /// Two vectors of length one over the statements, or of zeros where people do not differ any further.
    let components: [[Double]]

    /// For each component its share of the whole variance, from 0 to 1.
    let explainedVariance: [Double]

    /// For each row asked for its place.
    let places: [Place]

    /// A place and how far off it may be.
    struct Place: Sendable {
        let point: MapPoint
        /// The standard deviation of the place, the mean of both directions.
        let spread: Double
    }

    /// How many answers of no level at all a person's own level is held by.
    private static let rowReserve = 3.0
    private static let rounds = 12

    /// - Parameters:
    ///   - cells: participants × statements.
    ///   - rows: who is to be placed.
    ///   - sample: those of them the directions are taken from.
    ///   - isSkipped: statements that take no part.
    ///   - groupProbabilities: for each of the rows the probability of each group.
    /// - Complexity: O(*votes*), and O(*votes of the sample* · some hundred).
    init(
        cells: SparseMatrix, rows: [Int], sample: [Int], isSkipped: [Bool], groupProbabilities: [[Double]]
    ) {
        let opinions = cells.selecting(rows: sample) { _, column, value in value != 0 && !isSkipped[column] }
        let additive = opinions.additiveLevels(columnReserve: 0, rowReserve: Self.rowReserve)
        let total = opinions.residualSquareSum(levels: additive)
        let pairs = opinions.residualDirections(levels: additive, accurate: 2)
        var components: [[Double]] = []
        var explained: [Double] = []
        for rank in 0..<min(2, opinions.columnCount, opinions.rowCount) {
            if rank < pairs.count, total > 0, pairs[rank].value > total * 1e-9 {
                components.append(PrincipalComponents.withFixedSign(pairs[rank].vector))
                explained.append(min(1, pairs[rank].value / total))
            } else {
                components.append(Array(repeating: 0, count: cells.columnCount))
                explained.append(0)
            }
        }
        levels = additive.columns
        self.components = components
        explainedVariance = explained
        guard components.count == 2, explained[0] > 0 else {
            places = rows.map { _ in Place(point: .origin, spread: 0) }
            return
        }
        let directions = (0..<cells.columnCount).map { column in
            isSkipped[column] ? nil : SIMD2(components[0][column], components[1][column])
        }
        let pieceLength = 8_192
        let levels = additive.columns
        let equations = concurrentMap((rows.count + pieceLength - 1) / pieceLength) { piece in
            cells.planeEquations(
                rows: Array(rows[(piece * pieceLength)..<min(rows.count, (piece + 1) * pieceLength)]),
                directions: directions, columnLevels: levels, rowReserve: Self.rowReserve)
        }.flatMap { $0 }
        places = Self.places(from: equations, groupProbabilities: groupProbabilities)
    }

    /// What is believed of members of each group before their votes.
    private struct Prior {
        var middles: [SIMD2<Double>]
        /// across², across·along, along² of the width, which all groups share.
        var width: SIMD3<Double>
        /// The variance of an answer around what the place foretells.
        var noise: Double
    }

    /// Estimates the prior from at most this many people.
    private static let largestSample = 20_000

    private static func places(from equations: [PlaneEquation], groupProbabilities: [[Double]]) -> [Place] {
        let groupCount = groupProbabilities.first?.count ?? 1
        let step = max(1, equations.count / largestSample)
        let people = Array(stride(from: 0, to: equations.count, by: step))
        var prior = start(equations, people: people, groupCount: groupCount)
        for _ in 0..<rounds { prior = improved(prior, equations, groupProbabilities, people: people) }
        return equations.indices.map { person in
            let posteriors = prior.middles.map { posterior(equations[person], middle: $0, prior: prior) }
            var mean = SIMD2<Double>.zero
            for (posterior, weight) in zip(posteriors, groupProbabilities[person]) { mean += weight * posterior.mean }
            var variance = 0.0
            for (posterior, weight) in zip(posteriors, groupProbabilities[person]) {
                let offset = posterior.mean - mean
                variance += weight * (posterior.covariance.x + posterior.covariance.z + (offset * offset).sum())
            }
            return Place(point: MapPoint(x: mean.x, y: mean.y), spread: (max(0, variance) / 2).squareRoot())
        }
    }

    private static func start(_ equations: [PlaneEquation], people: [Int], groupCount: Int) -> Prior {
        var squares = 0.0
        var cells = 0
        for person in people {
            squares += equations[person].squares
            cells += equations[person].cellCount
        }
        let noise = max(1e-6, squares / Double(max(1, cells)))
        // As wide as if every direction were explained by chance alone; the rounds narrow it.
        let width = noise * Double(max(1, people.count)) / max(1, people.reduce(0) { $0 + equations[$1].normal.x })
        return Prior(
            middles: Array(repeating: .zero, count: groupCount), width: SIMD3(width, 0, width), noise: noise)
    }

    private static func improved(
        _ prior: Prior, _ equations: [PlaneEquation], _ probabilities: [[Double]], people: [Int]
    ) -> Prior {
        var sums = [SIMD2<Double>](repeating: .zero, count: prior.middles.count)
        var weights = [Double](repeating: 1e-9, count: prior.middles.count)
        for person in people {
            for (group, middle) in prior.middles.enumerated() {
                let weight = probabilities[person][group]
                sums[group] += weight * posterior(equations[person], middle: middle, prior: prior).mean
                weights[group] += weight
            }
        }
        var next = prior
        for group in sums.indices { next.middles[group] = sums[group] / weights[group] }
        var width = SIMD3<Double>.zero
        var squares = 0.0
        var cells = 0.0
        for person in people {
            let equation = equations[person]
            for group in prior.middles.indices {
                let weight = probabilities[person][group]
                let posterior = posterior(equation, middle: prior.middles[group], prior: prior)
                let offset = posterior.mean - next.middles[group]
                width +=
                    weight
                    * (posterior.covariance + SIMD3(offset.x * offset.x, offset.x * offset.y, offset.y * offset.y))
                let mean = posterior.mean
                let second =
                    posterior.covariance + SIMD3(mean.x * mean.x, mean.x * mean.y, mean.y * mean.y)
                squares +=
                    weight
                    * (equation.squares - 2 * (equation.moment * mean).sum() + equation.normal.x * second.x
                        + 2 * equation.normal.y * second.y + equation.normal.z * second.z)
            }
            cells += Double(equation.cellCount)
        }
        next.width = width / Double(max(1, people.count))
        next.noise = max(1e-6, squares / max(1, cells))
        return next
    }

    private static func posterior(
        _ equation: PlaneEquation, middle: SIMD2<Double>, prior: Prior
    ) -> (mean: SIMD2<Double>, covariance: SIMD3<Double>) {
        let precision = inverse(prior.width)
        let covariance = inverse(precision + equation.normal / prior.noise)
        let pull = SIMD2(
            precision.x * middle.x + precision.y * middle.y, precision.y * middle.x + precision.z * middle.y)
        let moment = pull + equation.moment / prior.noise
        return (
            SIMD2(
                covariance.x * moment.x + covariance.y * moment.y, covariance.y * moment.x + covariance.z * moment.y),
            covariance
        )
    }

    /// The inverse of a symmetric 2 × 2 matrix, which is kept from being singular.
    private static func inverse(_ matrix: SIMD3<Double>) -> SIMD3<Double> {
        let floor = max(1e-12, 1e-9 * (matrix.x + matrix.z))
        let across = matrix.x + floor
        let along = matrix.z + floor
        let determinant = across * along - matrix.y * matrix.y
        return SIMD3(along, -matrix.y, across) / determinant
    }
}
