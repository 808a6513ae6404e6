import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Asks before the words of a statement are erased for good, and says what that erases and what it can't.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let number: Int
        let heading: String
        let text: String
        let language: String
        let reasons: [Choice]
        let reasonProblem: String?
        let errors: ErrorSummaryView?
    }

    private struct Choice: Sendable {
        let value: String
        let label: String
    }

    func eraseTextPage(_ visit: WorkerVisit) async throws -> Response {
        try eraseTextPage(visit, try await statement(visit), problems: [])
    }

    /// Sent twice it is done once.
    func eraseText(_ visit: WorkerVisit) async throws -> Response {
        let statement = try await statement(visit)
        let form = try await visit.form()
        try form.only("token", "reason")
        guard let reason = form["reason"].flatMap(Moderation.Reason.init(rawValue:)),
            Moderation.Reason.erasing.contains(reason)
        else {
            let problem = FieldProblem(field: "reason", text: visit.texts["desk_erase_reason_missing"])
            return try eraseTextPage(visit, statement, problems: [problem])
        }
        let act = EraseText(
            ofStatement: statement.number, in: statement.dialogue, reason: reason, by: try visit.standing())
        let time = visit.time
        do {
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: time, using: &generator)
            }
            // The words are erased by now. If their old place can't be written over yet, housekeeping does it.
            _ = try? await database.discardDeleted()
        } catch ModerationRefusal.textErased {
            // The page it leads to says so.
        }
        if let dialogue = visit.dialogue { boards.somethingChanged(in: dialogue.slug) }
        return visit.context.seeOther("/desk/\(visit.slug)/statements/\(statement.number)")
    }

    private func eraseTextPage(
        _ visit: WorkerVisit, _ statement: Statement, problems: [FieldProblem]
    ) throws -> Response {
        let address = "/desk/\(visit.slug)/statements/\(statement.number)"
        guard statement.erasure == nil else { return visit.context.seeOther(address) }
        let texts = visit.texts
        let model = Model(
            desk: DeskFrame(visit, current: .statements), token: visit.formToken, number: statement.number,
            heading: texts("desk_erase_title", ["number": .number(statement.number)]), text: statement.text,
            language: statement.language,
            reasons: Moderation.Reason.erasing.map {
                Choice(value: $0.rawValue, label: texts["desk_erase_reason_\($0.rawValue)"])
            }, reasonProblem: problems.first?.text, errors: problems.summary)
        return try visit.page(
            "desk-erase", model, title: "\(model.heading) – \(visit.title("tab_statements"))",
            hasError: !problems.isEmpty, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
