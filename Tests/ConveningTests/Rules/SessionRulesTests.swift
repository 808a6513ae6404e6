import Convening
import Journal
import Testing

@Suite struct SessionRulesTests {
    private static let hour: Int64 = 3_600_000
    private static let start: Int64 = 1_800_000_000_000
    private let worker = Worker(id: Worker.ID(bytes: [1]), name: "Zarina")

    /// - Parameters:
    ///   - opened: milliseconds after the beginning of an hour.
    ///   - seen: hours after that beginning.
    private func session(opened: Int64 = 0, seen: Int64 = 0, proved: Int64 = 0) -> WorkerSession {
        WorkerSession(
            id: "a", worker: worker, openedAt: Self.start + opened, seenHour: Self.start + seen * Self.hour,
            provedAt: Self.start + proved)
    }

    private static let uses: [(Int64, Bool)] = [
        (0, true), (1, true), (3 * hour - 1, true), (3 * hour, false), (100 * hour, false), (-60_000, true),
        (-60_001, false), (-24 * hour, false),
    ]

    @Test(arguments: uses)
    func `a session that is not used ends two hours after the hour of its last use`(after: Int64, isAlive: Bool) {
        #expect(SessionRules.isAlive(session(), at: Self.start + after) == isAlive)
    }

    @Test func `a session that is used all the time ends after twelve hours`() {
        for hours in Int64(0)..<12 {
            #expect(SessionRules.isAlive(session(seen: hours), at: Self.start + hours * Self.hour))
        }
        #expect(SessionRules.isAlive(session(seen: 11), at: Self.start + 12 * Self.hour - 1))
        #expect(!SessionRules.isAlive(session(seen: 12), at: Self.start + 12 * Self.hour))
    }

    @Test func `a clock that was set back ends a session and prolongs none by more than an hour`() {
        // Used in the twelfth hour; then the clock goes back a day, half a day, two hours, forty minutes.
        let used = session(seen: 11)
        for back in [24 * Self.hour, 11 * Self.hour, 2 * Self.hour] {
            #expect(!SessionRules.isAlive(used, at: Self.start + 11 * Self.hour + 1 - back))
        }
        #expect(SessionRules.isAlive(used, at: Self.start + 11 * Self.hour + 40 * 60_000 - 40 * 60_000))
        // Whatever the clock does, nothing is alive at more than three hours of distance from its last use, or twelve from
        // its beginning.
        for seen in Int64(0)...12 {
            for minute in Int64(-2_000)...2_000 {
                let time = Self.start + minute * 60_000
                guard SessionRules.isAlive(session(seen: seen), at: time) else { continue }
                #expect(abs(time - Self.start) <= 12 * Self.hour)
                #expect(abs(time - Self.start - seen * Self.hour) <= 3 * Self.hour)
            }
        }
    }

    private static let proofs: [(Int64, Bool)] = [
        (0, true), (10 * 60_000, true), (10 * 60_000 + 1, false), (-60_000, true), (-60_001, false), (24 * hour, false),
    ]

    @Test(arguments: proofs)
    func `a sign-in is fresh for ten minutes`(after: Int64, isFresh: Bool) {
        #expect(SessionRules.isFresh(session(), at: Self.start + after) == isFresh)
    }

    @Test func `a use is kept by the hour`() {
        #expect(SessionRules.hour(of: Self.start + 59 * 60_000) == Self.start)
        #expect(!SessionRules.isNews(session(), at: Self.start + Self.hour - 1))
        #expect(SessionRules.isNews(session(), at: Self.start + Self.hour))
    }
}
