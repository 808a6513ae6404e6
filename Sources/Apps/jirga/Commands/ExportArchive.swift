import AgeEncryption
import ArgumentParser
import Convening
import DialogueLog
import Foundation
import Journal
import Publication
import SQLStore
import TransparencyLog
import Verification

struct ExportArchive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Write everything it takes to check a dialogue offline, for ever.",
        discussion: """
            The log as it was published, the texts with what shows that they are those that were logged, and the numbers of \
            votes. Check it with jirga verify or jirga-verify; docs/archive.md describes it.

            Openings show how every single person answered. They are for named auditors alone: give the key of each with \
            --auditor (made with age-keygen), and only they can read them.
            """)

    @Argument(help: ArgumentHelp("The dialogue's name in addresses.", valueName: "dialogue")) var slug: String
    @Argument(help: ArgumentHelp("A folder that is not there yet.", valueName: "dir")) var folder: String
    @OptionGroup var storage: StorageOptions
    @OptionGroup var logs: LogOptions
    @Option(help: ArgumentHelp("An auditor's key (age1…), who may open the votes; may be repeated.", valueName: "key"))
    var auditor: [String] = []
    @Flag(help: "Write the openings where anybody who has the folder can read them.") var plainOpenings = false

    func run() async throws {
        try await reportingFailures {
            let auditors = try auditor.map { text in
                guard let recipient = try? AgeRecipient(text) else {
                    throw Failure(
                        .usage, "\"\(text.prefix(12))…\" is not the key of an auditor",
                        fix: "it begins with age1; the auditor makes it with age-keygen")
                }
                return recipient
            }
            guard !FileManager.default.fileExists(atPath: folder) else {
                throw Failure(.cannotCreate, "\(folder) is there already", fix: "name a folder that is not there yet")
            }
            let settings = try logs.settings(data: storage.folder)
            let keyFolder = logs.keyFolder(data: storage.folder)
            let slug = slug
            let archived = try await storage.with { database in
                do {
                    return try await database.read { try ArchivedDialogue(slug: slug, from: $0) }
                } catch ArchivedDialogue.Refusal.erasuresWait {
                    // They wait for others; the archive can't.
                    try await database.write { try LogStore($0).hurryErasures() }
                    throw ArchivedDialogue.Refusal.erasuresWait
                }
            }
            if plainOpenings {
                Output.talk(
                    "warning: the openings show how every person answered; give this folder to nobody but auditors")
            }
            let draft = folder + ".draft"
            try? FileManager.default.removeItem(atPath: draft)
            do {
                try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
                let size = try write(
                    archived, to: draft, published: settings.folder,
                    keys: try keyFolder.keys(of: archived.installation),
                    auditors: auditors)
                try FileManager.default.moveItem(atPath: draft, toPath: folder)
                Output.line("wrote \(size) entries of the log of \(slug) to \(folder)")
            } catch {
                try? FileManager.default.removeItem(atPath: draft)
                throw error
            }
        }
    }

    private func write(
        _ archived: ArchivedDialogue, to draft: String, published: String, keys: LogKeys?, auditors: [AgeRecipient]
    ) throws -> UInt64 {
        var writer = ArchiveWriter(folder: draft)
        // The anchor first, so that it never knows more of the log than the archive has.
        let anchor = FileTileStore(folder: "\(published)/\(LogID.anchor.folder(epoch: 1))")
        if try anchor.read("checkpoint") != nil { try writer.copy(anchor, as: "anchor") }
        let place = archived.log.folder(epoch: archived.head.epoch)
        let log = FileTileStore(folder: "\(published)/\(place)")
        guard try log.read("checkpoint") != nil else {
            throw Failure(.tryLater, "the log is sealed and not published yet", fix: "try again")
        }
        let checkpoint = try writer.copy(log, as: "log")
        guard checkpoint.size == archived.head.size else {
            throw Failure(.tryLater, "the log went on while it was copied", fix: "try again")
        }
        try writer.write(
            document: ArchiveManifest(
                origin: checkpoint.origin, dialogue: archived.dialogue.id.rawValue,
                profile: archived.dialogue.publicationProfile.rawValue, votes: archived.votes,
                needsAdmission: archived.needsAdmission,
                madeAt: UInt64(clamping: currentTime() / 3_600_000 * 3_600)), to: "manifest.json")
        try writer.write(document: archived.texts, to: "texts.json")
        try writer.write(document: archived.decisions, to: "moderation.json")
        try writer.write(document: archived.admissions, to: "admissions.json")
        if let table = archived.table { try writer.write(document: table, to: "tables.json") }
        let rules = Array(archived.rules.utf8)
        try writer.write(rules, to: "rules/\(hexadecimal(digest(of: archived.rules))).txt")
        try writer.write(Array(Self.readme(archived, checkpoint).utf8), to: "README.txt")
        if plainOpenings {
            try writer.write(archived.openings, to: Archive.openings)
            if !archived.erasures.isEmpty { try writer.write(document: archived.erasures, to: Archive.erasures) }
            if let result = archived.result { try writer.write(result, to: Archive.sealedResult) }
        }
        if !auditors.isEmpty {
            try writer.write(Self.encrypted(archived.openings, to: auditors), to: "sealed/openings.age")
            if !archived.erasures.isEmpty {
                let lists = try Output.jsonBytes(archived.erasures)
                try writer.write(Self.encrypted(lists, to: auditors), to: "sealed/erasures.age")
            }
        }
        let key = keys?.key(of: archived.log, epoch: archived.head.epoch, generation: archived.head.generation)
        try writer.finish(origin: checkpoint.origin, signedBy: key)
        return checkpoint.size
    }

    private static func encrypted(_ content: [UInt8], to recipients: [AgeRecipient]) throws -> [UInt8] {
        var encryptor = try AgeEncryptor(to: recipients)
        var bytes = encryptor.header
        bytes += try encryptor.update(content)
        bytes += try encryptor.finish()
        return bytes
    }

    private static func readme(_ archived: ArchivedDialogue, _ checkpoint: Checkpoint) -> String {
        """
        The archive of a dialogue: \(archived.dialogue.texts[0].title)

        Everything that was done in it is in the folder log, one line after another, sealed and signed.
        Whoever has these files can check offline, without the server and its operator, that nothing was changed:

            jirga-verify THIS-FOLDER --fingerprint "…"

        Take the 24 digits of the fingerprint from the minutes or from somebody you trust, not from here.
        The log is called \(checkpoint.origin) and has \(checkpoint.size) entries.
        verify.py in the sources (docs/verify) does the same with Python, written independently.

        """
    }
}
