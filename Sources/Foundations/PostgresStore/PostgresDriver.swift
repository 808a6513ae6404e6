internal import Foundation
package import SQLStore
internal import Synchronization

/// A PostgreSQL database, through a few connections, each on a thread of its own.
///
/// Writes are serializable: they come out as if they had run one after another. One that ran into another is run again.
package final class PostgresDriver: SQLDriver {
    package struct Settings: Sendable {
        package var connections: Int = 8
        /// How long making a connection may take, in seconds; at least 2.
        package var connectTimeout: Int = 5
        /// How long to go on trying when the server has gone away, in seconds.
        package var reconnectWait: Double = 3
        /// How long one statement may take, in seconds.
        package var statementTimeout: Int = 60
        /// How often a write is run at most when it runs into others.
        package var attempts: Int = 40

        package init() {}
    }

    private let workers: PostgresWorkers

    package var dialect: SQLDialect { .postgres }

    /// Connects once, to find out whether the server can be reached and keeps what it confirms.
    ///
    /// - Parameter url: `postgres://user:password@host:port/database`; for a Unix socket
    ///   `postgres:///database?host=/folder&user=name`.
    package init(url: String, settings: Settings = Settings()) async throws {
        guard settings.connections >= 1, settings.connectTimeout >= 2, settings.reconnectWait >= 0,
            settings.statementTimeout >= 1, settings.attempts >= 1
        else {
            throw SQLStoreError(
                .invalidSettings,
                "connections, attempts and the statement timeout must be at least 1, the connect timeout at least 2")
        }
        let address = try PostgresAddress(url)
        workers = PostgresWorkers(address: address, settings: settings)
        do {
            try await workers.run { worker in try worker.connect() }
        } catch {
            await workers.close()
            throw error
        }
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await workers.run { worker in try worker.transaction(.read, body) }
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await workers.run { worker in try worker.transaction(.write, body) }
    }

    package func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await workers.run { worker in try worker.transaction(.writeAlone, body) }
    }

    /// The server writes over what was deleted in its own time.
    package func discardDeleted() async throws -> Bool { false }

    package func close() async {
        await workers.close()
    }
}
