package import Convening
import Journal
package import Publication
import SQLStore

extension FloorStore {
    /// One row of the vote table; `choice` is nil where the vote was withdrawn.
    package struct VoteRow: Sendable {
        package let choice: VoteChoice?
        package let revision: Int
    }

    package func vote(of participant: Participant.ID, on statement: Statement.ID) throws -> VoteRow? {
        try transaction.first(
            """
            SELECT choice, revision FROM vote
            WHERE participant_id = \(participant) AND statement_id = \(statement)
            """
        ).map { VoteRow(choice: VoteChoice(code: try $0["choice"]), revision: try $0["revision"]) }
    }

    /// Somebody's rows, those of withdrawn answers too.
    package func votes(of participant: Participant.ID) throws -> [Statement.ID: VoteRow] {
        var votes: [Statement.ID: VoteRow] = [:]
        try transaction.forEachRow(
            "SELECT statement_id, choice, revision FROM vote WHERE participant_id = \(participant)"
        ) { row in
            votes[try row[0]] = VoteRow(choice: VoteChoice(code: try row[1]), revision: try row[2])
        }
        return votes
    }

    /// What somebody has answered, without what they withdrew.
    package func answers(of participant: Participant.ID) throws -> [Statement.ID: VoteChoice] {
        try votes(of: participant).compactMapValues(\.choice)
    }

    /// The statements somebody said they do not understand.
    package func notUnderstood(by participant: Participant.ID) throws -> Set<Statement.ID> {
        Set(
            try transaction.rows(
                "SELECT statement_id FROM not_understood WHERE participant_id = \(participant) AND is_raised = 1"
            ).map { try $0[0] as Statement.ID })
    }

    /// How many people said of each statement that they do not understand it; without those of excluded batches.
    package func notUnderstoodCounts(in dialogue: Dialogue.ID) throws -> [Statement.ID: Int] {
        var counts: [Statement.ID: Int] = [:]
        try transaction.forEachRow(
            """
            SELECT n.statement_id, COUNT(*) FROM not_understood n JOIN statement s ON s.id = n.statement_id
            WHERE s.dialogue_id = \(dialogue) AND n.is_raised = 1
            AND n.participant_id NOT IN (\(ConveningStore.excludedParticipants(in: dialogue)))
            GROUP BY n.statement_id
            """
        ) { row in counts[try row[0]] = try row[1] }
        return counts
    }

    package func voteCount(on statement: Statement.ID) throws -> Int {
        try transaction.first("SELECT COUNT(*) AS n FROM vote WHERE statement_id = \(statement)")?["n"] ?? 0
    }

    /// Hands over every vote that counts in a dialogue, or those last cast before a moment; none of excluded batches.
    package func forEachVote(
        in dialogue: Dialogue.ID, castBefore time: Int64 = .max,
        _ body: (Participant.ID, Statement.ID, VoteChoice) throws -> Void
    ) throws {
        try transaction.forEachRow(
            """
            SELECT v.participant_id, v.statement_id, v.choice FROM vote v JOIN statement s ON s.id = v.statement_id
            WHERE s.dialogue_id = \(dialogue) AND v.choice > 0 AND v.cast_at < \(time)
            AND v.participant_id NOT IN (\(ConveningStore.excludedParticipants(in: dialogue)))
            """
        ) { row in
            guard let choice = VoteChoice(code: try row[2]) else { return }
            try body(try row[0], try row[1], choice)
        }
    }

    /// How many people answered anything on each day (UTC), and how many answers they gave; by day. Without those of
    /// excluded batches.
    ///
    /// - Parameter since: the first day that is wanted, counted from the beginning of 1970; nil for all.
    package func participation(
        in dialogue: Dialogue.ID, daysTogether: Int64 = 1, sinceDay since: Int64? = nil
    ) throws -> [PublishedCounts.Span] {
        let start = since.map { $0.multipliedReportingOverflow(by: 86_400_000).partialValue } ?? Int64.min
        // Weeks begin on Monday; the first one after the beginning of 1970 was its fifth day.
        let first: Int64 = daysTogether == 7 ? 4 : 0
        let span = max(1, daysTogether)
        return try transaction.rows(
            """
            SELECT (v.cast_at / 86400000 - \(first)) / \(span) AS day, COUNT(DISTINCT v.participant_id) AS people, COUNT(*) AS answers
            FROM vote v JOIN statement s ON s.id = v.statement_id
            WHERE s.dialogue_id = \(dialogue) AND v.choice > 0 AND v.cast_at >= \(start)
            AND v.participant_id NOT IN (\(ConveningStore.excludedParticipants(in: dialogue)))
            GROUP BY 1 ORDER BY 1
            """
        ).map { row in
            PublishedCounts.Span(
                day: (try row["day"] as Int64) * span + first, people: try row["people"], answers: try row["answers"])
        }
    }

    func setVote(
        _ choice: VoteChoice?, revision: Int, of participant: Participant.ID, on statement: Statement.ID, at time: Int64
    ) throws {
        try transaction.run(
            """
            INSERT INTO vote (statement_id, participant_id, choice, revision, cast_at)
            VALUES (\(statement), \(participant), \(Int(choice?.code ?? 0)), \(revision), \
            \(Participant.coarse(time)))
            ON CONFLICT (participant_id, statement_id) DO UPDATE
            SET choice = excluded.choice, revision = excluded.revision, cast_at = excluded.cast_at
            """)
    }

    func flag(of participant: Participant.ID, on statement: Statement.ID) throws -> (isRaised: Bool, revision: Int)? {
        try transaction.first(
            """
            SELECT is_raised, revision FROM not_understood
            WHERE participant_id = \(participant) AND statement_id = \(statement)
            """
        ).map { (isRaised: try $0["is_raised"] == 1, revision: try $0["revision"]) }
    }

    func setFlag(
        _ isRaised: Bool, revision: Int, of participant: Participant.ID, on statement: Statement.ID
    ) throws {
        try transaction.run(
            """
            INSERT INTO not_understood (statement_id, participant_id, is_raised, revision)
            VALUES (\(statement), \(participant), \(isRaised ? 1 : 0), \(revision))
            ON CONFLICT (participant_id, statement_id) DO UPDATE
            SET is_raised = excluded.is_raised, revision = excluded.revision
            """)
    }
}
