/// When what waits in the outbox is sealed. Public acts are due at once.
package enum SealingRules {
    /// How many entries one transaction seals at most.
    package static let mostAtOnce = 4_096

    /// How many votes at least are sealed together where somebody's vote may endanger them.
    package static let crowd = 32

    /// Whether the votes that wait are due.
    ///
    /// - Parameters:
    ///   - waiting: how many wait; more than ``crowd`` need not be counted.
    ///   - noticedAt: when the first of them was noticed, in milliseconds since 1970; nil for "just now".
    ///   - isAtRest: nobody can vote now, because the dialogue is paused or over.
    package static func areVotesDue(
        _ waiting: Int, noticedAt: Int64?, pace: SealingPace, isAtRest: Bool, at time: Int64
    ) -> Bool {
        guard waiting > 0 else { return false }
        if isAtRest { return true }
        guard let noticedAt else { return false }
        // A clock that was set back must not keep votes from being sealed.
        let (waited, hasOverflown) = time.subtractingReportingOverflow(noticedAt)
        guard !hasOverflown, waited >= 0 else { return true }
        return switch pace {
        case .open: waited >= 10_000
        case .standard: waited >= 300_000
        case .protected: waited >= 600_000 && waiting >= crowd || waited >= longestWait
        }
    }

    /// How long the votes of a small, protected dialogue wait at most, in milliseconds: a minute less than is promised.
    static let longestWait: Int64 = 21_540_000
}
