import ArgumentParser
import OpinionAnalysis

struct Version: AsyncParsableCommand {
    static let number = "0.1.0"

    static var text: String { "jirga \(number) (engine \(OpinionMap.engineVersion))" }

    static let configuration = CommandConfiguration(abstract: "Print the version.")

    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        if json {
            try Output.json(Document(schema: "jirga.version/1", version: Self.number, engine: OpinionMap.engineVersion))
        } else {
            Output.line(Self.text)
        }
    }

    private struct Document: Encodable {
        let schema: String
        let version: String
        let engine: String
    }
}
