import ArgumentParser

@main struct JirgaVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jirga-verify", abstract: "Check an export of a dialogue, offline and without its server.")

    func run() async throws {}
}
