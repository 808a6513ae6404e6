/// How long somebody stays signed in.
///
/// The clock of the machine decides, so what is kept is read against it from both sides: a session that would have begun,
/// or been used, later than now is over. A clock that was set back ends sessions and prolongs none by more than the hour
/// that is kept; one that was set forward ends them early.
package enum SessionRules {
    /// From signing in, whatever is done meanwhile.
    package static let lifetime: Int64 = 12 * hour
    /// From the end of the hour of the last use.
    package static let idleLimit: Int64 = 2 * hour
    /// How long after a link or a passphrase dangerous things may be done without it.
    package static let freshness: Int64 = 10 * 60_000

    private static let hour: Int64 = 3_600_000
    /// Clocks of two servers may differ by so much.
    private static let tolerance: Int64 = 60_000

    package static func isAlive(_ session: WorkerSession, at time: Int64) -> Bool {
        (session.openedAt - tolerance..<session.openedAt + lifetime).contains(time)
            && (session.seenHour - tolerance..<session.seenHour + hour + idleLimit).contains(time)
    }

    package static func isFresh(_ session: WorkerSession, at time: Int64) -> Bool {
        (session.provedAt - tolerance...session.provedAt + freshness).contains(time)
    }

    /// Whether a use now has to be written down.
    package static func isNews(_ session: WorkerSession, at time: Int64) -> Bool { hour(of: time) > session.seenHour }

    /// The beginning of the hour.
    package static func hour(of time: Int64) -> Int64 { time - time % hour }
}
