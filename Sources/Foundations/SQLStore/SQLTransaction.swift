/// A transaction that is open now. It is handed to the closure of ``SQLDatabase/read(_:)`` or ``SQLDatabase/write(_:)``
/// and must not leave it.
///
/// There is no `await` inside a transaction, so nothing else can happen between two of its statements.
package struct SQLTransaction {
    private let connection: any SQLConnection

    package init(on connection: any SQLConnection) {
        self.connection = connection
    }

    package var dialect: SQLDialect { connection.dialect }

    /// Runs a statement and returns all rows of its answer.
    package func rows(_ query: SQLQuery) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        _ = try connection.run(query) { rows.append($0) }
        return rows
    }

    /// Runs a statement and returns the first row of its answer, if there is one.
    package func first(_ query: SQLQuery) throws -> SQLRow? {
        var first: SQLRow?
        _ = try connection.run(query) { row in if first == nil { first = row } }
        return first
    }

    /// Runs a statement and hands over its rows one by one, without keeping them.
    package func forEachRow(_ query: SQLQuery, _ body: (SQLRow) throws -> Void) throws {
        _ = try connection.run(query, eachRow: body)
    }

    /// Runs a statement for its effect.
    ///
    /// - Returns: how many rows it inserted, changed or deleted.
    @discardableResult
    package func run(_ query: SQLQuery) throws -> Int {
        try connection.run(query) { _ in }
    }
}
