import ArgumentParser
import Foundation
import Verification

/// What `jirga verify` and `jirga-verify` take and do; they are the same but for their names.
package struct VerifyOptions: ParsableArguments {
    package static let discussion = """
        Trust comes from elsewhere: from a key, or from the 24 digits that were read aloud.

        Exit status: 0 every check passed, 1 one failed, 2 there was nothing to check or nothing to check it against, 3 none \
        failed and some were skipped.

        Without a folder the receipts are checked by themselves: --receipt FILE, and --opening FILE for what one vote was.
        """

    @Argument(help: ArgumentHelp("The folder of the archive.", valueName: "dir")) var archive: String?
    @Option(help: "A key of the log, its anchor log or its promises; may be repeated.") var logKey: [String] = []
    @Option(help: "A file that says whose witness is needed.") var witnessPolicy: String?
    @Option(help: "The 24 digits that were read aloud.") var fingerprint: String?
    @Option(help: "A receipt; may be repeated.") var receipt: [String] = []
    @Option(help: "What shows one vote, for a receipt without an archive.") var opening: String?
    @Option(help: "A promise; may be repeated.") var promise: [String] = []
    @Option(help: "A checkpoint seen elsewhere; may be repeated.") var checkpoint: [String] = []
    @Option(help: "The opened votes, decrypted.") var sealed: String?
    @Option(help: "How many votes the groups are found again of; takes some hundred bytes of memory for each.")
    var groupsUpTo: UInt64 = 12_000_000
    @Flag(help: "Print one JSON document.") var json = false

    package init() {}

    /// Prints what the checks came to.
    ///
    /// - Throws: `ExitCode`, always.
    package func run() throws {
        var arguments = VerifyArguments(archive: archive)
        arguments.logKeys = logKey
        arguments.witnessPolicy = witnessPolicy
        arguments.fingerprint = fingerprint
        arguments.receipts = receipt
        arguments.promises = promise
        arguments.checkpoints = checkpoint
        arguments.sealed = sealed
        arguments.opening = opening
        arguments.mostVotesForGroups = groupsUpTo
        do {
            let printed = try arguments.run(isJSON: json)
            print(printed.text)
            throw ExitCode(printed.exitStatus)
        } catch let problem as ArchiveProblem {
            try? FileHandle.standardError.write(contentsOf: Data("error: \(problem)\n".utf8))
            throw ExitCode(2)
        }
    }
}
