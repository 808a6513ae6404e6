import ArgumentParser
import Convening
import SQLStore

struct SignInLink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in-link", abstract: "Print a one-time link by which an owner or another worker signs in.")

    @Option(help: ArgumentHelp("The worker; by default the first owner.", valueName: "name")) var name: String?
    @Option(help: ArgumentHelp("The address people reach the server at.", valueName: "url"))
    var address = "http://127.0.0.1:8080"
    @OptionGroup var storage: StorageOptions

    func run() async throws {
        try await reportingFailures {
            let name = name
            let code = try await storage.with { database in
                try await database.write { transaction -> String? in
                    var generator = SystemRandomNumberGenerator()
                    let worker =
                        try name.map { try ConveningStore(transaction).worker(named: $0)?.worker }
                        ?? firstOwner(in: transaction, using: &generator)
                    return try worker.map {
                        try IssueSignInLink(for: $0.id).perform(
                            in: transaction, at: currentTime(), using: &generator)
                    }
                }
            }
            guard let code else { throw Failure(.noInput, "there is no worker named \"\(name ?? "")\"") }
            Output.line("\(address)/sign-in/link?code=\(code)")
            Output.talk("It works once, within \(SignInRules.linkLifetime / 60_000) minutes.")
        }
    }
}

/// The one who runs the installation; made when there is none yet.
func firstOwner(
    in transaction: SQLTransaction, using generator: inout some RandomNumberGenerator
) throws -> Worker {
    let owner = try ConveningStore(transaction).standings(in: nil).first { $0.role == .owner }
    return try owner?.worker
        ?? AppointWorker(name: "Owner", as: .owner, in: nil, by: nil)
        .perform(in: transaction, at: currentTime(), using: &generator)
}
