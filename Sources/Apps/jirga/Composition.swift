import Convening
import Crypto
import DialogueLog
import Floor
import Hummingbird
import Journal
import Logging
import NIOCore
import SQLStore
import ServiceLifecycle
import Site
import TransparencyLog

/// Where everything meets: the parts of the server and how they depend on each other, from the database up.
struct Composition {
    let refresher: OpinionMapRefresher
    let publisher: LogPublisher
    let retention: RetentionService
    let pipeline: RequestPipeline<RouterResponder<SiteContext>>
    let logger: Logger

    private let encryption: Encryption

    init(
        database: SQLDatabase, logs: LogOptions.Opened, encryption: Encryption,
        pace: HumanPace = HumanPace(), databaseSize: @escaping @Sendable () -> Int64?, logger: Logger
    ) async throws {
        let tokenKey = try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try ConveningStore(transaction).installationSecret(named: "form-tokens", using: &generator)
        }
        let renderer = try PageRenderer(
            folders: [.site, LogFiles.webFolder, ConveningPages.webFolder, FloorPages.webFolder],
            footer: FloorPages.footer)
        let tokens = FormTokens(key: SymmetricKey(data: tokenKey))
        let boards = FloorBoards(of: database)
        var counting = OpinionMapRefresher.Settings()
        counting.running.waitsForSealing = logs.keys.current != nil
        let refresher = OpinionMapRefresher(
            of: database, boards: boards, settings: counting, logger: logger, now: currentTime)
        let standing = LogStanding()
        publisher = LogPublisher(
            of: database, keys: logs.keys, settings: logs.settings, standing: standing, logger: logger,
            transport: WitnessHTTP.transport, now: currentTime, terms: Self.logTerms)
        try await publisher.lookForRestored()
        retention = RetentionService(of: database, logger: logger, now: currentTime)
        let convening = ConveningPages(
            database: database, renderer: renderer, tokens: tokens, isSecure: encryption.isThere,
            limiter: RequestLimiter(RequestLimiter.Rate(burst: 10, perHour: 60)), logs: standing, now: currentTime)
        let floor = FloorPages(
            database: database, boards: boards, refresher: refresher, convening: convening, renderer: renderer,
            tokens: tokens,
            receipts: Receipts(
                keys: logs.keys, folder: logs.settings.folder, standing: standing,
                needsWitnesses: logs.settings.policy.needsWitnesses), pace: pace, now: currentTime)

        let routes = ActionRouter(convening)
        convening.addRoutes(to: routes)
        floor.addRoutes(to: routes)
        let files = LogFiles(
            folder: logs.settings.folder, database: database, keys: logs.keys, policy: logs.settings.policy)
        routes.open(.readLog) { files.addRoutes(to: $0) }
        InstallationPages(
            floor,
            facts: InstallationPages.Facts(
                version: Version.text, startedAt: currentTime(),
                databaseKind: database.dialect == .sqlite ? "SQLite" : "PostgreSQL", databaseSize: databaseSize)
        ).addRoutes(to: routes)

        self.refresher = refresher
        self.logger = logger
        self.encryption = encryption
        pipeline = RequestPipeline(
            routes.router, renderer: renderer,
            settings: .init(isSecure: encryption.isThere, trustedProxies: encryption.trustedProxies),
            faults: { error in
                guard let problem = PageProblem(databaseFault: error) else { return nil }
                logger.error("the database can't work", metadata: ["error": "\(error)"])
                return problem
            })
    }

    /// What the log of a dialogue must know of it.
    @Sendable static func logTerms(
        _ transaction: SQLTransaction, _ dialogue: [UInt8], _ time: Int64
    ) throws -> LogTerms? {
        guard let dialogue = try ConveningStore(transaction).dialogue(Dialogue.ID(bytes: dialogue)) else { return nil }
        let isClosed = dialogue.isClosed(at: time)
        return LogTerms(
            rules: digest(of: dialogue.canonicalText), pace: dialogue.sealingPace,
            isAtRest: dialogue.phase == .paused || isClosed,
            isResultAwaited: try isClosed && !FloorStore(transaction).hasFinalSnapshot(of: dialogue.id))
    }

    func application(
        host: String, port: Int, onRunning: @escaping @Sendable (any Channel) async -> Void
    ) throws -> some ApplicationProtocol {
        var settings = ServerSettings()
        settings.certificate = encryption.certificate
        // Behind a proxy all connections come from one address.
        if !encryption.trustedProxies.isEmpty { settings.connectionsByNetwork = nil }
        return Application(
            responder: pipeline, server: try settings.server(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), backlog: 1_024),
            services: [refresher, publisher, retention], onServerRunning: onRunning, logger: logger)
    }
}

extension PageProblem {
    /// What people are told when the database can't do its work for the moment; nil for any other error.
    init?(databaseFault error: any Error) {
        guard let error = error as? SQLStoreError else { return nil }
        switch error.code {
        case .locked, .serializationFailed, .unavailable, .closed:
            self.init(.serviceUnavailable, code: "try_later", headers: [.retryAfter: "5"])
        case .diskFull:
            self.init(HTTPResponse.Status(code: 507), code: "storage_full")
        default:
            return nil
        }
    }
}
