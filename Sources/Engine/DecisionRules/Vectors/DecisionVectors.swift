/// Worked cases of decision rules, as they are shared between implementations: JSON of the schema `jirga.decision-vectors/1`.
public struct DecisionVectors: Sendable {
    public static let schema = "jirga.decision-vectors/1"

    public var vectors: [DecisionVector]

    /// - Throws: ``VectorProblem`` for what is no such file. What is wrong with a single vector stands in that vector.
    public init(json bytes: [UInt8]) throws(VectorProblem) {
        let document: JSONValue
        do throws(JSONValue.Problem) {
            document = try JSONValue(bytes)
        } catch {
            throw VectorProblem(error.what, line: error.line)
        }
        var fields = try VectorFields(document, place: "")
        guard let schema = try fields.text("schema") else { throw VectorProblem(.missing, field: "schema") }
        guard schema == Self.schema else { throw VectorProblem(.unknownSchema(schema), field: "schema") }
        guard let list = fields.value("vectors") else { throw VectorProblem(.missing, field: "vectors") }
        guard case .list(let values) = list else { throw VectorProblem(.wrong(expected: "a list"), field: "vectors") }
        vectors = values.enumerated().map { DecisionVector($1, index: $0 + 1) }
    }
}

/// One case: a rule, what is given, and what has to come of it.
public struct DecisionVector: Sendable {
    /// From 1.
    public let index: Int
    public private(set) var rule = ""
    public private(set) var name = ""
    public private(set) var expected: JSONValue?
    private var question: Result<VectorQuestion, VectorProblem>?

    fileprivate init(_ value: JSONValue, index: Int) {
        self.index = index
        rule = value["rule"]?.text ?? ""
        name = value["name"]?.text ?? ""
        do throws(VectorProblem) {
            question = try read(value).map { .success($0) }
        } catch {
            question = .failure(named(error))
        }
    }

    private func named(_ problem: VectorProblem) -> VectorProblem {
        var problem = problem
        problem.vector = index
        problem.rule = rule.isEmpty ? nil : rule
        problem.name = name.isEmpty ? nil : name
        return problem
    }

    /// - Returns: nil for a vector without input.
    private mutating func read(_ value: JSONValue) throws(VectorProblem) -> VectorQuestion? {
        var fields = try VectorFields(value, place: "")
        guard let rule = try fields.text("rule") else { throw fields.problem(.missing, "rule") }
        _ = try fields.text("name")
        for note in ["given", "why"] { _ = fields.value(note) }
        expected = fields.value("expect")
        let input = fields.value("input")
        // Beside an input there may be any notes; without one, a field could be the input with its name misspelled.
        if input == nil { try fields.finish() }
        guard VectorReader.rules.contains(rule) else {
            throw VectorProblem(.unknownRule(known: VectorReader.rules), field: "rule")
        }
        guard let expected else { throw VectorProblem(.missing, field: "expect") }
        guard let input else { return nil }
        let question = try VectorReader.question(rule, try VectorFields(input, place: "input"))
        try VectorResult.checkExpectation(expected)
        return question
    }

    /// What the vector comes to.
    public enum Evaluation: Sendable {
        case same(VectorResult)
        case differs(VectorResult)
        /// There is no input to evaluate.
        case withoutInput
        case unreadable(VectorProblem)
    }

    public func evaluate() -> Evaluation {
        switch question {
        case nil: return .withoutInput
        case .failure(let problem): return .unreadable(problem)
        case .success(let question):
            do throws(DecisionInputProblem) {
                let result = try question.answer(rule)
                return result.agrees(with: expected ?? .null) ? .same(result) : .differs(result)
            } catch {
                return .unreadable(named(VectorProblem(.undecidable(error), field: "input")))
            }
        }
    }
}

/// What a vector asks.
enum VectorQuestion: Sendable {
    case decision(DecisionLadder, [Ballot], DecisionFacts)
    case package(NegotiatedPackage, final: Bool?, rule: (DecisionRule, [Ballot], DecisionFacts)?)
    /// When a period of working days ends.
    case deadline(Moment, days: Int, WorkingCalendar)

    fileprivate func answer(_ rule: String) throws(DecisionInputProblem) -> VectorResult {
        switch self {
        case .decision(let ladder, let ballots, let facts):
            return .outcome(try ladder.decide(ballots, facts), rule: rule)
        case .package(let package, let final, let decision):
            guard let (rule, ballots, facts) = decision else { return .package(package.state(final: final)) }
            return .package(package.state(final: try rule.decide(ballots, facts).verdict.isAdopted))
        case .deadline(let start, let days, let calendar):
            let end = try calendar.deadline(after: start.time, workingDays: days)
            return .time(milliseconds: end, offset: start.offset)
        }
    }
}

/// What came of a vector.
public enum VectorResult: Sendable {
    case outcome(DecisionOutcome, rule: String)
    case package(PackageState)
    /// Milliseconds since 1970, and the minutes east of UTC it was asked in.
    case time(milliseconds: Int64, offset: Int)

