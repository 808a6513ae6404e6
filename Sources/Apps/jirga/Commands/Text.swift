import ArgumentParser
import Floor
import Wording

struct Text: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work with texts that are negotiated.", subcommands: [CompareTexts.self])
}

struct CompareTexts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show what changed between two texts, word by word.",
        discussion: """
            What was taken out stands between – and –, what was put in between + and +. Words are never taken apart, whatever \
            their script. A change of spaces or of a set of digits is a change. Control characters show as �; --json has them.

            Exit status: 0 the texts are the same, 1 they differ, 64 and above something went wrong.
            """)

    @Argument(help: ArgumentHelp("The text before: a file in UTF-8.", valueName: "from")) var from: String
    @Argument(help: ArgumentHelp("The text after.", valueName: "to")) var to: String
    @Flag(help: "Print one JSON document.") var json = false
    @Flag(help: "Print a piece of HTML with <ins> and <del>.") var html = false

    func validate() throws {
        if json, html { throw ValidationError("--json and --html are two forms of one answer; use one of them") }
    }

    func run() async throws {
        try await reportingFailures {
            let (before, after) = (try Self.text(at: from), try Self.text(at: to))
            let clock = ContinuousClock()
            let start = clock.now
            let difference = WordDifference(from: before, to: after)
            let seconds = start.duration(to: clock.now).seconds
            if json {
                try Output.json(ComparisonDocument(difference, seconds: seconds))
            } else if html {
                Output.line(Self.html(difference))
            } else {
                Output.line(Self.marked(difference))
            }
            if difference.hasChanges { throw ExitCode(1) }
        }
    }

    private static func text(at path: String) throws -> String {
        guard let text = String(validating: try InputFile.bytes(path, megabytes: 16), as: UTF8.self) else {
            throw Failure(
                .badData, "\(TerminalText.harmless(path)) is not text in UTF-8", fix: "save it as plain text in UTF-8")
        }
        return text
    }

    /// Each changed run is isolated, so that the marks stay beside it in text of either direction.
    private static func marked(_ difference: WordDifference) -> String {
        difference.runs.map { run in
            let text = TerminalText.harmless(run.text, keeping: "\n\t")
            return switch run.kind {
            case .same: text
            case .removed: "\u{2068}–\(text)–\u{2069}"
            case .inserted: "\u{2068}+\(text)+\u{2069}"
            }
        }.joined()
    }

    private static func html(_ difference: WordDifference) -> String {
        let text = difference.runs.map { run in
            let escaped = Figure.escaped(run.text)
            return switch run.kind {
            case .same: escaped
            case .removed: "<del>\(escaped)</del>"
            case .inserted: "<ins>\(escaped)</ins>"
            }
        }.joined()
        return "<div dir=\"auto\" style=\"white-space:pre-wrap\">\(text)</div>"
    }
}

private struct ComparisonDocument: Encodable {
    struct Run: Encodable {
        let kind: String
        let text: String
    }

    let schema = "jirga.text-comparison/1"
    let differs: Bool
    let removedWords: Int
    let insertedWords: Int
    let compareSeconds: Double
    let runs: [Run]

    init(_ difference: WordDifference, seconds: Double) {
        differs = difference.hasChanges
        removedWords = difference.words(.removed)
        insertedWords = difference.words(.inserted)
        compareSeconds = seconds
        runs = difference.runs.map { Run(kind: $0.kind.rawValue, text: $0.text) }
    }
}
