import ArgumentParser

@main struct Jirga: AsyncParsableCommand {
    func run() async throws {}
}
