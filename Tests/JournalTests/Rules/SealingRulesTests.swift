import Journal
import Testing

@Suite struct SealingRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let waiting: Int
        let waited: Int64?
        let pace: SealingPace
        var isAtRest = false
        let areDue: Bool

        var testDescription: String { "\(waiting) votes, \(waited ?? -1) ms, \(pace), at rest: \(isAtRest)" }
    }

    static let cases = [
        Case(waiting: 0, waited: 900_000, pace: .open, isAtRest: true, areDue: false),
        Case(waiting: 1, waited: nil, pace: .open, areDue: false),
        Case(waiting: 1, waited: 9_999, pace: .open, areDue: false),
        Case(waiting: 1, waited: 10_000, pace: .open, areDue: true),
        Case(waiting: 1, waited: 299_999, pace: .standard, areDue: false),
        Case(waiting: 1, waited: 300_000, pace: .standard, areDue: true),
        Case(waiting: 31, waited: 600_000, pace: .protected, areDue: false),
        Case(waiting: 32, waited: 599_999, pace: .protected, areDue: false),
        Case(waiting: 32, waited: 600_000, pace: .protected, areDue: true),
        Case(waiting: 1, waited: 21_539_999, pace: .protected, areDue: false),
        Case(waiting: 1, waited: 21_540_000, pace: .protected, areDue: true),
        Case(waiting: 1, waited: nil, pace: .protected, isAtRest: true, areDue: true),
        Case(waiting: 1, waited: -5, pace: .protected, areDue: true),
    ]

    @Test(arguments: cases)
    func `votes are sealed at the pace of their dialogue, together and never alone`(_ example: Case) {
        let now: Int64 = 1_800_000_000_000
        let areDue = SealingRules.areVotesDue(
            example.waiting, noticedAt: example.waited.map { now - $0 }, pace: example.pace,
            isAtRest: example.isAtRest, at: now)
        #expect(areDue == example.areDue)
    }

    @Test(arguments: SealingPace.allCases)
    func `votes are sealed well before the promise runs out`(pace: SealingPace) {
        let now: Int64 = 1_800_000_000_000
        let noticedAt = now - Int64(pace.promisedWait) * 1_000 + 30_000
        #expect(
            SealingRules.areVotesDue(1, noticedAt: noticedAt, pace: pace, isAtRest: false, at: now))
    }
}
