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
    /// Whether witnesses have confirmed the log, and the result where there is one.
    let witnessed: String
    let finality: String
    let isDisputed: Bool

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("hasLog", view != nil),
            ("isNotBegun", view == nil && trouble == nil), ("size", size), ("since", since),
            ("fingerprint", view?.fingerprint ?? ""), ("origin", view?.origin ?? ""), ("logKey", view?.logKey ?? ""),
            ("promiseKey", view?.promiseKey ?? ""), ("path", view?.path ?? ""), ("trouble", trouble ?? ""),
            ("missing", missing ?? ""), ("former", former ?? ""), ("witnessed", witnessed), ("finality", finality),
            ("isDisputed", isDisputed),
        ]
    }

    /// - Parameters:
    ///   - former: what was lost before, where the log was begun anew.
    ///   - finality: of the result; nil where there is none yet.
    init(
        _ dialogue: Dialogue, _ view: Receipts.View?, _ trouble: LogTrouble?, former: Receipts.Former?,
        _ finality: Finality?, _ texts: Texts, at time: Int64
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
        witnessed =
            switch view?.witnessedSize {
            case nil: texts["sealed_log_not_witnessed"]
            case 0?: texts["sealed_log_witnessed_none"]
            case let size?: texts("sealed_log_witnessed", ["count": .number(Int(clamping: size))])
            }
        self.finality = finality.flatMap { $0.words(texts) } ?? ""
        isDisputed = view?.isDisputed ?? false
        missing = view.flatMap { view in
            view.missingWitnesses.isEmpty
                ? nil : texts("sealed_log_missing", ["names": .text(view.missingWitnesses.joined(separator: ", "))])
        }
    }
}

extension Finality {
    /// What is said of a result; nil where nobody's word is needed.
    func words(_ texts: Texts) -> String? {
        switch self {
        case .notWitnessed: nil
        case .final: texts["finality_final"]
        case .waiting(let missing) where missing.isEmpty: texts["finality_waiting"]
        case .waiting(let missing):
            texts("finality_missing", ["names": .text(missing.joined(separator: ", "))])
        }
    }
}

extension FloorPages {
    /// How far witnesses have confirmed the result of a dialogue; nil before there is a final one.
    func finality(on board: FloorBoard, at time: Int64) async throws -> Finality? {
        guard board.snapshot?.isFinal == true else { return nil }
        return try await receipts.finalityOfResult(in: board.dialogue.id.bytes, at: time)
    }

    func logPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let texts = texts(context)
        let time = now()
        let model = LogPage(
            board.dialogue, receipts.view(of: board.dialogue.id.bytes, at: time),
            receipts.trouble(of: board.dialogue.id.bytes),
            former: try await receipts.former(of: board.dialogue.id.bytes), try await finality(on: board, at: time),
            texts, at: time)
        var frame = frame(title: "\(texts["sealed_log_title"]) – \(model.dialogue.title)", of: board, context)
        frame.path = "/d/\(board.dialogue.slug)/log"
        return try renderer.page("log", model, frame: frame)
    }
}
