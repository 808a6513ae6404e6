// Support that viewpoint does not explain.
//
// Method: S. Wojcik and others, "Birdwatch: crowd wisdom and bridging algorithms can inform understanding and reduce the
// spread of misinformation" (2022, arXiv 2210.15723), §3: vote ≈ intercept of the person + intercept of the statement +
// viewpoint of the person × polarity of the statement, by ridge regression, where a person's readiness to agree is penalized
// five times as much as the viewpoint, so that what viewpoint can explain is not taken for anything else.
//
// Where this differs: the squares are minimized by turns, persons for given statements and statements for given persons,
// each in closed form, until nothing moves (Community Notes follows a gradient); the penalties are counted in imagined
// answers, so that the number of people does not change them; the middle is defined (see `Bridging`), where Community Notes
// leaves it to the penalties; and every number has a standard error.

import LinearAlgebra

/// The rounds of the fit, from the first guess to the finished numbers.
struct BridgingFit {
    let votes: VoteMatrix
    let rules: Bridging.Rules
    let leavingOut: Set<Int>

    /// For each statement intercept and polarity in the scale of the fit: viewpoints with mean 0 and variance 1.
    private(set) var statements: [SparseMatrix.ColumnFactor]
    private(set) var usualIntercept = 0.0
    private(set) var rounds = 0
    private(set) var largestChange = Double.infinity

    var hasConverged: Bool { largestChange <= rules.tolerance }

    /// - Parameter counts: of the same votes with the same people left out.
    init(votes: VoteMatrix, counts: VoteCounts, leavingOut: Set<Int>, rules: Bridging.Rules) {
        self.votes = votes
        self.leavingOut = leavingOut
        self.rules = rules
        let judged = Set(counts.judged)
        let first = Self.mostDivided(counts)
        let leanings = first.map { votes.cells.sumsOfProducts(withColumn: $0) } ?? []
        statements = counts.everybody.indices.map { statement in
            let votes = counts.everybody[statement]
            let seen = Double(max(1, votes.seen))
            let leaning = leanings.isEmpty ? (sum: 0.0, count: 0.0) : leanings[statement]
            return SparseMatrix.ColumnFactor(
                intercept: Double(votes.agrees - votes.disagrees) / seen, factor: leaning.sum / (leaning.count + 10),
                weight: judged.contains(statement) ? 1 : 0)
        }
        // What is common to all leanings is readiness to agree rather than a viewpoint.
        let weight = statements.reduce(0) { $0 + $1.weight }
        let mean = statements.reduce(0) { $0 + $1.weight * $1.factor } / max(1, weight)
        for statement in statements.indices { statements[statement].factor -= mean }
        if let first, statements[first].factor == 0 { statements[first].factor = 0.5 }
        setUsualIntercept()
    }

    /// The statement with the most answers on its smaller side; the first of several.
    private static func mostDivided(_ counts: VoteCounts) -> Int? {
        func smallerSide(_ statement: Int) -> Int {
            min(counts.everybody[statement].agrees, counts.everybody[statement].disagrees)
        }
        return counts.judged.max { left, right in
            smallerSide(left) != smallerSide(right) ? smallerSide(left) < smallerSide(right) : left > right
        }
    }

    /// Fits the persons to the statements, then the statements to the persons.
    ///
    /// - Returns: the persons, and the sums from which the statements were fitted.
    mutating func makeRound(step: Int) -> SparseMatrix.RowFactors {
        let persons = votes.cells.rowFactors(
            columnFactors: statements, interceptPenalty: rules.readinessPenalty, factorPenalty: rules.viewpointPenalty,
            minimumCells: rules.minimumVotes, step: step, leavingOut: leavingOut)
        for statement in statements.indices where statements[statement].weight > 0 {
            let equations = StatementEquations(persons.columns[statement], usualIntercept, rules)
            statements[statement].intercept = equations.intercept
            statements[statement].factor = equations.polarity
        }
        setUsualIntercept()
        return persons
    }

