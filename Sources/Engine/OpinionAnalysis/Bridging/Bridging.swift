import LinearAlgebra

/// Which statements have support that viewpoint does not explain.
///
/// Made whole by ``fit(_:counts:excluding:rules:isCancelled:)``. Votes are numbers here: 1 agree, 0 pass, −1 disagree. Viewpoints lie on
/// one line, cut in two where it parts best; −1 and 1 are the average viewpoints of the two sides, and 0 is halfway between,
/// however many people stand on either.
public struct Bridging: Sendable, Codable, Hashable {
    /// For each statement, in order; nil for those skipped or without votes of people who count.
    public let statements: [BridgingScore?]

    /// For each participant the viewpoint; 0 for those who do not count because they have too few votes or are left out.
    public internal(set) var viewpoints: [Double]

    /// How many people count.
    public let personCount: Int

    /// The share of the variance of votes that viewpoint explains beyond readiness and statement, from 0 to 1: near 0 means that
    /// there is no line along which people differ, and nothing to bridge.
    public let explainedByViewpoint: Double

    /// How many rounds the fit took, and the largest change of a statement in the last.
    public let rounds: Int
    public let largestChange: Double

    /// Whether the last round moved nothing by more than the tolerance.
    public let hasConverged: Bool

    /// The statement side was first fitted to every so-manieth person; 1 if to all.
    public let sampledEvery: Int

    /// How the fit is made and judged.
    public struct Rules: Sendable, Codable, Hashable {
        /// The expected vote that has to be exceeded on both sides; from 0 to 1. A fifth is six against four.
        public var threshold: Double
        /// How sure the intervals are.
        public var level: Double
        /// People with fewer votes do not count: their viewpoint is not known.
        public var minimumVotes: Int
        /// Statements with fewer answers of people who count get no verdict.
        public var minimumAnswers: Int
        /// Imagined answers that hold a person's readiness to agree at the average; more than 0, as the next three.
        public var readinessPenalty: Double
        /// Imagined answers that hold a person's viewpoint at the middle.
        public var viewpointPenalty: Double
        /// Imagined answers that hold a statement's intercept at that of the others.
        public var statementPenalty: Double
        /// Imagined answers that hold a statement's polarity at 0.
        public var polarityPenalty: Double
        /// The largest change at which the fit has come to rest.
        public var tolerance: Double
        public var maximumRounds: Int
        /// Above so many votes the first fit is made with every so-manieth person only.
        public var sampledVotes: Int

        public init(
            threshold: Double = 0.2, level: Double = 0.95, minimumVotes: Int = 5, minimumAnswers: Int = 10,
            readinessPenalty: Double = 5, viewpointPenalty: Double = 1, statementPenalty: Double = 2,
            polarityPenalty: Double = 2, tolerance: Double = 1e-4, maximumRounds: Int = 100,
            sampledVotes: Int = 2_000_000
        ) {
            self.threshold = threshold
            self.level = level
            self.minimumVotes = minimumVotes
            self.minimumAnswers = minimumAnswers
            self.readinessPenalty = readinessPenalty
            self.viewpointPenalty = viewpointPenalty
            self.statementPenalty = statementPenalty
            self.polarityPenalty = polarityPenalty
            self.tolerance = tolerance
            self.maximumRounds = maximumRounds
            self.sampledVotes = sampledVotes
        }
    }

    /// Fits the model to the votes. The same votes give the same bits.
    ///
    /// - Parameters:
    ///   - counts: those of the same votes without the same people, if they are at hand; otherwise they are counted.
    ///   - excluding: participants left out, as if they had not voted.
    ///   - isCancelled: asked before each round.
    /// - Complexity: O(*rounds*·min(*votes*, `rules.sampledVotes`) + *votes*).
    /// - Throws: `CancellationError`, and nothing else.
    public static func fit(
        _ votes: VoteMatrix, counts: VoteCounts? = nil, excluding: Set<Int> = [], rules: Rules = Rules(),
        isCancelled: () -> Bool = { false }
    ) throws -> Bridging {
        let counts = counts ?? votes.counts(excluding: excluding)
        var fit = BridgingFit(votes: votes, counts: counts, leavingOut: excluding, rules: rules)
        let step = max(1, votes.voteCount / max(1, rules.sampledVotes))
        try fit.makeRounds(step: step, atMost: rules.maximumRounds, isCancelled: isCancelled)
        let (rounds, largestChange, hasConverged) = (fit.rounds, fit.largestChange, fit.hasConverged)
        // From a sample it is a short way to everybody.
        if step > 1 { try fit.makeRounds(step: 1, atMost: 2, isCancelled: isCancelled) }
        return Bridging(
            fit: fit, persons: fit.makeLastRound(), rounds: rounds, largestChange: largestChange,
            hasConverged: hasConverged, sampledEvery: step)
    }

