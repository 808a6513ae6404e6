import ArgumentParser
import Convening
import DialogueLog
import Foundation
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
            let (heads, restored) = try await storage.with { database in
                try await database.read { (try LogStore($0).heads(), try LogStore($0).restoredLogs()) }
            }
            if heads.isEmpty { Output.line("There is no log yet. It begins with the first dialogue that is served.") }
            for head in heads {
                let last = try headGuard.last(of: head.log, epoch: head.epoch)
                var line = "\(head.log)  epoch \(head.epoch)  size \(head.size)  signed \(head.signedSize)"
                if let backup = restored[head.log] {
                    line +=
                        "  RESTORED from a backup of \(moment(backup)); run jirga log end-epoch \(head.log) --reason …"
                } else if let last, last.size > head.size {
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

    @Argument(help: "The short name of the dialogue, its id, or anchor; none with --restored.") var dialogue: String?
    @Flag(help: "Every log that a restored backup holds back.") var restored = false
    @Option(help: "What happened, in a few words; printed and nothing else.") var reason: String
    @Option(
        help: ArgumentHelp(
            "The highest epoch anybody has seen of the log, where neither the guard nor the published files are left that would say.",
            valueName: "number"))
    var lastEpoch = 1
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("--reason says what happened.") }
        guard (dialogue != nil) != restored else {
            throw ValidationError("Name one log, or give --restored for all that a backup holds back.")
        }
        guard (1...1_000_000).contains(lastEpoch) else { throw ValidationError("--last-epoch is a number from 1 on.") }
    }

    func run() async throws {
        try await reportingFailures {
            let folder = logs.keyFolder(data: storage.folder)
            let settings = try logs.settings(data: storage.folder)
            let (name, lastEpoch) = (dialogue, lastEpoch)
            let heads = try await storage.with { database in
                let wanted =
                    if let name {
                        [try await log(named: name, in: database)]
                    } else {
                        try await database.read { try LogStore($0).restoredLogs() }.keys.sorted()
                    }
                let keys = try await OpenInstallation(keysIn: folder, name: nil).perform(on: database)
                var heads: [LogHead] = []
                for log in wanted {
                    heads += [try await Self.end(log, after: lastEpoch, keys, settings, database)].compactMap(\.self)
                }
                return heads
            }
            guard !heads.isEmpty else {
                throw Failure(.noInput, "\(name ?? "a backup") has no log in this database to begin anew")
            }
            for head in heads { Output.line("\(head.log) goes on as epoch \(head.epoch). Reason: \(reason)") }
            Output.talk("Tell people what was lost, and that the log goes on under another name.")
        }
    }

    private static func end(
        _ log: LogID, after lastEpoch: Int, _ keys: LogKeys, _ settings: LogPublisher.Settings, _ database: SQLDatabase
    ) async throws -> LogHead? {
        let headGuard = HeadGuard(folder: settings.guardFolder)
        let old = try await database.read { try LogStore($0).head(of: log) }
        var epoch = max(old?.epoch ?? 1, lastEpoch)
        while try headGuard.last(of: log, epoch: epoch + 1) != nil
            || PublishedLog(folder: settings.folder, log: log, epoch: epoch + 1).hasCheckpoint()
        { epoch += 1 }
        let origin = log.origin(in: keys.installation, epoch: epoch)
        let publicKeys = (1...max(1, keys.newestGeneration)).compactMap {
            keys.key(of: log, epoch: epoch, generation: $0)?.verifier
        }
        let published = try PublishedLog(folder: settings.folder, log: log, epoch: epoch)
            .note(signedBy: publicKeys, origin: origin)?.0
        let known = epoch
        return try await database.write { transaction in
            let terms = try Composition.logTerms(transaction, log.dialogue, currentTime())
            let last = try published ?? LogStore(transaction).lastNote(of: log, epoch: known)
            let act = EndEpoch(
                of: log, keys: keys, rules: terms?.rules ?? digest(of: ""), last: last, knownEpoch: known)
            return try act.perform(in: transaction)
        }
    }
}

/// A moment for the terminal: `2027-01-15 08:00 UTC`.
///
/// - Parameter time: milliseconds since 1970.
func moment(_ time: Int64) -> String {
    let text = Date(timeIntervalSince1970: Double(time) / 1_000).formatted(.iso8601)
    return String(text.replacing("T", with: " ").prefix(16)) + " UTC"
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
