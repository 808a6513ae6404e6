/// Adopted at the deadline unless a member wrote an objection, an amendment or a hold before.
public struct SilenceProcedure: Sendable, Hashable {
    /// The shortest period, in minutes.
    public var minimumMinutes: Int
    /// The shortest period in days that are worked on; 0 asks for none.
    public var minimumWorkingDays: Int
    public var calendar: WorkingCalendar
    public var boundary: Boundary
    public var hold: Hold
    /// Whether the members have to agree to decide by silence (OSCE).
    public var needsAgreement: Bool

    public enum Boundary: String, Sendable, Hashable, CaseIterable {
        /// What arrives at the deadline is late.
        case before
        /// What arrives at the deadline is in time.
        case at
    }

    public enum Hold: Sendable, Hashable {
        case notAllowed
        /// Until its member lifts it.
        case unlimited
        /// For at most so many minutes, once for each member.
        case minutes(Int)
    }

    public init(
        minimumMinutes: Int = 0, minimumWorkingDays: Int = 0, calendar: WorkingCalendar = WorkingCalendar(),
        boundary: Boundary = .before, hold: Hold = .unlimited, needsAgreement: Bool = false
    ) {
        self.minimumMinutes = max(0, minimumMinutes)
        self.minimumWorkingDays = max(0, minimumWorkingDays)
        self.calendar = calendar
        self.boundary = boundary
        self.hold = hold
        self.needsAgreement = needsAgreement
    }

    /// - Parameter seated: who may object; everybody where nobody is named.
    func decide(_ seated: SeatedBallots, _ facts: DecisionFacts) throws(DecisionInputProblem) -> DecisionOutcome {
        guard let silence = facts.silence else { throw .missing(.silence) }
        var tests = try lengthTests(silence)
        if tests.contains(where: { !$0.passed }) {
            return DecisionOutcome(verdict: .invalid(.tooShort), tests: tests)
        }
        if needsAgreement {
            tests.append(RuleTest(.procedureAgreed, passed: silence.isAgreed))
            guard silence.isAgreed else { return DecisionOutcome(verdict: .invalid(.notAgreed), tests: tests) }
        }
        let members = seated.isEmpty ? nil : Set(seated.ballots.map(\.member))
        var clock = Clock(deadline: silence.deadline, boundary: boundary, hold: hold)
        // The order within one moment must not depend on the order in which they were written down.
        let events = silence.events.filter { event in
            (silence.start...max(silence.start, silence.now)).contains(event.at)
                && members?.contains(event.member) != false
        }.sorted { ($0.at, $0.kind.urgency, $0.member) < ($1.at, $1.kind.urgency, $1.member) }
        for event in events {
            guard let breaking = clock.take(event) else { continue }
            return broken(by: breaking, tests + clock.lateTests)
        }
        clock.advance(to: silence.now)
        return clock.outcome(at: silence.now, tests)
    }

    private func lengthTests(_ silence: DecisionFacts.Silence) throws(DecisionInputProblem) -> [RuleTest] {
        let (length, overflow) = silence.deadline.subtractingReportingOverflow(silence.start)
        let minutes = overflow ? (silence.deadline > silence.start ? Int64.max : 0) : max(0, length)
        let (minimum, isLong) = Int64(minimumMinutes).multipliedReportingOverflow(by: 60_000)
        var test = RuleTest(
            .minimumLength, passed: silence.deadline > silence.start && !isLong && minutes >= minimum)
        test.part = Amount((minutes / 60_000).magnitude.asCount)
        test.needed = Amount(minimumMinutes.magnitude)
        guard minimumWorkingDays > 0 else { return [test] }
        let earliest = try calendar.deadline(after: silence.start, workingDays: minimumWorkingDays)
        var days = RuleTest(.minimumWorkingDays, passed: silence.deadline >= earliest)
        days.needed = Amount(minimumWorkingDays.magnitude)
        days.time = earliest
        return [test, days]
    }

