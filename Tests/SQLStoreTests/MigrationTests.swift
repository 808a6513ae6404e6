import JirgaTestSupport
import SQLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct MigrationTests {
    static let second = SQLMigration("test-0002") { _ in ["INSERT INTO item (id) VALUES (1)"] }

    @Test(arguments: DatabaseKind.allCases)
    func `each step is taken once and in order`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind) { database async throws in
            #expect(try await database.migrate([itemMigration], at: fixedTime) == ["test-0001"])
            #expect(try await database.migrate([itemMigration, Self.second], at: fixedTime) == ["test-0002"])
            #expect(try await database.migrate([itemMigration, Self.second], at: fixedTime) == [])
            #expect(try await database.itemCount() == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a database of a newer version is refused`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: [itemMigration, Self.second]) { database async throws in
            let error = try await storeError { try await database.migrate([itemMigration], at: fixedTime) }
            #expect(error.code == .newerSchema)
            #expect(error.message.contains("test-0002"))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a failing step leaves nothing of any`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind) { database async throws in
            let wrong = SQLMigration("test-0002") { _ in ["INSERT INTO nothing VALUES (1)"] }
            let error = try await storeError { try await database.migrate([itemMigration, wrong], at: fixedTime) }
            #expect(error.code == .invalidStatement)
            #expect(try await storeError { _ = try await database.itemCount() }.code == .invalidStatement)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `programs that start together take each step once`(_ kind: DatabaseKind) async throws {
        try await withDatabase(kind) { database async throws in
            let taken = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await database.migrate([itemMigration, Self.second], at: fixedTime).count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(taken == 2)
        }
    }
}
