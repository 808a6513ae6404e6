import HTTPTypes
package import Hummingbird
package import Journal
package import SQLStore
package import Site

/// What the pages of dialogues and their workers need, and who is signed in.
package struct ConveningPages: Sendable {
    package let database: SQLDatabase
    package let renderer: PageRenderer
    package let tokens: FormTokens
    /// Whether browsers reach the site over encrypted connections.
    package let isSecure: Bool
    package let limiter: RequestLimiter
    package let logs: LogStanding
    package let now: @Sendable () -> Int64

    package init(
        database: SQLDatabase, renderer: PageRenderer, tokens: FormTokens, isSecure: Bool,
        limiter: RequestLimiter, logs: LogStanding = LogStanding(), now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.renderer = renderer
        self.tokens = tokens
        self.isSecure = isSecure
        self.limiter = limiter
        self.logs = logs
        self.now = now
    }

    /// Who is signed in; nil for everybody else, and where a session is over.
    package func worker(of request: Request) async throws -> Worker? {
        guard let token = sessionToken(of: request) else { return nil }
        let time = now()
        return try await database.read { try ConveningStore($0).worker(session: token, at: time) }
    }

    /// The signed-in worker's role in a dialogue or, with nil, in the installation as a whole.
    package func standing(of request: Request, in dialogue: Dialogue?) async throws -> Standing? {
        guard let token = sessionToken(of: request) else { return nil }
        let time = now()
        return try await database.read { transaction in
            let store = ConveningStore(transaction)
            guard let worker = try store.worker(session: token, at: time) else { return nil }
            return try store.standing(of: worker, in: dialogue?.id)
        }
    }

    /// Nothing is taken in while the database lacks something that was signed before: it would be lost with the rest once
    /// the right database is back.
    package func requireSoundLog(of dialogue: Dialogue) throws {
        guard logs.refusal(for: LogID(dialogue: dialogue.id.bytes)) != nil else { return }
        throw PageProblem(.serviceUnavailable, code: "log_rollback")
    }

    /// The secret of the worker's session, as the browser sent it.
    package func sessionToken(of request: Request) -> String? {
        try? RequestCookies(request.headers, isSecure: isSecure)[Self.cookieName]
    }

    static let cookieName = "jirga-worker"

    func page(
        _ template: String, _ model: some Sendable, title: String, _ context: SiteContext, scripts: [String] = [],
        isWorker: Bool = false, hasError: Bool = false, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var frame = PageFrame(title: title, in: context)
        frame.scripts = scripts
        frame.robots = "noindex"
        frame.isWorker = isWorker
        frame.hasError = hasError
        return try renderer.page(template, model, frame: frame, status: status)
    }
}
