import ArgumentParser
import Hummingbird
import Logging
import NIOCore
import TransparencyLog

struct Witness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign the checkpoints of others, each only if it continues the one before.",
        discussion: """
            A witness of C2SP tlog-witness: it takes POST /add-checkpoint and remembers, for each log, the last checkpoint it \
            signed. Whoever shows people two histories of a log needs it to forget. Best run by a party to the dialogue on a \
            machine of its own.

            The first start makes the key; it prints the line for the policy of whoever asks for signatures.
            """)

    @Option(help: "What the witness is called, for ever, as witness.example; used when the key is made.")
    var name = "jirga-witness"
    @Option(help: "The folder with the key and what was signed last. Never restore it from a copy.") var data =
        "witness"
    @Option(help: ArgumentHelp("The key of a log to sign for; may be repeated.", valueName: "key")) var log: [String]
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 for any that is free.") var port = 8081

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    }

    func run() async throws {
        try await reportingFailures {
            let keys = try log.map { text in
                do {
                    return try VerifierKey(text)
                } catch {
                    throw Failure(
                        .usage, "\"\(text.prefix(60))\" is not the key of a log (\(error))",
                        fix: "it is what the page of the log shows: name+digits+key")
                }
            }
            let memory = try WitnessMemory(folder: data, name: name)
            let witness = WitnessDesk(memory, logs: Dictionary(grouping: keys, by: \.name))
            let router = Router()
            router.post("add-checkpoint") { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                return await witness.answer(Array(body.readableBytesView)).response
            }
            let (host, port, key) = (host, port, memory.key.verifier)
            let application = Application(
                router: router,
                configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
                onServerRunning: { channel in
                    let port = channel.localAddress?.port ?? port
                    Output.line(
                        """
                        witness \(key.name) \(key) http://\(host):\(port)

                        Stop with Ctrl-C.
                        """)
                },
                logger: Logger(label: "jirga") { label in
                    var handler = StreamLogHandler.standardError(label: label)
                    handler.logLevel = .warning
                    return handler
                })
            do {
                try await application.runService()
            } catch let error as IOError {
                throw Failure(error, host: host, port: port)
            }
        }
    }
}
