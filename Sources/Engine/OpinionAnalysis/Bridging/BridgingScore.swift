/// How much support a statement has that viewpoint does not explain.
public struct BridgingScore: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int

    /// How many people who count have answered it.
    public let answers: Int

    /// The vote to expect of someone halfway between the two sides and as ready to agree as people are on average, from −1 to 1
    /// (a little beyond is possible): the average of the expected votes on both sides, each counting the same.
    public let score: Double
    public let standardError: Double

    /// Where the score may lie, looked at alone.
    public let interval: Interval

    /// Half the difference between the expected votes on both sides: how much viewpoint matters. Above 0 if the upper side
    /// agrees more.
    public let polarity: Double

    /// The expected votes of somebody in the middle of either side.
    public let lowerSide: Expected
    public let upperSide: Expected

    public let verdict: Verdict

    /// A vote to expect, with its interval looked at alone.
    public struct Expected: Sendable, Codable, Hashable {
        public let vote: Double
        public let interval: Interval
    }

    public enum Verdict: Sendable, Codable, Hashable {
        /// Both sides of the line clearly vote so, beyond the threshold.
        case bridging(OpinionMap.Side)
        /// At least one side clearly does not agree enough, and at least one clearly does not disagree enough.
        case notBridging
        /// An interval holds the threshold.
        case unclear
        case notEnoughAnswers
    }

    init(
        statement: Int, answers: Int, equations: StatementEquations, scale: ViewpointScale, sign: Double,
        rules: Bridging.Rules, alone: Confidence, together: Confidence
    ) {
        func interval(_ viewpoint: Double, _ confidence: Confidence) -> Interval {
            let half = confidence.quantile * equations.error(at: viewpoint)
            let vote = equations.vote(at: viewpoint)
            return Interval(lower: vote - half, upper: vote + half)
        }
        func expected(_ viewpoint: Double) -> Expected {
            Expected(vote: equations.vote(at: viewpoint), interval: interval(viewpoint, alone))
        }
        self.statement = statement
        self.answers = answers
        score = equations.vote(at: scale.middle)
        standardError = equations.error(at: scale.middle)
        self.interval = interval(scale.middle, alone)
        polarity = sign * equations.polarity * (scale.high - scale.low) / 2
        let sides = sign < 0 ? (scale.high, scale.low) : (scale.low, scale.high)
        lowerSide = expected(sides.0)
        upperSide = expected(sides.1)
        verdict =
            answers < rules.minimumAnswers
            ? .notEnoughAnswers
            : .judged(
                sides: [interval(sides.0, together), interval(sides.1, together)], threshold: rules.threshold)
    }
}

extension BridgingScore.Verdict {
    /// - Parameter sides: the intervals of the expected votes on both sides, wide enough for all statements at once.
    static func judged(sides: [Interval], threshold: Double) -> Self {
        if sides.allSatisfy({ $0.lower > threshold }) { return .bridging(.agree) }
        if sides.allSatisfy({ $0.upper < -threshold }) { return .bridging(.disagree) }
        let cannotAgree = sides.contains { $0.upper < threshold }
        let cannotDisagree = sides.contains { $0.lower > -threshold }
        return cannotAgree && cannotDisagree ? .notBridging : .unclear
    }
}
