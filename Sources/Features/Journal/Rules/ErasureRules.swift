/// When what was erased is said in the log: not at once, so that one entry speaks of several people.
package enum ErasureRules {
    /// Once so many erasures wait, they are said together.
    package static let crowd = 32
    /// How long they wait at most, in milliseconds: a week.
    package static let longestWait: Int64 = 7 * 86_400_000

    /// - Parameters:
    ///   - waiting: how many people and texts were erased since the last time.
    ///   - since: when the first of them was, in milliseconds since 1970.
    ///   - isResultAwaited: the dialogue is over and its result is not in the log yet; the result comes after the erasures.
    package static func isDue(_ waiting: Int, since: Int64, isResultAwaited: Bool, at time: Int64) -> Bool {
        guard waiting > 0 else { return false }
        if isResultAwaited || waiting >= crowd { return true }
        let (waited, hasOverflown) = time.subtractingReportingOverflow(since)
        // A clock that was set back must not keep them waiting.
        return hasOverflown || waited < 0 || waited >= longestWait
    }
}
