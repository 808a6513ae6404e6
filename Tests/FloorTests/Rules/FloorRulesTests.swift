import Convening
import Floor
import JirgaTestSupport
import Journal
import Testing

private let now: Int64 = 1_800_000_000_000

@Suite struct VotingRulesTests {
    private func opening(_ phase: Dialogue.Phase, opens: Int64? = nil, closes: Int64? = nil) -> Dialogue.Opening {
        Dialogue.Opening(phase: phase, opensAt: opens, closesAt: closes)
    }

    @Test func `anybody may vote on a statement that is shown while the floor is open`() throws {
        try VotingRules.check(opening(.open, opens: now, closes: now + 1), .shown, at: now)
    }

    @Test func `each refusal says why`() {
        let cases: [(Dialogue.Opening, Statement.State?, VoteRefusal)] = [
            (opening(.draft), .shown, .floor(.draft)),
            (opening(.paused), .shown, .floor(.paused)),
            (opening(.closed, closes: now - 5), .shown, .floor(.closed(since: now - 5))),
            (opening(.open, closes: now), .shown, .floor(.closed(since: now))),
            (opening(.paused, closes: now), .shown, .floor(.closed(since: now))),
            (opening(.open, opens: now + 1), .shown, .floor(.opensLater(at: now + 1))),
            (opening(.open), nil, .noSuchStatement),
            (opening(.open), .waiting, .statementNotShown),
            (opening(.open), .hidden, .statementNotShown),
        ]
        for (opening, state, refusal) in cases {
            #expect(throws: refusal) { try VotingRules.check(opening, state, at: now) }
        }
    }
}

@Suite struct ModerationRulesTests {
    private func statement(
        _ state: Statement.State, origin: Statement.Origin = .participant, id: UInt8 = 1, dialogue: UInt8 = 1
    ) -> Statement {
        Statement(
            id: Statement.ID(bytes: [id]), dialogue: Dialogue.ID(bytes: [dialogue]), number: 1, origin: origin,
            language: "en", text: "Canals should be cleaned.", state: state, madeAt: 0)
    }

    @Test func `what is not shown has a reason, what is shown has none`() throws {
        #expect(try ModerationRules.check(.show, reason: nil, on: statement(.waiting), joining: nil) == .shown)
        #expect(try ModerationRules.check(.hide, reason: .threat, on: statement(.shown), joining: nil) == .hidden)
        #expect(throws: ModerationRefusal.reasonMissing) {
            _ = try ModerationRules.check(.hide, reason: nil, on: statement(.waiting), joining: nil)
        }
        #expect(throws: ModerationRefusal.reasonNotNeeded) {
            _ = try ModerationRules.check(.show, reason: .question, on: statement(.waiting), joining: nil)
        }
    }

    @Test func `a decision that changes nothing is refused`() {
        #expect(throws: ModerationRefusal.nothingToChange) {
            _ = try ModerationRules.check(.show, reason: nil, on: statement(.shown), joining: nil)
        }
        #expect(throws: ModerationRefusal.nothingToChange) {
            _ = try ModerationRules.check(.reconsider, reason: nil, on: statement(.waiting), joining: nil)
        }
    }

    @Test func `a statement is joined only to another one that is shown here`() throws {
        let other = statement(.shown, id: 2)
        #expect(try ModerationRules.check(.join, reason: nil, on: statement(.waiting), joining: other) == .hidden)
        let wrong = [
            nil, statement(.shown, id: 1), statement(.hidden, id: 2), statement(.shown, id: 2, dialogue: 2),
        ]
        for target in wrong {
            #expect(throws: ModerationRefusal.cannotJoin) {
                _ = try ModerationRules.check(.join, reason: nil, on: statement(.waiting), joining: target)
            }
        }
    }

    @Test func `only the facilitators' own words are corrected, and only before the first vote`() {
        #expect(throws: Never.self) {
            try ModerationRules.checkCorrection(of: statement(.shown, origin: .facilitator), votes: 0)
        }
        #expect(throws: ModerationRefusal.hasVotes(1)) {
            try ModerationRules.checkCorrection(of: statement(.shown, origin: .facilitator), votes: 1)
        }
        #expect(throws: ModerationRefusal.notOurText) {
            try ModerationRules.checkCorrection(of: statement(.shown), votes: 0)
        }
    }
}

