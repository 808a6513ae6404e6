import AgeEncryption
import Foundation
import Journal
import SQLStore

/// A copy of everything the database has at one moment, encrypted, while people go on voting.
///
/// It is made of rows, not of files, so that it is the same whichever database it comes from and can be restored into
/// either. Memory holds some hundred rows at once.
struct DatabaseBackup {
    let recipients: [AgeRecipient]

    /// What opens nothing any more in another place: links and sessions of workers, and what the new database has itself.
    static let leftOut: Set<String> = ["schema_migration", "sign_in_link", "worker_session", "restored_log"]

    struct Made {
        var rows = 0
        var installation: String?
    }

    /// - Throws: ``Failure`` where the file can't be written; it then is not there.
    func write(_ database: SQLDatabase, to path: String, at time: Int64) async throws -> Made {
        let recipients = recipients
        return try await database.read { transaction in
            // Made anew each time, because a read may begin again with another connection.
            let file = try DraftFile(for: path)
            var encryptor = try AgeEncryptor(to: recipients)
            try file.write(encryptor.header)
            func add(_ bytes: [UInt8]) throws { try file.write(try encryptor.update(bytes)) }
            var made = Made()
            made.installation = try LogStore(transaction).installation()?.name
            try add(BackupFormat.magic)
            let migrations = try transaction.rows("SELECT id FROM schema_migration ORDER BY id")
            try add(
                BackupFormat.bytes(
                    .head,
                    document: BackupFormat.Head(
                        program: Version.text, madeAt: time, migrations: migrations.map { try $0["id"] },
                        installation: made.installation)))
            for table in try transaction.tables() where !Self.leftOut.contains(table.name) {
                try add(
                    BackupFormat.bytes(
                        .table, document: BackupFormat.Table(name: table.name, columns: table.columns)))
                try transaction.forEachRow(of: table) { values in
                    try add(BackupFormat.bytes(row: values))
                    made.rows += 1
                }
            }
            try add(BackupFormat.bytes(.end, document: BackupFormat.End(rows: made.rows)))
            try file.write(try encryptor.finish())
            try file.finish()
            return made
        }
    }
}

/// Brings a backup back, into a database that has nothing yet.
struct DatabaseRestore {
    let path: String
    let identities: [AgeIdentity]

    /// Reads all of it without keeping anything, so that nothing is written of a file that is damaged at its end.
    func check() throws -> BackupFormat.Head {
        var head: BackupFormat.Head?
        try forEachRecord { record in
            switch record {
            case .head(let found):
                guard head == nil else { throw BackupProblem.malformed }
                head = found
            default: guard head != nil else { throw BackupProblem.malformed }
            }
        }
        guard let head else { throw Failure(.malformed, file: path) }
        let unknown = Set(head.migrations).subtracting(StorageOptions.migrations.map(\.id))
        guard unknown.isEmpty else {
            throw Failure(
                .configuration, "\(path) was made by a newer version (\(head.program))",
                fix: "restore it with that version")
        }
        return head
    }

    /// Brings an empty database to the schema of the backup, writes its rows and marks its logs, all or nothing.
    ///
    /// - Returns: how many rows were written.
    func restore(_ head: BackupFormat.Head, into database: SQLDatabase, at time: Int64) async throws -> Int {
        try await database.read { try Self.requireEmpty($0) }
        let taken = Set(head.migrations)
        // What holds the logs back is there before any row is, and is written with them.
        let first = StorageOptions.migrations.filter { taken.contains($0.id) || $0.id == JournalSchema.restoredLogs }
        try await database.migrate(first, at: time)
        let rows = try await database.write { transaction in
            try Self.requireEmpty(transaction)
            let rows = try write(to: transaction)
            let store = LogStore(transaction)
            var logs = Set(try store.heads().map(\.log) + store.logsWithWaitingActs())
            for row in try transaction.rows("SELECT id FROM dialogue") {
                if let log = LogID(rawValue: try row["id"]) { logs.insert(log) }
            }
            if !logs.isEmpty { logs.insert(.anchor) }
            try store.holdBack(logs, restoredFrom: head.madeAt, at: time)
            return rows
        }
        try await database.migrate(StorageOptions.migrations, at: time)
        return rows
    }

    /// - Throws: ``Failure`` where any table has a row.
    static func requireEmpty(_ transaction: SQLTransaction) throws {
        for table in try transaction.tables() where table.name != "schema_migration" {
            guard try transaction.isEmpty(table) else {
                throw Failure(
                    .cannotCreate, "this database has something in it already (\(table.name))",
                    fix: "a backup is restored into an empty one: name another with --data DIR or --database URL")
            }
        }
    }

    private func write(to transaction: SQLTransaction) throws -> Int {
        let tables = Dictionary(
            try transaction.tables().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var writing: RestoredTable?
        var written = 0
        try forEachRecord { record in
            switch record {
            case .head: return
            case .table(let listed):
                try writing?.finish(transaction)
                guard let table = tables[listed.name], Set(table.columns) == Set(listed.columns) else {
                    throw BackupProblem.malformed
                }
                writing = RestoredTable(table, columns: listed.columns)
            case .row(let values):
                try writing?.add(values, transaction)
                written += 1
            case .end: try writing?.finish(transaction)
            }
        }
        return written
    }

    private func forEachRecord(_ body: (BackupFormat.Record) throws -> Void) throws {
        var records = BackupRecords()
        do {
            try EncryptedFile.read(path, with: identities) { bytes in
                records.append(bytes)
                while let record = try records.next() { try body(record) }
            }
            try records.finish()
        } catch let problem as BackupProblem {
            throw Failure(problem, file: path)
        }
    }
}

/// One table while its rows are written, some hundred at once.
private struct RestoredTable {
    let table: SQLTable
    let columns: [String]
    private let keys: [Int]
    private let selfReferences: [Int]
    private var waiting: [[SQLValue]] = []
    private var bytes = 0
    /// References to rows of the same table that may come later, by the key of the row that has them.
    private var references: [(key: [SQLValue], column: String, value: SQLValue)] = []

    private static let mostValues = 4_000
    private static let mostBytes = 1 << 20

    init(_ table: SQLTable, columns: [String]) {
        self.table = table
        self.columns = columns
        keys = table.key.compactMap(columns.firstIndex(of:))
        selfReferences = columns.indices.filter { table.selfReferences.contains(columns[$0]) }
    }

    mutating func add(_ values: [SQLValue], _ transaction: SQLTransaction) throws {
        var values = values
        for place in selfReferences where values[place] != .null {
            references.append((keys.map { values[$0] }, columns[place], values[place]))
            values[place] = .null
        }
        waiting.append(values)
        for value in values {
            switch value {
            case .text(let text): bytes += text.utf8.count
            case .blob(let blob): bytes += blob.count
            default: bytes += 8
            }
        }
        if waiting.count * max(1, columns.count) >= Self.mostValues || bytes >= Self.mostBytes {
            try flush(transaction)
        }
    }

    mutating func finish(_ transaction: SQLTransaction) throws {
        try flush(transaction)
        for reference in references {
            try transaction.set(reference.column, to: reference.value, of: table, key: reference.key)
        }
        references = []
    }

    private mutating func flush(_ transaction: SQLTransaction) throws {
        try transaction.insert(waiting, into: table, columns: columns)
        waiting.removeAll(keepingCapacity: true)
        bytes = 0
    }
}
