import ArgumentParser
import SQLStore

struct Privacy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is kept about people.", subcommands: [PrivacyReport.self],
        defaultSubcommand: PrivacyReport.self)
}

struct PrivacyReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print everything that whoever runs this server could be made to hand over about one participant.",
        discussion: """
            Written from the tables and columns the database really has, as Markdown, with how long each is kept. A column \
            nobody described is named as such, and the command ends with status 1.
            """)

    @OptionGroup var storage: StorageOptions

    func run() async throws {
        try await reportingFailures {
            let tables = try await storage.withExisting { database in try await database.read { try $0.tables() } }
            let report = KeptDataReport(of: tables)
            Output.line(report.markdown)
            guard report.undescribed.isEmpty else {
                throw Failure(
                    .failed, "nobody described what is in \(report.undescribed.joined(separator: ", "))",
                    fix: "run the version of jirga this database belongs to")
            }
        }
    }
}
