/// Why somebody may not do what they asked for.
package enum StandingRefusal: Error, Sendable, Hashable {
    case notSignedIn
    /// They are known, but in a capacity that does not reach so far.
    case needs(WorkerRole)
}

/// Who may do what.
package enum StandingRules {
    package static func check(_ standing: Standing?, reaches role: WorkerRole) throws(StandingRefusal) {
        guard let standing else { throw .notSignedIn }
        guard standing.role >= role else { throw .needs(role) }
    }
}
