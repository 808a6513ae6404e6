/// How many people answered what to one statement.
package struct AnswerTally: Sendable, Hashable {
    package let agrees: Int
    package let disagrees: Int
    /// "Not sure", which is an answer like the others.
    package let passes: Int

    package init(agrees: Int, disagrees: Int, passes: Int) {
        self.agrees = max(0, agrees)
        self.disagrees = max(0, disagrees)
        self.passes = max(0, passes)
    }

    package var answers: Int { agrees + disagrees + passes }

    package func count(of choice: VoteChoice) -> Int {
        switch choice {
        case .agree: agrees
        case .disagree: disagrees
        case .pass: passes
        }
    }

    /// From 0 to 1; 0 where nobody answered.
    package func share(of choice: VoteChoice) -> Double {
        answers == 0 ? 0 : Double(count(of: choice)) / Double(answers)
    }
}

/// Between which shares the true one lies in 19 of 20 fair repeats. It covers chance alone, not who came.
package struct ShareRange: Sendable, Hashable {
    package let low: Double
    package let high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Wilson's score interval at 95 % (E. B. Wilson, 1927), which stays inside 0…1 and is right for small counts too.
    /// All of 0…1 where nobody was asked.
    package init(_ count: Int, of total: Int) {
        guard total > 0 else {
            self.init(low: 0, high: 1)
            return
        }
        let n = Double(total)
        let p = min(max(Double(count) / n, 0), 1)
        let z2 = Self.z * Self.z
        let middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        let half = Self.z / (1 + z2 / n) * (p * (1 - p) / n + z2 / (4 * n * n)).squareRoot()
        self.init(low: max(0, middle - half), high: min(1, middle + half))
    }

    /// The range of the difference of two independent shares, by Newcombe's hybrid of two Wilson intervals
    /// (R. G. Newcombe, 1998, method 10).
    static func difference(_ first: (count: Int, total: Int), _ second: (count: Int, total: Int)) -> ShareRange {
        let (one, other) = (ShareRange(first.count, of: first.total), ShareRange(second.count, of: second.total))
        let p = first.total > 0 ? Double(first.count) / Double(first.total) : 0.5
        let q = second.total > 0 ? Double(second.count) / Double(second.total) : 0.5
        let below = ((p - one.low) * (p - one.low) + (other.high - q) * (other.high - q)).squareRoot()
        let above = ((one.high - p) * (one.high - p) + (q - other.low) * (q - other.low)).squareRoot()
        return ShareRange(low: max(-1, p - q - below), high: min(1, p - q + above))
    }

    private static let z = 1.959963984540054
}
