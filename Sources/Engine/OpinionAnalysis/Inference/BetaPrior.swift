/// What to expect of a share before anyone was asked, learned from many similar shares.
///
/// For ranking only: a statement that one of one agrees with should not stand above one that ninety of a hundred agree with.
/// What is shown to people are the counted shares.
public struct BetaPrior: Sendable, Codable, Hashable {
    /// The imagined answers that count before the first real one: for, and against.
    public let successes: Double
    public let failures: Double

    /// One for and one against: the law of succession of Laplace.
    public static let even = BetaPrior(successes: 1, failures: 1)

    /// Learns from shares by the method of moments for the beta-binomial distribution (J. C. Kleinman, "Proportions with
    /// extraneous variance: single and independent samples", 1973), equal weights for equal trials.
    ///
    /// - Parameter shares: how many of how many, each for another statement.
    /// - Returns: a prior worth 2 to 100 answers; ``even`` with fewer than three shares.
    public static func learned(from shares: some Sequence<(successes: Int, trials: Int)>) -> BetaPrior {
        var count = 0.0
        var trials = 0.0
        var trialSquares = 0.0
        var successes = 0.0
        var squares = 0.0
        for share in shares where share.trials > 0 {
            count += 1
            trials += Double(share.trials)
            trialSquares += Double(share.trials) * Double(share.trials)
            successes += Double(share.successes)
            squares += Double(share.successes) * Double(share.successes) / Double(share.trials)
        }
        guard count >= 3, successes > 0, successes < trials else { return .even }
        let mean = successes / trials
        let spread = squares - trials * mean * mean
        let noise = mean * (1 - mean)
        let weight = trials - trialSquares / trials - (count - 1)
        // How alike two answers to one statement are beyond what the mean explains.
        let excess = weight > 0 ? (spread - (count - 1) * noise) / (weight * noise) : 0
        let worth = excess <= 0.01 ? 100 : min(max(1 / excess - 1, 2), 100)
        return BetaPrior(successes: mean * worth, failures: (1 - mean) * worth)
    }

    /// The expected share after the answers: (successes + α) ÷ (trials + α + β).
    public func expectedShare(_ successes: Int, of trials: Int) -> Double {
        (Double(successes) + self.successes) / (Double(trials) + self.successes + failures)
    }
}
