import ArgumentParser
import Convening
import Floor
import Foundation
import Hummingbird
import Logging
import NIOCore
import SQLStore
import ServiceLifecycle

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve dialogues to browsers.",
        discussion: """
            Prints the address and a link by which the owner signs in once, within 15 minutes. No address of a visitor is ever \
            stored or logged.
            """)

    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 for any that is free.") var port = 8080
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions
    @OptionGroup var encryptionOptions: EncryptionOptions
    @Flag(help: "Make the demonstration dialogue when there is no dialogue yet.") var demoIfEmpty = false
    @Flag(
        name: .customLong("no-pace-limits"),
        help: "For measurements of load only: let programs answer as fast as they can, as many as they like.")
    var hasNoPaceLimits = false
    @Flag(name: .shortAndLong, help: "Log every request: its route and status, never who sent it.") var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    }

    func run() async throws {
        try await reportingFailures {
            let verbose = verbose
            LoggingSystem.bootstrap { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = verbose ? .info : .warning
                return handler
            }
            let logger = Logger(label: "jirga")
            let (host, port, demoIfEmpty) = (host, port, demoIfEmpty)
            let encryption = try encryptionOptions.encryption(at: currentTime())
            if let warning = encryption.warning(listeningOn: host) { Output.talk(warning) }
            let databaseSize: @Sendable () -> Int64? = { [storage] in storage.databaseSize() }
            let (logOptions, dataFolder) = (logs, storage.folder)
            let pace = HumanPace(isLimited: !hasNoPaceLimits)
            if hasNoPaceLimits {
                Output.talk(
                    """
                    WARNING: --no-pace-limits is on. Programs may answer as fast as they can and as many as they like.
                    WARNING: never use it where people take part: whoever has a script decides the result.
                    """)
            }
            try await storage.with { database in
                let logs = try await logOptions.open(database, data: dataFolder)
                if let problem = logs.problem {
                    let failure = Failure(problem)
                    logger.critical("nothing is sealed: \(failure.what); \(failure.fix ?? "")")
                }
                let isEmpty = try await database.read { try ConveningStore($0).dialogues().isEmpty }
                if isEmpty, demoIfEmpty {
                    Output.talk("Making a demonstration dialogue with 600 invented people.")
                    try await DemoDialogue().make(in: database, at: currentTime())
                }
                let parts = try await Composition(
                    database: database, logs: logs, encryption: encryption, pace: pace, databaseSize: databaseSize,
                    logger: logger)
                let code = try await database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    let owner = try firstOwner(in: transaction, using: &generator)
                    return try IssueSignInLink(for: owner.id).perform(
                        in: transaction, at: currentTime(), using: &generator)
                }
                let application = try parts.application(host: host, port: port) { channel in
                    let port = channel.localAddress?.port ?? port
                    let scheme = encryption.certificate == nil ? "http" : "https"
                    let address = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
                    Output.line(
                        """
                        \(Version.text)

                          Open     \(address)
                          Sign in  \(address)/sign-in/link?code=\(code)
                                   (works once, within \(SignInRules.linkLifetime / 60_000) minutes)

                        Stop with Ctrl-C.
                        """)
                }
                do {
                    try await application.runService()
                } catch let error as IOError {
                    throw Failure(error, host: host, port: port)
                }
            }
        }
    }
}

extension Failure {
    /// The socket could not be opened.
    init(_ error: IOError, host: String, port: Int) {
        switch error.errnoCode {
        case EADDRINUSE:
            self.init(
                .unavailable, "port \(port) on \(host) is in use by another program",
                fix: "stop it, or choose another port with --port")
        case EACCES:
            self.init(
                .notAllowed, "port \(port) may not be used by this user", fix: "choose one above 1023 with --port")
        case EADDRNOTAVAIL:
            self.init(.configuration, "\(host) is not an address of this machine", fix: "use --host 127.0.0.1")
        default:
            self.init(.unavailable, "can't listen on \(host):\(port): \(error)")
        }
    }
}
