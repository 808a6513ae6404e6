internal import GRDB
internal import SQLStore

extension SQLStoreError {
    /// - Parameter isReading: whether the statement stood in a read, where a refusal to write is the program's mistake.
    init(_ error: DatabaseError, isReading: Bool = false) {
        let extended = error.extendedResultCode
        let said = error.message ?? "no further words"
        let (code, message): (Code, String) =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT:
                switch extended {
                case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
                    (.uniqueViolated, said)
                case .SQLITE_CONSTRAINT_FOREIGNKEY: (.foreignKeyViolated, said)
                default: (.checkViolated, said)
                }
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                (.locked, "another process holds the database; stop it or try again")
            case .SQLITE_FULL: (.diskFull, "the disk is full; make room on it, then try again")
            case .SQLITE_IOERR, .SQLITE_NOLFS: (.ioFailed, "the disk failed: \(said)")
            case .SQLITE_NOTADB: (.notADatabase, "the file is not a SQLite database")
            case .SQLITE_CORRUPT: (.notADatabase, "the database is damaged (\(said)); restore a backup")
            case .SQLITE_READONLY where isReading: (.invalidStatement, "a read must not change the database")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                (.notPermitted, "the database may not be written by this user: \(said)")
            case .SQLITE_CANTOPEN: (.unavailable, "the database file can't be opened: \(said)")
            case .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_TOOBIG, .SQLITE_MISUSE:
                (.invalidStatement, said)
            default: (.other, said)
            }
        self.init(code, message, sql: error.sql, driverCode: "\(extended)")
    }
}
