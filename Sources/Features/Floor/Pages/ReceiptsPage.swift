import Convening
import DialogueLog
import HTTPTypes
import Hummingbird
import Journal
import NIOCore
import SQLStore
import Site

/// What somebody can take away of their answers: promises and receipts, which show none of them.
struct ReceiptsPage: ViewModel {
    struct Item: ViewModel {
        let key: String
        let state: String
        let isSealed: Bool
        let statement: StatementView
        let promiseLabel: String
        let receiptLabel: String

        var fields: [(key: String, value: Any)] {
            statement.fields + [
                ("key", key), ("state", state), ("isSealed", isSealed), ("promiseLabel", promiseLabel),
                ("receiptLabel", receiptLabel),
            ]
        }
    }

    let dialogue: DialogueView
    let token: String
    let isHidden: Bool
    let isKnown: Bool
    let alert: String?
    let items: [Item]

    var fields: [(key: String, value: Any)] {
        [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("isHidden", isHidden),
            ("canHide", isKnown && !isHidden), ("alert", alert ?? ""), ("items", items), ("hasItems", !items.isEmpty),
        ]
    }
}

/// Asks before one vote is opened, and says what that does.
struct OpeningPage: ViewModel {
    let dialogue: DialogueView
    let token: String
    let statement: StatementView
    let alert: String?

    var fields: [(key: String, value: Any)] {
        statement.fields + [
            ("dialogue", dialogue), ("slug", dialogue.slug), ("token", token), ("alert", alert ?? ""),
        ]
    }
}

/// Somebody's answers as the log has them.
struct OwnSealedVotes: Sendable {
    var votes: [FloorStore.SealedVote] = []
    var secrets: ParticipantSecrets?
    var isHidden = false

    func entry(of vote: FloorStore.SealedVote, in dialogue: Dialogue.ID) -> CanonicalEntry? {
        guard let secrets, let opening = vote.opening(in: dialogue, secrets: secrets) else { return nil }
        return Act.vote(opening.commitment).entry(in: dialogue.bytes, at: 0)
    }
}

extension FloorPages {
    private func ownVotes(_ visitor: Visitor, _ board: FloorBoard) async throws -> OwnSealedVotes {
        guard let participant = visitor.participant(in: board.dialogue) else { return OwnSealedVotes() }
        return try await database.read { transaction in
            let store = FloorStore(transaction)
            let isHidden = try store.hasHiddenAnswers(participant)
            return OwnSealedVotes(
                votes: isHidden ? [] : try store.sealedVotes(of: participant),
                secrets: try ConveningStore(transaction).secrets(of: participant), isHidden: isHidden)
        }
    }

