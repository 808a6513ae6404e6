import ArgumentParser
import Foundation
import Verification

@main struct JirgaVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jirga-verify", abstract: "Check an archive of a dialogue, offline and without its server.",
        discussion: """
            Exit status: 0 every check passed, 1 one failed, 2 there was nothing to check or nothing to check it against, 3 \
            none failed and some were skipped.
            """)

    @Argument(help: "The folder of the archive.") var archive: String
    @Option(help: "A key of the log, its anchor log or its promises; may be repeated.") var logKey: [String] = []
    @Option(help: "A file that says whose witness is needed.") var witnessPolicy: String?
    @Option(help: "The 24 digits that were read aloud.") var fingerprint: String?
    @Option(help: "A receipt; may be repeated.") var receipt: [String] = []
    @Option(help: "A promise; may be repeated.") var promise: [String] = []
    @Option(help: "A checkpoint seen elsewhere; may be repeated.") var checkpoint: [String] = []
    @Option(help: "The opened votes, decrypted.") var sealed: String?
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
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
            print(json ? report.json : report.lines.joined(separator: "\n"))
            throw ExitCode(report.exitStatus)
        } catch let problem as ArchiveProblem {
            try? FileHandle.standardError.write(contentsOf: Data("error: \(problem)\n".utf8))
            throw ExitCode(2)
        }
    }
}
