import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Ten statements on one page, answered with one send; the same numbers as on paper. Where nothing can be answered, all
/// statements to be read.
struct ListPage: ViewModel {
    static let size = 10

    struct Row: ViewModel {
        let statement: StatementView
        let key: String
        let label: String
        let choice: VoteChoice?

        var fields: [(key: String, value: Any)] {
            statement.fields + [
                ("key", key), ("label", label), ("isAgree", choice == .agree),
                ("isDisagree", choice == .disagree), ("isPass", choice == .pass),
            ]
        }
    }

    /// What the page says above its form.
    struct Notices: Sendable {
        var saved = 0
        var takenOut = 0
        var problem: String?
        /// Choices that were sent and not taken, by number.
        var unsent: [Int: VoteChoice] = [:]
    }

    let dialogue: DialogueView
    let title: String
    let token: String
    let isOpen: Bool
    let isKnown: Bool
    let page: Int
    let pager: PagerView?
    let rows: [Row]
    let errors: ErrorSummaryView?
    let message: String?
    let takenOut: String?
    let closure: String?
    let needsCode: Bool

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("title", title), ("token", token), ("isOpen", isOpen),
            ("isKnown", isKnown), ("page", String(page)), ("pager", pager as Any), ("rows", rows),
            ("hasStatements", !rows.isEmpty), ("errors", errors as Any), ("message", message ?? ""),
            ("takenOut", takenOut ?? ""), ("closure", closure ?? ""), ("needsCode", needsCode),
        ]
    }

    static func pages(of board: FloorBoard) -> Int { max(1, (board.answerable.count + size - 1) / size) }

    /// - Parameter page: from 1; beyond the last one it is the last one.
    init(
        _ page: Int, of board: FloorBoard, for answers: OwnAnswers, isKnown: Bool, notices: Notices, token: String,
        base: String, _ texts: Texts, at time: Int64
    ) {
        let pages = Self.pages(of: board)
        let page = min(max(page, 1), pages)
        self.page = page
        dialogue = DialogueView(board.dialogue, texts)
        self.token = token
        self.isKnown = isKnown
        isOpen = board.dialogue.isOpen(at: time) && answers.mayWrite
        needsCode = board.dialogue.isOpen(at: time) && !answers.mayWrite
        title = isOpen ? texts["list_title"] : texts["list_title_read"]
        rows = board.answerable.dropFirst((page - 1) * Self.size).prefix(Self.size).map { statement in
            let view = StatementView(statement, on: board, texts)
            return Row(
                statement: view, key: String(statement.number),
                label: texts("list_number", ["number": .number(statement.number)]),
                choice: notices.unsent[statement.number] ?? answers.choices[statement.id])
        }
        let list = "\(base)/d/\(dialogue.slug)/list?page="
        pager = PagerView(page: page, of: pages, texts: texts) { "\(list)\($0)" }
        errors = notices.problem.flatMap { ErrorSummaryView([ErrorSummaryView.Item(field: "answers", text: $0)]) }
        message = notices.saved > 0 ? texts("vote_saved_many", ["count": .number(notices.saved)]) : nil
        takenOut = notices.takenOut > 0 ? texts("list_taken_out", ["count": .number(notices.takenOut)]) : nil
        closure = texts.closure(board.dialogue.opening, at: time)
    }
}

extension Texts {
    /// Why nothing can be said or answered at the moment; nil when it can.
    func closure(_ opening: Dialogue.Opening, at time: Int64) -> String? {
        do throws(FloorClosure) {
            try FloorClosure.check(opening, at: time)
            return nil
        } catch {
            return VoteCard.Notice(error, hasStatements: false, self, at: time).title
        }
    }
}

