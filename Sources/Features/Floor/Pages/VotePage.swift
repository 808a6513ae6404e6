import Convening
import HTTPTypes
import Hummingbird
import Journal
import Publication
import Site

/// One statement after another, with its three buttons.
struct VotePage: ViewModel {
    let dialogue: DialogueView
    /// How long the dialogue is open, in words.
    let until: String?
    let card: VoteCard
    let isOpen: Bool
    /// That everybody's answers are going to be given to others than auditors; empty where they are not.
    let matrix: String
    /// The browser holds a participant's secret.
    let isKnown: Bool
    let mayWrite: Bool

    var fields: [(key: String, value: Any)] {
        card.fields + [
            ("dialogue", dialogue), ("until", until ?? ""), ("isOpen", isOpen), ("isKnown", isKnown),
            ("mayWrite", isOpen && mayWrite), ("matrix", matrix),
        ]
    }

    init(_ board: FloorBoard, card: VoteCard, isKnown: Bool, mayWrite: Bool, _ texts: Texts, at time: Int64) {
        dialogue = DialogueView(board.dialogue, texts)
        self.card = card
        isOpen = board.dialogue.isOpen(at: time)
        self.isKnown = isKnown
        self.mayWrite = mayWrite
        matrix =
            board.dialogue.matrixLevel == .auditors ? "" : texts["vote_matrix_\(board.dialogue.matrixLevel.rawValue)"]
        until =
            isOpen
            ? board.dialogue.closesAt.map { texts("vote_open_until", texts.day($0, at: time)) } ?? texts["vote_open"]
            : nil
    }
}

extension FloorPages {
    func dialogue(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        let moment = CardMoment(request)
        if visitor.secret == nil, request.uri.query == nil, board.dialogue.phase != .draft {
            return try await firstPage(of: board, for: request, context)
        }
        var response = try await votePage(board, visitor, moment, context)
        if visitor.secret == nil, case .saved = moment {
            // The answer was saved a moment ago, and yet no cookie came back.
            response = try await votePage(board, visitor, .refused("vote_no_cookie", nil), context)
        } else if visitor.secret == nil, moment == .letIn {
            response = try await votePage(board, visitor, .refused("join_no_cookie", nil), context)
        }
        return response
    }

    /// The page of somebody who has not answered yet: the same for everybody, so that it is made once in a while and
    /// kept, here and in caches on the way.
    private func firstPage(of board: FloorBoard, for request: Request, _ context: SiteContext) async throws -> Response
    {
        let key = ReadyPages.Key(path: context.path, language: context.language, base: context.base)
        let page = try await readyPages.page(key, madeFrom: board.readAt) {
            var generator = SystemRandomNumberGenerator()
            let stranger = OwnAnswers(mayWrite: board.dialogue.admission != .codes)
            let card = VoteCard(
                on: board, for: stranger, moment: .arriving, token: tokens.issue(for: "", at: now()),
                texts: texts(context), at: now(), using: &generator)
            return try fullPage(board, card: card, for: stranger, isKnown: false, context)
        }
        var response = page.response(to: request)
        response.headers[.cacheControl] = "public, max-age=30"
        // The same address shows somebody who has answered another card; only visitors without cookies share one.
        response.headers[.vary] = "Accept-Encoding, Cookie"
        return response
    }

    func votePage(
        _ board: FloorBoard, _ visitor: Visitor, _ moment: CardMoment, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let answers = try await answers(of: visitor, on: board)
        let card = card(board, visitor, answers, moment, texts(context))
        return try fullPage(
            board, card: card, for: answers, isKnown: visitor.secret != nil, context, status: status)
    }

    func card(
        _ board: FloorBoard, _ visitor: Visitor, _ answers: OwnAnswers, _ moment: CardMoment, _ texts: Texts
    ) -> VoteCard {
        let participant = visitor.participant(in: board.dialogue)
        let time = now()
        let token = tokens.issue(for: visitor.identity, at: time)
        guard let participant else {
            var generator = SystemRandomNumberGenerator()
            return VoteCard(
                on: board, for: answers, moment: moment, token: token, texts: texts, at: time, using: &generator)
        }
        var draw = SteadyDraw(participant, after: answers)
        return VoteCard(on: board, for: answers, moment: moment, token: token, texts: texts, at: time, using: &draw)
    }

    private func fullPage(
        _ board: FloorBoard, card: VoteCard, for answers: OwnAnswers, isKnown: Bool, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let model = VotePage(
            board, card: card, isKnown: isKnown, mayWrite: answers.mayWrite, texts(context), at: now())
        var frame = frame(title: model.dialogue.question, of: board, context)
        frame.scripts = ["vote.js"]
        return try renderer.page("vote", model, frame: frame, status: status)
    }
}

extension CardMoment {
    /// What the address says was done last. Whoever makes up such an address is told nothing that is not so: a saved
    /// answer is shown only where there is one.
    init(_ request: Request) {
        func statement(_ name: String) -> Statement.ID? { request.query(name).flatMap(Statement.ID.init(rawValue:)) }
        if let id = statement("saved") {
            self = .saved(id)
        } else if let id = statement("undone") {
            self = .undone(id)
        } else if let id = statement("flagged") {
            self = .flagged(id)
        } else if let id = statement("unflagged") {
            self = .unflagged(id)
        } else if let id = statement("show") {
            self = .showing(id)
        } else if request.query("joined") == "yes" {
            self = .letIn
        } else if let count = request.query("count").flatMap({ Int($0) }), (1...ListPage.size).contains(count) {
            self = .savedMany(count)
        } else {
            self = .arriving
        }
    }

    /// The address of the page that shows it.
    func path(in dialogue: Dialogue) -> String {
        let page = "/d/\(dialogue.slug)"
        return switch self {
        case .arriving, .refused, .slowed: page
        case .letIn: "\(page)?joined=yes"
        case .saved(let id): "\(page)?saved=\(id)"
        case .undone(let id): "\(page)?undone=\(id)"
        case .flagged(let id): "\(page)?flagged=\(id)"
        case .unflagged(let id): "\(page)?unflagged=\(id)"
        case .showing(let id): "\(page)?show=\(id)"
        case .savedMany(let count): "\(page)?count=\(count)"
        }
    }
}
