import ArgumentParser
import DecisionRules
import Site
import Table

struct Rules: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check decision rules against worked cases.", subcommands: [RulesCheck.self])
}

struct RulesCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Decide the worked cases in a file, and compare with what they expect.",
        discussion: """
            FILE is JSON of the schema jirga.decision-vectors/1. One line a case: whether it is the same, its rule and name, \
            what was expected, what came of it, and every test that was made with its numbers. No database is needed.

            A case without input is told in words alone: it is printed as not evaluated and changes the exit status only \
            with --require-all.

            Exit status: 0 every case that has input is as expected, 1 one differs, 2 with --require-all none differs and \
            one has no input, 65 none differs and one can't be read.
            """)

    @Argument(help: ArgumentHelp("The file of worked cases.", valueName: "file")) var file: String
    @Flag(help: "Print one JSON document.") var json = false
    @Flag(help: "Do not pass over cases without input.") var requireAll = false

    func run() async throws {
        try await reportingFailures {
            let words = DecisionWords(texts: try Catalogue(folders: [DecisionWords.webFolder]).texts(.english))
            let report: RulesReport
            do {
                report = RulesReport(
                    try DecisionVectors(json: try InputFile.bytes(file, megabytes: 64)), file: file, words: words)
            } catch let problem as VectorProblem {
                throw Failure(problem, file: file)
            }
            if json {
                try Output.json(report.document)
            } else {
                for line in report.lines { Output.line(line) }
            }
            Output.talk(report.summary)
            if let failure = report.failure { throw failure }
            if report.count(.notEvaluated) > 0, requireAll { throw ExitCode(2) }
        }
    }
}
