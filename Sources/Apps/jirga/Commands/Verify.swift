import ArgumentParser
import Verification

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check an archive of a dialogue, offline.",
        discussion: """
            The small program jirga-verify does the same and holds nothing else.

            Exit status: 0 every check passed, 1 one failed, 2 there was nothing to check or nothing to check it against, 3 \
            none failed and some were skipped.
            """)

    @Argument(help: ArgumentHelp("The folder of the archive.", valueName: "dir")) var archive: String
    @Option(help: "A key of the log, its anchor log or its promises; may be repeated.") var logKey: [String] = []
    @Option(help: "A file that says whose witness is needed.") var witnessPolicy: String?
    @Option(help: "The 24 digits that were read aloud.") var fingerprint: String?
    @Option(help: "A receipt; may be repeated.") var receipt: [String] = []
    @Option(help: "A promise; may be repeated.") var promise: [String] = []
    @Option(help: "A checkpoint seen elsewhere; may be repeated.") var checkpoint: [String] = []
    @Option(help: "The opened votes, decrypted.") var sealed: String?
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        var arguments = VerifyArguments(archive: archive)
        arguments.logKeys = logKey
        arguments.witnessPolicy = witnessPolicy
        arguments.fingerprint = fingerprint
        arguments.receipts = receipt
        arguments.promises = promise
        arguments.checkpoints = checkpoint
        arguments.sealed = sealed
        do {
            let report = try arguments.run()
            Output.line(json ? report.json : report.lines.joined(separator: "\n"))
            throw ExitCode(report.exitStatus)
        } catch let problem as ArchiveProblem {
            Output.talk("error: \(problem)")
            throw ExitCode(2)
        }
    }
}
