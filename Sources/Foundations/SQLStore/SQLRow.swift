/// One row of an answer.
///
/// ```swift
/// let title: String = try row["title"]
/// let closesAt: Int64? = try row["closes_at"]
/// ```
package struct SQLRow: Sendable {
    /// The names of the columns, shared by all rows of one answer.
    package final class Columns: Sendable {
        package let names: [String]
        private let positions: [String: Int]

        package init(_ names: [String]) {
            self.names = names
            positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }

        package func position(of name: String) -> Int? { positions[name] }
    }

    package let columns: Columns
    package let values: [SQLValue]

    /// - Precondition: as many values as columns.
    package init(columns: Columns, values: [SQLValue]) {
        precondition(columns.names.count == values.count, "a row has a value for each column")
        self.columns = columns
        self.values = values
    }

    /// The value in a column, as the type that is asked for.
    ///
    /// - Throws: ``SQLStoreError`` with ``SQLStoreError/Code/unexpectedRow`` when there is no such column or its value is
    ///   of another kind. The message names the column and the kinds, never the value.
    package subscript<Value: SQLConvertible>(_ column: String) -> Value {
        get throws {
            guard let position = columns.position(of: column) else {
                throw SQLStoreError(.unexpectedRow, "the answer has no column \"\(column)\"")
            }
            guard let value = Value(sqlValue: values[position]) else {
                throw SQLStoreError(
                    .unexpectedRow, "column \"\(column)\" holds \(values[position].kind), expected \(Value.self)")
            }
            return value
        }
    }

    /// The value at a position, for answers with so many rows that looking names up would tell.
    package subscript<Value: SQLConvertible>(position: Int) -> Value {
        get throws {
            guard values.indices.contains(position), let value = Value(sqlValue: values[position]) else {
                throw SQLStoreError(.unexpectedRow, "value \(position) of the answer is not a \(Value.self)")
            }
            return value
        }
    }
}
