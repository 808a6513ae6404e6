import SQLStore
import Testing

let itemMigration = SQLMigration("test-0001") { dialect in
    [
        """
        CREATE TABLE item (
            id \(dialect.integer) NOT NULL PRIMARY KEY,
            name \(dialect.text) UNIQUE,
            weight \(dialect.real),
            picture \(dialect.blob),
            amount \(dialect.integer) NOT NULL DEFAULT 0 CHECK (amount >= 0)
        ) \(dialect.tableSuffix)
        """,
        """
        CREATE TABLE part (item \(dialect.integer) NOT NULL REFERENCES item (id)) \(dialect.tableSuffix)
        """,
    ]
}

extension SQLDatabase {
    func itemCount() async throws -> Int {
        try await read { transaction in
            let row = try #require(try transaction.first("SELECT count(*) AS n FROM item"))
            return try row["n"]
        }
    }
}

/// The code of the error the body throws, or a failure of the test if it throws none.
func storeError<Result>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
) async throws -> SQLStoreError {
    do {
        _ = try await body()
    } catch let error as SQLStoreError {
        return error
    }
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    return SQLStoreError(.other, "none")
}

struct Refusal: Error, Equatable {
    let number: Int
}
