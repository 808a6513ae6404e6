import Convening
import HTTPTypes
import Hummingbird
import Journal
import OpinionAnalysis
import SQLStore
import Site

/// What happened to a statement, for whoever has its code.
struct StatusPage: ViewModel {
    struct Words: ViewModel {
        let text: String
        let lang: String
        var key = ""

        var fields: [(key: String, value: Any)] { [("text", text), ("lang", lang), ("key", key)] }
    }

    let dialogue: DialogueView
    let code: String
    let title: String
    let isSent: Bool
    let sentText: String
    let state: String
    let isWaiting: Bool
    let sentences: [String]
    /// The statement's own words. A code can be guessed, so others than its writer see them only where everybody does.
    let words: Words?
    let reason: String?
    let advice: String?
    let joined: Words?
    let statementHref: String?

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("code", code), ("title", title), ("isSent", isSent),
            ("sentText", sentText), ("state", state), ("isWaiting", isWaiting), ("sentences", sentences),
            ("words", words as Any), ("reason", reason ?? ""), ("advice", advice ?? ""), ("joined", joined as Any),
            ("statementHref", statementHref ?? ""),
        ]
    }

    /// What the database knows of a statement that was looked up.
    struct Facts: Sendable {
        let statement: Statement
        let moderations: [Moderation]
        let placeInQueue: Int
        let board: FloorBoard
    }

    init(_ facts: Facts, code: TrackingCode, isWriter: Bool, isSent: Bool, _ texts: Texts, at time: Int64) {
        let (statement, board) = (facts.statement, facts.board)
        dialogue = DialogueView(board.dialogue, texts)
        self.code = code.written
        self.isSent = isSent
        title = texts[isSent ? "status_sent_title" : "status_title"]
        sentText = texts[statement.state == .shown ? "status_sent_shown" : "status_sent_read"]
        isWaiting = statement.state == .waiting
        words =
            isWriter || statement.state == .shown ? Words(text: statement.text, lang: statement.language) : nil
        let target = statement.joinedTo.flatMap(board.statement)
        joined = target.map { target in
            let words = board.words(of: target, in: texts.language.tag)
            return Words(text: words.text, lang: words.language, key: String(target.number))
        }
        var reason: String?
        var advice: String?
        switch statement.state {
        case .waiting:
            state = texts["status_waiting"]
            sentences = [
                facts.placeInQueue == 0
                    ? texts["status_waiting_next"]
                    : texts("status_waiting_place", ["count": .number(facts.placeInQueue)])
            ]
            statementHref = nil
        case .shown:
            state = texts["status_shown"]
            let since = facts.moderations.last { $0.action == .show }?.at ?? statement.madeAt
            let seen = board.snapshot?.map.statements.first { $0.id == String(statement.number) }?.seen ?? 0
            sentences = [
                texts("status_shown_since", texts.day(since, at: time)),
                texts("status_shown_number", ["number": .number(statement.number)]),
                seen < ResultsView.leastAnswers
                    ? texts["status_answered_few"] : texts("status_answered", ["count": .number(seen)]),
            ]
            statementHref = "/d/\(board.dialogue.slug)/s/\(statement.number)"
        case .hidden:
            sentences = []
            statementHref = nil
            if statement.joinedTo != nil {
                state = texts["status_joined"]
            } else {
                state = texts["status_hidden"]
                let why = facts.moderations.last { $0.action == .hide }?.reason
                reason = why.map { texts["status_reason_\($0.rawValue)"] }
                advice = why.map { texts["status_advice_\($0.rawValue)"] }
            }
        }
        self.reason = reason
        self.advice = advice
    }
}

/// A form for a code, after one that leads nowhere.
struct CodePage: ViewModel {
    let title: String
    let text: String
    let typed: String
    let problem: String?

    var fields: [(key: String, value: Any)] {
        let summary = problem.flatMap { ErrorSummaryView([ErrorSummaryView.Item(field: "code", text: $0)]) }
        return [
            ("title", title), ("text", text), ("typedCode", typed), ("codeProblem", problem ?? ""),
            ("errors", summary as Any),
        ]
    }
}

extension FloorPages {
    /// From the form with a code to the address of its page.
    func findStatement(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard let typed = request.query("code") else {
            return try codePage(title: "home_code_title", typed: "", context, status: .ok)
        }
        guard let code = TrackingCode(typed: typed) else {
            return try codePage(
                title: "home_code_title", typed: String(typed.prefix(40)), problem: "status_bad_code", context,
                status: .unprocessableContent)
        }
        return context.seeOther("/s/\(code.written)")
    }

    func statementStatus(_ request: Request, _ context: SiteContext) async throws -> Response {
        let typed = context.parameters.get("code") ?? ""
        guard let code = TrackingCode(typed: typed) else {
            return try codePage(
                title: "status_unknown_title", text: "status_unknown_text", typed: String(typed.prefix(40)), context,
                status: .notFound)
        }
        guard let facts = try await facts(of: code) else {
            return try codePage(
                title: "status_unknown_title", text: "status_unknown_text", typed: code.written, context,
                status: .notFound)
        }
        let (statement, board) = (facts.statement, facts.board)
        let visitor = try Visitor(request, context)
        let writer = visitor.participant(in: board.dialogue)
        let model = StatusPage(
            facts, code: code, isWriter: writer != nil && writer == statement.author,
            isSent: request.query("sent") == "yes" && writer == statement.author, texts(context), at: now())
        var frame = frame(title: "\(model.title) – \(model.code)", of: board, context)
        frame.robots = "noindex"
        return try renderer.page("status", model, frame: frame)
    }

    private func facts(of code: TrackingCode) async throws -> StatusPage.Facts? {
        let found = try await database.read { transaction -> (Statement, String, [Moderation], Int)? in
            let store = FloorStore(transaction)
            guard let statement = try store.statement(trackingCode: code),
                let dialogue = try ConveningStore(transaction).dialogue(statement.dialogue)
            else { return nil }
            return (
                statement, dialogue.slug, try store.moderations(of: statement.id),
                try store.placeInQueue(of: statement)
            )
        }
        guard let (statement, slug, moderations, place) = found,
            let board = try await boards.board(slug: slug, at: now())
        else { return nil }
        return StatusPage.Facts(statement: statement, moderations: moderations, placeInQueue: place, board: board)
    }

    private func codePage(
        title: String, text: String? = nil, typed: String, problem: String? = nil, _ context: SiteContext,
        status: HTTPResponse.Status
    ) throws -> Response {
        let texts = texts(context)
        let model = CodePage(
            title: texts[title], text: text.map { texts[$0] } ?? "", typed: typed,
            problem: problem.map { texts[$0] })
        var frame = PageFrame(title: model.title, in: context)
        frame.path = "/s"
        frame.robots = "noindex"
        frame.hasError = problem != nil
        return try renderer.page("code", model, frame: frame, status: status)
    }
}
