import ArgumentParser
import Convening
import Floor
import Foundation
import PolisFormat
import SQLStore

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a dialogue in a form other tools read.", subcommands: [ExportPolis.self])
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
    @Flag(help: "Write the layout of the openData archive instead.") var openData = false
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        try await reportingFailures {
            let slug = slug
            let conversation = try await storage.with { database in
                let export = try await database.read { try ExportedDialogue(slug: slug, from: $0) }
                guard let export else {
                    throw Failure(
                        .noInput, "there is no dialogue named \"\(slug)\"",
                        fix: "its name is what follows /d/ in its address")
                }
                return export
            }
            let polis = conversation.polis()
            try PolisExport(
                polis, layout: openData ? .openData : .report2025, software: "jirga \(Version.number)"
            ).write(to: folder)
            if json {
                try Output.json(
                    Report(
                        schema: "jirga.export/1", dialogue: slug, folder: folder,
                        participants: polis.participants.count, statements: polis.statements.count,
                        votes: polis.votes.count))
            } else {
                Output.line(
                    "wrote \(polis.participants.count) people, \(polis.statements.count) statements, "
                        + "\(polis.votes.count) answers to \(folder)")
            }
        }
    }

    private struct Report: Encodable {
        let schema: String
        let dialogue: String
        let folder: String
        let participants: Int
        let statements: Int
        let votes: Int
    }
}