extension FloorPages {
    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        func count(_ name: String) -> Int {
            request.query(name).flatMap(LocalFormat.wholeNumber).flatMap { $0 <= ListPage.size ? $0 : nil } ?? 0
        }
        let page = request.query("page").flatMap(LocalFormat.wholeNumber) ?? 1
        let notices = ListPage.Notices(saved: count("saved"), takenOut: count("gone"))
        return try await listPage(page, board, visitor, notices, context)
    }

    func votes(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 2_048, fields: ListPage.size + 2))
        let page = try form.integer("page", in: 1...1_000_000)
        var choices: [Int: VoteChoice] = [:]
        for name in form.names where !["token", "page"].contains(name) {
            guard name.hasPrefix("s"), let number = LocalFormat.wholeNumber(String(name.dropFirst())) else {
                throw FormProblem.unknownField(String(name.prefix(40)))
            }
            choices[number] = try form.choice(name)
        }
        func refuse(_ key: String, _ status: HTTPResponse.Status) async throws -> Response {
            let notices = ListPage.Notices(problem: texts(context)[key], unsent: choices)
            return try await listPage(page, board, visitor, notices, context, status: status)
        }
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            return try await refuse("list_expired", .forbidden)
        }
        guard !choices.isEmpty else { return try await refuse("list_nothing_chosen", .unprocessableContent) }

        var generator = SystemRandomNumberGenerator()
        let known = visitor.known(using: &generator)
        let acts = choices.sorted { $0.key < $1.key }.compactMap { number, choice in
            board.statement(number: number).map {
                CastVote(choice, on: $0.id, in: board.dialogue.id, as: known.participant(in: board.dialogue))
            }
        }
        let saved: [CastVote]
        do {
            try await keepPace(visitor, in: board.dialogue, answers: acts.count, context)
            saved = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                var saved: [CastVote] = []
                for act in acts {
                    do {
                        try act.perform(in: transaction, at: time, using: &generator)
                        saved.append(act)
                    } catch VoteRefusal.statementNotShown {
                        continue
                    }
                }
                return saved
            }
        } catch let refusal as PaceRefusal {
            let notices = ListPage.Notices(problem: refusal.sentence(texts(context)), unsent: choices)
            return try await listPage(page, board, visitor, notices, context, status: .tooManyRequests)
                .retry(after: refusal.seconds)
        } catch is AdmissionRefusal {
            boards.somethingChanged(in: board.dialogue.slug)
            let fresh = try await self.board(request, context)
            let notices = ListPage.Notices(problem: texts(context)["vote_refused_code"])
            return try await listPage(page, fresh, visitor, notices, context, status: .forbidden)
        } catch VoteRefusal.floor(let closure) {
            boards.somethingChanged(in: board.dialogue.slug)
            let fresh = try await self.board(request, context)
            let notices = ListPage.Notices(problem: texts(context)["vote_refused_\(closure.key)"])
            return try await listPage(page, fresh, visitor, notices, context, status: .conflict)
        }
        refresher.votesChanged(in: board.dialogue, by: saved)
        let gone = choices.count - saved.count
        let path =
            page >= ListPage.pages(of: board) && gone == 0
            ? CardMoment.savedMany(saved.count).path(in: board.dialogue)
            : "/d/\(board.dialogue.slug)/list?page=\(min(page + 1, ListPage.pages(of: board)))&saved=\(saved.count)&gone=\(gone)"
        return known.remembered(in: context.seeOther(path), context)
    }

    private func listPage(
        _ page: Int, _ board: FloorBoard, _ visitor: Visitor, _ notices: ListPage.Notices, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let answers = try await answers(of: visitor, on: board)
        let time = now()
        let model = ListPage(
            page, of: board, for: answers, isKnown: visitor.secret != nil, notices: notices,
            token: tokens.issue(for: visitor.identity, at: time), base: context.base, texts(context), at: time)
        var frame = frame(title: "\(model.title) – \(model.dialogue.title)", of: board, context)
        frame.path = "/d/\(board.dialogue.slug)/list?page=\(model.page)"
        frame.hasError = notices.problem != nil
        return try renderer.page("list", model, frame: frame, status: status)
    }
}
