import ArgumentParser
import Convening
import Floor
import Foundation
import PolisFormat
import SQLStore

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring in a conversation held elsewhere.", subcommands: [ImportPolis.self])
}

struct ImportPolis: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "polis", abstract: "Bring in an export of Polis as a closed dialogue with its results.",
        discussion: """
            DIR is an export folder in any of the layouts Polis has used. Everything is brought in or nothing. People get new \
            random identities; nothing connects them with the numbers of the export.
            """)

    @Argument(help: ArgumentHelp("The export folder.", valueName: "dir")) var path: String
    @OptionGroup var storage: StorageOptions
    @Option(help: ArgumentHelp("The name in addresses; by default from the folder's name.", valueName: "name"))
    var slug: String?
    @Option(help: ArgumentHelp("The language of the texts as a tag such as en; guessed from the script by default."))
    var language: String?
    @Option(help: "Which sign means agree in the files: detect, plus or minus.") var sign: SignOption = .detect
    @Flag(name: [.customShort("n"), .long], help: "Read and check everything, write nothing.") var dryRun = false
    @Flag(help: "Print one JSON document.") var json = false

    enum SignOption: String, ExpressibleByArgument, CaseIterable {
        case detect, plus, minus
    }

    func run() async throws {
        try await reportingFailures {
            let polis = try PolisConversation.read(at: path, sign: sign.reading)
            for warning in polis.warnings { Output.talk("note: \(warning.sentence)") }
            let name = slug ?? Self.slug(from: path)
            let bring = try polis.bring(as: name, language: language, at: currentTime())
            guard !dryRun else {
                try report(polis, slug: name, verb: "would bring in")
                return
            }
            try await storage.with { database in
                let progress = Progress("Bringing in")
                let dialogue = try await database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    return try bring.perform(in: transaction, at: currentTime(), using: &generator) {
                        progress.update($0, of: $1, "answers")
                    }
                }
                progress.finish()
                _ = try await CountVotes(in: dialogue.id).perform(on: database, at: currentTime)
            }
            try report(polis, slug: name, verb: "brought in")
        }
    }

    private func report(_ polis: PolisConversation, slug: String, verb: String) throws {
        if json {
            try Output.json(
                Report(
                    schema: "jirga.import/1", dialogue: slug, isDryRun: dryRun, participants: polis.participants.count,
                    statements: polis.statements.count, votes: polis.votes.count))
            return
        }
        Output.line(
            "\(verb) \(polis.participants.count) people, \(polis.statements.count) statements, "
                + "\(polis.votes.count) answers as \"\(slug)\"")
        if !dryRun { Output.talk("Next: jirga serve, then open /d/\(slug)/results") }
    }

    private struct Report: Encodable {
        let schema: String
        let dialogue: String
        let isDryRun: Bool
        let participants: Int
        let statements: Int
        let votes: Int
    }

    /// The last part of a path as a name for addresses: `vtaiwan.uberx` becomes `vtaiwan-uberx`.
    static func slug(from path: String) -> String {
        let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent.lowercased()
        let words = name.unicodeScalars.split { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
        let slug = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
        let cut = String(slug.prefix(64))
        return cut.hasSuffix("-") ? String(cut.dropLast()) : cut.isEmpty ? "imported" : cut
    }
}
