import Convening
import DialogueLog
import Journal
import SQLStore

extension FloorStore {
    /// One of somebody's answers as the log has it, withdrawn ones too.
    struct SealedVote: Sendable {
        let statement: Statement.ID
        let choice: UInt8
        let revision: UInt32
        let castAt: Int64

        /// Everything it takes to show what it was.
        func opening(in dialogue: Dialogue.ID, secrets: ParticipantSecrets) -> VoteOpening? {
            VoteOpening(
                of: choice, dialogue: dialogue.bytes, statement: statement.bytes, revision: revision, secrets: secrets)
        }
    }

    /// The last answer of somebody to each statement.
    func sealedVotes(of participant: Participant.ID) throws -> [SealedVote] {
        try transaction.rows(
            """
            SELECT statement_id, choice, revision, cast_at FROM vote
            WHERE participant_id = \(participant) ORDER BY statement_id
            """
        ).map { row in
            SealedVote(
                statement: try row["statement_id"], choice: UInt8(clamping: try row["choice"] as Int),
                revision: UInt32(clamping: try row["revision"] as Int), castAt: try row["cast_at"])
        }
    }

    func hasHiddenAnswers(_ participant: Participant.ID) throws -> Bool {
        try transaction.first("SELECT 1 AS one FROM hidden_answers WHERE participant_id = \(participant)") != nil
    }

    /// From now on nobody is shown these answers by us, also not the participant. There is no way back.
    func hideAnswers(of participant: Participant.ID) throws {
        try transaction.run(
            """
            INSERT INTO hidden_answers (participant_id) SELECT id FROM participant WHERE id = \(participant)
            ON CONFLICT (participant_id) DO NOTHING
            """)
    }
}
