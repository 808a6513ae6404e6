import JirgaTestSupport
import PostgresStore
import SQLStore
import Testing

@Suite(.timeLimit(.minutes(10)))
struct PostgresTests {
    @Test func `a server that loses confirmed changes is refused`() async throws {
        let server = try await PostgresServer(options: "-c fsync=off")
        let error = try await storeError { try await PostgresDriver(url: server.url(database: "postgres")) }
        #expect(error.code == .invalidSettings)
        #expect(error.message.contains("fsync"))
    }

    @Test(arguments: ["fast", "immediate"])
    func `the driver connects again after the server restarts`(mode: String) async throws {
        let server = try await PostgresServer()
        let database = SQLDatabase(try await PostgresDriver(url: server.url(database: "postgres")))
        try await database.migrate([itemMigration], at: fixedTime)
        try await server.restart(mode: mode)
        // Every connection of the pool has to notice, those that read as well.
        for id in 0..<20 {
            _ = try await database.itemCount()
            try await database.write { try $0.run("INSERT INTO item (id) VALUES (\(id))") }
        }
        #expect(try await database.itemCount() == 20)
        await database.close()
    }

    @Test(arguments: [
        "postgres://jirga:hunter2@/nowhere?host=/nonexistent",
        "postgres://jirga:hunter2@127.0.0.1:1/nowhere",
        "postgres://jirga:hunter2@host:notaport/nowhere",
        "postgres://jirga:hunter2@/nowhere?no_such_option=hunter2",
        "mysql://jirga:hunter2@host/nowhere",
    ])
    func `an address that leads nowhere is explained without its password`(_ url: String) async throws {
        let error = try await storeError { try await PostgresDriver(url: url) }
        #expect([.unavailable, .invalidSettings].contains(error.code))
        #expect(!"\(error)".contains("hunter2"))
    }
}
