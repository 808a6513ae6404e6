import Convening
import HTTPTypes
import Hummingbird
import Journal
import Site

/// The log of a dialogue in plain words: how much is in it, its fingerprint, and how to check it.
struct LogPage: ViewModel {
    let dialogue: DialogueView
    let view: Receipts.View?
    let size: String
    let since: String
    let trouble: String?
    let missing: String?
    /// What was lost before, where the log was begun anew.
    let former: String?

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("hasLog", view != nil),
            ("isNotBegun", view == nil && trouble == nil), ("size", size), ("since", since),
            ("fingerprint", view?.fingerprint ?? ""), ("origin", view?.origin ?? ""), ("logKey", view?.logKey ?? ""),
            ("promiseKey", view?.promiseKey ?? ""), ("path", view?.path ?? ""), ("trouble", trouble ?? ""),
            ("missing", missing ?? ""), ("former", former ?? ""),
        ]
    }

    init(
        _ dialogue: Dialogue, _ view: Receipts.View?, _ trouble: LogTrouble?, former: Receipts.Former?, _ texts: Texts,
        at time: Int64
    ) {
        self.former = former.map { former in
            let epoch = ["epoch": TextArgument.number(former.epoch)]
            guard let end = former.end else { return texts("sealed_log_former_unknown", epoch) }
            return texts(
                "sealed_log_former",
                epoch.merging(["count": .number(Int(clamping: end.size)), "digits": .text(end.fingerprint)]) { $1 })
        }
        self.dialogue = DialogueView(dialogue, texts)
        self.view = view
        size = view.map { texts("sealed_log_size", ["count": .number(Int(clamping: $0.size))]) } ?? ""
        since = view.map { texts("sealed_log_since", texts.day($0.publishedAt, at: time)) } ?? ""
        self.trouble = trouble.map { trouble in
            texts(
                trouble.refusesActs ? "sealed_log_trouble_rollback" : "sealed_log_trouble",
                ["code": .text(trouble.code)])
        }
        missing = view.flatMap { view in
            view.missingWitnesses.isEmpty
                ? nil : texts("sealed_log_missing", ["names": .text(view.missingWitnesses.joined(separator: ", "))])
        }
    }
}

extension FloorPages {
    func logPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let texts = texts(context)
        let time = now()
        let model = LogPage(
            board.dialogue, receipts.view(of: board.dialogue.id.bytes, at: time),
            receipts.trouble(of: board.dialogue.id.bytes),
            former: try await receipts.former(of: board.dialogue.id.bytes), texts, at: time)
        var frame = frame(title: "\(texts["sealed_log_title"]) – \(model.dialogue.title)", of: board, context)
        frame.path = "/d/\(board.dialogue.slug)/log"
        return try renderer.page("log", model, frame: frame)
    }
}
