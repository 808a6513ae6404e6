import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// What somebody has answered and written in a dialogue, to change it or to take it back.
struct MinePage: ViewModel {
    struct Answer: ViewModel {
        let statement: StatementView
        let key: String
        let answer: String
        let changeLabel: String
        let takeBackLabel: String

        var fields: [(key: String, value: Any)] {
            statement.fields + [
                ("key", key), ("answer", answer), ("changeLabel", changeLabel), ("takeBackLabel", takeBackLabel),
            ]
        }
    }

    struct Written: ViewModel {
        let text: String
        let lang: String
        let state: String
        let code: String?
        let codeLabel: String

        var fields: [(key: String, value: Any)] {
            [("text", text), ("lang", lang), ("state", state), ("code", code ?? ""), ("codeLabel", codeLabel)]
        }
    }

    let dialogue: DialogueView
    let token: String
    let isOpen: Bool
    let isKnown: Bool
    var alert: String?
    let message: String?
    /// Why the answers do not count, where that is so.
    var notCounted: String?
    let count: String
    let lead: String
    let answers: [Answer]
    let statements: [Written]

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("isOpen", isOpen),
            ("isKnown", isKnown), ("alert", alert ?? ""), ("message", message ?? ""),
            ("notCounted", notCounted ?? ""), ("count", count),
            ("lead", lead), ("answers", answers), ("hasAnswers", !answers.isEmpty), ("statements", statements),
            ("hasStatements", !statements.isEmpty),
        ]
    }

    init(
        _ board: FloorBoard, answers given: OwnAnswers, written: [Statement], isKnown: Bool, message: String?,
        token: String, _ texts: Texts, at time: Int64
    ) {
        dialogue = DialogueView(board.dialogue, texts)
        self.token = token
        self.isKnown = isKnown
        self.message = message
        isOpen = board.dialogue.isOpen(at: time)
        lead = isOpen ? texts["mine_lead"] : texts["mine_lead_closed"]
        answers = board.statements.compactMap { statement in
            guard let choice = given.choices[statement.id] else { return nil }
            let number: [String: TextArgument] = ["number": .number(statement.number)]
            return Answer(
                statement: StatementView(statement, on: board, texts), key: String(statement.number),
                answer: texts.answer(choice), changeLabel: texts("mine_change_label", number),
                takeBackLabel: texts("mine_take_back_label", number))
        }
        count = texts("mine_count", ["count": .number(answers.count)])
        statements = written.map { statement in
            let state =
                switch statement.state {
                case .waiting: "waiting"
                case .shown: "shown"
                case .hidden: statement.joinedTo == nil ? "hidden" : "joined"
                }
            return Written(
                text: statement.text, lang: statement.language,
                state: statement.erasure.map { texts["statement_erased_\($0.rawValue)"] }
                    ?? texts["mine_state_\(state)"],
                code: statement.trackingCode?.written, codeLabel: texts["status_code"])
        }
    }
}

extension FloorPages {
    func mine(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let message: String? =
            switch request.query("done") {
            case "one": texts(context)["mine_done_one"]
            case "all": texts(context)["mine_done_all"]
            case "forgotten": texts(context)["mine_done_forgotten"]
            case "forgotten-here": texts(context)["mine_done_forgotten_here"]
            default: nil
            }
        return try await minePage(board, try Visitor(request, context), message: message, context)
    }

    func takeBack(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 1_024, fields: 3))
        try form.only("token", "statement", "all")
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            return try await minePage(board, visitor, alert: "vote_refused_expired", context, status: .forbidden)
        }
        guard let participant = visitor.participant(in: board.dialogue) else {
            return try await minePage(board, visitor, alert: "vote_refused_nothing", context, status: .conflict)
        }
        let isAll = try form.isTicked("all")
        let statement = form["statement"].flatMap(Statement.ID.init(rawValue:))
        guard isAll != (statement != nil) else {
            return try await minePage(
                board, visitor, alert: "vote_refused_choice", context, status: .unprocessableContent)
        }
        let dialogue = board.dialogue.id
        do {
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                if let statement {
                    try CastVote(nil, on: statement, in: dialogue, as: participant)
                        .perform(in: transaction, at: time, using: &generator)
                } else {
                    _ = try WithdrawAllVotes(in: dialogue, as: participant)
                        .perform(in: transaction, at: time, using: &generator)
                }
            }
        } catch let refusal as VoteRefusal {
            let refusal = CardRefusal.act(refusal)
            return try await minePage(board, visitor, alert: refusal.textKey, context, status: refusal.status)
        }
        if let statement {
            refresher.votesChanged(
                in: board.dialogue, by: [CastVote(nil, on: statement, in: dialogue, as: participant)])
        } else {
            refresher.votesChanged(in: board.dialogue)
        }
        return context.seeOther("/d/\(board.dialogue.slug)/mine?done=\(isAll ? "all" : "one")")
    }

    private func minePage(
        _ board: FloorBoard, _ visitor: Visitor, message: String? = nil, alert: String? = nil,
        _ context: SiteContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let texts = texts(context)
        let time = now()
        var answers = OwnAnswers()
        var written: [Statement] = []
        var exclusion: ProposedDecision?
        if let participant = visitor.participant(in: board.dialogue) {
            let dialogue = board.dialogue.id
            (answers, written, exclusion) = try await database.read { transaction in
                let store = FloorStore(transaction)
                let isHidden = try store.hasHiddenAnswers(participant)
                return (
                    OwnAnswers(choices: isHidden ? [:] : try store.answers(of: participant)),
                    try store.statements(by: participant),
                    try ConveningStore(transaction).exclusion(of: participant, in: dialogue)
                )
            }
        }
        var model = MinePage(
            board, answers: answers, written: written, isKnown: visitor.secret != nil, message: message,
            token: tokens.issue(for: visitor.identity, at: time), texts, at: time)
        model.alert = alert.map { texts[$0] }
        model.notCounted = exclusion.map { decision in
            let reason = BatchDecisionReason(rawValue: decision.reason).map { texts["batch_reason_\($0.word)"] }
            return texts("mine_not_counted", ["reason": .text(reason ?? "")])
        }
        var frame = frame(title: "\(texts["mine_title"]) – \(model.dialogue.title)", of: board, context)
        frame.robots = "noindex"
        frame.hasError = alert != nil
        frame.path = "/d/\(board.dialogue.slug)/mine"
        return try renderer.page("mine", model, frame: frame, status: status)
    }
}
