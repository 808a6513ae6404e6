import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Where somebody types the code that lets them in.
///
/// A code is never part of an address: it is posted. A link may carry one behind its `#`, which browsers keep to themselves;
/// a script then writes it into the field.
struct JoinPage: ViewModel {
    let dialogue: DialogueView
    let token: String
    /// Nil where there is nothing to type a code for.
    let lead: String?
    let code: String
    let errors: ErrorSummaryView?
    let problem: String?
    /// What stands there instead of the form.
    let notice: String?

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("lead", lead ?? ""), ("code", code),
            ("errors", errors as Any), ("problem", problem ?? ""), ("notice", notice ?? ""),
        ]
    }

    init(
        _ dialogue: Dialogue, code: String, problem: String?, isIn: Bool, token: String, _ texts: Texts,
        at time: Int64
    ) {
        self.dialogue = DialogueView(dialogue, texts)
        self.token = token
        self.code = code
        self.problem = problem
        errors = problem.flatMap { ErrorSummaryView([ErrorSummaryView.Item(field: "code", text: $0)]) }
        if dialogue.isClosed(at: time) {
            notice = texts["join_closed"]
        } else if isIn {
            notice = texts["join_in_already"]
        } else {
            notice = dialogue.admission == .open ? texts["join_not_needed"] : nil
        }
        lead =
            notice != nil ? nil : texts[dialogue.admission == .codes ? "join_lead" : "join_lead_may"]
    }
}

extension FloorPages {
    func joinPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        return try await joinPage(board, try Visitor(request, context), context)
    }

    /// A good code lets its holder in, and their browser gets a secret if it has none. Codes that are not good are looked up
    /// without writing anything; too many of them from one network have to wait, while good ones are always taken.
    func join(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 2_048, fields: 2))
        try form.only("token", "code")
        let typed = form["code"] ?? ""
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            return try await joinPage(
                board, visitor, code: typed, problem: texts(context)["join_expired"], context, status: .forbidden)
        }
        guard board.dialogue.admission != .open else { return context.seeOther("/d/\(board.dialogue.slug)") }
        var generator = SystemRandomNumberGenerator()
        let known = visitor.known(using: &generator)
        let act = AdmitParticipant(known.participant(in: board.dialogue), to: board.dialogue.id, typed: typed)
        do {
            try await database.read { try act.check(in: $0, at: time) }
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: time, using: &generator)
            }
        } catch AdmissionRefusal.alreadyAdmitted(isCodeGood: false) {
            // Most likely their own code, sent twice.
            return context.seeOther(CardMoment.letIn.path(in: board.dialogue))
        } catch let refusal as AdmissionRefusal {
            let wait = pace.waitToTry(from: context.networkPrefix)
            guard wait == 0 else {
                let problem = texts(context)("join_too_many", ["count": .number(wait)])
                return try await joinPage(
                    board, visitor, code: typed, problem: problem, context, status: .tooManyRequests
                ).retry(after: wait)
            }
            return try await joinPage(
                board, visitor, code: typed, problem: texts(context).sentence(for: refusal), context,
                status: refusal.status)
        }
        return known.remembered(in: context.seeOther(CardMoment.letIn.path(in: board.dialogue)), context)
    }

    private func joinPage(
        _ board: FloorBoard, _ visitor: Visitor, code: String = "", problem: String? = nil, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let participant = visitor.participant(in: board.dialogue)
        var isIn = false
        if let participant {
            isIn = try await database.read { try ConveningStore($0).isAdmitted(participant) }
        }
        let time = now()
        let model = JoinPage(
            board.dialogue, code: code, problem: problem, isIn: isIn,
            token: tokens.issue(for: visitor.identity, at: time), texts(context), at: time)
        var frame = frame(title: "\(texts(context)["join_title"]) – \(model.dialogue.title)", of: board, context)
        frame.path = "/d/\(board.dialogue.slug)/join"
        frame.robots = "noindex"
        frame.scripts = ["join.js"]
        frame.hasError = problem != nil
        return try renderer.page("join", model, frame: frame, status: status)
    }
}

extension AdmissionRefusal {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .codeTypo, .codeIncomplete, .codeUnknown: .unprocessableContent
        case .codeUsed, .alreadyAdmitted, .dialogueClosed: .conflict
        case .codeRevoked: .gone
        case .codeNeeded: .forbidden
        }
    }
}
