/// One SQL statement and the values that belong to it, ready for either database.
///
/// Written as a string literal in which every interpolation becomes a placeholder, never text:
///
/// ```swift
/// let query: SQLQuery = "SELECT title FROM dialogue WHERE slug = \(slug) AND phase IN (\(list: phases))"
/// // text: SELECT title FROM dialogue WHERE slug = $1 AND phase IN ($2, $3)
/// ```
///
/// What must be text, because a placeholder can't stand there (a column type in a migration), is an ``SQLFragment``,
/// which only the program's own literals can make. Queries compose: interpolating one into another renumbers its values.
package struct SQLQuery: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The statement with `$1`, `$2`, … where the values go.
    package let text: String
    package let values: [SQLValue]

    /// The texts between the values; always one more than there are values.
    private let pieces: [String]

    private init(pieces: [String], values: [SQLValue]) {
        self.pieces = pieces
        self.values = values
        var text = pieces[0]
        for index in values.indices {
            text += "$\(index + 1)"
            text += pieces[index + 1]
        }
        self.text = text
    }

    package init(stringLiteral value: String) {
        self.init(pieces: [value], values: [])
    }

    package init(stringInterpolation: StringInterpolation) {
        self.init(pieces: stringInterpolation.pieces, values: stringInterpolation.values)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [String] = [""]
        fileprivate var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            pieces[pieces.count - 1] += literal
        }

        package mutating func appendInterpolation(_ value: some SQLConvertible) {
            values.append(value.sqlValue)
            pieces.append("")
        }

        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            values.append(value?.sqlValue ?? .null)
            pieces.append("")
        }

        /// Values separated by commas, for `IN (…)` and `VALUES (…)`. An empty list becomes `NULL`, which matches nothing.
        package mutating func appendInterpolation(list: some Sequence<some SQLConvertible>) {
            var isFirst = true
            for value in list {
                if !isFirst { appendLiteral(", ") }
                isFirst = false
                appendInterpolation(value)
            }
            if isFirst { appendLiteral("NULL") }
        }

        /// Values that are already in the form of the database, separated by commas.
        mutating func appendInterpolation(values: [SQLValue]) {
            for (place, value) in values.enumerated() {
                if place > 0 { appendLiteral(", ") }
                self.values.append(value)
                pieces.append("")
            }
        }

        package mutating func appendInterpolation(_ fragment: SQLFragment) {
            appendLiteral(fragment.text)
        }

        package mutating func appendInterpolation(_ query: SQLQuery) {
            appendLiteral(query.pieces[0])
            values += query.values
            pieces += query.pieces.dropFirst()
        }
    }
}

extension SQLQuery {
    /// - Throws: ``SQLStoreError/Code/invalidStatement`` for a value the two databases would not both give back.
    package func requireStorableValues() throws {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text) where text.utf8.contains(0):
                throw SQLStoreError(
                    .invalidStatement, "value $\(index + 1) is a text with a zero byte; refuse it where it comes in",
                    sql: self.text)
            case .real(let number) where number.isNaN:
                throw SQLStoreError(.invalidStatement, "value $\(index + 1) is not a number", sql: text)
            default:
                continue
            }
        }
    }
}

/// A piece of SQL text that stands in the program's source.
package struct SQLFragment: Sendable, Hashable {
    package let text: String

    package init(_ text: StaticString) {
        self.text = text.description
    }

    /// - Parameter text: checked to be the name of a table or column.
    init(trusted text: String) {
        self.text = text
    }
}