@Suite struct StatementRoutingTests {
    private func candidates(_ priorities: [Double]) -> [StatementRouting.Candidate] {
        priorities.enumerated().map {
            StatementRouting.Candidate(
                statement: Statement.ID(bytes: [UInt8($0.offset)]),
                origin: $0.offset.isMultiple(of: 2) ? .facilitator : .participant, priority: $0.element)
        }
    }

    @Test(arguments: 1...20)
    func `the first card is the facilitators', the second a participant's`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let candidates = candidates([1, 1, 1, 1, 1, 1])
        let first = try #require(StatementRouting.next(among: candidates, answered: [], using: &generator))
        #expect(candidates.first { $0.statement == first }?.origin == .facilitator, "seed \(seed)")
        let second = try #require(StatementRouting.next(among: candidates, answered: [first], using: &generator))
        #expect(candidates.first { $0.statement == second }?.origin == .participant, "seed \(seed)")
    }

    @Test func `nothing comes twice, and everything comes`() {
        var generator = SeededGenerator(seed: 7)
        let candidates = candidates([5, 0, 1, 49, 0.001, .nan, .infinity, -3])
        var answered: Set<Statement.ID> = []
        while let next = StatementRouting.next(among: candidates, answered: answered, using: &generator) {
            #expect(answered.insert(next).inserted)
        }
        #expect(answered.count == candidates.count)
    }

    @Test func `a statement comes as often as its priority says`() {
        var generator = SeededGenerator(seed: 8)
        let candidates = candidates([0, 0, 0, 1, 3])
        let answered = Set(candidates.prefix(3).map(\.statement))
        var counts: [Statement.ID: Int] = [:]
        for _ in 0..<4_000 {
            if let next = StatementRouting.next(among: candidates, answered: answered, using: &generator) {
                counts[next, default: 0] += 1
            }
        }
        let share = Double(counts[candidates[4].statement] ?? 0) / 4_000
        #expect(abs(share - 0.75) < 0.03)
    }

    @Test func `a late statement outweighs those many have answered`() {
        let answeredByMany = StatementPriorityExample.mature
        #expect(StatementRouting.priorityWithoutVotes > 3 * answeredByMany)
        #expect(abs(StatementRouting.priorityWithoutVotes - 5.0625) < 1e-9)
    }

    @Test func `a skipped statement comes again only when nothing else is left`() {
        var generator = SeededGenerator(seed: 9)
        let candidates = candidates([1, 1])
        let skipped = candidates[0].statement
        for _ in 0..<20 {
            #expect(
                StatementRouting.next(among: candidates, answered: [], skipping: skipped, using: &generator) != skipped)
        }
        let left = Array(candidates.prefix(1))
        #expect(StatementRouting.next(among: left, answered: [], skipping: skipped, using: &generator) == skipped)
    }
}

@Suite struct TrackingCodeTests {
    @Test(arguments: 1...50)
    func `a code survives being read aloud and typed in any digits`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let code = TrackingCode(using: &generator)
        #expect(TrackingCode(typed: code.written) == code)
        let dari = String(
            String.UnicodeScalarView(
                code.written.unicodeScalars.map { scalar in
                    (0x30...0x39).contains(scalar.value) ? UnicodeScalar(scalar.value - 0x30 + 0x6F0) ?? scalar : scalar
                }))
        #expect(TrackingCode(typed: " \(dari) ") == code)
    }

    @Test(arguments: 1...30)
    func `one wrong digit or two swapped ones are found`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let digits = Array(TrackingCode(using: &generator).digits)
        for place in digits.indices {
            for wrong in "0123456789" where wrong != digits[place] {
                var typed = digits
                typed[place] = wrong
                #expect(TrackingCode(typed: String(typed)) == nil, "seed \(seed)")
            }
            if place > 0, digits[place] != digits[place - 1] {
                var typed = digits
                typed.swapAt(place, place - 1)
                #expect(TrackingCode(typed: String(typed)) == nil, "seed \(seed)")
            }
        }
    }

    @Test(arguments: ["", "1", "12345678901234567890", "4471 9O28 6", "🙂"])
    func `anything else is no code`(text: String) {
        #expect(TrackingCode(typed: text) == nil)
    }
}
