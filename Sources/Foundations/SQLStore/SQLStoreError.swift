/// What went wrong in a database: a kind a program can act on, words for an operator, and the statement that failed.
///
/// Bound values are never part of it, so that no vote, name or text reaches a log by way of an error.
package struct SQLStoreError: Error, Sendable {
    package enum Code: Sendable, Hashable {
        /// A row that must be unique is there already.
        case uniqueViolated
        /// A row refers to one that does not exist, or is still referred to.
        case foreignKeyViolated
        /// A `CHECK` or `NOT NULL` refused the row.
        case checkViolated
        /// Another process holds the database; trying again later may succeed.
        case locked
        /// The transaction ran into another one too often; trying again may succeed.
        case serializationFailed
        /// No room is left on the disk.
        case diskFull
        /// The disk or file system failed.
        case ioFailed
        /// The file is not a database, or a damaged one.
        case notADatabase
        /// The file or server may not be opened or written by this user.
        case notPermitted
        /// The file, folder or server is not there, or the connection was lost.
        case unavailable
        /// The connection or a standby was lost while the change was being confirmed: it may or may not be kept. Look
        /// again, or repeat it if repeating does no harm.
        case outcomeUnknown
        /// A newer version of the program has migrated this database.
        case newerSchema
        /// The statement is wrong: a mistake in the program.
        case invalidStatement
        /// The answer does not have the expected columns or kinds: a mistake in the program.
        case unexpectedRow
        /// The settings of the store can't be used, for example an address that can't be read.
        case invalidSettings
        /// The store has been closed.
        case closed
        case other
    }

    package var code: Code
    /// What happened and, where it is known, what can be done about it.
    package var message: String
    /// The statement with placeholders; nil when none was running.
    package var sql: String?
    /// The code the database itself gave, such as `SQLITE_BUSY (5)` or SQLSTATE `23505`.
    package var driverCode: String?

    package init(_ code: Code, _ message: String, sql: String? = nil, driverCode: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
        self.driverCode = driverCode
    }
}

extension SQLStoreError: CustomStringConvertible {
    package var description: String {
        var description = "\(code): \(message)"
        if let driverCode { description += " [\(driverCode)]" }
        if let sql { description += " in: \(sql)" }
        return description
    }
}
