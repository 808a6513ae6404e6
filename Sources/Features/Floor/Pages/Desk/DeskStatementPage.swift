import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// One statement for those who work on it: correcting the facilitators' own words while nobody has voted on them,
/// translating, and what has been decided.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let heading: String
        let number: Int
        let text: String
        let language: String
        let provenance: String
        let state: String
        let answers: String
        let flags: String?
        let mayCorrect: Bool
        let mayErase: Bool
        let erased: String?
        let whyNot: String?
        let correction: String
        let correctionProblem: String?
        let translations: [TranslationFields]
        let hasTranslations: Bool
        let decisions: [Line]
        let notice: String?
        let errors: ErrorSummaryView?
    }

    private struct TranslationFields: Sendable {
        let language: String
        let direction: String
        let prefix: String
        let label: String
        let typed: String
        let problem: String?
        let mayTranslate: Bool
    }

    private struct Line: Sendable {
        let words: String
        let date: String
        let iso: String
    }

    /// What somebody typed that was not taken.
    private struct Typed: Sendable {
        var correction: String?
        var translation: (language: String, text: String)?
    }

    func deskStatementPage(_ visit: WorkerVisit) async throws -> Response {
        let isSaved = visit.request.uri.queryParameters["saved"] != nil
        return try await deskStatementPage(visit, try await statement(visit), isSaved: isSaved)
    }

    func correctStatement(_ visit: WorkerVisit) async throws -> Response {
        let statement = try await statement(visit)
        let form = try await visit.form()
        try form.only("token", "text")
        let text = form["text"] ?? ""
        let act = CorrectStatement(statement.id, to: text, in: statement.dialogue, by: try visit.standing())
        return try await perform(
            visit, statement, field: "text", typed: Typed(correction: text)
        ) { transaction, time, generator in
            try act.perform(in: transaction, at: time, using: &generator)
        }
    }

    func translateStatement(_ visit: WorkerVisit) async throws -> Response {
        let statement = try await statement(visit)
        let form = try await visit.form()
        try form.only("token", "language", "text")
        let language = form["language"] ?? ""
        let text = form["text"] ?? ""
        let act = TranslateStatement(
            statement.id, into: language, text, in: statement.dialogue, by: try visit.standing())
        return try await perform(
            visit, statement, field: "translation-\(language)", typed: Typed(translation: (language, text))
        ) { transaction, time, generator in
            try act.perform(in: transaction, at: time, using: &generator)
        }
    }

    private func perform(
        _ visit: WorkerVisit, _ statement: Statement, field: String, typed: Typed,
        _ act: @escaping @Sendable (SQLTransaction, Int64, inout SystemRandomNumberGenerator) throws -> Void
    ) async throws -> Response {
        let time = visit.time
        let problem: String
        do {
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try act(transaction, time, &generator)
            }
            if let dialogue = visit.dialogue { boards.somethingChanged(in: dialogue.slug) }
            return visit.context.seeOther("/desk/\(visit.slug)/statements/\(statement.number)?saved=1")
        } catch let refusal as SubmissionRefusal {
            problem = visit.texts.deskSentence(for: refusal)
        } catch let refusal as ModerationRefusal {
            problem = visit.texts.sentence(for: refusal)
        }
        return try await deskStatementPage(
            visit, statement, typed: typed, problems: [FieldProblem(field: field, text: problem)])
    }

    /// The statement the address names.
    func statement(_ visit: WorkerVisit) async throws -> Statement {
        guard let dialogue = visit.dialogue,
            let number = visit.context.parameters.get("number").flatMap({ LocalFormat.wholeNumber(String($0)) }),
            let statement = try await database.read({ transaction in
                try FloorStore(transaction).statement(number: number, in: dialogue.id)
            })
        else { throw PageProblem.notFound }
        return statement
    }

    private func deskStatementPage(
        _ visit: WorkerVisit, _ statement: Statement, isSaved: Bool = false, typed: Typed = Typed(),
        problems: [FieldProblem] = []
    ) async throws -> Response {
        let facts = try await database.read { transaction in
            let store = FloorStore(transaction)
            return (
                translations: try store.translations(of: statement.id),
                moderations: try store.moderations(of: statement.id),
                answers: try store.answerCounts(of: [statement.id])[statement.id],
                rows: try store.voteCount(on: statement.id),
                flags: try store.notUnderstoodCounts(in: statement.dialogue)[statement.id] ?? 0
            )
        }
        let texts = visit.texts
        var whyNot: String?
        do throws(ModerationRefusal) {
            try ModerationRules.checkCorrection(of: statement, votes: facts.rows)
        } catch {
            whyNot = texts.sentence(for: error)
        }
        let fields = translationFields(statement, facts.translations, typed, problems, visit)
        let model = Model(
            desk: DeskFrame(visit, current: .statements), token: visit.formToken,
            heading: texts("moderate_number", ["number": .number(statement.number)]), number: statement.number,
            text: statement.text, language: statement.language,
            provenance: texts.provenance(of: statement),
            state: texts.state(of: statement),
            answers: texts.words(for: facts.answers),
            flags: facts.flags > 0 ? texts("dash_unclear_words", ["count": .number(facts.flags)]) : nil,
            mayCorrect: whyNot == nil && visit.reaches(.facilitator),
            mayErase: statement.erasure == nil && visit.reaches(.facilitator),
            erased: statement.erasure == nil ? nil : texts["desk_statement_erased"],
            whyNot: visit.reaches(.facilitator) ? whyNot : nil, correction: typed.correction ?? statement.text,
            correctionProblem: problems.text(of: "text"), translations: fields, hasTranslations: !fields.isEmpty,
            decisions: facts.moderations.map { moderation in
                let date = texts.format.date(moderation.at)
                let reason = moderation.reason.map { " – \(texts["desk_reason_\($0.rawValue)"])" } ?? ""
                return Line(
                    words: texts["log_\(moderation.action.rawValue)"] + reason,
                    date: "\(date.primary) \(date.time)", iso: date.iso)
            }, notice: isSaved ? texts["setup_saved"] : nil, errors: problems.summary)
        return try visit.page(
            "desk-statement", model, title: "\(model.heading) – \(visit.title("tab_statements"))",
            hasError: !problems.isEmpty, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func translationFields(
        _ statement: Statement, _ translations: [Translation], _ typed: Typed, _ problems: [FieldProblem],
        _ visit: WorkerVisit
    ) -> [TranslationFields] {
        let languages = visit.dialogue?.languages ?? []
        return languages.filter { $0 != statement.language }.map { language in
            let known = translations.first { $0.language == language }?.text ?? ""
            let isTyped = typed.translation?.language == language
            return TranslationFields(
                language: language, direction: Language(rawValue: language)?.direction.rawValue ?? "auto",
                prefix: language,
                label: visit.texts("desk_translate_into", ["language": .text(visit.texts.nativeName(of: language))]),
                typed: isTyped ? typed.translation?.text ?? known : known,
                problem: problems.text(of: "translation-\(language)"), mayTranslate: visit.reaches(.moderator))
        }
    }
}
