import ArgumentParser
import Convening
import Floor
import Foundation
import Journal
import PostgresStore
import SQLStore
import SQLiteStore

/// Where the dialogues are kept.
struct StorageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the built-in database; made if it is not there. Also JIRGA_DATA.", valueName: "dir"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "A PostgreSQL server instead, as postgres://user@host/name. A password belongs into PGPASSWORD or ~/.pgpass. Also JIRGA_DATABASE.",
            valueName: "url"))
    var database: String?

    static let migrations = JournalSchema.migrations + ConveningSchema.migrations + FloorSchema.migrations

    /// The address of a PostgreSQL server, where one was named.
    private var url: String? { database ?? ProcessInfo.processInfo.environment["JIRGA_DATABASE"] }

    var folder: String { data ?? ProcessInfo.processInfo.environment["JIRGA_DATA"] ?? "data" }

    private var file: String { folder + "/jirga.sqlite" }

    /// How many bytes the built-in database takes; nil for a server's.
    func databaseSize() -> Int64? {
        guard url == nil else { return nil }
        return [file, file + "-wal"].compactMap { path in
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
        }.reduce(0) { $0 + $1.int64Value }
    }

    /// Opens the database and, unless it is to stay as it is, brings it up to date.
    func open(migrating: Bool = true) async throws -> SQLDatabase {
        let opened: SQLDatabase
        if let url {
            opened = SQLDatabase(try await PostgresDriver(url: url))
        } else {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Failure(
                    .cannotCreate, "the data folder \(folder) can't be made: \(error.localizedDescription)",
                    fix: "choose another with --data DIR")
            }
            opened = SQLDatabase(try SQLiteDriver(path: file))
        }
        guard migrating else { return opened }
        do {
            try await opened.migrate(Self.migrations, at: currentTime())
        } catch {
            await opened.close()
            throw error
        }
        return opened
    }

    /// The same with a database that must be there, and stays as it is: another version may be serving it.
    func withExisting<Result>(_ work: (SQLDatabase) async throws -> Result) async throws -> Result {
        if url == nil, !FileManager.default.fileExists(atPath: file) {
            throw Failure(.noInput, "there is no database in \(folder)", fix: "name its folder with --data DIR")
        }
        return try await with(migrating: false, work)
    }

    /// Opens the database for some work and closes it afterwards, whatever happened.
    func with<Result>(
        migrating: Bool = true, _ work: (SQLDatabase) async throws -> Result
    ) async throws -> Result {
        let database = try await open(migrating: migrating)
        do {
            let result = try await work(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// Milliseconds since 1970.
@Sendable func currentTime() -> Int64 {
    Int64(Date().timeIntervalSince1970 * 1_000)
}
