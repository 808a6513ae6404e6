import ArgumentParser
import VerifyCommand

@main struct JirgaVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jirga-verify", abstract: "Check an archive of a dialogue, offline and without its server.",
        discussion: VerifyOptions.discussion)

    @OptionGroup var options: VerifyOptions

    func run() throws { try options.run() }
}