    /// In the notation of vectors.
    public var notation: JSONValue {
        switch self {
        case .outcome(let outcome, let rule): return .text(Self.notation(outcome, rule: rule))
        case .package(let state):
            return .object([
                JSONValue.Field(name: "package", value: .text(state.stage.rawValue)),
                JSONValue.Field(name: "open", value: .list(state.open.map(JSONValue.text))),
                JSONValue.Field(name: "in_force", value: .list(state.inForce.map(JSONValue.text))),
            ])
        case .time(let milliseconds, let offset):
            return .text(Moment(time: milliseconds, offset: offset).text)
        }
    }

    /// Rules whose vectors name the test that failed.
    private static let namingFailures: Set<String> = ["sufficient_formula", "double_majority"]

    private static func notation(_ outcome: DecisionOutcome, rule: String) -> String {
        switch outcome.verdict {
        case .adopted where rule == "two_threshold": outcome.stage == 0 ? "adopted:first" : "adopted:second"
        case .adopted: "adopted"
        case .adoptedWithDissent: "adopted_with_dissent"
        case .notAdopted where rule == "staged": "none_elected"
        case .notAdopted(let failed): namingFailures.contains(rule) ? "not_adopted:\(failed)" : "not_adopted"
        case .noQuorum: "no_quorum"
        case .vetoed(let by): "vetoed:\(by.joined(separator: ","))"
        case .referred(let to): "referred:\(to)"
        case .decided(let by, let what): "decided:\(by):\(what)"
        case .awaitsRuling: "awaits_ruling"
        case .running: "running"
        case .broken(let by): "broken:\(by)"
        case .onHold(let by): "on_hold:\(by)"
        case .invalid(let why): "invalid:\(why.rawValue)"
        case .elected(let names): "elected:\(names.joined(separator: ","))"
        case .runOff(let names): "run_off:\(names.joined(separator: ","))"
        }
    }

    /// - Throws: ``VectorProblem`` for an expectation that nothing could meet.
    static func checkExpectation(_ expected: JSONValue) throws(VectorProblem) {
        switch expected {
        case .text: return
        case .object:
            var fields = try VectorFields(expected, place: "expect")
            _ = try fields.text("package")
            _ = try fields.texts("open")
            _ = try fields.texts("in_force")
            try fields.finish()
        default: throw VectorProblem(.wrong(expected: "a text or an object"), field: "expect")
        }
    }

    /// Whether this is what was expected. An expectation may say less: `not_adopted` without which test failed, one of
    /// several that block, a package without its lists.
    func agrees(with expected: JSONValue) -> Bool {
        switch (self, expected) {
        case (.time(let milliseconds, let offset), .text(let text)):
            return Moment(text, offset: offset)?.time == milliseconds
        case (.package(let state), .object):
            return [("open", state.open), ("in_force", state.inForce)].allSatisfy { name, found in
                expected[name].map { Set($0.texts ?? []) == Set(found) } ?? true
            } && (expected["package"]?.text.map { Self.agrees(state.stage, $0) } ?? true)
        case (.package(let state), .text(let text)): return Self.agrees(state.stage, text)
        case (.outcome(let outcome, let rule), .text(let text)):
            return Self.notation(outcome, rule: rule) == text || Self.agrees(outcome, rule, text)
        default: return false
        }
    }

    private static func agrees(_ stage: PackageState.Stage, _ text: String) -> Bool {
        stage.rawValue == text || (stage == .adopted && ["agreed", "in_force"].contains(text))
            || (stage == .ready && text == "ready")
    }

    private static func agrees(_ outcome: DecisionOutcome, _ rule: String, _ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let found = notation(outcome, rule: rule).split(separator: ":", maxSplits: 1).map(String.init)
        guard let head = parts.first, head == found.first else { return false }
        guard parts.count == 2 else { return head != "decided" && head != "referred" && head != "elected" }
        let detail = parts[1]
        func names(_ text: String) -> [String] {
            text.split { ",+".contains($0) }.map { String($0.drop { $0 == " " }) }
        }
        switch outcome.verdict {
        case .notAdopted(let failed): return failed == detail || otherNames[failed, default: []].contains(detail)
        case .vetoed(let by): return Set(names(detail)) == Set(by) || by.first == detail
        case .onHold:
            let holders = outcome.tests.last?.names ?? []
            return Set(names(detail)) == Set(holders) || holders.contains(detail)
        case .elected(let winners), .runOff(let winners): return Set(names(detail)) == Set(winners)
        default: return false
        }
    }

    /// What else the tests are called where a rule is told.
    private static let otherNames: [String: Set<String>] = [
        "poll": ["total", "total_poll", "valid_poll", "overall"],
        "parties": ["party_count", "number_of_parties"],
        "governments": ["government"],
        "members": ["member_states", "states", "members_share"],
        "population": ["pop"],
        "objections": ["objection"],
        "principals": ["principal"],
        "ruling": ["chair"],
        "share": ["threshold", "base", "votes"],
    ]
}
