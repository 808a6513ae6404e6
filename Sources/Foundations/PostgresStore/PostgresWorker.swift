internal import Foundation
internal import SQLStore

/// What one thread does with its one connection: makes it, makes it again when it is lost, runs transactions.
final class PostgresWorker {
    enum Kind: Sendable {
        case read
        case write
        case writeAlone
    }

    /// A write that ran into others this often goes on alone.
    private static let attemptsBesideOthers = 3
    private static let migrationLock: Int64 = 0x6A69_7267_615F_0001
    private static let retryLock: Int64 = 0x6A69_7267_615F_0002

    private let address: PostgresAddress
    private let settings: PostgresDriver.Settings
    private var connection: PostgresConnection?

    init(address: PostgresAddress, settings: PostgresDriver.Settings) {
        self.address = address
        self.settings = settings
    }

    /// Connects at once or not at all.
    func connect() throws {
        do {
            connection = try PostgresConnection(address: address, settings: settings)
        } catch let error as PostgresConnection.Loss {
            throw error.reason
        }
    }

    func disconnect() {
        connection = nil
    }

    func transaction<Result>(_ kind: Kind, _ body: (SQLTransaction) throws -> Result) throws -> Result {
        let patience = ContinuousClock.now + .seconds(settings.reconnectWait)
        var attempt = 1
        while true {
            do {
                let connection = try connection ?? PostgresConnection(address: address, settings: settings)
                self.connection = connection
                return try run(kind, attempt: attempt, on: connection, body)
            } catch let error as PostgresConnection.Conflict {
                guard attempt < settings.attempts else { throw error.reason }
                attempt += 1
                Thread.sleep(forTimeInterval: .random(in: 0...min(0.001 * Double(1 << min(attempt, 6)), 0.05)))
            } catch let error as PostgresConnection.Loss {
                connection = nil
                guard ContinuousClock.now < patience else { throw error.reason }
                Thread.sleep(forTimeInterval: .random(in: 0.05...0.2))
            }
        }
    }

    private func run<Result>(
        _ kind: Kind, attempt: Int, on connection: PostgresConnection, _ body: (SQLTransaction) throws -> Result
    ) throws -> Result {
        let lock: Int64? =
            switch kind {
            case .read: nil
            case .write: attempt > Self.attemptsBesideOthers ? Self.retryLock : nil
            case .writeAlone: Self.migrationLock
            }
        // The lock comes before the transaction, whose view of the database begins with its first statement.
        if let lock { try connection.command("SELECT pg_advisory_lock(\(lock))") }
        defer {
            if let lock { try? connection.command("SELECT pg_advisory_unlock(\(lock))") }
        }
        return try connection.transaction(isReading: kind == .read, body)
    }
}
