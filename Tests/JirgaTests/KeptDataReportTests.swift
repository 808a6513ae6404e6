import JirgaTestSupport
import SQLStore
import Testing

@testable import jirga

@Suite struct KeptDataReportTests {
    @Test(arguments: DatabaseKind.allCases)
    func `every table and every column is explained, and nothing is that is not there`(kind: DatabaseKind) async throws
    {
        try await withDatabase(kind, migrations: StorageOptions.migrations) { database in
            let tables = try await database.read { try $0.tables() }
            let report = KeptDataReport(of: tables)
            #expect(report.undescribed.isEmpty)
            for (name, kept) in KeptTable.all {
                let table = tables.first { $0.name == name }
                #expect(table != nil, "\(name) is explained and not there")
                #expect(Set(kept.columns.keys) == Set(table?.columns ?? []), "\(name)")
            }
            for table in tables { #expect(report.markdown.contains("### `\(table.name)`")) }
        }
    }

    @Test func `what nobody explained is named`() async throws {
        let new = SQLMigration("test-new") { dialect in
            [
                "CREATE TABLE shoe_size (id \(dialect.integer) NOT NULL PRIMARY KEY) \(dialect.tableSuffix)",
                "ALTER TABLE participant ADD COLUMN mood \(dialect.text)",
            ]
        }
        try await withDatabase(.sqlite, migrations: StorageOptions.migrations + [new]) { database in
            let report = KeptDataReport(of: try await database.read { try $0.tables() })
            #expect(report.undescribed == ["participant.mood", "shoe_size"])
            #expect(report.markdown.contains("`mood` | **not described**"))
        }
    }
}
