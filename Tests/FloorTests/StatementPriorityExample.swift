import OpinionAnalysis

/// A statement everybody has had a chance to answer.
enum StatementPriorityExample {
    static let mature = StatementPriority.priority(agrees: 120, passes: 30, seen: 200, extremity: 0.5, isMeta: false)
}
