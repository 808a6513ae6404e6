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
        _ file: PolisFile, statements: Set<Int>?, participants: Set<Int>?, listedIn: (comments: String, matrix: String),
        limits: PolisLimits
    ) throws(PolisFormatError) {
        name = file.name
        var reader = try CSVReader(file: file.name, bytes: try file.content(limits: limits), limits: limits)
        try reader.readHeader()
        let statement = try reader.requiredColumn("comment-id", "tid", "statement-id")
        let participant = try reader.requiredColumn("voter-id", "pid", "participant-id", "participant")
        let vote = try reader.requiredColumn("vote")
        let time = reader.column("timestamp", "created", "modified")

        while try reader.readRow() {
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

extension CSVReader {
    fileprivate func vote(at column: Int) throws(PolisFormatError) -> Int {
        guard let vote = integer(at: column), (-1...1).contains(vote) else {
            throw cellError(at: column, expected: "1, 0 or -1")
        }
        return vote
    }
}
