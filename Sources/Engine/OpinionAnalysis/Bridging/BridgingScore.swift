/// How much support a statement has that viewpoint does not explain.
public struct BridgingScore: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int

    /// How many people who count have answered it.
    public let answers: Int

    /// The vote to expect of someone halfway between the ends and as ready to agree as people are on average, from −1 to 1 (a little
    /// beyond is possible): the average of the expected votes at both ends.
    public let score: Double
    public let standardError: Double

    /// Where the score may lie, looked at alone.
    public let interval: Interval

    /// Half the difference between the expected votes at both ends: how much viewpoint matters. Above 0 if the upper end agrees
    /// more.
    public let polarity: Double

    /// The expected votes at both ends of the line, with their intervals looked at alone.
    public let lowerEnd: End
    public let upperEnd: End

    public let verdict: Verdict

    public struct End: Sendable, Codable, Hashable {
        public let vote: Double
        public let interval: Interval
    }

    public enum Verdict: Sendable, Codable, Hashable {
        /// Both ends take this side, and their average lies clearly beyond the threshold.
        case bridging(OpinionMap.Side)
        /// The ends clearly stand against each other, or the average clearly falls short of the threshold.
        case notBridging
        /// The interval holds the threshold, or an end may be on either side.
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
        func end(_ viewpoint: Double) -> End {
            End(vote: equations.vote(at: viewpoint), interval: interval(viewpoint, alone))
        }
        self.statement = statement
        self.answers = answers
        score = equations.vote(at: scale.middle)
        standardError = equations.error(at: scale.middle)
        self.interval = interval(scale.middle, alone)
        polarity = sign * equations.polarity * (scale.high - scale.low) / 2
        let ends = sign < 0 ? (scale.high, scale.low) : (scale.low, scale.high)
        lowerEnd = end(ends.0)
        upperEnd = end(ends.1)
        verdict =
            answers < rules.minimumAnswers
            ? .notEnoughAnswers
            : .judged(
                middle: interval(scale.middle, together),
                ends: [interval(ends.0, together), interval(ends.1, together)], threshold: rules.threshold)
    }
}

extension BridgingScore.Verdict {
    /// - Parameters:
    ///   - middle: the interval of the score, wide enough for all statements at once.
    ///   - ends: those of the expected votes at both ends.
    static func judged(middle: Interval, ends: [Interval], threshold: Double) -> Self {
        if middle.lower > threshold, ends.allSatisfy({ $0.lower > 0 }) { return .bridging(.agree) }
        if middle.upper < -threshold, ends.allSatisfy({ $0.upper < 0 }) { return .bridging(.disagree) }
        let endsAreOpposed = ends.contains { $0.lower > 0 } && ends.contains { $0.upper < 0 }
        let fallsShort = middle.lower > -threshold && middle.upper < threshold
        return endsAreOpposed || fallsShort ? .notBridging : .unclear
    }
}
