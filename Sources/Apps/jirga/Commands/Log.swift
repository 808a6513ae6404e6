import ArgumentParser
import Convening
import DialogueLog
import Journal
import SQLStore
import TransparencyLog

struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the tamper-evident logs, change their keys, or begin one anew after a loss.",
        subcommands: [LogStatus.self, RotateLogKey.self, EndLogEpoch.self], defaultSubcommand: LogStatus.self)
}

struct LogStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how large each log is, what was signed, and whether they agree.")

    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func run() async throws {
        try await reportingFailures {
            let settings = try logs.settings(data: storage.folder)
            let headGuard = HeadGuard(folder: settings.guardFolder)
            let heads = try await storage.with { database in try await database.read { try LogStore($0).heads() } }
            if heads.isEmpty { Output.line("There is no log yet. It begins with the first dialogue that is served.") }
            for head in heads {
                let last = try headGuard.last(of: head.log, epoch: head.epoch)
                var line = "\(head.log)  epoch \(head.epoch)  size \(head.size)  signed \(head.signedSize)"
                if let last, last.size > head.size {
                    line += "  LOST: \(last.size) were signed here; run jirga log end-epoch \(head.log) --reason …"
                }
                Output.line(line)
            }
        }
    }
}

struct RotateLogKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key", abstract: "Let a log sign with a new key; the old one signs beside it for 30 days.",
        discussion: "A running server takes up the new key within seconds, where it reads the same folder of keys.")

    @Argument(help: "The short name of the dialogue, or anchor.") var dialogue: String
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func run() async throws {
        try await reportingFailures {
            let folder = logs.keyFolder(data: storage.folder)
            let name = dialogue
            let head = try await storage.with { database -> LogHead? in
                let log = try await log(named: name, in: database)
                let keys = try await OpenInstallation(keysIn: folder, name: nil).perform(on: database)
                guard let head = try await database.read({ try LogStore($0).head(of: log) }) else { return nil }
                if head.generation == keys.newestGeneration {
                    try folder.makeSeed(generation: keys.newestGeneration + 1)
                }
                guard let keys = try folder.keys(of: keys.installation) else { return nil }
                return try await database.write { transaction in
                    try RotateKey(of: log, keys: keys).perform(in: transaction, at: currentTime())
                }
            }
            guard let head else { throw Failure(.noInput, "\(name) has no log yet", fix: "serve it once first") }
            Output.line("From size \(head.keySince) on \(head.log) is signed by\n\(head.key)")
            Output.talk("Keep a copy of the key folder, and tell people the new key.")
        }
    }
}

struct EndLogEpoch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-epoch",
        abstract: "Begin a log anew under another name, after entries that had been signed were lost.",
        discussion: """
            What was signed and lost stays lost, and everybody can see that: the new log begins with the last checkpoint of \
            the old one. Stop the server first.
            """)

    @Argument(help: "The short name of the dialogue, its id, or anchor.") var dialogue: String
    @Option(help: "What happened, in a few words; printed and nothing else.") var reason: String
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("--reason says what happened.") }
    }

    func run() async throws {
        try await reportingFailures {
            let folder = logs.keyFolder(data: storage.folder)
            let settings = try logs.settings(data: storage.folder)
            let headGuard = HeadGuard(folder: settings.guardFolder)
            let name = dialogue
            let head = try await storage.with { database -> LogHead? in
                let log = try await log(named: name, in: database)
                let keys = try await OpenInstallation(keysIn: folder, name: nil).perform(on: database)
                let old = try await database.read { try LogStore($0).head(of: log) }
                var epoch = old?.epoch ?? 1
                while try headGuard.last(of: log, epoch: epoch + 1) != nil { epoch += 1 }
                let origin = log.origin(in: keys.installation, epoch: epoch)
                let publicKeys = (1...max(1, keys.newestGeneration)).compactMap {
                    keys.key(of: log, epoch: epoch, generation: $0)?.verifier
                }
                let last = try PublishedLog(folder: settings.folder, log: log, epoch: epoch)
                    .note(signedBy: publicKeys, origin: origin)?.0
                let known = epoch
                return try await database.write { transaction in
                    let terms = try Composition.logTerms(transaction, log.dialogue, currentTime())
                    let act = EndEpoch(
                        of: log, keys: keys, rules: terms?.rules ?? digest(of: ""), last: last, knownEpoch: known)
                    return try act.perform(in: transaction)
                }
            }
            guard let head else { throw Failure(.noInput, "\(name) has no log in this database") }
            Output.line("\(head.log) goes on as epoch \(head.epoch). Reason: \(reason)")
            Output.talk("Tell people what was lost, and that the log goes on under another name.")
        }
    }
}

/// The log of a dialogue by the name in its address, by its id, or the anchor log.
private func log(named name: String, in database: SQLDatabase) async throws -> LogID {
    if let log = LogID(rawValue: name) { return log }
    let dialogue = try await database.read { transaction in
        try ConveningStore(transaction).dialogues().first { $0.slug == name }
    }
    guard let dialogue else {
        throw Failure(.noInput, "there is no dialogue named \"\(name.prefix(64))\"", fix: "see jirga log status")
    }
    return LogID(dialogue: dialogue.id.bytes)
}