    func receiptsPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        return try await receiptsPage(board, try Visitor(request, context), alert: nil, context)
    }

    private func receiptsPage(
        _ board: FloorBoard, _ visitor: Visitor, alert: String?, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let texts = texts(context)
        let own = try await ownVotes(visitor, board)
        var entries: [(Statement, CanonicalEntry)] = []
        for vote in own.votes {
            guard let statement = board.statement(vote.statement),
                let entry = own.entry(of: vote, in: board.dialogue.id)
            else { continue }
            entries.append((statement, entry))
        }
        let areSealed = try await receipts.areSealed(entries.map(\.1), in: board.dialogue.id.bytes)
        let items = zip(entries, areSealed).map { entry, isSealed in
            let number: [String: TextArgument] = ["number": .number(entry.0.number)]
            return ReceiptsPage.Item(
                key: String(entry.0.number), state: texts[isSealed ? "receipts_sealed" : "receipts_waiting"],
                isSealed: isSealed, statement: StatementView(entry.0, on: board, texts),
                promiseLabel: texts("receipts_promise_label", number),
                receiptLabel: texts("receipts_receipt_label", number))
        }
        let model = ReceiptsPage(
            dialogue: DialogueView(board.dialogue, texts), token: tokens.issue(for: visitor.identity, at: now()),
            isHidden: own.isHidden, isKnown: visitor.secret != nil, alert: alert, items: items)
        var frame = frame(title: "\(texts["receipts_title"]) – \(model.dialogue.title)", of: board, context)
        frame.robots = "noindex"
        frame.hasError = alert != nil
        frame.path = "/d/\(board.dialogue.slug)/mine/receipts"
        return try renderer.page("receipts", model, frame: frame, status: status)
    }

    /// The promise or the receipt of the last answer to one statement.
    func receiptFile(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let own = try await ownVotes(try Visitor(request, context), board)
        guard let vote = vote(named: request.query("statement"), in: own),
            let entry = own.entry(of: vote, in: board.dialogue.id), let number = board.statement(vote.statement)?.number
        else { throw PageProblem.notFound }
        let dialogue = board.dialogue.id.bytes
        switch context.parameters.get("file") {
        case "promise":
            // The time is known to ten minutes and no better, so the wait is longer by as much: a promise must not run out
            // before the wait it stands for has begun.
            let note = try receipts.promise(
                of: entry, in: dialogue, at: vote.castAt,
                longestWait: 600 + board.dialogue.sealingPace.promisedWait)
            guard let note else { throw PageProblem.notFound }
            return Self.file(Array(note.utf8), name: "\(board.dialogue.slug)-\(number)-promise.txt")
        case "receipt":
            guard let bytes = try await receipts.receipt(of: entry, in: dialogue) else { throw PageProblem.notFound }
            return Self.file(bytes, name: "\(board.dialogue.slug)-\(number)-receipt.txt")
        default: throw PageProblem.notFound
        }
    }

    private func vote(named text: String?, in own: OwnSealedVotes) -> FloorStore.SealedVote? {
        guard let id = text.flatMap(Statement.ID.init(rawValue:)) else { return nil }
        return own.votes.first { $0.statement == id }
    }

    private static func file(_ bytes: [UInt8], name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func openingPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        let own = try await ownVotes(visitor, board)
        guard let vote = vote(named: request.query("statement"), in: own) else { throw PageProblem.notFound }
        return try openingPage(board, visitor, vote.statement, alert: nil, context)
    }

    private func openingPage(
        _ board: FloorBoard, _ visitor: Visitor, _ id: Statement.ID, alert: String?, _ context: SiteContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        guard let statement = board.statement(id) else { throw PageProblem.notFound }
        let texts = texts(context)
        let model = OpeningPage(
            dialogue: DialogueView(board.dialogue, texts), token: tokens.issue(for: visitor.identity, at: now()),
            statement: StatementView(statement, on: board, texts), alert: alert)
        var frame = frame(title: texts["opening_title"], of: board, context)
        frame.robots = "noindex"
        frame.hasError = alert != nil
        frame.path = "/d/\(board.dialogue.slug)/mine/receipts"
        return try renderer.page("opening", model, frame: frame, status: status)
    }

    /// Hands out what shows one answer, after the reader has read what that does.
    func openVote(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 1_024, fields: 3))
        try form.only("token", "statement")
        let own = try await ownVotes(visitor, board)
        let vote = vote(named: form["statement"], in: own)
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: now())
        } catch {
            guard let vote else { throw error }
            return try openingPage(
                board, visitor, vote.statement, alert: texts(context)["vote_refused_expired"], context,
                status: .forbidden)
        }
        guard let vote, let secrets = own.secrets,
            let opening = vote.opening(in: board.dialogue.id, secrets: secrets)
        else { throw PageProblem.notFound }
        return Self.file(Array(opening.text.utf8), name: "\(board.dialogue.slug)-opening.txt")
    }

    /// "Do not show me my answers again."
    func hideVotes(_ request: Request, _ context: SiteContext) async throws -> Response {
        let board = try await board(request, context)
        let visitor = try Visitor(request, context)
        let form = try await FormData(request, limits: FormData.Limits(bytes: 1_024, fields: 2))
        try form.only("token")
        do {
            try tokens.verify(form["token"], identity: visitor.identity, origin: RequestOrigin(request), at: now())
        } catch {
            return try await receiptsPage(
                board, visitor, alert: texts(context)["vote_refused_expired"], context, status: .forbidden)
        }
        guard let participant = visitor.participant(in: board.dialogue) else { throw PageProblem.notFound }
        try await database.write { try FloorStore($0).hideAnswers(of: participant) }
        return context.seeOther("/d/\(board.dialogue.slug)/mine/receipts")
    }
}
