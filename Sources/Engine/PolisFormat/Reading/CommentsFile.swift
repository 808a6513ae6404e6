/// `comments.csv`: one row per statement.
struct CommentsFile {
    var statements: [PolisStatement] = []
    var warnings: [PolisWarning] = []
    /// Whether a time in the file was in seconds.
    var hasSeconds = false
    /// Whether all text stands in quotation marks, as in exports since 2025 and not before.
    var isQuoted = true

    init(_ file: PolisFile, isGuarded: Bool, limits: PolisLimits) throws(PolisFormatError) {
        var reader = try CSVReader(file: file.name, bytes: try file.content(limits: limits), limits: limits)
        try reader.readHeader()
        let id = try reader.requiredColumn("comment-id", "tid", "statement-id")
        let text = try reader.requiredColumn("comment-body", "txt", "comment", "text", "body")
        let author = reader.column("author-id", "pid", "participant-id", "author")
        let time = reader.column("timestamp", "created")
        let agrees = reader.column("agrees", "agree-count", "n-agree")
        let disagrees = reader.column("disagrees", "disagree-count", "n-disagree")
        let moderated = reader.column("moderated", "mod")
        let meta = reader.column("is-meta")
        let seed = reader.column("is-seed")
        let isTextLast = text == reader.header.count - 1

        var seen: Set<Int> = []
        var joined: (count: Int, firstLine: Int)?
        while try reader.readRow(joiningLast: isTextLast) {
            let statement = PolisStatement(
                id: try reader.id(at: id), author: try reader.optionalID(at: author),
                time: try readTime(reader, at: time), text: readText(reader, at: text, isGuarded: isGuarded),
                moderation: try Self.moderation(reader, at: moderated), isMeta: try Self.flag(reader, at: meta),
                isSeed: try Self.flag(reader, at: seed), statedAgrees: try reader.optionalID(at: agrees),
                statedDisagrees: try reader.optionalID(at: disagrees))
            guard seen.insert(statement.id).inserted else {
                throw reader.error(at: id, .repeated(found: "\(statement.id)"))
            }
            if reader.cellCount > reader.header.count {
                joined = ((joined?.count ?? 0) + 1, joined?.firstLine ?? reader.line)
            }
            if !reader.isQuoted(at: text), !reader.isBlank(at: text) { isQuoted = false }
            statements.append(statement)
        }
        if let joined {
            warnings.append(
                PolisWarning(kind: .joinedText, file: file.name, count: joined.count, firstLine: joined.firstLine))
        }
    }

    private mutating func readTime(_ reader: CSVReader, at column: Int?) throws(PolisFormatError) -> Int64? {
        guard let column, let time = try reader.time(at: column) else { return nil }
        if time.isInSeconds { hasSeconds = true }
        return time.milliseconds
    }

    private func readText(_ reader: CSVReader, at column: Int, isGuarded: Bool) -> String {
        let isJoined = reader.cellCount > reader.header.count
        let text = isJoined ? reader.restOfRow(from: column) : reader.text(at: column)
        return isGuarded ? FormulaGuard.unguarded(text) : text
    }

    private static func moderation(
        _ reader: CSVReader, at column: Int?
    ) throws(PolisFormatError) -> PolisStatement.Moderation {
        guard let column, !reader.isBlank(at: column) else { return .pending }
        guard let moderation = reader.integer(at: column).flatMap(PolisStatement.Moderation.init(rawValue:)) else {
            throw reader.cellError(at: column, expected: "1, 0 or -1")
        }
        return moderation
    }

    private static func flag(_ reader: CSVReader, at column: Int?) throws(PolisFormatError) -> Bool? {
        guard let column, !reader.isBlank(at: column) else { return nil }
        switch reader.text(at: column).lowercased() {
        case "true", "t", "1": return true
        case "false", "f", "0": return false
        default: throw reader.cellError(at: column, expected: "true or false")
        }
    }
}

extension CSVReader {
    func id(at column: Int) throws(PolisFormatError) -> Int {
        guard let id = integer(at: column), id >= 0 else {
            throw cellError(at: column, expected: "a whole number, 0 or more")
        }
        return id
    }

    /// Nil where the column or its cell is missing.
    func optionalID(at column: Int?) throws(PolisFormatError) -> Int? {
        guard let column, !isBlank(at: column) else { return nil }
        return try id(at: column)
    }

    func time(at column: Int) throws(PolisFormatError) -> (milliseconds: Int64, isInSeconds: Bool)? {
        if isBlank(at: column) { return nil }
        guard let number = integer(at: column), let milliseconds = UTCTime.milliseconds(from: Int64(number)) else {
            throw cellError(at: column, expected: UTCTime.expected)
        }
        return (milliseconds, milliseconds != number)
    }
}
