/// `votes.csv`: one row per vote event, with the sign as it stands in the file.
struct VotesFile {
    var events: [PolisVote] = []
    /// Whether a time in the file was in seconds.
    var hasSeconds = false
    let name: String

    /// - Parameters:
    ///   - statements: known statement ids; nil when any will do.
    ///   - participants: known participant ids; nil when any will do.
    init(
        _ file: PolisFile, statements: IDIndex?, participants: IDIndex?, listedIn: (comments: String, matrix: String),
        limits: PolisLimits
    ) throws(PolisFormatError) {
        name = file.name
        let content = try file.content(limits: limits)
        var reader = try CSVReader(file: file.name, bytes: content, limits: limits)
        try reader.readHeader()
        let statement = try reader.requiredColumn("comment-id", "tid", "statement-id")
        let participant = try reader.requiredColumn("voter-id", "pid", "participant-id", "participant")
        let vote = try reader.requiredColumn("vote")
        let time = reader.column("timestamp", "created", "modified")
        let columns = Columns(statement: statement, participant: participant, vote: vote, time: time)
        let wanted = columns.places(among: reader.header.count)

        // No row is shorter than "0,0,0" and its line end.
        events.reserveCapacity(min(limits.rows, content.count / 6))
        while true {
            reader.readPlainRows(wanted: wanted, blank: Columns.blank) { numbers in
                guard let row = columns.row(numbers), statements?.contains(row.event.statement) ?? true,
                    participants?.contains(row.event.participant) ?? true
                else { return false }
                if row.isInSeconds { hasSeconds = true }
                events.append(row.event)
                return true
            }
            guard try reader.readRow() else { break }
            let event = PolisVote(
                participant: try reader.id(at: participant), statement: try reader.id(at: statement),
                vote: try reader.vote(at: vote), time: try readTime(reader, at: time))
            if let statements, !statements.contains(event.statement) {
                throw reader.error(at: statement, .unknown(found: "\(event.statement)", listedIn: listedIn.comments))
            }
            if let participants, !participants.contains(event.participant) {
                throw reader.error(at: participant, .unknown(found: "\(event.participant)", listedIn: listedIn.matrix))
            }
            events.append(event)
        }
    }

    private mutating func readTime(_ reader: CSVReader, at column: Int?) throws(PolisFormatError) -> Int64? {
        guard let column, let time = try reader.time(at: column) else { return nil }
        if time.isInSeconds { hasSeconds = true }
        return time.milliseconds
    }
}

/// Where the numbers of a vote stand in a row.
private struct Columns {
    /// No number of at most 18 digits.
    static let blank = Int.min

    let statement: Int
    let participant: Int
    let vote: Int
    let time: Int?

    /// Each wanted column keeps its own place.
    func places(among count: Int) -> [Int?] {
        (0..<count).map { [statement, participant, vote, time].contains($0) ? $0 : nil }
    }

    /// Nil when something is wrong with the row.
    func row(_ numbers: UnsafeMutableBufferPointer<Int>) -> (event: PolisVote, isInSeconds: Bool)? {
        var event = PolisVote(participant: numbers[participant], statement: numbers[statement], vote: 0)
        guard event.participant >= 0, event.statement >= 0, (-1...1).contains(numbers[vote]) else { return nil }
        event.vote = numbers[vote]
        guard let time, numbers[time] != Self.blank else { return (event, false) }
        guard let milliseconds = UTCTime.milliseconds(from: Int64(numbers[time])) else { return nil }
        event.time = milliseconds
        return (event, milliseconds != numbers[time])
    }
}

extension CSVReader {
    fileprivate func vote(at column: Int) throws(PolisFormatError) -> Int {
        guard let vote = integer(at: column), (-1...1).contains(vote) else {
            throw cellError(at: column, expected: "1, 0 or -1")
        }
        return vote
    }
}
