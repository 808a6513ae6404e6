package import Site

/// How fast one person may answer, and how many new people may begin from one network.
///
/// People take four seconds and more for an answer; programs do not. Nobody is turned away: whoever is too fast is told how
/// long to wait, and what they sent comes back to them. In memory only, by a clock that nobody sets; each program counts for
/// itself.
package struct HumanPace: Sendable {
    /// Thirty answers a minute in the long run, sixty at once.
    package static let answers = RequestLimiter.Rate(burst: 60, perHour: 1_800)
    /// A school or a village may share one address, so many may begin at once, and then one a second.
    package static let newcomers = RequestLimiter.Rate(burst: 120, perHour: 3_600)
    /// Of codes that are not good, from one network: ten at once, then ten a minute.
    package static let tries = RequestLimiter.Rate(burst: 10, perHour: 600)

    private let answering = RequestLimiter(answers, capacity: 200_000)
    private let beginning = RequestLimiter(newcomers)
    private let trying = RequestLimiter(tries)
    private let isLimited: Bool
    /// Milliseconds of a clock that only goes on.
    private let clock: @Sendable () -> Int64

    /// - Parameters:
    ///   - isLimited: false only for measurements of load.
    ///   - clock: milliseconds since any moment; never goes back.
    package init(isLimited: Bool = true, clock: @escaping @Sendable () -> Int64 = HumanPace.uptime) {
        self.isLimited = isLimited
        self.clock = clock
    }

    package static let uptime: @Sendable () -> Int64 = {
        let start = ContinuousClock().now
        return {
            let (seconds, attoseconds) = start.duration(to: ContinuousClock().now).components
            return seconds &* 1_000 &+ attoseconds / 1_000_000_000_000_000
        }
    }()

    /// Takes so many answers from somebody's allowance.
    ///
    /// - Returns: seconds to wait; 0 where they may go on.
    func wait(for answers: Int, by participant: [UInt8]) -> Int {
        isLimited ? answering.wait(for: answers, "answer", from: participant, at: clock()) : 0
    }

    /// Whether nobody need ask the database if they are new.
    func isKnown(_ participant: [UInt8]) -> Bool {
        !isLimited || answering.remembers("answer", from: participant, at: clock())
    }

    /// Takes one from a network's allowance of new people.
    func waitToBegin(from network: [UInt8]) -> Int {
        isLimited ? beginning.wait(for: 1, "begin", from: network, at: clock()) : 0
    }

    /// Takes one from a network's allowance of codes that are not good. It is limited even where nothing else is.
    func waitToTry(from network: [UInt8]) -> Int {
        trying.wait(for: 1, "code", from: network, at: clock())
    }
}
