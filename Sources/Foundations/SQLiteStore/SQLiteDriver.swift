internal import Dispatch
internal import GRDB
package import SQLStore
internal import Synchronization

/// A SQLite database in one file: many readers at once, one writer.
///
/// Writes that arrive while another is being made durable are committed together, so that the disk is waited for once
/// for all of them; see ``WriteQueue``.
package final class SQLiteDriver: SQLDriver {
    package struct Settings: Sendable {
        /// How long to wait for another process that holds the database, in seconds.
        package var lockTimeout: Double = 5
        /// How many reads can go on at the same time.
        package var readers: Int = 4
        /// How many writes are made durable together at most.
        package var writesPerCommit: Int = 256

        package init() {}
    }

    private let pool: DatabasePool
    private let writes: WriteQueue
    private let closed = Mutex(false)
    /// Held only to be deleted with the driver.
    private let temporaryFile: TemporaryFile?

    package var dialect: SQLDialect { .sqlite }

    /// Opens the database in the file, which is created for this user alone if it does not exist. Its folder must exist.
    ///
    /// - Throws: ``SQLStoreError`` also when the file system does not let SQLite promise durability.
    package convenience init(path: String, settings: Settings = Settings()) throws {
        try self.init(path: path, settings: settings, temporaryFile: nil)
    }

    /// A database that is gone with the driver. It is kept in a temporary file rather than in memory, so that readers
    /// see exactly what they would see elsewhere.
    package static func temporary(settings: Settings = Settings()) throws -> SQLiteDriver {
        let file = try TemporaryFile()
        return try SQLiteDriver(path: file.path, settings: settings, temporaryFile: file)
    }

    private init(path: String, settings: Settings, temporaryFile: TemporaryFile?) throws {
        guard settings.readers >= 1, settings.writesPerCommit >= 1, settings.lockTimeout >= 0 else {
            throw SQLStoreError(
                .invalidSettings, "readers and writes per commit must be at least 1, the lock timeout at least 0")
        }
        try DatabaseFile.prepare(path)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(settings.lockTimeout)
        configuration.maximumReaderCount = settings.readers
        configuration.label = "SQLiteStore"
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // Opening the pool lowers this to NORMAL, with which a power cut loses what was already confirmed.
            let (synchronous, journal) = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // What is deleted is written over, so that a key that was erased is in no free page of the file.
                try database.execute(sql: "PRAGMA secure_delete = ON")
                return (
                    try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                    try String.fetchOne(database, sql: "PRAGMA journal_mode")
                )
            }
            guard synchronous == 2, journal == "wal" else {
                throw SQLStoreError(
                    .invalidSettings,
                    "the database \(path) can't be made durable (synchronous is \(synchronous ?? -1), journal "
                        + "\(journal ?? "unknown")); keep it on a local disk, not on a network share")
            }
        } catch let error as DatabaseError {
            throw DatabaseFile.openingError(error, path: path)
        }
        writes = WriteQueue(pool: pool, writesPerCommit: settings.writesPerCommit)
        self.temporaryFile = temporaryFile
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try checkOpen()
        do {
            return try await pool.read { database in
                try body(SQLTransaction(on: SQLiteConnection(database, isReading: true)))
            }
        } catch let error as DatabaseError {
            try checkOpen()
            throw SQLStoreError(error, isReading: true)
        }
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        let result = Mutex<Result?>(nil)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            writes.add(
                WriteQueue.Write(
                    body: { transaction in
                        let value = try body(transaction)
                        result.withLock { $0 = value }
                    },
                    answer: { continuation.resume(with: $0) }))
        }
        guard let value = result.withLock({ $0 }) else {
            throw SQLStoreError(.other, "a write was confirmed without having run")
        }
        return value
    }

    /// Every write already has the database for itself.
    package func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await write(body)
    }

    /// Brings everything into the file and empties the log beside it, in which older states of pages are.
    package func discardDeleted() async throws -> Bool {
        try checkOpen()
        do {
            try await pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
            return true
        } catch let error as DatabaseError {
            guard error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED else {
                throw SQLStoreError(error)
            }
            return false
        }
    }

    package func close() async {
        let wasClosed = closed.withLock { closed in
            defer { closed = true }
            return closed
        }
        guard !wasClosed else { return }
        await writes.close()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [pool] in
                // Fails only while a statement is still open, and then the file is let go of with the last reader.
                try? pool.close()
                continuation.resume()
            }
        }
    }

    private func checkOpen() throws {
        if closed.withLock({ $0 }) { throw SQLStoreError.closed }
    }
}

extension SQLStoreError {
    static let closed = SQLStoreError(.closed, "the database has been closed")
}