    private func broken(by event: SilenceEvent, _ tests: [RuleTest]) -> DecisionOutcome {
        var test = RuleTest(.silence, passed: false, names: [event.member])
        test.time = event.at
        test.finding = event.kind == .amendment ? .amendment : .objection
        return DecisionOutcome(verdict: .broken(by: event.member), tests: tests + [test])
    }

    /// The clock of one run: it stands still while somebody holds it.
    private struct Clock {
        var deadline: Int64
        let boundary: Boundary
        let hold: Hold
        var heldSince: Int64?
        /// Who holds it, since when, and until when at most.
        var holders: [String: (since: Int64, end: Int64)] = [:]
        var haveHeld: Set<String> = []
        var late: Set<String> = []

        init(deadline: Int64, boundary: Boundary, hold: Hold) {
            self.deadline = deadline
            self.boundary = boundary
            self.hold = hold
        }

        func isOver(at time: Int64) -> Bool {
            heldSince == nil && (boundary == .before ? time >= deadline : time > deadline)
        }

        /// - Returns: the event, if it broke the silence.
        mutating func take(_ event: SilenceEvent) -> SilenceEvent? {
            advance(to: event.at)
            guard !isOver(at: event.at) else {
                if event.kind != .comment, event.kind != .lift { late.insert(event.member) }
                return nil
            }
            switch event.kind {
            case .objection, .amendment: return event
            case .hold: place(event)
            case .lift: release(event.member, at: event.at)
            case .comment: break
            }
            return nil
        }

        private mutating func place(_ event: SilenceEvent) {
            guard holders[event.member] == nil else { return }
            switch hold {
            case .notAllowed: return
            case .unlimited: holders[event.member] = (event.at, .max)
            case .minutes(let most):
                guard haveHeld.insert(event.member).inserted else { return }
                let (length, overflow) = Int64(max(0, most)).multipliedReportingOverflow(by: 60_000)
                holders[event.member] = (event.at, overflow ? .max : event.at.addingSaturated(length))
            }
            heldSince = heldSince ?? event.at
        }

        private mutating func release(_ member: String, at time: Int64) {
            guard holders.removeValue(forKey: member) != nil, holders.isEmpty, let since = heldSince else { return }
            let (length, overflow) = time.subtractingReportingOverflow(since)
            deadline = deadline.addingSaturated(overflow ? .max : length)
            heldSince = nil
        }

        /// Lets holds run out that have run out by then.
        mutating func advance(to time: Int64) {
            while let next = holders.min(by: { ($0.value.end, $0.key) < ($1.value.end, $1.key) }),
                next.value.end <= time, next.value.end < .max
            {
                release(next.key, at: next.value.end)
            }
        }

        var lateTests: [RuleTest] {
            guard !late.isEmpty else { return [] }
            var test = RuleTest(.late, passed: true, names: late.sorted())
            test.time = deadline
            return [test]
        }

        func outcome(at now: Int64, _ tests: [RuleTest]) -> DecisionOutcome {
            if let first = holders.min(by: { ($0.value.since, $0.key) < ($1.value.since, $1.key) }) {
                var test = RuleTest(.hold, passed: false, names: holders.keys.sorted())
                (test.finding, test.time) = (.hold, heldSince)
                return DecisionOutcome(verdict: .onHold(by: first.key), tests: tests + [test])
            }
            var end = RuleTest(.deadline, passed: isOver(at: now))
            end.time = deadline
            guard end.passed else { return DecisionOutcome(verdict: .running, tests: tests + [end]) }
            return DecisionOutcome(
                verdict: .adopted, tests: tests + [end, RuleTest(.silence, passed: true)] + lateTests)
        }
    }
}

extension UInt64 {
    fileprivate var asCount: UInt { UInt(self) }
}

extension SilenceEvent.Kind {
    /// Of two words at one moment the graver one is read first.
    fileprivate var urgency: Int {
        switch self {
        case .objection: 0
        case .amendment: 1
        case .hold: 2
        case .lift: 3
        case .comment: 4
        }
    }
}
