import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// A worker's own dialogues.
extension ConveningPages {
    private struct Model: Sendable {
        let dialogues: [Line]
        let hasDialogues: Bool
        let mayStart: Bool
        let mayAdminister: Bool
        let workerName: String
    }

    private struct Line: Sendable {
        let slug: String
        let title: String
        let language: String
        let phase: String
        let role: String
        let closes: String?
    }

    func deskPage(_ visit: WorkerVisit) async throws -> Response {
        let worker = visit.worker
        let (dialogues, here) = try await database.read { transaction in
            let store = ConveningStore(transaction)
            let dialogues = try store.dialogues(of: worker).map { dialogue in
                (dialogue, try store.standing(of: worker, in: dialogue.id)?.role)
            }
            return (dialogues, try store.standing(of: worker, in: nil)?.role)
        }
        let texts = visit.texts
        let time = visit.time
        let lines = dialogues.map { dialogue, role in
            let own = dialogue.texts(in: visit.context.language.tag)
            return Line(
                slug: dialogue.slug, title: own.title, language: own.language,
                phase: texts.name(of: dialogue.isClosed(at: time) ? .closed : dialogue.phase),
                role: role.map(texts.name(of:)) ?? "",
                closes: dialogue.closesAt.flatMap { closesAt in
                    dialogue.isClosed(at: time)
                        ? nil : texts("desk_closes", ["when": .text(texts.relative(closesAt, at: time))])
                })
        }
        let model = Model(
            dialogues: lines, hasDialogues: !lines.isEmpty, mayStart: here.map { $0 >= .facilitator } ?? false,
            mayAdminister: here == .owner, workerName: worker.name)
        return try visit.page("desk", model, title: texts["desk_title"])
    }
}
