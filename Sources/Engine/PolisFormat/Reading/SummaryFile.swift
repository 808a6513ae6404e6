/// `summary.csv`: no header, a key and a value in each row.
enum SummaryFile {
    static func read(
        _ file: PolisFile, isGuarded: Bool, limits: PolisLimits
    ) throws(PolisFormatError) -> PolisSummary {
        var reader = try CSVReader(file: file.name, bytes: try file.content(limits: limits), limits: limits)
        var summary = PolisSummary()
        while try reader.readRow() {
            guard reader.cellCount >= 2 else {
                throw PolisFormatError(
                    file: file.name, line: reader.line, reason: .columnCount(found: reader.cellCount, expected: 2))
            }
            let key = CSVReader.folded(reader.text(at: 0))
            // Values of 2024 stand without quotation marks, so a comma in them makes more cells.
            let rest = reader.restOfRow(from: 1)
            let text = isGuarded ? FormulaGuard.unguarded(rest) : rest
            switch key {
            case "topic": summary.topic = text
            case "url": summary.url = text
            case "conversation-description", "description": summary.description = text
            case "views": summary.views = try count(reader, key)
            case "voters": summary.voters = try count(reader, key)
            case "voters-in-conv": summary.votersClustered = try count(reader, key)
            case "commenters": summary.commenters = try count(reader, key)
            case "comments": summary.comments = try count(reader, key)
            case "groups": summary.groups = try count(reader, key)
            default: continue
            }
        }
        return summary
    }

    private static func count(_ reader: CSVReader, _ key: String) throws(PolisFormatError) -> Int? {
        if reader.isBlank(at: 1) { return nil }
        guard let count = reader.integer(at: 1), count >= 0 else {
            throw PolisFormatError(
                file: reader.file, line: reader.line, column: key,
                reason: .cell(found: reader.text(at: 1), expected: "a whole number, 0 or more"))
        }
        return count
    }
}
