import ArgumentParser
import PolisFormat

struct ExportRedDwarf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "red-dwarf", abstract: "Write the files that the loader of red-dwarf reads.",
        discussion: """
            votes.json, comments.json and conversation.json, for Loader(filepaths=[…]). red-dwarf refuses blank times and \
            authors, so the time of every vote is 0 and the author of every statement is one number that nobody has. People \
            are numbered by chance, and what "jirga export polis" says of anonymity holds here too.
            """)

    @Argument(
        help: ArgumentHelp(
            "The dialogue's name in addresses, or the path of a Polis export (with a slash or a dot in it).",
            valueName: "dialogue-or-path"))
    var source: String
    @Argument(help: ArgumentHelp("A folder that is not there yet, or empty.", valueName: "dir")) var folder: String
    @OptionGroup var storage: StorageOptions
    @OptionGroup var matrix: MatrixOptions
    @Flag(help: "Print one JSON document.") var json = false

    private func polis() async throws -> PolisConversation {
        // What is in a file already was given away by others.
        guard !storage.isPath(source) else { return try await storage.conversation(named: source) }
        var generator = SystemRandomNumberGenerator()
        let exported = try await storage.dialogue(named: source)
        return try matrix.checked(exported.polis(using: &generator), of: exported.dialogue, at: currentTime())
    }

    func run() async throws {
        try await reportingFailures {
            let polis = try await polis()
            try RedDwarfExport(polis).write(to: folder)
            if json {
                try Output.json(ExportReport(of: polis, dialogue: source, folder: folder))
            } else {
                Output.line(
                    "wrote \(polis.participants.count) people, \(polis.statements.count) statements, "
                        + "\(polis.votes.count) answers to \(folder)")
            }
        }
    }
}
