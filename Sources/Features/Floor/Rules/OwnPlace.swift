package import OpinionAnalysis

/// Where a person's answers put them on the map of everybody, and how far off that may be.
package struct OwnPlace: Sendable, Hashable {
    package let point: MapPoint
    /// The standard deviation of the place in one direction, in the units of the map.
    package let spread: Double

    /// The radius around the place that holds the true one in two of three cases, if errors are normal: √(−2 ln ⅓).
    package var likelyRadius: Double { 1.482 * spread }

    /// The place where it is known well enough to be shown. With few answers it is not; then nothing is shown rather than
    /// the middle, in which nobody has put themselves.
    ///
    /// - Parameter answers: the person's, by statement number.
    package static func known(of answers: [Int: VoteChoice], on map: OpinionMap) -> OwnPlace? {
        guard map.axes.components.count >= 2 else { return nil }
        let columns = map.statements.enumerated().compactMap { column, statement -> (column: Int, vote: Double)? in
            guard let choice = Int(statement.id).flatMap({ answers[$0] }),
                map.axes.center.indices.contains(column),
                map.axes.components.allSatisfy({ $0.indices.contains(column) })
            else { return nil }
            return (column, Double(choice.vote.rawValue))
        }
        guard columns.count >= ResultsRules.answersBeforeResults else { return nil }
        return map.assessment == nil ? projected(columns, on: map) : believed(columns, on: map)
    }

    // MARK: On a map of the honest method

    /// How many answers of no level at all a person's level is held by, as in the engine.
    private static let levelReserve = 3.0

    /// The mean of what is believed after the answers. Before them, somebody stands around the middle of one of the groups
    /// as its people do (a normal distribution); each answer is a noisy view of the place along the statement's
    /// direction, once the statement's level and the person's own are taken away. Passes say nothing of the place.
    private static func believed(_ answers: [(column: Int, vote: Double)], on map: OpinionMap) -> OwnPlace? {
        let opinions = answers.filter { $0.vote != 0 }
        guard opinions.count >= ResultsRules.answersBeforeResults else { return nil }
        let rests = opinions.map { $0.vote - map.axes.center[$0.column] }
        let level = rests.reduce(0, +) / (Double(rests.count) + levelReserve)
        let noise = max(1e-6, noise(of: map))
        let prior = Prior(of: map)
        var precision = prior.width.inverse
        var moment = SIMD2<Double>.zero
        for (answer, rest) in zip(opinions, rests) {
            let direction = SIMD2(map.axes.components[0][answer.column], map.axes.components[1][answer.column])
            moment += direction * ((rest - level) / noise)
            precision = precision + Symmetric(product: direction) * (1 / noise)
        }
        let covariance = precision.inverse
        let weights = groupChances(of: answers, on: map)
        let means = prior.middles.map { covariance * (prior.width.inverse * $0 + moment) }
        let mean = zip(means, weights).reduce(SIMD2<Double>.zero) { $0 + $1.0 * $1.1 }
        var variance = covariance.trace / 2
        for (middle, weight) in zip(means, weights) {
            variance += weight * ((middle - mean) * (middle - mean)).sum() / 2
        }
        let place = OwnPlace(point: MapPoint(x: mean.x, y: mean.y), spread: max(0, variance).squareRoot())
        guard place.point.x.isFinite, place.point.y.isFinite, !map.isUncertain(spread: place.spread) else { return nil }
        return place
    }

    /// What is believed of somebody of each group before any answer.
    private struct Prior {
        var middles: [SIMD2<Double>]
        var width = Symmetric(xx: 0, xy: 0, yy: 0)

        init(of map: OpinionMap) {
            let placed = map.participants.indices.filter { map.participants[$0].isClustered }
            let count = Double(max(1, placed.count))
            func point(_ row: Int) -> SIMD2<Double> {
                SIMD2(map.participants[row].point.x, map.participants[row].point.y)
            }
            let middle = placed.reduce(SIMD2<Double>.zero) { $0 + point($1) } / count
            middles = map.groups.isEmpty ? [middle] : map.groups.map { SIMD2($0.centre.x, $0.centre.y) }
            for row in placed {
                let group = map.participants[row].group.flatMap { id in map.groups.firstIndex { $0.id == id } }
                let spread = map.assessment?.participants[row].spread ?? 0
                width = width + Symmetric(product: point(row) - (group.map { middles[$0] } ?? middle))
                width = width + Symmetric(xx: spread * spread, xy: 0, yy: spread * spread)
            }
            width = width * (1 / count)
        }
    }

    /// The variance of an answer around what the place foretells: that of agreeing and disagreeing, less what the two
    /// directions explain.
    private static func noise(of map: OpinionMap) -> Double {
        var sum = 0.0
        var answers = 0.0
        for statement in map.statements where statement.agrees + statement.disagrees > 0 {
            let sided = Double(statement.agrees + statement.disagrees)
            let mean = Double(statement.agrees - statement.disagrees) / sided
            sum += sided * (1 - mean * mean)
            answers += sided
        }
        let explained = min(0.95, max(0, map.axes.explainedVariance.prefix(2).reduce(0, +)))
        return answers > 0 ? sum / answers * (1 - explained) : 1
    }

    /// For each group the chance that somebody with these answers is in it, taking the statements one by one.
    private static func groupChances(of answers: [(column: Int, vote: Double)], on map: OpinionMap) -> [Double] {
        guard !map.groups.isEmpty else { return [1] }
        let placed = Double(max(1, map.groups.reduce(0) { $0 + $1.size }))
        // Powers of two keep the product of many shares from vanishing.
        var chances = map.groups.map { Double($0.size) / placed }
        for (column, vote) in answers {
            for (place, group) in map.groups.enumerated() {
                let votes = map.statements[column].groups.first { $0.id == group.id }
                let agrees = votes?.agrees ?? 0
                let disagrees = votes?.disagrees ?? 0
                let passes = (votes?.seen ?? 0) - agrees - disagrees
                let same = vote > 0 ? agrees : vote < 0 ? disagrees : passes
                chances[place] *= (Double(same) + 1) / (Double(agrees + disagrees + passes) + 3)
            }
            let sum = chances.reduce(0, +)
            if sum > 0 { chances = chances.map { $0 / sum } }
        }
        return chances
    }

    // MARK: On a map of Polis' method

    /// The place as Polis projects people, if the area in which it lies four times in five (from leaving out one answer at
    /// a time) is smaller than a quarter of the map.
    private static func projected(_ answers: [(column: Int, vote: Double)], on map: OpinionMap) -> OwnPlace? {
        let steps = answers.map { column, vote in
            let step = vote - map.axes.center[column]
            return SIMD2(step * map.axes.components[0][column], step * map.axes.components[1][column])
        }
        let voted = Double(map.statements.count { $0.seen > 0 })
        func point(_ sum: SIMD2<Double>, _ count: Int) -> SIMD2<Double> { sum * (voted / Double(count)).squareRoot() }
        let sum = steps.reduce(.zero, +)
        let without = steps.map { point(sum - $0, steps.count - 1) }
        let mean = without.reduce(.zero, +) / Double(without.count)
        let factor = Double(without.count - 1) / Double(without.count)
        // What is still to be answered leaves the place open; with everything answered it is certain.
        let open = 1 - Double(steps.count) / max(voted, Double(steps.count))
        let covariance =
            without.reduce(Symmetric(xx: 0, xy: 0, yy: 0)) { $0 + Symmetric(product: $1 - mean) } * (factor * open)
        // The area of the 80 % ellipse: π · 3.219 · √det.
        let area = Double.pi * 3.219 * max(0, covariance.determinant).squareRoot()
        let placed = map.participants.filter(\.isClustered).map(\.point)
        guard let left = placed.map(\.x).min(), let right = placed.map(\.x).max(),
            let low = placed.map(\.y).min(), let high = placed.map(\.y).max(),
            area < 0.25 * (right - left) * (high - low)
        else { return nil }
        let own = point(sum, steps.count)
        return OwnPlace(point: MapPoint(x: own.x, y: own.y), spread: (covariance.trace / 2).squareRoot())
    }
}

