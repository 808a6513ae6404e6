import Convening
import HTTPTypes
import Hummingbird
import SQLStore
import Site
import TextAnalysis

/// Making a dialogue: its texts, its settings and the statements it begins with, on one page.
extension FloorPages {
    private struct Model: Sendable {
        let token: String
        let fields: DialogueFields
        let statements: String
        let statementsProblem: String?
        let linesHint: String
        let errors: ErrorSummaryView?
    }

    func newDialoguePage(_ visit: WorkerVisit) async throws -> Response {
        return try newDialoguePage(visit, DialogueForm(writtenIn: visit.context.language), statements: "")
    }

    func makeDialogue(_ visit: WorkerVisit) async throws -> Response {
        let data = try await visit.form(PastedLines.formLimits)
        try data.only(DialogueForm.fieldNames + ["token", "statements"])
        var form = try DialogueForm(data, for: visit.context.language)
        let pasted = data["statements"] ?? ""
        let lines = PastedLines(pasted)
        let standing = try visit.standing()
        let time = visit.time
        do {
            let typed = try form.draft()
            let dialogue = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                var draft = typed
                if draft.slug.isEmpty { draft.slug = try Self.freeSlug(for: draft, in: transaction, using: &generator) }
                let made = try MakeDialogue(draft, by: standing).perform(in: transaction, at: time, using: &generator)
                _ = try AddStatements(lines.texts, language: made.texts[0].language, in: made.id, by: standing)
                    .perform(in: transaction, at: time, using: &generator)
                return made
            }
            return visit.context.seeOther("/desk/\(dialogue.slug)")
        } catch let refusal as DialogueRefusal {
            if case .slugTaken(let slug) = refusal { form.slug = slug }
            return try newDialoguePage(
                visit, form, statements: pasted, problems: [FieldProblem(refusal, visit.texts)])
        } catch let problem as DialogueFormProblem {
            return try newDialoguePage(
                visit, form, statements: pasted, problems: [FieldProblem(problem, visit.texts)])
        } catch let refusal as AddStatements.LineRefusal {
            let text = visit.texts.sentence(for: refusal, line: lines.place(of: refusal))
            return try newDialoguePage(
                visit, form, statements: pasted, problems: [FieldProblem(field: "statements", text: text)])
        }
    }

    /// An address nobody has, made of the title in Latin letters or, where there is none, of chance.
    private static func freeSlug(
        for draft: DialogueDraft, in transaction: SQLTransaction, using generator: inout SystemRandomNumberGenerator
    ) throws -> String {
        let store = ConveningStore(transaction)
        let made = draft.texts.lazy.map { DialogueForm.slug(from: $0.title) }.first { !$0.isEmpty }
        if let made {
            if try store.dialogue(slug: made) == nil { return made }
            for number in 2...99 where try store.dialogue(slug: "\(made)-\(number)") == nil {
                return "\(made)-\(number)"
            }
        }
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return "d-" + String((0..<8).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
    }

    private func newDialoguePage(
        _ visit: WorkerVisit, _ form: DialogueForm, statements: String, problems: [FieldProblem] = []
    ) throws -> Response {
        let texts = visit.texts
        let model = Model(
            token: visit.formToken, fields: DialogueFields(form, problems: problems, isFixed: false, texts),
            statements: statements, statementsProblem: problems.text(of: "statements"),
            linesHint: texts(
                "desk_lines_hint",
                [
                    "count": .number(PhaseLifecycle.statementsNeeded),
                    "limit": .number(SubmissionRules.policy.characters),
                ]), errors: problems.summary)
        return try visit.page(
            "desk-new", model, title: texts["setup_title_new"], hasError: !problems.isEmpty,
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
