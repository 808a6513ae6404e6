import ArgumentParser
import Foundation
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

/// The key of a witness and what it signed last, in a folder that one program uses at a time.
struct WitnessMemory: Sendable {
    let key: SigningKey
    private let store: FileTileStore
    /// Held open for as long as the program runs: nobody else may sign from this folder.
    private let lock: FileHandle

    /// - Throws: ``Failure``.
    init(folder: String, name: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                .cannotCreate, "the folder \(folder) can't be used: \(error.localizedDescription)",
                fix: "choose another with --data DIR")
        }
        let file = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Failure(
                .cannotCreate, "\(folder)/lock can't be made: \(String(cString: strerror(errno)))",
                fix: "choose another folder with --data DIR")
        }
        lock = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(
                .unavailable, "another witness works in \(folder)", fix: "stop it, or choose another with --data DIR")
        }
        store = FileTileStore(folder: folder)
        if let bytes = try store.read("key") {
            let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            do {
                key = try SigningKey(privateText: text)
            } catch {
                throw Failure(.badData, "\(folder)/key is not the key of a witness", fix: "put it back from your copy")
            }
        } else {
            guard let made = SigningKey(name: name, type: .cosignature) else {
                throw Failure(
                    .usage, "\"\(name.prefix(40))\" can't be the name of a witness", fix: "leave out spaces and +")
            }
            try store.write(Array((made.privateText + "\n").utf8), to: "key")
            guard chmod(folder + "/key", 0o600) == 0 else {
                throw Failure(.cannotCreate, "\(folder)/key can't be kept from others")
            }
            key = made
        }
        guard key.verifier.type == .cosignature else {
            throw Failure(.badData, "\(folder)/key is the key of a log, not of a witness")
        }
    }

    func last(of origin: String) throws -> Checkpoint? {
        guard let bytes = try store.read(Self.file(of: origin)) else { return nil }
        return try Checkpoint(String(decoding: bytes, as: UTF8.self))
    }

    /// On the disk when it returns.
    func remember(_ checkpoint: Checkpoint) throws {
        try store.write(Array(checkpoint.text.utf8), to: Self.file(of: checkpoint.origin))
    }

    /// A name without slashes, another for each origin.
    private static func file(of origin: String) -> String {
        "log-"
            + TreeHash.leaf(Array(origin.utf8)).bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined()
    }
}

/// Takes requests one at a time: what is asked is compared, kept and only then signed.
actor WitnessDesk {
    enum Answer: Sendable {
        /// The line of the signature.
        case signed(String)
        case refused(WitnessRefusal)
        /// What was signed last could not be read or kept.
        case unable

        var response: Response {
            switch self {
            case .signed(let line): Self.text(line + "\n", .ok)
            case .refused(.otherSize(let size)): Self.text("\(size)\n", .conflict, type: "text/x.tlog.size")
            case .refused(let refusal):
                Self.text("\(refusal)\n", HTTPResponse.Status(code: refusal.status))
            case .unable: Self.text("the disk failed\n", .internalServerError)
            }
        }

        private static func text(_ text: String, _ status: HTTPResponse.Status, type: String = "text/plain") -> Response
        {
            Response(
                status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private let memory: WitnessMemory
    private let logs: [String: [VerifierKey]]

    init(_ memory: WitnessMemory, logs: [String: [VerifierKey]]) {
        self.memory = memory
        self.logs = logs
    }

    func answer(_ bytes: [UInt8]) -> Answer {
        do {
            let request = try AddCheckpoint(bytes)
            let checkpoint = try WitnessRules.judge(request, logs: logs) { try memory.last(of: $0) }
            try memory.remember(checkpoint)
            let time = UInt64(max(0, Date().timeIntervalSince1970))
            return .signed(
                try Cosignature(text: request.note.text, time: time, by: memory.key).noteSignature.line)
        } catch let refusal as WitnessRefusal {
            return .refused(refusal)
        } catch {
            return .unable
        }
    }
}