/// A symmetric 2 × 2 matrix.
private struct Symmetric {
    var xx: Double
    var xy: Double
    var yy: Double

    init(xx: Double, xy: Double, yy: Double) {
        self.xx = xx
        self.xy = xy
        self.yy = yy
    }

    /// A vector times itself.
    init(product vector: SIMD2<Double>) {
        self.init(xx: vector.x * vector.x, xy: vector.x * vector.y, yy: vector.y * vector.y)
    }

    var trace: Double { xx + yy }
    var determinant: Double { xx * yy - xy * xy }

    /// Kept from being singular.
    var inverse: Symmetric {
        let floor = max(1e-12, 1e-9 * trace)
        let held = Symmetric(xx: xx + floor, xy: xy, yy: yy + floor)
        return Symmetric(xx: held.yy, xy: -held.xy, yy: held.xx) * (1 / held.determinant)
    }

    static func + (left: Self, right: Self) -> Self {
        Self(xx: left.xx + right.xx, xy: left.xy + right.xy, yy: left.yy + right.yy)
    }
    static func * (left: Self, right: Double) -> Self {
        Self(xx: left.xx * right, xy: left.xy * right, yy: left.yy * right)
    }
    static func * (left: Self, right: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(left.xx * right.x + left.xy * right.y, left.xy * right.x + left.yy * right.y)
    }
}
