import ArgumentParser
import Convening
import Floor
import Foundation
import OpinionAnalysis
import PolisFormat
import Publication

struct ExportSensemaking: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensemaking", abstract: "Write the table that Jigsaw's Sensemaking tools read.",
        discussion: """
            One row for each statement: comment-id, comment_text, the votes of everybody, and for each opinion group a, b and \
            so on its votes in columns such as a-agree-count. There are no people in the file. Hidden statements, those about \
            the people who answer and those nobody could vote on are left out.

            Those tools send all texts to a language model of another company. Do that only with what was promised to be public.
            """)

    @Argument(
        help: ArgumentHelp(
            "The dialogue's name in addresses, or the path of a Polis export (with a slash or a dot in it).",
            valueName: "dialogue-or-path"))
    var source: String
    @Argument(help: ArgumentHelp("A file that is not there yet.", valueName: "file")) var file: String
    @OptionGroup var storage: StorageOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        try await reportingFailures {
            let taken = Failure(.cannotCreate, "\(file) is there already", fix: "choose another name")
            guard !FileManager.default.fileExists(atPath: file) else { throw taken }
            let table = try await table()
            let statements = table.statements.count
            do {
                try Data(table.csv()).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
            } catch let error as CocoaError where error.code == .fileWriteFileExists {
                throw taken
            } catch {
                throw Failure(
                    .cannotCreate, "cannot write \(file)",
                    fix: "check that its folder exists and that you may write there")
            }
            if json {
                try Output.json(
                    Report(source: source, file: file, statements: statements, groups: table.groupCount))
            } else {
                Output.line("wrote \(statements) statements with the votes of \(table.groupCount) groups to \(file)")
            }
        }
    }

    /// Of a dialogue of ours what was published last; what is in a file already as it is.
    private func table() async throws -> SensemakingTable {
        guard !storage.isPath(source) else { return SensemakingTable(try await storage.conversation(named: source)) }
        var generator = SystemRandomNumberGenerator()
        let exported = try await storage.dialogue(named: source)
        func row(_ votes: StatementVotes) -> SensemakingTable.Row { (votes.agrees, votes.disagrees, votes.passes) }
        var rows: [Int: SensemakingTable.PublishedRows] = [:]
        for (id, published) in exported.published?.rows ?? [:] {
            guard let number = Int(id) else { continue }
            rows[number] = ((published.groups ?? []).map(row), row(published.everybody))
        }
        return SensemakingTable(
            exported.polis(using: &generator), groups: exported.published?.groups?.count ?? 0, published: rows)
    }

    private struct Report: Encodable {
        let schema = "jirga.export.sensemaking/1"
        let source: String
        let file: String
        let statements: Int
        let groups: Int
    }
}
