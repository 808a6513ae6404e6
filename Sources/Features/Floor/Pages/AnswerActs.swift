import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// What the buttons of a card do: answer, take the answer back, say that a statement can't be understood.
extension FloorPages {
    func vote(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await answer(request, context, field: "choice") { press, dialogue, participant in
            guard let choice = VoteChoice(rawValue: press.value) else { throw CardRefusal.brokenForm }
            let statement = press.statement
            let act = CastVote(choice, on: statement, in: dialogue, as: participant, after: press.revisionBefore)
            return CardAct(moment: .saved(statement), vote: act) { transaction, time in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: time, using: &generator)
            }
        }
    }

    func undo(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await answer(request, context, field: nil) { press, dialogue, participant in
            let statement = press.statement
            let act = CastVote(nil, on: statement, in: dialogue, as: participant, after: press.revisionBefore)
            return CardAct(moment: .undone(statement), vote: act) { transaction, time in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: time, using: &generator)
            }
        }
    }

    func flag(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await answer(request, context, field: "flag") { press, dialogue, participant in
            guard ["yes", "no"].contains(press.value) else { throw CardRefusal.brokenForm }
            let (statement, isRaised) = (press.statement, press.value == "yes")
            let act = FlagStatement(notUnderstood: isRaised, statement, in: dialogue, as: participant)
            return CardAct(moment: isRaised ? .flagged(statement) : .unflagged(statement), vote: nil) {
                transaction, time in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: time, using: &generator)
            }
        }
    }

    /// The path all buttons of a card take.
    ///
    /// - Parameter field: the field that says which button it was.
    private func answer(
        _ request: Request, _ context: SiteContext, field: String?,
        _ act: (CardPress, Dialogue.ID, Participant.ID) throws -> CardAct
    ) async throws -> Response {
        let board = try await board(request, context)
        try requireSoundLog(of: board.dialogue)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 1_024, fields: 4))
        try form.only(["token", "statement", "after"] + (field.map { [$0] } ?? []))
        guard let statement = form["statement"].flatMap(Statement.ID.init(rawValue:)) else {
            return try await refuse(.brokenForm, about: nil, board, visitor, request, context)
        }
        let time = now()
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: time)
        } catch {
            return try await refuse(.expired, about: statement, board, visitor, request, context)
        }
        var generator = SystemRandomNumberGenerator()
        let known = visitor.known(using: &generator)
        let done: CardAct
        do {
            try await keepPace(visitor, in: board.dialogue, answers: 1, context)
            let press = try CardPress(statement, value: field.flatMap { form[$0] } ?? "", after: form["after"])
            done = try act(press, board.dialogue.id, known.participant(in: board.dialogue))
            try await database.write { transaction in try done.perform(transaction, time) }
        } catch let refusal as CardRefusal {
            return try await refuse(refusal, about: statement, board, visitor, request, context)
        } catch let refusal as PaceRefusal {
            return try await answered(
                .slowed(refusal, statement), board, visitor, request, context, status: .tooManyRequests
            ).retry(after: refusal.seconds)
        } catch is AdmissionRefusal {
            boards.somethingChanged(in: board.dialogue.slug)
            let fresh = try await self.board(request, context)
            return try await refuse(.codeNeeded, about: nil, fresh, visitor, request, context)
        } catch let refusal as VoteRefusal {
            // What this reader was shown is not so any more, unless they made it up.
            if refusal != .noSuchStatement { boards.somethingChanged(in: board.dialogue.slug) }
            let fresh = try await self.board(request, context)
            let subject = refusal == .overtaken ? statement : nil
            return try await refuse(.act(refusal), about: subject, fresh, visitor, request, context)
        }
        if let vote = done.vote { refresher.votesChanged(in: board.dialogue, by: [vote]) }
        guard request.wantsFragment else {
            return known.remembered(in: context.seeOther(done.moment.path(in: board.dialogue)), context)
        }
        let response = try await fragment(board, Visitor(known), done.moment, context)
        return known.remembered(in: response, context)
    }

    private func refuse(
        _ refusal: CardRefusal, about statement: Statement.ID?, _ board: FloorBoard, _ visitor: Visitor,
        _ request: Request, _ context: SiteContext
    ) async throws -> Response {
        let moment = CardMoment.refused(refusal.textKey, statement)
        return try await answered(moment, board, visitor, request, context, status: refusal.status)
    }

    private func answered(
        _ moment: CardMoment, _ board: FloorBoard, _ visitor: Visitor, _ request: Request, _ context: SiteContext,
        status: HTTPResponse.Status
    ) async throws -> Response {
        guard request.wantsFragment else {
            return try await votePage(board, visitor, moment, context, status: status)
        }
        return try await fragment(board, visitor, moment, context, status: status)
    }

    private func fragment(
        _ board: FloorBoard, _ visitor: Visitor, _ moment: CardMoment, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let answers = try await answers(of: visitor, on: board)
        let card = card(board, visitor, answers, moment, texts(context))
        var response = try renderer.fragment("vote-card", card, in: context, status: status)
        response.headers[.jirgaFragment] = "1"
        return response
    }
}

/// One press of a button as the form tells it.
struct CardPress: Sendable {
    let statement: Statement.ID
    let value: String
    /// Script says which answer this one follows; a form without script is sent by the browser once.
    let revisionBefore: Int?

    init(_ statement: Statement.ID, value: String, after revision: String?) throws(CardRefusal) {
        self.statement = statement
        self.value = value
        guard let revision else {
            revisionBefore = nil
            return
        }
        guard (1...9).contains(revision.utf8.count), revision.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(revision)
        else { throw .brokenForm }
        revisionBefore = number
    }
}

/// One press of a button, ready to be done.
struct CardAct: Sendable {
    let moment: CardMoment
    let vote: CastVote?
    let perform: @Sendable (SQLTransaction, Int64) throws -> Void
}

/// Why a press of a button changed nothing.
enum CardRefusal: Error, Sendable, Hashable {
    case brokenForm
    case expired
    case codeNeeded
    case act(VoteRefusal)

    var status: HTTPResponse.Status {
        switch self {
        case .brokenForm: .unprocessableContent
        case .expired, .codeNeeded: .forbidden
        case .act(.noSuchStatement): .notFound
        case .act: .conflict
        }
    }

    var textKey: String {
        switch self {
        case .brokenForm: "vote_refused_choice"
        case .expired: "vote_refused_expired"
        case .codeNeeded: "vote_refused_code"
        case .act(.noSuchStatement): "vote_refused_unknown"
        case .act(.statementNotShown): "vote_refused_not_shown"
        case .act(.nothingToWithdraw): "vote_refused_nothing"
        case .act(.overtaken): "vote_refused_overtaken"
        case .act(.floor(let closure)): "vote_refused_\(closure.key)"
        }
    }
}

extension FloorClosure {
    /// The ending of the keys of texts about it.
    var key: String {
        switch self {
        case .closed: "closed"
        case .paused: "paused"
        case .draft, .opensLater: "later"
        }
    }
}
