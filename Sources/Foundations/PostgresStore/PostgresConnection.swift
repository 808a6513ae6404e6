internal import CLibpq
internal import Foundation
internal import SQLStore

/// One connection to the server, used by one thread.
final class PostgresConnection: SQLConnection {
    /// The transaction ran into another and nothing of it is kept; it can be run again.
    struct Conflict: Error { let reason: SQLStoreError }
    /// The connection was lost and nothing of the transaction is kept; it can be run again on another.
    struct Loss: Error { let reason: SQLStoreError }

    /// More prepared statements than a program has; past it they are lists that will not come again.
    private static let keptStatements = 500

    private let handle: OpaquePointer
    private let address: PostgresAddress
    private let warnings = PostgresWarnings()
    private var statements: [PostgresStatementKey: String] = [:]
    /// The first failure in the open transaction, after which the server refuses everything.
    private var failure: SQLStoreError?

    var dialect: SQLDialect { .postgres }

    /// - Throws: ``Loss`` when there is no connection; ``SQLStoreError`` when there is one that must not be used.
    init(address: PostgresAddress, settings: PostgresDriver.Settings) throws {
        // Later entries override earlier ones, and those in the address stand in the middle.
        let options: [(String, String)] = [
            ("connect_timeout", "\(settings.connectTimeout)"), ("tcp_user_timeout", "15000"),
            ("application_name", "jirga"), ("dbname", address.url), ("client_encoding", "UTF8"),
        ]
        let handle = PostgresConnection.connect(options)
        guard let handle else { throw SQLStoreError(.other, "there is no memory for a connection") }
        self.handle = handle
        self.address = address
        guard PQstatus(handle) == CONNECTION_OK else {
            let words = address.cleaned(PQerrorMessage(handle))
            let error = SQLStoreError(connectionWords: words)
            if error.code == .unavailable { throw Loss(reason: error) }
            throw error
        }
        PQsetNoticeReceiver(handle, PostgresWarnings.receive, Unmanaged.passUnretained(warnings).toOpaque())
        try command("SET statement_timeout = '\(settings.statementTimeout)s'")
        try requireDurability()
    }

    deinit {
        PQfinish(handle)
    }

