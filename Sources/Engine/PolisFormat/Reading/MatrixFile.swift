/// `participants-votes.csv` or `participant-votes.csv`: one row per participant, one column per statement.
struct MatrixFile {
    /// In row order.
    var participants: [PolisParticipant] = []
    /// In row order, then column order, with the sign as it stands in the file; no times.
    var votes: [PolisVote] = []
    /// Those that have a column, in column order.
    let statements: [Int]
    let name: String

    /// - Parameter statements: known statement ids; nil when any will do.
    init(
        _ file: PolisFile, statements: Set<Int>?, listedIn comments: String, limits: PolisLimits
    ) throws(PolisFormatError) {
        name = file.name
        var reader = try CSVReader(file: file.name, bytes: try file.content(limits: limits), limits: limits)
        try reader.readHeader()
        let id = try reader.requiredColumn("participant", "participant-id", "voter-id", "pid")
        let group = reader.column("group-id", "group")
        let stated = reader.column("n-votes")
        let agrees = reader.column("n-agree")
        let disagrees = reader.column("n-disagree")
        let columns = try Self.statementColumns(reader, statements, comments)
        self.statements = columns.map(\.statement)

        var seen: Set<Int> = []
        while try reader.readRow() {
            let participant = PolisParticipant(
                id: try reader.id(at: id), group: try reader.optionalID(at: group),
                statedVotes: try reader.optionalID(at: stated), statedAgrees: try reader.optionalID(at: agrees),
                statedDisagrees: try reader.optionalID(at: disagrees))
            guard seen.insert(participant.id).inserted else {
                throw reader.error(at: id, .repeated(found: "\(participant.id)"))
            }
            participants.append(participant)
            for (column, statement) in columns where !reader.isBlank(at: column) {
                guard let vote = reader.integer(at: column), (-1...1).contains(vote) else {
                    throw reader.cellError(at: column, expected: "1, 0, -1 or nothing")
                }
                votes.append(PolisVote(participant: participant.id, statement: statement, vote: vote))
            }
        }
    }

    /// Columns whose name is a whole number; others, such as an external id, are left aside.
    private static func statementColumns(
        _ reader: CSVReader, _ statements: Set<Int>?, _ comments: String
    ) throws(PolisFormatError) -> [(column: Int, statement: Int)] {
        var columns: [(column: Int, statement: Int)] = []
        for (column, name) in reader.header.enumerated() {
            guard let statement = Int(name), name.utf8.first != UInt8(ascii: "+") else { continue }
            guard statement >= 0 else { throw reader.cellError(at: column, expected: "a whole number, 0 or more") }
            if let statements, !statements.contains(statement) {
                throw reader.error(at: column, .unknown(found: name, listedIn: comments))
            }
            columns.append((column, statement))
        }
        return columns
    }
}
