package import Convening
import Journal
import OpinionAnalysis
import SQLStore

extension FloorStore {
    /// Every statement of a dialogue, by number.
    package func countedStatements(in dialogue: Dialogue.ID) throws -> [LiveVotes.CountedStatement] {
        try transaction.rows(
            "SELECT id, number, state, is_meta FROM statement WHERE dialogue_id = \(dialogue) ORDER BY number"
        ).map { row in
            let state: Statement.State = try row["state"]
            return LiveVotes.CountedStatement(
                id: try row["id"], number: try row["number"], isShown: state == .shown,
                isMeta: try row["is_meta"] == 1)
        }
    }

    /// Reads every vote that counts of a dialogue, person after person, straight into the form in which they are counted.
    /// People whose batch is excluded are left out as if they had not come.
    package func liveVotes(in dialogue: Dialogue.ID) throws -> LiveVotes {
        let statements = try countedStatements(in: dialogue)
        let places = Dictionary(statements.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var reading = Reading(statementCount: statements.count)
        try transaction.forEachRow(
            """
            SELECT v.participant_id, v.statement_id, v.choice FROM participant p JOIN vote v ON v.participant_id = p.id
            WHERE p.dialogue_id = \(dialogue) AND v.choice > 0
            AND p.id NOT IN (\(ConveningStore.excludedParticipants(in: dialogue))) ORDER BY p.id
            """
        ) { row in
            guard let place = places[try row[1]], let choice = VoteChoice(code: try row[2]) else { return }
            reading.take(try row[0], place, choice.vote.rawValue)
        }
        reading.finishPerson()
        let kept = statements.indices.filter { statements[$0].isShown || reading.counts[$0] > 0 }
        reading.keep(kept)
        let columns = kept.map { statements[$0] }
        let matrix = try VoteMatrix(
            participants: Array(reading.people.indices), statements: columns.map(\.number), rowStarts: reading.starts,
            columns: reading.columns, values: reading.values,
            excluded: Set(columns.indices.filter { !columns[$0].isShown }),
            meta: Set(columns.indices.filter { columns[$0].isMeta }))
        return LiveVotes(matrix: matrix, people: reading.people, statements: statements)
    }

    /// The answers, given or taken back, of which the time is not before one; without those of excluded batches.
    ///
    /// - Parameter time: milliseconds since 1970. The times of votes are rounded down to ten minutes.
    package func votes(in dialogue: Dialogue.ID, since time: Int64) throws -> [CastVote] {
        try transaction.rows(
            """
            SELECT v.participant_id, v.statement_id, v.choice FROM statement s JOIN vote v ON v.statement_id = s.id
            WHERE s.dialogue_id = \(dialogue) AND v.cast_at >= \(time)
            AND v.participant_id NOT IN (\(ConveningStore.excludedParticipants(in: dialogue)))
            """
        ).map { row in
            CastVote(VoteChoice(code: try row[2]), on: try row[1], in: dialogue, as: try row[0])
        }
    }

    package func participantCount(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first("SELECT COUNT(*) AS n FROM participant WHERE dialogue_id = \(dialogue)")?["n"] ?? 0
    }
}

/// Votes while they are read: the rows of a matrix, one person after another.
private struct Reading {
    var people: [UInt128] = []
    var starts = [0]
    var columns: [Int32] = []
    var values: [Int8] = []
    /// Votes on each statement.
    var counts: [Int]
    private var current: Participant.ID?
    private var votes: [(column: Int, value: Int8)] = []

    init(statementCount: Int) {
        counts = Array(repeating: 0, count: statementCount)
    }

    mutating func take(_ participant: Participant.ID, _ column: Int, _ value: Int8) {
        if participant != current {
            finishPerson()
            current = participant
        }
        votes.append((column, value))
    }

    mutating func finishPerson() {
        guard let current, let person = LiveVotes.number(of: current), !votes.isEmpty else { return }
        votes.sort { $0.column < $1.column }
        for (column, value) in votes {
            columns.append(Int32(truncatingIfNeeded: column))
            values.append(value)
            counts[column] += 1
        }
        votes.removeAll(keepingCapacity: true)
        people.append(person)
        starts.append(columns.count)
    }

    /// Numbers the columns anew when some of them are left out, which are empty.
    mutating func keep(_ kept: [Int]) {
        guard kept.count < counts.count else { return }
        var places = [Int32](repeating: 0, count: counts.count)
        for (place, column) in kept.enumerated() { places[column] = Int32(truncatingIfNeeded: place) }
        for cell in columns.indices { columns[cell] = places[Int(columns[cell])] }
    }
}
