import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// Changing the texts and settings of a dialogue. What people have answered under is shown as fixed once it is open.
extension ConveningPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let fields: DialogueFields
        let isSaved: Bool
        let isClosed: Bool
        let errors: ErrorSummaryView?
    }

    func editDialoguePage(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        return try editPage(visit, DialogueForm(dialogue), isSaved: visit.request.uri.queryParameters["saved"] != nil)
    }

    func changeDialogue(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let data = try await visit.form(DialogueForm.limits)
        try data.only(DialogueForm.fieldNames + ["token"])
        let form = try DialogueForm(data, for: visit.context.language)
        do {
            let act = ChangeDialogue(dialogue.id, to: try form.draft(keeping: dialogue), by: try visit.standing())
            let time = visit.time
            let changed = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: time, using: &generator)
            }
            guard let changed else { throw PageProblem.notFound }
            return visit.context.seeOther("/desk/\(changed.slug)/edit?saved=1")
        } catch let refusal as DialogueRefusal {
            return try editPage(visit, form, problems: [FieldProblem(refusal, visit.texts)])
        } catch let problem as DialogueFormProblem {
            return try editPage(visit, form, problems: [FieldProblem(problem, visit.texts)])
        }
    }

    private func editPage(
        _ visit: WorkerVisit, _ form: DialogueForm, isSaved: Bool = false, problems: [FieldProblem] = []
    ) throws -> Response {
        let isDraft = visit.dialogue?.phase == .draft
        let model = Model(
            desk: DeskFrame(visit, current: .edit), token: visit.formToken,
            fields: DialogueFields(form, problems: problems, isFixed: !isDraft, visit.texts), isSaved: isSaved,
            isClosed: visit.dialogue?.isClosed(at: visit.time) ?? false, errors: problems.summary)
        return try visit.page(
            "edit-dialogue", model, title: visit.title("setup_title_edit"), hasError: !problems.isEmpty,
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
