internal import CLibpq
internal import SQLStore

extension SQLStoreError {
    /// What the server answered instead of success. Its words are passed on only where they speak of the statement; about
    /// rows it would repeat their values.
    init(answer: OpaquePointer?, sql: String) {
        func field(_ letter: Unicode.Scalar) -> String? {
            PQresultErrorField(answer, Int32(letter.value)).map { String(cString: $0) }
        }
        guard let state = field("C") else {
            self.init(
                .unavailable, "the connection to the server was lost; look whether it is running", sql: sql)
            return
        }
        let place = [field("t"), field("c"), field("n")].compactMap(\.self).joined(separator: " ")
        let said = field("M") ?? "no further words"
        let (code, message): (Code, String) =
            switch state {
            case "23505": (.uniqueViolated, "a row with this key is there already: \(place)")
            case "23503": (.foreignKeyViolated, "a row refers to one that is not there: \(place)")
            case "40001", "40P01":
                (.serializationFailed, "the transaction ran into another one; try again")
            case "53100": (.diskFull, "the disk of the server is full; make room on it, then try again")
            case "XX001", "XX002": (.notADatabase, "the database is damaged; restore a backup")
            case "42501": (.notPermitted, said)
            case "3D000": (.unavailable, "the database does not exist; create it first")
            case "55P03": (.locked, "another transaction holds what this one needs; try again")
            case "57014": (.unavailable, "the statement took too long or was cancelled on the server")
            case "25006": (.invalidStatement, "a read must not change the database")
            default:
                switch state.prefix(2) {
                case "23": (.checkViolated, "a row was refused: \(place)")
                case "22": (.invalidStatement, "the statement can't be run with these values")
                case "0A", "25", "26", "42": (.invalidStatement, said)
                case "28": (.notPermitted, "the server does not let this user in")
                case "58": (.ioFailed, "the disk of the server failed")
                case "08", "53", "57": (.unavailable, "the server can't answer now; try again")
                default: (.other, "the server refused the statement")
                }
            }
        self.init(code, message, sql: sql, driverCode: state)
    }

    /// A connection that was not made: libpq gives no code then, only words, which come from the server in English unless
    /// it was told otherwise.
    init(connectionWords words: String) {
        let isRefusal = ["authentication failed", "no pg_hba.conf entry", "no password supplied", "permission denied"]
            .contains { words.contains($0) }
        self.init(
            isRefusal ? .notPermitted : .unavailable,
            isRefusal
                ? "the PostgreSQL server does not let this user in; look at user and password (\(words))"
                : "the PostgreSQL server can't be reached; look whether it is running (\(words))")
    }
}
