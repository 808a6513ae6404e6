import ArgumentParser
import VerifyCommand

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check an archive of a dialogue, offline.",
        discussion: "The small program jirga-verify does the same and holds nothing else. " + VerifyOptions.discussion)

    @OptionGroup var options: VerifyOptions

    func run() async throws { try options.run() }
}
