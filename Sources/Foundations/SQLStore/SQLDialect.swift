/// The few words in which the two databases differ, for use in migrations.
package enum SQLDialect: Sendable, Hashable {
    case sqlite
    case postgres

    package var integer: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("INTEGER")
        case .postgres: SQLFragment("BIGINT")
        }
    }

    package var real: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("REAL")
        case .postgres: SQLFragment("DOUBLE PRECISION")
        }
    }

    /// Text that is compared and sorted by its bytes on both databases.
    package var text: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("TEXT")
        case .postgres: SQLFragment("TEXT COLLATE \"C\"")
        }
    }

    package var blob: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("BLOB")
        case .postgres: SQLFragment("BYTEA")
        }
    }

    /// What follows the closing parenthesis of `CREATE TABLE`.
    package var tableSuffix: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("STRICT")
        case .postgres: SQLFragment("")
        }
    }

    /// The same for a table whose rows are kept in the order of the primary key, with no number of their own that would
    /// tell in which order they came.
    package var keyedTableSuffix: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("STRICT, WITHOUT ROWID")
        case .postgres: SQLFragment("")
        }
    }

    /// What follows a `SELECT` whose rows nobody else may change until this transaction ends. SQLite has one writer anyway.
    package var lockingSuffix: SQLFragment {
        switch self {
        case .sqlite: SQLFragment("")
        case .postgres: SQLFragment(" FOR UPDATE")
        }
    }
}
