/// A database, whichever it is: the narrow waist between the features and the two drivers.
///
/// ```swift
/// let title = try await database.read { transaction in
///     try transaction.first("SELECT title FROM dialogue WHERE id = \(id)")?["title"] as String?
/// }
/// ```
package struct SQLDatabase: Sendable {
    private let driver: any SQLDriver

    package init(_ driver: any SQLDriver) {
        self.driver = driver
    }

    package var dialect: SQLDialect { driver.dialect }

    /// Looks at one moment of the database. The closure is synchronous and must only read.
    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await driver.read(body)
    }

    /// Changes the database: all of the closure's statements or none. Returns after the change is durable.
    ///
    /// The closure may be run more than once, when it ran into another transaction.
    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await driver.write(body)
    }

    /// Like ``write(_:)``, and at no time two of them on the same database, not even from two processes.
    @discardableResult
    package func writeAlone<Result: Sendable>(
        _ body: @escaping @Sendable (SQLTransaction) throws -> Result
    ) async throws -> Result {
        try await driver.writeAlone(body)
    }

    /// Lets go of what was deleted and is still somewhere in the files, as far as this program can. Writers may have to wait
    /// for readers meanwhile.
    ///
    /// - Returns: false where somebody was reading, or where the server of the database decides; then try again later.
    @discardableResult
    package func discardDeleted() async throws -> Bool {
        try await driver.discardDeleted()
    }

    package func close() async {
        await driver.close()
    }
}
