import Foundation
import JirgaTestSupport
import Testing

/// The program as it was built beside these tests, or the one that `JIRGA_PROGRAM` names.
enum JirgaProgram {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static var path: String {
        get throws {
            let besideTests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            let named = ProcessInfo.processInfo.environment["JIRGA_PROGRAM"]
            let places = named.map { [$0] } ?? [besideTests.path + "/jirga", checkout.path + "/.build/debug/jirga"]
            guard let place = places.first(where: FileManager.default.isExecutableFile(atPath:)) else {
                throw Missing(description: "jirga is not built: run swift build (looked for \(places))")
            }
            return place
        }
    }

    /// Runs one command to its end. Nothing of the caller's settings reaches it.
    static func run(_ arguments: String...) async throws -> ProgramRun { try await run(arguments) }

    static func run(_ arguments: [String]) async throws -> ProgramRun {
        try await ProgramRun(path, arguments, environment: environment)
    }

    private static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("JIRGA_") }
    }
}

/// A server on a port of its own.
struct RunningJirga: Sendable {
    let program: RunningProgram
    /// `http://127.0.0.1:…`
    let address: String
    /// The owner's one-time link.
    let signInLink: String

    var port: Int { address.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// Starts the server and waits until it says that it listens.
    init(_ options: [String], environment: [String: String] = [:]) async throws {
        program = try RunningProgram(
            try JirgaProgram.path, ["serve", "--port", "0"] + options,
            environment: environment.merging(["LC_ALL": "C"]) { first, _ in first })
        let lines: [String]
        do {
            lines = try await program.lines { $0.contains("Stop with") }
        } catch {
            await program.stop()
            throw error
        }
        func address(after word: String) -> String {
            lines.lazy.map { $0.split(separator: " ") }.first { $0.starts(with: word.split(separator: " ")) }?
                .last.map(String.init) ?? ""
        }
        self.address = address(after: "Open")
        signInLink = address(after: "Sign in")
    }

    /// Serves what is in a folder for the time of `body`, whatever happens in it.
    static func serving<Result>(
        _ folder: String, _ options: [String] = [], _ body: (RunningJirga) async throws -> Result
    ) async throws -> Result {
        try await serving(["--data", folder] + options, body)
    }

    static func serving<Result>(
        _ options: [String], _ body: (RunningJirga) async throws -> Result
    ) async throws -> Result {
        let server = try await RunningJirga(options)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    /// Whether the server still answers, as it must after everything that was done to it.
    func isWell() async throws -> Bool {
        try await WebSession(address).get("/health").status == 200
    }

    /// Stops the server, which must not have ended by itself.
    private func stop() async {
        if program.hasEnded {
            let status = await program.status()
            Issue.record("the server ended by itself with status \(status): \(program.stderr.suffix(4_000))")
        }
        await program.stop()
    }
}
