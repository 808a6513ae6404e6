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

    package func close() async {
        await driver.close()
    }
}