    private static func connect(_ options: [(String, String)]) -> OpaquePointer? {
        let keywords = options.map { strdup($0.0) }
        let values = options.map { strdup($0.1) }
        defer { for pointer in keywords + values { free(pointer) } }
        return PQconnectdbParams(
            keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    }

    private func requireDurability() throws {
        var settings: [String: String] = [:]
        let query: SQLQuery = """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding')
            """
        _ = try run(query) { row in settings[try row["name"]] = try row["setting"] as String }
        let unsafe = ["fsync", "synchronous_commit", "full_page_writes"].filter { settings[$0] ?? "off" == "off" }
        guard unsafe.isEmpty else {
            throw SQLStoreError(
                .invalidSettings,
                "the PostgreSQL server would lose confirmed changes in a power cut; "
                    + "set \(unsafe.joined(separator: ", ")) to on in postgresql.conf and restart it")
        }
        guard settings["server_encoding"] == "UTF8" else {
            throw SQLStoreError(.invalidSettings, "the database is not in UTF-8; create it with ENCODING 'UTF8'")
        }
    }

    // MARK: Transactions

    func transaction<Result>(isReading: Bool, _ body: (SQLTransaction) throws -> Result) throws -> Result {
        failure = nil
        try command(
            isReading ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL SERIALIZABLE")
        let result: Result
        do {
            result = try body(SQLTransaction(on: self))
            if let failure { throw failure }
        } catch {
            guard PQstatus(handle) == CONNECTION_OK, !isLoss(failure) else {
                throw Loss(reason: failure ?? SQLStoreError(connectionWords: "the connection was lost"))
            }
            try? command("ROLLBACK")
            if let failure, isConflict(failure) { throw Conflict(reason: failure) }
            throw error
        }
        if isReading { try command("COMMIT") } else { try commit() }
        return result
    }

    private func commit() throws {
        warnings.clear()
        let answer = PQexec(handle, "COMMIT")
        defer { PQclear(answer) }
        guard PQstatus(handle) == CONNECTION_OK else {
            throw SQLStoreError(
                .outcomeUnknown, "the connection was lost while the change was being confirmed; it may be kept or not",
                sql: "COMMIT")
        }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK, String(cString: PQcmdStatus(answer)) == "COMMIT" else {
            let error = SQLStoreError(answer: answer, sql: "COMMIT")
            if isConflict(error) { throw Conflict(reason: error) }
            if isLoss(error) {
                throw SQLStoreError(
                    .outcomeUnknown, "the server stopped while the change was being confirmed; it may be kept or not",
                    sql: "COMMIT", driverCode: error.driverCode)
            }
            throw error
        }
        // A wait for the standby that was cut short ends in COMMIT with no error, only with a warning.
        if warnings.count > 0 {
            throw SQLStoreError(
                .outcomeUnknown, "the server confirmed the change with a warning: no standby may have it yet",
                sql: "COMMIT")
        }
    }

    /// Whether an error says that the server has gone away. Where it went without a word, the connection may still look
    /// good and the answer has no code of the server's.
    private func isLoss(_ error: SQLStoreError?) -> Bool {
        guard let error else { return false }
        return error.driverCode?.hasPrefix("57P") ?? (error.code == .unavailable)
    }

    private func isConflict(_ error: SQLStoreError) -> Bool {
        if error.driverCode == "0A000", !statements.isEmpty {
            // A prepared statement outlived the table it was made for.
            try? forgetStatements()
            return true
        }
        return error.code == .serializationFailed
    }

    // MARK: Statements

    /// Runs a command without values and looks only at whether it succeeded.
    func command(_ text: String) throws {
        let answer = PQexec(handle, text)
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK || PQresultStatus(answer) == PGRES_TUPLES_OK else {
            let error = SQLStoreError(answer: answer, sql: text)
            if PQstatus(handle) == CONNECTION_OK, !isLoss(error) { throw error }
            throw Loss(reason: error)
        }
    }

    func run(_ query: SQLQuery, eachRow: (SQLRow) throws -> Void) throws -> Int {
        if let failure { throw failure }
        try query.requireStorableValues()
        let values = PostgresValues(query.values)
        let answer: OpaquePointer?
        if let name = try preparedName(query, values) {
            answer = values.withPointers { pointers, lengths, formats in
                PQexecPrepared(handle, name, values.count, pointers, lengths, formats, 1)
            }
        } else {
            answer = values.withPointers { pointers, lengths, formats in
                PQexecParams(handle, query.text, values.count, values.types, pointers, lengths, formats, 1)
            }
        }
        defer { PQclear(answer) }
        let status = PQresultStatus(answer)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw failed(answer, query) }
        if status == PGRES_TUPLES_OK { try PostgresRows(answer).forEach(eachRow) }
        // The count is that of the rows of the answer for a SELECT, which changes none.
        guard let tag = PQcmdStatus(answer), !String(cString: tag).hasPrefix("SELECT") else { return 0 }
        return Int(String(cString: PQcmdTuples(answer))) ?? 0
    }

    /// The name of the statement on this connection; nil for commands that are not worth keeping.
    private func preparedName(_ query: SQLQuery, _ values: PostgresValues) throws -> String? {
        let verb = query.text.prefix { $0.isLetter }.uppercased()
        guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(verb) else { return nil }
        let key = PostgresStatementKey(text: query.text, types: values.types)
        if let name = statements[key] { return name }
        if statements.count >= Self.keptStatements { try forgetStatements() }
        let name = "s\(statements.count)"
        let answer = PQprepare(handle, name, query.text, values.count, values.types)
        defer { PQclear(answer) }
        guard PQresultStatus(answer) == PGRES_COMMAND_OK else { throw failed(answer, query) }
        statements[key] = name
        return name
    }

    private func forgetStatements() throws {
        try command("DEALLOCATE ALL")
        statements = [:]
    }

    private func failed(_ answer: OpaquePointer?, _ query: SQLQuery) -> SQLStoreError {
        let error = SQLStoreError(answer: answer, sql: query.text)
        failure = error
        return error
    }
}

struct PostgresStatementKey: Hashable {
    let text: String
    let types: [Oid]
}

/// Counts what the server warns of, which it does beside its answers.
final class PostgresWarnings {
    private(set) var count = 0

    func clear() { count = 0 }

    static let receive: PQnoticeReceiver = { receiver, notice in
        guard let receiver, let severity = PQresultErrorField(notice, Int32(UInt8(ascii: "V"))),
            String(cString: severity) == "WARNING"
        else { return }
        Unmanaged<PostgresWarnings>.fromOpaque(receiver).takeUnretainedValue().count += 1
    }
}
