package import Convening
import DialogueLog
import Journal
import SQLStore

extension FloorStore.SealedVote {
    /// Every entry this answer and those before it can have in the log: which choice an earlier one was is kept nowhere.
    func possibleEntries(in dialogue: Dialogue.ID, secrets: ParticipantSecrets) -> [CanonicalEntry] {
        guard revision > 0 else { return [] }
        return (1...revision).flatMap { earlier in
            (earlier == revision ? [choice] : [0, 1, 2, 3]).map { choice in
                Act.vote(
                    Commitment(
                        vote: choice, dialogue: dialogue.bytes, statement: statement.bytes, revision: earlier,
                        secrets: secrets)
                ).entry(in: dialogue.bytes, at: 0)
            }
        }
    }
}

extension FloorStore {
    /// The entries of everything somebody said they do not understand, raised and taken back in turn.
    func flagEntries(
        of participant: Participant.ID, in dialogue: Dialogue.ID, secrets: ParticipantSecrets
    ) throws -> [CanonicalEntry] {
        try transaction.rows(
            "SELECT statement_id, revision FROM not_understood WHERE participant_id = \(participant)"
        ).flatMap { row in
            let (statement, last): (Statement.ID, Int) = (try row["statement_id"], try row["revision"])
            return (1...max(1, UInt32(clamping: last))).map { revision in
                Act.flag(
                    Commitment(
                        notUnderstood: !revision.isMultiple(of: 2), dialogue: dialogue.bytes,
                        statement: statement.bytes, revision: revision, secrets: secrets)
                ).entry(in: dialogue.bytes, at: 0)
            }
        }
    }

    /// Takes the words of a statement away, with their salts and in all languages.
    ///
    /// - Returns: the entries of the log that can't be opened any more. Of a translation it is not kept in which role it was
    ///   made, so all it can be are there; `count` is how many the log has.
    func eraseWords(
        of statement: Statement, by erasure: Statement.Erasure
    ) throws -> (entries: [CanonicalEntry], count: Int) {
        let dialogue = statement.dialogue.bytes
        var entries: [CanonicalEntry] = []
        var count = 0
        for row in try transaction.rows("SELECT text, salt FROM statement WHERE id = \(statement.id)") {
            let text = Commitment(text: try row["text"], salt: try row["salt"])
            count += 1
            entries.append(
                Act.statement(
                    id: statement.id.bytes, text: text, language: statement.language, origin: statement.origin.code
                ).entry(in: dialogue, at: 0))
        }
        for row in try transaction.rows(
            "SELECT language, text, salt FROM statement_translation WHERE statement_id = \(statement.id)")
        {
            let text = Commitment(text: try row["text"], salt: try row["salt"])
            let language: String = try row["language"]
            count += 1
            entries += (1...5).compactMap(Act.Role.init(rawValue:)).map { role in
                Act.translation(id: statement.id.bytes, text: text, language: language, role: role)
                    .entry(in: dialogue, at: 0)
            }
        }
        try transaction.run(
            """
            UPDATE statement SET text = '', salt = \([UInt8]()), erased_by = \(erasure) WHERE id = \(statement.id)
            """)
        try transaction.run(
            """
            UPDATE statement_translation SET text = '', salt = \([UInt8]()), worker_id = NULL
            WHERE statement_id = \(statement.id)
            """)
        return (entries, count)
    }

    /// From now on nothing says who wrote these statements, and their codes lead nowhere.
    func forgetAuthor(_ participant: Participant.ID) throws {
        try transaction.run(
            """
            UPDATE statement SET author_id = NULL, tracking_code = NULL, submission_key = NULL
            WHERE author_id = \(participant)
            """)
    }

    /// Removes what tells a form that was sent twice, once nobody sends it again.
    ///
    /// - Parameter time: of statements made before, in milliseconds since 1970.
    package func removeSubmissionKeys(madeBefore time: Int64) throws {
        try transaction.run(
            "UPDATE statement SET submission_key = NULL WHERE made_at < \(time) AND submission_key IS NOT NULL")
    }

    /// How many answers somebody gave, without what they withdrew.
    package func answerCount(of participant: Participant.ID) throws -> Int {
        try transaction.first(
            "SELECT COUNT(*) AS n FROM vote WHERE participant_id = \(participant) AND choice > 0")?["n"] ?? 0
    }
}
