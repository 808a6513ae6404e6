import Convening
import Crypto
import Floor
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JirgaTestSupport
import Journal
import Logging
import NIOCore
import SQLStore
import Site
import Synchronization
import Testing

/// The whole site over a database of its own, and a clock that tests set.
struct DeskSite: Sendable {
    final class Clock: Sendable {
        private let time = Mutex<Int64>(1_800_000_000_000)

        /// A millisecond passes with every look, so that what comes later is later.
        func now() -> Int64 {
            time.withLock { time in
                time += 1
                return time
            }
        }
        func advance(by milliseconds: Int64) { time.withLock { $0 += milliseconds } }
    }

    let database: SQLDatabase
    let clock: Clock
    let client: any TestClientProtocol
    let boards: FloorBoards
    let renderer: PageRenderer
    let logs: LogStanding
    let isSecure: Bool
    /// Every route as `GET /desk/:slug`.
    let routes: [String]
    /// Every route with what it does.
    let entries: [ActionRouter.Entry]

    static func with(
        _ kind: DatabaseKind = .sqlite, isSecure: Bool = false, signInBurst: Int = 1_000,
        _ body: @escaping @Sendable (DeskSite) async throws -> Void
    ) async throws {
        let migrations = JournalSchema.migrations + ConveningSchema.migrations + FloorSchema.migrations
        try await withDatabase(kind, migrations: migrations) { database in
            let clock = Clock()
            let now: @Sendable () -> Int64 = { clock.now() }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let renderer = try PageRenderer(
                folders: [.site, LogFiles.webFolder, ConveningPages.webFolder, FloorPages.webFolder],
                footer: FloorPages.footer)
            let tokens = FormTokens(key: SymmetricKey(size: .bits256))
            let boards = FloorBoards(of: database)
            let logs = LogStanding()
            let convening = ConveningPages(
                database: database, renderer: renderer, tokens: tokens, isSecure: isSecure,
                limiter: RequestLimiter(RequestLimiter.Rate(burst: signInBurst, perHour: 60)), logs: logs,
                now: now)
            let floor = FloorPages(
                database: database, boards: boards,
                refresher: OpinionMapRefresher(of: database, boards: boards, logger: logger, now: now),
                convening: convening, renderer: renderer, tokens: tokens, now: now)
            let actions = ActionRouter(convening)
            convening.addRoutes(to: actions)
            floor.addRoutes(to: actions)
            InstallationPages(
                floor, facts: InstallationPages.Facts(version: "0.0", startedAt: 1, databaseKind: "SQLite")
            ).addRoutes(to: actions)
            let entries = actions.entries
            let routes = actions.router.routes.map { route in
                let path = route.path.description.replacing("{", with: ":").replacing("}", with: "")
                return "\(route.method.rawValue) \(path)"
            }.sorted()
            let pipeline = RequestPipeline(actions.router, renderer: renderer, settings: .init(isSecure: isSecure))
            try await Application(responder: pipeline, logger: logger).test(.router) { client in
                try await body(
                    DeskSite(
                        database: database, clock: clock, client: client, boards: boards, renderer: renderer,
                        logs: logs, isSecure: isSecure, routes: routes, entries: entries))
            }
        }
    }

