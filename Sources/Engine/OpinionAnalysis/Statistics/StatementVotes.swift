import LinearAlgebra

/// How often a statement was agreed with, disagreed with and seen by some people.
public struct StatementVotes: Sendable, Codable, Hashable {
    public var agrees: Int
    public var disagrees: Int
    public var passes: Int

    /// Everybody who voted, those who passed included.
    public var seen: Int { agrees + disagrees + passes }

    public init(agrees: Int = 0, disagrees: Int = 0, passes: Int = 0) {
        self.agrees = agrees
        self.disagrees = disagrees
        self.passes = passes
    }

    /// How many took a side.
    public func count(of side: OpinionMap.Side) -> Int { side == .agree ? agrees : disagrees }

    public static func + (left: Self, right: Self) -> Self {
        Self(
            agrees: left.agrees + right.agrees, disagrees: left.disagrees + right.disagrees,
            passes: left.passes + right.passes)
    }

    public static func - (left: Self, right: Self) -> Self {
        Self(
            agrees: left.agrees - right.agrees, disagrees: left.disagrees - right.disagrees,
            passes: left.passes - right.passes)
    }
}

extension SignCounts {
    /// For each group, for each statement, its votes; in a matrix where +1 stands for agree.
    var statementVotes: [[StatementVotes]] {
        (0..<groupCount).map { group in
            (0..<columnCount).map { column in
                let place = group * columnCount + column
                return StatementVotes(agrees: positives[place], disagrees: negatives[place], passes: zeros[place])
            }
        }
    }
}