    private init(
        fit: BridgingFit, persons: SparseMatrix.RowFactors, rounds: Int, largestChange: Double, hasConverged: Bool,
        sampledEvery: Int
    ) {
        let rules = fit.rules
        let scale = ViewpointScale(persons.factors)
        let equations = fit.statements.indices.map { statement in
            fit.statements[statement].weight > 0 && persons.columns[statement].count > 0
                ? StatementEquations(persons.columns[statement], fit.usualIntercept, rules) : nil
        }
        // The sides have no order of their own: the statement of most polarity is agreed with on the upper one.
        let strongest = equations.indices.max { abs(equations[$0]?.polarity ?? 0) < abs(equations[$1]?.polarity ?? 0) }
        let sign: Double = strongest.flatMap { equations[$0]?.polarity }.map { $0 < 0 ? -1 : 1 } ?? 1
        let confidence = Confidence(level: rules.level)
        let together = confidence.simultaneously(for: equations.count { $0 != nil })
        statements = equations.enumerated().map { statement, equations in
            equations.map {
                BridgingScore(
                    statement: statement, answers: Int(persons.columns[statement].count), equations: $0, scale: scale,
                    sign: sign, rules: rules, alone: confidence, together: together)
            }
        }
        var viewpoints = [Double](repeating: 0, count: fit.votes.participants.count)
        for (row, factor) in zip(persons.rows, persons.factors) {
            viewpoints[Int(row)] = sign * scale.scaled(factor)
        }
        self.viewpoints = viewpoints
        personCount = persons.rows.count
        explainedByViewpoint = Self.explainedShare(equations: equations, sums: persons.columns)
        self.rounds = rounds
        self.largestChange = largestChange
        self.hasConverged = hasConverged
        self.sampledEvery = sampledEvery
    }

    /// 1 − the squares left with viewpoint ÷ the squares left by each statement's mean after readiness.
    private static func explainedShare(
        equations: [StatementEquations?], sums: [SparseMatrix.ColumnSums]
    ) -> Double {
        var left = 0.0
        var all = 0.0
        for case (let equations?, let sums) in zip(equations, sums) where sums.count > 0 {
            let (intercept, polarity) = (equations.intercept, equations.polarity)
            let squares =
                sums.restSquare - 2 * (intercept * sums.rest + polarity * sums.restFactor)
                + intercept * intercept * sums.count + 2 * intercept * polarity * sums.factor
            left += max(0, squares + polarity * polarity * sums.factorSquare)
            all += max(0, sums.restSquare - sums.rest * sums.rest / sums.count)
        }
        return all > 0 ? min(max(0, 1 - left / all), 1) : 0
    }
}

/// The line of viewpoints, cut in two where it parts best, and the middles of both sides.
struct ViewpointScale {
    /// The mean viewpoints of both sides.
    let low: Double
    let high: Double
    var middle: Double { (low + high) / 2 }
    private var half: Double { (high - low) / 2 }

    /// Tries every cut of the sorted viewpoints and takes the one that leaves the least variance within the sides: the exact
    /// division in two of W. D. Fisher, "On grouping for maximum homogeneity" (1958). A small side counts as much as a
    /// large one once the cut is made.
    ///
    /// - Complexity: O(*n* log *n*).
    init(_ viewpoints: [Double]) {
        let sorted = viewpoints.sorted()
        let total = sorted.reduce(0, +)
        var below = 0.0
        var best = (low: 0.0, high: 0.0, apart: 0.0)
        for (place, viewpoint) in sorted.dropLast().enumerated() {
            below += viewpoint
            let count = Double(place + 1)
            let otherCount = Double(sorted.count) - count
            let (low, high) = (below / count, (total - below) / otherCount)
            let apart = count * otherCount * (high - low) * (high - low)
            if apart > best.apart { best = (low, high, apart) }
        }
        (low, high) = (best.low, best.high)
    }

    func scaled(_ viewpoint: Double) -> Double { half > 0 ? (viewpoint - middle) / half : 0 }
}
