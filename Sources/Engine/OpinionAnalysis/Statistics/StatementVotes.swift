import LinearAlgebra

/// How often a statement was agreed with, disagreed with and seen by some people.
struct StatementVotes: Hashable {
    var agrees = 0
    var disagrees = 0
    var passes = 0
    var seen: Int { agrees + disagrees + passes }

    static func + (left: Self, right: Self) -> Self {
        Self(
            agrees: left.agrees + right.agrees, disagrees: left.disagrees + right.disagrees,
            passes: left.passes + right.passes)
    }

    static func - (left: Self, right: Self) -> Self {
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
