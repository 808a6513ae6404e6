internal import PostgresStore
package import SQLStore
internal import SQLiteStore
internal import Testing

/// Which of the two databases a test runs on.
package enum DatabaseKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    package var testDescription: String { rawValue }
}

/// Runs a test with a fresh, empty database: a file in a temporary folder, or a new database on the test server.
package func withDatabase<Result>(
    _ kind: DatabaseKind, migrations: [SQLMigration] = [], _ body: (SQLDatabase) async throws -> Result
) async throws -> Result {
    switch kind {
    case .sqlite:
        let folder = try TemporaryFolder()
        let database = SQLDatabase(try SQLiteDriver(path: folder.path("test.sqlite")))
        return try await run(database, migrations, body)
    case .postgres:
        // Each test has a pool of connections of its own, and all tests may run at once.
        return try await postgresGate.pass { try await withPostgres(migrations, body) }
    }
}

private let postgresGate = Gate(places: 8)

private func withPostgres<Result>(
    _ migrations: [SQLMigration], _ body: (SQLDatabase) async throws -> Result
) async throws -> Result {
    let server = try await PostgresServer.shared
    let name = try await server.createDatabase()
    do {
        let database = SQLDatabase(try await PostgresDriver(url: server.url(database: name)))
        let result = try await run(database, migrations, body)
        try await server.dropDatabase(name)
        return result
    } catch {
        try? await server.dropDatabase(name)
        throw error
    }
}

/// Lets only so many in at the same time; the others wait in the order they came.
private actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) {
        free = places
    }

    nonisolated func pass<Result>(_ body: () async throws -> Result) async throws -> Result {
        await enter()
        do {
            let result = try await body()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

private func run<Result>(
    _ database: SQLDatabase, _ migrations: [SQLMigration], _ body: (SQLDatabase) async throws -> Result
) async throws -> Result {
    do {
        if !migrations.isEmpty { try await database.migrate(migrations, at: fixedTime) }
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}