    // MARK: What tests begin with

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction, Int64, inout SystemRandomNumberGenerator) throws -> Result
    ) async throws -> Result {
        let time = clock.now()
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try body(transaction, time, &generator)
        }
    }

    /// The first owner, made as the program makes one, and the code of their link.
    func firstOwner() async throws -> (worker: Worker, code: String) {
        try await write { transaction, time, generator in
            let worker = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                .perform(in: transaction, at: time, using: &generator)
            return (
                worker,
                try IssueSignInLink(for: worker.id).perform(in: transaction, at: time, using: &generator)
            )
        }
    }

    /// A browser in which somebody with this role is signed in; with nil as dialogue, in the installation as a whole.
    func signedIn(_ name: String, as role: WorkerRole, in dialogue: Dialogue.ID?) async throws -> Browser {
        let session = try await write { transaction, time, generator in
            let worker = try AppointWorker(name: name, as: role, in: dialogue, by: nil)
                .perform(in: transaction, at: time, using: &generator)
            return try SignIn.open(for: worker, in: transaction, at: time, using: &generator)
        }
        return Browser(self, cookies: ["\(isSecure ? "__Host-" : "")jirga-worker": session.token])
    }

    /// An open dialogue with ten statements in two languages' texts.
    func openDialogue(
        _ slug: String = "water", policy: Dialogue.ModerationPolicy = .beforeShowing, isOpen: Bool = true
    ) async throws -> (dialogue: Dialogue, statements: [Statement]) {
        try await write { transaction, time, generator in
            let draft = DialogueDraft(
                slug: slug,
                texts: [
                    Dialogue.Texts(
                        language: "en", title: "Water \(slug)", question: "What should the water law say?",
                        description: "", host: "Council"),
                    Dialogue.Texts(
                        language: "fa-AF", title: "آب", question: "قانون آب چه بگوید؟", description: "", host: "شورا"),
                ], moderationPolicy: policy)
            let made = try MakeDialogue(draft, by: nil).perform(in: transaction, at: time, using: &generator)
            let program = Standing(
                worker: try AppointWorker(name: "Program of \(slug)", as: .facilitator, in: made.id, by: nil)
                    .perform(in: transaction, at: time, using: &generator), role: .facilitator)
            let statements = try AddStatements(
                (1...10).map { "Canal number \($0) of \(slug) should be cleaned every spring." }, language: "en",
                in: made.id, by: program
            ).perform(in: transaction, at: time, using: &generator)
            guard isOpen else { return (made, statements) }
            let open = try ChangePhase(of: made.id, to: .open, by: program)
                .perform(in: transaction, shownStatements: 10, at: time, using: &generator)
            return (open ?? made, statements)
        }
    }

    @discardableResult
    func submit(_ text: String, in dialogue: Dialogue, as name: String = "Parwin") async throws -> Statement {
        let act = SubmitStatement(
            text, language: "en", in: dialogue.id, as: Participant.ID(secret: name, in: dialogue.id),
            submissionKey: UUID().uuidString)
        let statement = try await write { transaction, time, generator in
            try act.perform(in: transaction, at: time, using: &generator)
        }
        guard let statement else { throw SQLStoreError(.unexpectedRow, "the dialogue is gone") }
        return statement
    }

    func statement(_ id: Statement.ID) async throws -> Statement? {
        try await database.read { try FloorStore($0).statement(id) }
    }
}

/// Somebody's browser: keeps cookies, sends forms the way browsers do. It does not take an answer without exactly the
/// header fields that every answer has.
final class Browser: @unchecked Sendable {
    // Safety: each test uses its browsers one request after another.
    private let site: DeskSite
    private(set) var cookies: [String: String]

    init(_ site: DeskSite, cookies: [String: String] = [:]) {
        self.site = site
        self.cookies = cookies
    }

    struct Page {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let html: String

        var location: String? { headers[.location] }

        /// The token in the page's forms.
        var token: String? { value(after: "name=\"token\" value=\"") }

        func value(after mark: String) -> String? {
            guard let start = html.firstRange(of: mark)?.upperBound else { return nil }
            return String(html[start...].prefix { $0 != "\"" })
        }
    }

    func get(_ path: String) async throws -> Page {
        try await send(path, .get, body: nil)
    }

    /// - Parameter from: the page whose form it is; its token is sent along.
    func post(
        _ path: String, from: String? = nil, _ fields: [String: String], token: String? = nil
    ) async throws -> Page {
        var fields = fields
        if let token {
            fields["token"] = token
        } else if let from {
            fields["token"] = try await get(from).token ?? ""
        }
        let body = fields.sorted { $0.key < $1.key }.map { "\(encoded($0.key))=\(encoded($0.value))" }
            .joined(separator: "&")
        return try await send(path, .post, body: body)
    }

    /// - Parameter more: header fields that say something else than a browser on a page of ours would.
    func send(
        _ path: String, _ method: HTTPRequest.Method, body: String?, _ more: HTTPFields = [:]
    ) async throws -> Page {
        var headers: HTTPFields = [:]
        if !cookies.isEmpty {
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            headers[.cookie] = pairs.joined(separator: "; ")
        }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        for field in more { headers[field.name] = field.value }
        let isKnown = cookies.keys.contains { $0.hasSuffix("jirga-participant") }
        let response = try await site.client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let plain = ["/en/", "/fa/"].first { path.hasPrefix($0) }.map { "/" + path.dropFirst($0.count) } ?? path
        let problems = AnswerHeaders.problems(
            response.headers, status: response.status, path: plain, isKnown: isKnown, isSecure: site.isSecure)
        #expect(problems.isEmpty, "\(method) \(path): \(problems)")
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            cookies[String(parts[0])] = parts[1].isEmpty ? nil : String(parts[1])
        }
        return Page(status: response.status, headers: response.headers, html: String(buffer: response.body))
    }

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
