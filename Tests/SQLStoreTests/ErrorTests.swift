import JirgaTestSupport
import SQLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct ErrorTests {
    @Test(
        arguments: DatabaseKind.allCases,
        [
            ("INSERT INTO item (id) VALUES (\(1))", .uniqueViolated),
            ("INSERT INTO item (id, name) VALUES (2, \("secret"))", .uniqueViolated),
            ("INSERT INTO part (item) VALUES (\(77_777))", .foreignKeyViolated),
            ("DELETE FROM item WHERE id = \(1)", .foreignKeyViolated),
            ("INSERT INTO item (id, amount) VALUES (3, \(-77_777))", .checkViolated),
            ("INSERT INTO item (id, amount) VALUES (3, \(nil as Int?))", .checkViolated),
            ("SELEKT 1", .invalidStatement),
            ("SELECT missing FROM item", .invalidStatement),
            ("SELECT \("a\u{0}b")", .invalidStatement),
            ("SELECT \(Double.nan)", .invalidStatement),
        ] as [(SQLQuery, SQLStoreError.Code)])
    func `a refused statement has its code and no value`(
        _ kind: DatabaseKind, _ refused: (query: SQLQuery, code: SQLStoreError.Code)
    ) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            try await database.write { transaction in
                try transaction.run("INSERT INTO item (id, name) VALUES (1, 'secret')")
                try transaction.run("INSERT INTO part (item) VALUES (1)")
            }
            let error = try await storeError { try await database.write { try $0.run(refused.query) } }
            #expect(error.code == refused.code, "\(error)")
            #expect(error.sql == refused.query.text)
            #expect(!error.description.contains("secret") && !error.description.contains("77777"))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a read may not change anything`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            let error = try await storeError {
                try await database.read { try $0.run("INSERT INTO item (id) VALUES (1)") }
            }
            #expect(error.code == .invalidStatement)
            #expect(try await database.itemCount() == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a closed database says so`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration]) { database async throws in
            await database.close()
            await database.close()
            #expect(try await storeError { _ = try await database.itemCount() }.code == .closed)
            #expect(try await storeError { try await database.write { _ in } }.code == .closed)
        }
    }
}
