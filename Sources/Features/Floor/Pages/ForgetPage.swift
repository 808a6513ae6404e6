import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Asks before somebody is forgotten, and says what that erases, what stays and what it changes.
struct ForgetPage: ViewModel {
    let dialogue: DialogueView
    let token: String
    let isKnown: Bool
    let alert: String?
    let answers: String
    let result: String
    let hasStatements: Bool
    let statementsLabel: String

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("isKnown", isKnown),
            ("alert", alert ?? ""), ("answers", answers), ("result", result), ("hasStatements", hasStatements),
            ("statementsLabel", statementsLabel),
        ]
    }
}

/// What is known of somebody who asks to be forgotten.
private struct Known: Sendable {
    var isThere = false
    var answers = 0
    var statements = 0
    var isResultFinal = false
}

extension FloorPages {
    func forgetPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        return try await forgetPage(board, try Visitor(request, context), alert: nil, context)
    }

    private func forgetPage(
        _ board: FloorBoard, _ visitor: Visitor, alert: String?, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let texts = texts(context)
        let participant = visitor.participant(in: board.dialogue)
        let dialogue = board.dialogue.id
        let known = try await database.read { transaction in
            guard let participant, try ConveningStore(transaction).hasJoined(participant) else { return Known() }
            let store = FloorStore(transaction)
            return Known(
                isThere: true, answers: try store.answerCount(of: participant),
                statements: try store.statements(by: participant).count { $0.erasure == nil },
                isResultFinal: try store.hasFinalSnapshot(of: dialogue))
        }
        let model = ForgetPage(
            dialogue: DialogueView(board.dialogue, texts), token: tokens.issue(for: visitor.identity, at: now()),
            isKnown: known.isThere, alert: alert,
            answers: texts("forget_gone_answers", ["count": .number(known.answers)]),
            result: texts[known.isResultFinal ? "forget_stays_result" : "forget_changes_result"],
            hasStatements: known.statements > 0,
            statementsLabel: texts("forget_statements_label", ["count": .number(known.statements)]))
        var frame = frame(title: "\(texts["forget_title"]) – \(model.dialogue.title)", of: board, context)
        frame.robots = "noindex"
        frame.hasError = alert != nil
        frame.path = "/d/\(board.dialogue.slug)/mine/forget"
        return try renderer.page("forget", model, frame: frame, status: status)
    }

    /// Forgets somebody. Sent twice it is done once.
    func forget(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 1_024, fields: 3))
        try form.only("token", "statements")
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            return try await forgetPage(
                board, visitor, alert: texts(context)["vote_refused_expired"], context, status: .forbidden)
        }
        try requireSoundLog(of: board.dialogue)
        guard let secret = visitor.secret, let participant = visitor.participant(in: board.dialogue) else {
            return context.seeOther("/d/\(board.dialogue.slug)/mine?done=forgotten")
        }
        let act = EraseParticipant(
            participant, in: board.dialogue.id, erasesStatements: try form.isTicked("statements"))
        let isKnownElsewhere = try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            try act.perform(in: transaction, at: time, using: &generator)
            let store = ConveningStore(transaction)
            return try store.dialogues().contains { try store.hasJoined(.init(secret: secret, in: $0.id)) }
        }
        refresher.votesChanged(in: board.dialogue)
        boards.somethingChanged(in: board.dialogue.slug)
        // Without its secret a browser could not have itself forgotten in the other dialogues any more.
        let done = isKnownElsewhere ? "forgotten-here" : "forgotten"
        var response = context.seeOther("/d/\(board.dialogue.slug)/mine?done=\(done)")
        if !isKnownElsewhere {
            response.headers.set(.removal(of: Visitor.cookieName), isSecure: context.isSecure)
        }
        return response
    }
}
