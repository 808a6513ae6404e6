import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site
import TextAnalysis

/// All statements of a dialogue with their state and answers, and the box in which facilitators add more.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let total: String
        let lines: [Line]
        let hasLines: Bool
        let filter: String?
        let mayAdd: Bool
        let languages: [LanguageChoice]
        let statements: String
        let statementsProblem: String?
        let linesHint: String
        let isField: Bool
        let notice: String?
        let errors: ErrorSummaryView?
        let pager: Site.PagerView?
    }

    private struct LanguageChoice: Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }

    private struct Line: Sendable {
        let number: Int
        let text: String
        let language: String
        let origin: String
        let state: String
        let answers: String
        /// The languages that lack words.
        let lacks: String?
    }

    private static let pageSize = 50

    func deskStatementsPage(_ visit: WorkerVisit) async throws -> Response {
        let query = visit.request.uri.queryParameters
        return try await deskStatementsPage(
            visit, page: query["page"].flatMap { LocalFormat.wholeNumber(String($0)) } ?? 1,
            lacking: query["lacks"].map(String.init),
            added: query["added"].flatMap { LocalFormat.wholeNumber(String($0)) })
    }

    func addStatements(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let form = try await visit.form(PastedLines.formLimits)
        try form.only("token", "statements", "language", "origin")
        let pasted = form["statements"] ?? ""
        let language = form["language"] ?? dialogue.languages[0]
        let lines = PastedLines(pasted)
        let origin: Statement.Origin = form["origin"] == Statement.Origin.field.rawValue ? .field : .facilitator
        func refused(_ text: String, _ status: HTTPResponse.Status = .unprocessableContent) async throws -> Response {
            try await deskStatementsPage(
                visit, page: 1, typed: pasted, language: language, isField: origin == .field,
                problems: [FieldProblem(field: "statements", text: text)], status: status)
        }
        guard !lines.texts.isEmpty else { return try await refused(visit.texts["desk_lines_none"]) }
        let act = AddStatements(
            lines.texts, language: language, origin: origin, in: dialogue.id, by: try visit.standing())
        let time = visit.time
        do {
            let added = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: time, using: &generator)
            }
            statementsChanged(in: dialogue)
            return visit.context.seeOther("/desk/\(dialogue.slug)/statements?added=\(added.count)")
        } catch let refusal as AddStatements.LineRefusal {
            return try await refused(visit.texts.sentence(for: refusal, line: lines.place(of: refusal)))
        } catch is FloorClosure {
            return try await refused(visit.texts["setup_closed"], .conflict)
        }
    }

    private func deskStatementsPage(
        _ visit: WorkerVisit, page: Int, lacking: String? = nil, added: Int? = nil, typed: String = "",
        language: String? = nil, isField: Bool = false, problems: [FieldProblem] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let lacking = lacking.flatMap { dialogue.languages.contains($0) ? $0 : nil }
        let list = try await Self.list(of: dialogue, page: page, lacking: lacking, from: database)
        let texts = visit.texts
        let lines = list.statements.map { line($0, list, dialogue, texts) }
        let filter = lacking.map { texts("desk_filter_lacks", ["language": .text(texts.nativeName(of: $0))]) }
        let model = Model(
            desk: DeskFrame(visit, current: .statements), token: visit.formToken,
            total: texts("desk_statements_total", ["count": .number(list.total)]), lines: lines,
            hasLines: !lines.isEmpty, filter: filter,
            mayAdd: visit.reaches(.facilitator) && !dialogue.isClosed(at: visit.time),
            languages: dialogue.languages.map {
                LanguageChoice(
                    value: $0, label: texts.nativeName(of: $0), isChosen: $0 == language ?? dialogue.languages[0])
            }, statements: typed, statementsProblem: problems.text(of: "statements"),
            linesHint: texts(
                "desk_lines_hint_more", ["limit": .number(SubmissionRules.policy.characters)]), isField: isField,
            notice: added.map { texts("desk_lines_added", ["count": .number($0)]) }, errors: problems.summary,
            pager: Site.PagerView(page: list.page, of: list.pages, texts: texts) { page in
                let filter = lacking.map { "&lacks=\($0)" } ?? ""
                return "\(visit.context.base)/desk/\(dialogue.slug)/statements?page=\(page)\(filter)"
            })
        return try visit.page(
            "desk-statements", model, title: visit.title("tab_statements"), hasError: !problems.isEmpty,
            status: status)
    }

    /// A page of statements with what is said about each.
    private struct StatementList: Sendable {
        let statements: [Statement]
        let translations: [Statement.ID: [Translation]]
        let answers: [Statement.ID: FloorStore.AnswerCounts]
        let total: Int
        let page: Int
        let pages: Int
    }

    private static func list(
        of dialogue: Dialogue, page: Int, lacking: String?, from database: SQLDatabase
    ) async throws -> StatementList {
        try await database.read { transaction in
            let store = FloorStore(transaction)
            let translations = Dictionary(grouping: try store.translations(in: dialogue.id), by: \.statement)
            let total: Int
            let statements: [Statement]
            let place: (page: Int, pages: Int)
            if let lacking {
                let all = try store.statements(in: dialogue.id, .shown).filter { statement in
                    statement.language != lacking
                        && !(translations[statement.id] ?? []).contains { $0.language == lacking }
                }
                total = all.count
                place = Self.place(page, of: total)
                statements = Array(all.dropFirst((place.page - 1) * Self.pageSize).prefix(Self.pageSize))
            } else {
                total = try store.statementCount(in: dialogue.id)
                place = Self.place(page, of: total)
                statements = try store.statements(
                    in: dialogue.id, limit: Self.pageSize, offset: (place.page - 1) * Self.pageSize)
            }
            return StatementList(
                statements: statements, translations: translations,
                answers: try store.answerCounts(of: statements.map(\.id)), total: total, page: place.page,
                pages: place.pages)
        }
    }

    private static func place(_ page: Int, of total: Int) -> (page: Int, pages: Int) {
        let pages = max(1, (total + pageSize - 1) / pageSize)
        return (min(max(page, 1), pages), pages)
    }

    private func line(_ statement: Statement, _ list: StatementList, _ dialogue: Dialogue, _ texts: Texts) -> Line {
        let words = StatementWords(
            of: statement, translations: list.translations[statement.id] ?? [], in: texts.language.tag)
        let known = Set((list.translations[statement.id] ?? []).map(\.language) + [statement.language])
        let lacking = dialogue.languages.filter { !known.contains($0) }
        return Line(
            number: statement.number, text: words.text, language: words.language,
            origin: texts["desk_origin_\(statement.origin.rawValue)"],
            state: texts.state(of: statement),
            answers: texts.words(for: list.answers[statement.id]),
            lacks: lacking.isEmpty || statement.state == .hidden
                ? nil
                : texts(
                    "desk_lacks",
                    ["languages": .text(lacking.map(texts.nativeName(of:)).joined(separator: texts["desk_comma"]))]))
    }
}

extension Texts {
    /// In which language a statement was written, and where it came from.
    func provenance(of statement: Statement) -> String {
        "\(nativeName(of: statement.language)) · \(self["desk_origin_\(statement.origin.rawValue)"])"
    }

    func state(of statement: Statement) -> String {
        self[statement.joinedTo == nil ? "desk_state_\(statement.state.rawValue)" : "desk_state_joined_any"]
    }

    /// How a statement was answered, in one line.
    func words(for counts: FloorStore.AnswerCounts?) -> String {
        guard let counts, counts.all > 0 else { return self["desk_no_answers"] }
        let shares = format.shares(of: [counts.agree, counts.disagree, counts.pass])
        return self(
            "desk_answers_line",
            [
                "count": .number(counts.all), "agree": .text(format.percent(shares[0])),
                "disagree": .text(format.percent(shares[1])), "pass": .text(format.percent(shares[2])),
            ])
    }
}
