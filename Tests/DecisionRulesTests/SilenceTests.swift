import DecisionRules
import JirgaTestSupport
import Testing

@Suite struct `A silence procedure` {
    private let minute: Int64 = 60_000
    private let members = ["A", "B", "C"].map { Ballot(member: $0, value: .none) }

    private func verdict(
        _ events: [(Int64, String, SilenceEvent.Kind)], now: Int64, length: Int64 = 100
    ) throws -> Verdict {
        try verdict(SilenceProcedure(), events, now: now, length: length)
    }

    private func verdict(
        _ procedure: SilenceProcedure, _ events: [(Int64, String, SilenceEvent.Kind)], now: Int64,
        length: Int64 = 100
    ) throws -> Verdict {
        var facts = DecisionFacts()
        facts.silence = DecisionFacts.Silence(
            start: 0, deadline: length * minute, now: now * minute,
            events: events.map { SilenceEvent(at: $0.0 * minute, member: $0.1, kind: $0.2) })
        return try DecisionRule.silence(procedure).decide(members, facts).verdict
    }

    @Test func `ends at its deadline and not before`() throws {
        #expect(try verdict([], now: 99) == .running)
        #expect(try verdict([], now: 100) == .adopted)
        #expect(try verdict([(99, "A", .objection)], now: 99) == .broken(by: "A"))
        #expect(try verdict([(100, "A", .objection)], now: 200) == .adopted)
        let inclusive = SilenceProcedure(boundary: .at)
        #expect(try verdict(inclusive, [(100, "A", .objection)], now: 200) == .broken(by: "A"))
        #expect(try verdict(inclusive, [(101, "A", .objection)], now: 200) == .adopted)
    }

    @Test func `knows nothing of what comes later, nor of what came before it`() throws {
        #expect(try verdict([(50, "A", .objection)], now: 49) == .running)
        #expect(try verdict([(-1, "A", .objection)], now: 100) == .adopted)
    }

    @Test func `hears members alone`() throws {
        #expect(try verdict([(50, "O", .objection)], now: 100) == .adopted)
    }

