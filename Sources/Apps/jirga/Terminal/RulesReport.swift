import DecisionRules
import Table

/// What came of worked cases of decision rules: lines for people, a document for programs.
struct RulesReport {
    enum Status: String, Encodable {
        case same
        case differs
        case notEvaluated = "not_evaluated"
        case unreadable
    }

    struct Case: Encodable {
        var index: Int
        var rule: String
        var name: String
        var expected: PlainJSON
        var got: PlainJSON?
        var status: Status
        var explanation: String
    }

    struct Document: Encodable {
        var schema = "jirga.rules-check/1"
        var ok: Bool
        var file: String
        var same: Int
        var differs: Int
        var notEvaluated: Int
        var unreadable: Int
        var vectors: [Case]

        enum CodingKeys: String, CodingKey {
            case schema, ok, file, same, differs, unreadable, vectors
            case notEvaluated = "not_evaluated"
        }
    }

    let file: String
    private(set) var cases: [Case] = []
    private var problems: [VectorProblem] = []
    private var firstSentence: String?

    init(_ vectors: DecisionVectors, file: String, words: DecisionWords) {
        self.file = file
        for vector in vectors.vectors {
            var row = Case(
                index: vector.index, rule: vector.rule, name: vector.name,
                expected: PlainJSON(vector.expected ?? .null), got: nil, status: .same, explanation: "")
            switch vector.evaluate() {
            case .same(let result): (row.got, row.explanation) = (PlainJSON(result.notation), words.explanation(result))
            case .differs(let result):
                row.status = .differs
                (row.got, row.explanation) = (PlainJSON(result.notation), words.explanation(result))
            case .withoutInput:
                (row.status, row.explanation) = (.notEvaluated, "It has no input; what is given stands in words alone.")
            case .unreadable(let problem):
                (row.status, row.explanation) = (.unreadable, problem.sentence(words))
                problems.append(problem)
            }
            cases.append(row)
        }
        firstSentence = problems.first.map { $0.sentence(words) }
    }

    func count(_ status: Status) -> Int { cases.count { $0.status == status } }

    var document: Document {
        Document(
            ok: count(.differs) == 0 && count(.unreadable) == 0, file: file, same: count(.same),
            differs: count(.differs), notEvaluated: count(.notEvaluated), unreadable: count(.unreadable), vectors: cases
        )
    }

    /// One line a case, in columns as wide as they need to be but for what is very long.
    var lines: [String] {
        let rows = cases.map { row in
            [
                row.status.word, row.rule, row.name, row.expected.written,
                row.got?.written ?? "\u{2013}", row.explanation,
            ].map { TerminalText.harmless($0) }
        }
        let widths = (0..<5).map { column in
            min(44, rows.map { TerminalText.columns($0[column]) }.max() ?? 0)
        }
        return rows.map { row in
            let padded = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - TerminalText.columns(cell)))
            }
            return (padded + [row[5]]).joined(separator: "  ")
        }
    }

    var summary: String {
        var parts = ["\(count(.same)) same", "\(count(.differs)) different"]
        if count(.notEvaluated) > 0 { parts.append("\(count(.notEvaluated)) not evaluated") }
        if count(.unreadable) > 0 { parts.append("\(count(.unreadable)) unreadable") }
        return parts.joined(separator: ", ")
    }

    /// What ends the command, if it does not end well.
    var failure: Failure? {
        let differing = count(.differs)
        if let problem = problems.first {
            var failure = Failure(problem, file: file, sentence: firstSentence)
            if problems.count > 1 { failure.what += "; \(problems.count - 1) more like this, see above" }
            if differing > 0 { failure.status = .failed }
            return failure
        }
        guard differing > 0 else { return nil }
        return Failure(.failed, "\(differing) of \(cases.count) cases differ from what they expect")
    }
}

extension RulesReport.Status {
    fileprivate var word: String {
        switch self {
        case .same: "same"
        case .differs: "DIFFERS"
        case .notEvaluated: "not evaluated"
        case .unreadable: "UNREADABLE"
        }
    }
}

extension DecisionWords {
    fileprivate func explanation(_ result: VectorResult) -> String {
        switch result {
        case .outcome(let outcome, _): explanation(outcome)
        case .package(let state): package(state)
        case .time(let milliseconds, let offset): period(until: milliseconds, offset: offset)
        }
    }
}

extension VectorProblem {
    /// What is wrong, without the file.
    fileprivate func sentence(_ words: DecisionWords?) -> String {
        let subject = field.map { "\"\($0)\"" } ?? "the file"
        switch reason {
        case .notJSON: return "this is no JSON"
        case .repeatedField(let name): return "the field \"\(name)\" stands there twice"
        case .unknownSchema(let found): return "\(subject) is \"\(found)\""
        case .missing: return "\(subject) is missing"
        case .unknownField: return "\(subject) is no field we know"
        case .unknownRule: return "\"\(rule ?? "")\" is no rule we know"
        case .unknownValue(let found, _): return "\(subject) is \"\(found)\""
        case .wrong(let expected): return "\(subject) is not \(expected)"
        case .undecidable(let problem): return words?.problem(problem) ?? "the numbers can't be reckoned with"
        }
    }

    fileprivate var fix: String? {
        switch reason {
        case .unknownSchema: "use \(DecisionVectors.schema)"
        case .unknownField(let known), .unknownRule(let known), .unknownValue(_, let known):
            known.isEmpty ? nil : "use one of \(known.joined(separator: ", "))"
        default: nil
        }
    }
}

extension Failure {
    /// Names the file, the case and the field.
    init(_ problem: VectorProblem, file: String, sentence: String? = nil) {
        var place = file
        if let line = problem.line { place += ", line \(line)" }
        if let vector = problem.vector {
            place += ", vector \(vector)"
            let names = [problem.rule, problem.name].compactMap { $0 }
            if !names.isEmpty { place += " (\(names.joined(separator: ": ")))" }
        }
        self.init(
            .badData, TerminalText.harmless("cannot read \(place): \(sentence ?? problem.sentence(nil))"),
            fix: problem.fix.map { TerminalText.harmless($0) })
    }
}

/// A JSON value as it is passed on.
struct PlainJSON: Encodable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// A text without its quotation marks.
    var written: String { value.text ?? value.written }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let text):
            if let whole = Int(text) {
                try container.encode(whole)
            } else if let number = Double(text), number.isFinite {
                try container.encode(number)
            } else {
                try container.encode(text)
            }
        case .text(let text): try container.encode(text)
        case .list(let values): try container.encode(values.map(PlainJSON.init))
        case .object(let fields):
            let pairs = fields.map { ($0.name, PlainJSON($0.value)) }
            try container.encode(Dictionary(pairs) { first, _ in first })
        }
    }
}
