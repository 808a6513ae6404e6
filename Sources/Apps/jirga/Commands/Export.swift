import ArgumentParser
import Convening
import Floor
import Foundation
import OpinionAnalysis
import PolisFormat
import SQLStore

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a dialogue in a form other tools read.",
        subcommands: [ExportArchive.self, ExportPolis.self, ExportSensemaking.self, ExportRedDwarf.self])
}

struct ExportPolis: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polis", abstract: "Write a dialogue as Polis exports it.",
        discussion: """
            Agree is 1, disagree -1, pass 0. People are numbered by chance; there are no times of votes and no authors, for \
            they would tell who somebody is. Even so such a file is not anonymous: one person's answers to a dozen statements are almost always unlike everybody else's. Give it \
            to nobody who was not promised to the people.

            Cells that begin like a formula (= + - @) get an apostrophe in front, so that no spreadsheet runs them; reading \
            the export again takes it away.
            """)

    @Argument(help: ArgumentHelp("The dialogue's name in addresses.", valueName: "dialogue")) var slug: String
    @Argument(help: ArgumentHelp("A folder that is not there yet, or empty.", valueName: "dir")) var folder: String
    @OptionGroup var storage: StorageOptions
    @OptionGroup var matrix: MatrixOptions
    @Flag(help: "Write the layout of the openData archive instead.") var openData = false
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        try await reportingFailures {
            var generator = SystemRandomNumberGenerator()
            let exported = try await storage.dialogue(named: slug)
            let polis = try matrix.checked(
                exported.polis(using: &generator), of: exported.dialogue, at: currentTime())
            try PolisExport(
                polis, layout: openData ? .openData : .report2025, software: "jirga \(Version.number)"
            ).write(to: folder)
            if json {
                try Output.json(ExportReport(of: polis, dialogue: slug, folder: folder))
            } else {
                Output.line(
                    "wrote \(polis.participants.count) people, \(polis.statements.count) statements, "
                        + "\(polis.votes.count) answers to \(folder)")
            }
        }
    }
}

/// What was written, for programs.
struct ExportReport: Encodable {
    let schema = "jirga.export/1"
    let dialogue: String
    let folder: String
    let participants: Int
    let statements: Int
    let votes: Int

    init(of conversation: PolisConversation, dialogue: String, folder: String) {
        self.dialogue = dialogue
        self.folder = folder
        participants = conversation.participants.count
        statements = conversation.statements.count
        votes = conversation.votes.count
    }
}

extension StorageOptions {
    /// - Throws: ``Failure`` when there is no such dialogue.
    func dialogue(named slug: String) async throws -> ExportedDialogue {
        try await with { database in
            let export = try await database.read { try ExportedDialogue(slug: slug, from: $0) }
            guard let export else {
                throw Failure(
                    .noInput, "there is no dialogue named \"\(slug)\"",
                    fix: "its name is what follows /d/ in its address; for a folder here write ./\(slug)")
            }
            return export
        }
    }

    func isPath(_ source: String) -> Bool { source.contains("/") || source.contains(".") }

    /// A dialogue of ours by its name, or an export of Polis by its path. A path is told by its slash or its dot, which the
    /// name of a dialogue never has.
    ///
    /// Groups are those of our own analysis in both cases.
    func conversation(named source: String) async throws -> PolisConversation {
        guard isPath(source) else {
            var generator = SystemRandomNumberGenerator()
            return try await dialogue(named: source).polis(using: &generator)
        }
        var polis = try PolisConversation.read(at: source, keepsHistory: false)
        for warning in polis.warnings { Output.talk("note: \(warning.sentence)") }
        let map = try OpinionMap.fit(CountedConversation(polis).matrix())
        let groups = Dictionary(map.participants.map { ($0.id, $0.group) }, uniquingKeysWith: { first, _ in first })
        for place in polis.participants.indices {
            polis.participants[place].group = groups[String(polis.participants[place].id)] ?? nil
        }
        return polis
    }
}