    @Test func `does not care in which order things were written down, nor what members are called`() throws {
        for seed in UInt64(0)..<3_000 {
            var random = SeededGenerator(seed: seed)
            // Each at a moment of its own, so that names decide nothing.
            let times = (0..<120).shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random))
            let events = times.map { time in
                SilenceEvent(
                    at: Int64(time) * minute, member: ["A", "B", "C", "O"].randomElement(using: &random) ?? "A",
                    kind: SilenceEvent.Kind.allCases.randomElement(using: &random) ?? .comment)
            }
            let hold: [SilenceProcedure.Hold] = [.notAllowed, .unlimited, .minutes(20)]
            let rule = DecisionRule.silence(SilenceProcedure(hold: hold.randomElement(using: &random) ?? .unlimited))
            var facts = DecisionFacts()
            facts.silence = DecisionFacts.Silence(
                start: 0, deadline: 100 * minute, now: Int64.random(in: 0...300, using: &random) * minute,
                events: events)
            let outcome = try rule.decide(members, facts)
            facts.silence?.events.shuffle(using: &random)
            #expect(try rule.decide(members.shuffled(using: &random), facts) == outcome, "seed \(seed)")
            #expect(try rule.decide(members, facts) == outcome, "seed \(seed)")
            func renamed(_ name: String) -> String { ["A": "Z", "B": "Y", "C": "X"][name] ?? name }
            facts.silence?.events = events.map {
                SilenceEvent(at: $0.at, member: renamed($0.member), kind: $0.kind)
            }
            let other = try rule.decide(members.map { Ballot(member: renamed($0.member), value: .none) }, facts)
            let expected: Verdict =
                switch outcome.verdict {
                case .broken(let by): .broken(by: renamed(by))
                case .onHold(let by): .onHold(by: renamed(by))
                case let verdict: verdict
                }
            #expect(other.verdict == expected, "seed \(seed)")
        }
    }

    @Test func `says the first who broke it`() throws {
        #expect(try verdict([(60, "A", .objection), (50, "B", .amendment)], now: 100) == .broken(by: "B"))
    }

    @Test func `stands still while it is held, and goes on for what was left`() throws {
        let held: [(Int64, String, SilenceEvent.Kind)] = [(40, "A", .hold), (60, "B", .hold), (90, "A", .lift)]
        #expect(try verdict(held, now: 500) == .onHold(by: "B"))
        let lifted = held + [(300, "B", .lift)]
        // From 40 to 300 it stood still; 60 were left.
        #expect(try verdict(lifted, now: 359) == .running)
        #expect(try verdict(lifted, now: 360) == .adopted)
        #expect(try verdict(lifted + [(359, "C", .objection)], now: 400) == .broken(by: "C"))
        #expect(try verdict(lifted + [(360, "C", .objection)], now: 400) == .adopted)
        #expect(try verdict(held + [(300, "C", .lift)], now: 500) == .onHold(by: "B"))
    }

    @Test func `goes on when a hold runs out, and can't be held twice by one member`() throws {
        let procedure = SilenceProcedure(hold: .minutes(30))
        #expect(try verdict(procedure, [(40, "A", .hold)], now: 69) == .onHold(by: "A"))
        #expect(try verdict(procedure, [(40, "A", .hold)], now: 129) == .running)
        #expect(try verdict(procedure, [(40, "A", .hold)], now: 130) == .adopted)
        #expect(try verdict(procedure, [(40, "A", .hold), (80, "A", .hold)], now: 130) == .adopted)
        #expect(try verdict(procedure, [(40, "A", .hold), (80, "B", .hold)], now: 159) == .running)
        #expect(try verdict(procedure, [(40, "A", .hold), (80, "B", .hold)], now: 160) == .adopted)
        #expect(try verdict(SilenceProcedure(hold: .notAllowed), [(40, "A", .hold)], now: 100) == .adopted)
    }

    @Test func `is not valid when it is shorter than the least`() throws {
        let procedure = SilenceProcedure(minimumMinutes: 100)
        #expect(try verdict(procedure, [], now: 200, length: 99) == .invalid(.tooShort))
        #expect(try verdict(procedure, [], now: 200) == .adopted)
        #expect(try verdict([], now: 200, length: 0) == .invalid(.tooShort))
        #expect(try verdict([], now: 200, length: -5) == .invalid(.tooShort))
        #expect(try verdict(SilenceProcedure(needsAgreement: true), [], now: 200) == .invalid(.notAgreed))
    }

    @Test func `bears times at the end of all numbers`() throws {
        var facts = DecisionFacts()
        for (start, deadline) in [(Int64.min, Int64.max), (.max, .min), (0, .max)] {
            let event = SilenceEvent(at: .max, member: "A", kind: .hold)
            let lift = SilenceEvent(at: .max, member: "A", kind: .lift)
            facts.silence = DecisionFacts.Silence(start: start, deadline: deadline, now: .max, events: [event, lift])
            _ = try DecisionRule.silence(SilenceProcedure(minimumMinutes: .max)).decide(members, facts)
            _ = try DecisionRule.silence(SilenceProcedure(hold: .minutes(.max))).decide(members, facts)
        }
        #expect(throws: DecisionInputProblem.missing(.silence)) {
            try DecisionRule.silence(SilenceProcedure()).decide(members)
        }
    }

    // MARK: Working days

    @Test func `working days are counted as one would on a calendar`() throws {
        var random = SeededGenerator(seed: 12)
        let day: Int64 = 86_400_000
        for round in 0..<2_000 {
            let start = Int64.random(in: 0...4_000_000_000_000, using: &random)
            let weekend = Set((1...7).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.prefix(5))
            let today = Int(start / day)
            let holidays = Set((0..<10).map { _ in today + Int.random(in: 0...30, using: &random) })
            let calendar = WorkingCalendar(weekend: weekend, holidays: holidays)
            let days = Int.random(in: 1...40, using: &random)
            let end = try calendar.deadline(after: start, workingDays: days)
            #expect(end % day == start % day && calendar.isWorked(Int(end / day)), "round \(round)")
            let worked = (today + 1...Int(end / day)).filter(calendar.isWorked)
            #expect(worked.count == days, "round \(round)")
        }
    }

    @Test func `the weekend is the one of the place`() throws {
        let friday: Int64 = 1_660_298_400_000  // 2022-08-12T10:00Z
        #expect(try WorkingCalendar().deadline(after: friday, workingDays: 5) == friday + 7 * 86_400_000)
        let kabul = WorkingCalendar(weekend: [5, 6], offset: 270)
        #expect(try kabul.deadline(after: friday, workingDays: 1) == friday + 2 * 86_400_000)
        // 20:00 UTC on Sunday is Monday there: the next working day is Tuesday.
        let sunday = friday + 2 * 86_400_000 + 10 * 3_600_000
        #expect(try WorkingCalendar(offset: 270).deadline(after: sunday, workingDays: 1) == sunday + 86_400_000)
        #expect(try WorkingCalendar().deadline(after: sunday, workingDays: 1) == sunday + 86_400_000)
        let saturday = sunday - 86_400_000
        #expect(try WorkingCalendar(offset: 270).deadline(after: saturday, workingDays: 1) == saturday + 86_400_000)
    }

    @Test func `a calendar without working days has no deadline`() {
        for calendar in [WorkingCalendar(weekend: Set(1...7)), WorkingCalendar(weekend: Set(-5...9))] {
            #expect(throws: DecisionInputProblem.noSuchDeadline) { try calendar.deadline(after: 0, workingDays: 1) }
        }
        for (start, days) in [(Int64.max, 1), (.min, 1), (0, -1), (0, .max)] {
            #expect(throws: DecisionInputProblem.noSuchDeadline) {
                try WorkingCalendar().deadline(after: start, workingDays: days)
            }
        }
    }
}
