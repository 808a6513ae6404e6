// Whether a share of votes could be chance.
//
// Method: the z test of one proportion against a half, and of two proportions against each other with a pooled
// variance (any statistics textbook; R. G. Newcombe, "Interval estimation for the difference between independent
// proportions", 1998, surveys them), with the small-sample additions of Polis: one more success and one more trial
// everywhere. A group without a single vote therefore counts as 1 of 1 in the test of two proportions: odd, but Polis's.

enum ProportionTests {
    /// One-sided at 90 %: chance gives a larger value less than one time in ten.
    static let significance = 1.2816

    /// (successes + 1) / (trials + 2): the share with a little doubt mixed in.
    static func smoothedProportion(successes: Int, trials: Int) -> Double {
        Double(successes + 1) / Double(trials + 2)
    }

    /// How many standard deviations a share lies above a half.
    static func oneProportion(successes: Int, trials: Int) -> Double {
        let trials = Double(trials + 1)
        return 2 * trials.squareRoot() * (Double(successes + 1) / trials - 0.5)
    }

    /// How many standard deviations the first share lies above the second; 0 when everything is a success.
    static func twoProportions(
        successes: Int, trials: Int, otherSuccesses: Int, otherTrials: Int
    ) -> Double {
        let successes = Double(successes + 1)
        let trials = Double(trials + 1)
        let otherSuccesses = Double(otherSuccesses + 1)
        let otherTrials = Double(otherTrials + 1)
        let pooled = (successes + otherSuccesses) / (trials + otherTrials)
        if pooled == 1 { return 0 }
        let deviation = (pooled * (1 - pooled) * (1 / trials + 1 / otherTrials)).squareRoot()
        return (successes / trials - otherSuccesses / otherTrials) / deviation
    }
}