    /// Rounds until no statement moves by more than the tolerance, each brought to the same scale.
    mutating func makeRounds(step: Int, atMost limit: Int, isCancelled: () -> Bool) throws {
        largestChange = .infinity
        for _ in 0..<limit where !hasConverged {
            if isCancelled() { throw CancellationError() }
            let before = statements
            let persons = makeRound(step: step)
            standardize(by: persons)
            largestChange = zip(before, statements).reduce(0) { largest, pair in
                max(largest, abs(pair.0.intercept - pair.1.intercept), abs(pair.0.factor - pair.1.factor))
            }
            rounds += 1
        }
    }

    /// Fits everybody to the statements as they are, without moving those: what the finished numbers are made of.
    func makeLastRound() -> SparseMatrix.RowFactors {
        votes.cells.rowFactors(
            columnFactors: statements, interceptPenalty: rules.readinessPenalty, factorPenalty: rules.viewpointPenalty,
            minimumCells: rules.minimumVotes, leavingOut: leavingOut)
    }

    /// Moves the scale so that viewpoints have mean 0 and variance 1, readiness mean 0; what is predicted stays the same.
    private mutating func standardize(by persons: SparseMatrix.RowFactors) {
        let count = Double(persons.factors.count)
        guard count > 1 else { return }
        let mean = persons.factors.reduce(0, +) / count
        let readiness = persons.intercepts.reduce(0, +) / count
        let variance = persons.factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let deviation = variance > 1e-12 ? variance.squareRoot() : 1
        for statement in statements.indices where statements[statement].weight > 0 {
            statements[statement].intercept += statements[statement].factor * mean + readiness
            statements[statement].factor *= deviation
        }
        setUsualIntercept()
    }

    private mutating func setUsualIntercept() {
        let weight = statements.reduce(0) { $0 + $1.weight }
        usualIntercept = statements.reduce(0) { $0 + $1.weight * $1.intercept } / max(1, weight)
    }
}

/// The normal equations of one statement, given the persons: intercept and polarity.
struct StatementEquations {
    let intercept: Double
    let polarity: Double

    /// The variance of what remains unexplained, with the imagined answers of the penalty at the variance of a coin.
    let restVariance: Double
    private let interceptWeight: Double
    private let polarityWeight: Double
    private let both: Double
    private let determinant: Double

    init(_ sums: SparseMatrix.ColumnSums, _ usualIntercept: Double, _ rules: Bridging.Rules) {
        interceptWeight = sums.count + rules.statementPenalty
        polarityWeight = sums.factorSquare + rules.polarityPenalty
        both = sums.factor
        determinant = interceptWeight * polarityWeight - both * both
        let interceptSide = sums.rest + rules.statementPenalty * usualIntercept
        intercept = (interceptSide * polarityWeight - sums.restFactor * both) / determinant
        polarity = (sums.restFactor * interceptWeight - interceptSide * both) / determinant
        let rest =
            sums.restSquare - 2 * (intercept * sums.rest + polarity * sums.restFactor)
            + intercept * intercept * sums.count + 2 * intercept * polarity * sums.factor
            + polarity * polarity * sums.factorSquare
        restVariance = (max(0, rest) + rules.statementPenalty) / (sums.count + rules.statementPenalty)
    }

    /// The expected vote of a person of average readiness with a viewpoint.
    func vote(at viewpoint: Double) -> Double { intercept + polarity * viewpoint }

    /// The standard error of ``vote(at:)``: √(*σ*² *x*ᵀ*M*⁻¹*x*) with *x* = (1, viewpoint) and *M* the matrix of the normal equations.
    func error(at viewpoint: Double) -> Double {
        let form = polarityWeight - 2 * both * viewpoint + interceptWeight * viewpoint * viewpoint
        return (restVariance * max(0, form) / determinant).squareRoot()
    }
}
