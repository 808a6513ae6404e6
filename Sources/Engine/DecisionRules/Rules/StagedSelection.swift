/// Selecting people in stages (Libyan Political Dialogue Forum, 2021): every regional college finds its own, else lists with
/// endorsements from each region, else a run-off of the first two.
public struct StagedSelection: Sendable, Hashable {
    public var college: Threshold
    /// How many members of each region have to endorse a list.
    public var endorsements: [String: Int]
    public var list: Threshold
    public var runOff: Threshold

    public init(
        college: Threshold = .atLeast(70, of: 100), endorsements: [String: Int] = [:],
        list: Threshold = .atLeast(60, of: 100), runOff: Threshold = .majority
    ) {
        self.college = college
        self.endorsements = endorsements
        self.list = list
        self.runOff = runOff
    }

    func decide(_ facts: DecisionFacts) throws(DecisionInputProblem) -> DecisionOutcome {
        guard let votes = facts.selection else { throw .missing(.selection) }
        var tests: [RuleTest] = []
        if !votes.colleges.isEmpty {
            let outcome = try inColleges(votes.colleges)
            if case .elected = outcome.verdict { return outcome }
            guard !votes.lists.isEmpty else { return outcome }
            tests = outcome.tests.withoutConsequence
        }
        return try onLists(votes, tests)
    }

    private func inColleges(_ colleges: [SelectionVotes.College]) throws(DecisionInputProblem) -> DecisionOutcome {
        var (elected, tests): ([String], [RuleTest]) = ([], [])
        for college in colleges.sorted(by: { $0.name < $1.name }) {
            let best = try Tally(college.candidates, valid: college.votes)
            var test = RuleTest(.college, best.most, of: best.valid, self.college, subject: college.name)
            test.names = best.leaders
            // Two who lead together can't both have what is enough of more than half; below it neither is elected.
            test.passed = test.passed && best.leaders.count == 1
            if test.passed, let winner = best.leaders.first { elected.append("\(college.name)=\(winner)") }
            tests.append(test)
        }
        let outcome = DecisionOutcome.conjunction(tests)
        return outcome.verdict.isAdopted ? DecisionOutcome(verdict: .elected(elected), tests: tests) : outcome
    }

    private func onLists(_ votes: SelectionVotes, _ before: [RuleTest]) throws(DecisionInputProblem) -> DecisionOutcome
    {
        var tests = before
        var admitted: [String: Int] = [:]
        for list in votes.lists.sorted(by: { $0.name < $1.name }) {
            let missing = endorsements.filter { list.endorsements[$0.key, default: 0] < $0.value }.keys.sorted()
            var test = RuleTest(.endorsements, passed: missing.isEmpty, names: missing)
            (test.subject, test.isDecisive) = (list.name, false)
            if !endorsements.isEmpty { tests.append(test) }
            guard missing.isEmpty else { continue }
            guard admitted.updateValue(list.votes, forKey: list.name) == nil else {
                throw .twoBallots(member: list.name)
            }
        }
        let best = try Tally(admitted, valid: votes.validListVotes)
        var test = RuleTest(.list, best.most, of: best.valid, list)
        test.names = best.leaders
        test.passed = test.passed && best.leaders.count == 1
        if test.passed { return DecisionOutcome(verdict: .elected(best.leaders), tests: tests + [test]) }
        guard admitted.count > 1 else { return .conjunction(tests + [test]) }
        test.isDecisive = false
        return try runOff(of: best.firstTwo, votes, tests + [test])
    }

    private func runOff(
        of lists: [String], _ votes: SelectionVotes, _ before: [RuleTest]
    ) throws(DecisionInputProblem) -> DecisionOutcome {
        guard let runOff = votes.runOff else { return DecisionOutcome(verdict: .runOff(lists), tests: before) }
        let best = try Tally(runOff.filter { lists.contains($0.key) }, valid: votes.validRunOffVotes)
        var test = RuleTest(.runOff, best.most, of: best.valid, self.runOff)
        test.names = best.leaders
        test.passed = test.passed && best.leaders.count == 1
        guard test.passed else { return .conjunction(before + [test]) }
        return DecisionOutcome(verdict: .elected(best.leaders), tests: before + [test])
    }

    /// Who has the most of some votes.
    private struct Tally {
        var most: UInt128 = 0
        var valid: UInt128
        /// Whoever has the most, by name.
        var leaders: [String]
        /// The first two, and whoever has as many as the second.
        var firstTwo: [String]

        init(_ votes: [String: Int], valid: Int?) throws(DecisionInputProblem) {
            var sum: UInt128 = 0
            for (name, count) in votes {
                guard count >= 0 else { throw .negativeCount(member: name) }
                // Sums of 64-bit numbers of which there are fewer than 2^64 fit.
                sum += UInt128(count.magnitude)
            }
            self.valid = max(sum, UInt128(max(valid ?? 0, 0).magnitude))
            let ranked = votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            most = UInt128((ranked.first?.value ?? 0).magnitude)
            leaders = ranked.prefix { $0.value == ranked.first?.value && $0.value > 0 }.map(\.key)
            let second = ranked.dropFirst().first?.value
            firstTwo = second.map { second in ranked.prefix { $0.value >= second }.map(\.key) } ?? ranked.map(\.key)
        }
    }
}

/// The votes of a selection, as far as it has come.
public struct SelectionVotes: Sendable, Hashable {
    public struct College: Sendable, Hashable {
        public var name: String
        public var candidates: [String: Int]
        /// All valid votes; nil adds up the candidates'.
        public var votes: Int?

        public init(name: String, candidates: [String: Int], votes: Int? = nil) {
            self.name = name
            self.candidates = candidates
            self.votes = votes
        }
    }

    public struct List: Sendable, Hashable {
        public var name: String
        public var votes: Int
        public var endorsements: [String: Int]

        public init(name: String, votes: Int, endorsements: [String: Int] = [:]) {
            self.name = name
            self.votes = votes
            self.endorsements = endorsements
        }
    }

    public var colleges: [College] = []
    public var lists: [List] = []
    /// All valid votes for lists; nil adds up those of the lists that are admitted.
    public var validListVotes: Int?
    public var runOff: [String: Int]?
    public var validRunOffVotes: Int?

    public init() {}
}
