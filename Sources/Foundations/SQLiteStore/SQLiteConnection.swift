internal import Foundation
internal import GRDB
internal import SQLStore

/// Runs statements in an open transaction; each is compiled once and kept by its text.
final class SQLiteConnection: SQLConnection {
    /// Longer texts are mostly lists that will not come again with the same length.
    private static let longestKeptText = 4_096

    private let database: Database
    private let isReading: Bool
    /// Statements whose rows are being handed over now: running one again from within would cut its answer short.
    private var running: Set<String> = []

    /// The first failure, after which the transaction is over.
    private(set) var failure: SQLStoreError?

    init(_ database: Database, isReading: Bool) {
        self.database = database
        self.isReading = isReading
    }

    var dialect: SQLDialect { .sqlite }

    func run(_ query: SQLQuery, eachRow: (SQLRow) throws -> Void) throws -> Int {
        if let failure { throw failure }
        let isFirst = running.insert(query.text).inserted
        defer { if isFirst { running.remove(query.text) } }
        do {
            try query.requireStorableValues()
            let statement =
                isFirst && query.text.utf8.count <= Self.longestKeptText
                ? try database.cachedStatement(sql: query.text) : try database.makeStatement(sql: query.text)
            let changesBefore = database.totalChangesCount
            let arguments = StatementArguments(query.values.map(\.databaseValue))
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            var columns: SQLRow.Columns?
            while let row = try rows.next() {
                let rowColumns = columns ?? SQLRow.Columns(statement.columnNames)
                columns = rowColumns
                var values: [SQLValue] = []
                values.reserveCapacity(rowColumns.names.count)
                for position in rowColumns.names.indices {
                    values.append(SQLValue(row[position] as DatabaseValue))
                }
                try eachRow(SQLRow(columns: rowColumns, values: values))
            }
            return database.totalChangesCount == changesBefore ? 0 : database.changesCount
        } catch var error as DatabaseError {
            if error.sql == nil {
                error = DatabaseError(
                    resultCode: error.extendedResultCode, message: error.message, sql: query.text)
            }
            let failed = SQLStoreError(error, isReading: isReading)
            failure = failed
            throw failed
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }
}
