/// One of the two databases.
///
/// Both promise the same, and one suite of tests holds them to it:
/// - `write` returns only after the transaction is durable: it survives the loss of power.
/// - A body that throws leaves nothing behind, and its error is thrown on unchanged.
/// - A statement that fails ends its transaction: nothing is kept even if the body catches the error and goes on.
/// - A text with a zero byte and a real that is not a number are refused: one of the two would not give them back.
/// - `read` sees one moment of the database, undisturbed by writers.
/// - A cancelled caller may stop waiting, but a write that has begun is finished or undone as a whole.
package protocol SQLDriver: Sendable {
    var dialect: SQLDialect { get }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result

    /// The body may be run again when it ran into another transaction; it must have no effect outside the database.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result

    /// Like ``write(_:)``, and at no time two of them on the same database, not even from two processes.
    func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result

    /// Lets go of what was deleted and is still somewhere in the files, as far as this program can.
    ///
    /// - Returns: whether nothing of it is left in the files that are the database's own.
    func discardDeleted() async throws -> Bool

    /// Waits for what is running, then lets go of files and connections. Later calls throw ``SQLStoreError/Code/closed``.
    func close() async
}

/// A driver's side of an open transaction.
package protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs one statement, hands over each row of the answer and returns the number of rows changed.
    func run(_ query: SQLQuery, eachRow: (SQLRow) throws -> Void) throws -> Int
}
