package import DialogueLog
import Journal
import SQLStore

extension ConveningStore {
    /// What blinds a participant's votes; nil for somebody who has not joined, or whose secrets were erased.
    package func secrets(of participant: Participant.ID) throws -> ParticipantSecrets? {
        try transaction.first(
            "SELECT vote_key, vote_tag FROM participant_secret WHERE participant_id = \(participant)"
        ).map { ParticipantSecrets(key: try $0["vote_key"], tag: try $0["vote_tag"]) }
    }

    package func insert(_ participant: Participant, secrets: ParticipantSecrets) throws {
        try transaction.run(
            """
            INSERT INTO participant (id, dialogue_id, joined_at)
            VALUES (\(participant.id), \(participant.dialogue), \(participant.joinedAt))
            """)
        try transaction.run(
            """
            INSERT INTO participant_secret (participant_id, vote_key, vote_tag)
            VALUES (\(participant.id), \(secrets.key), \(secrets.tag))
            """)
    }

    package func participantCount(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first("SELECT COUNT(*) AS n FROM participant WHERE dialogue_id = \(dialogue)")?["n"] ?? 0
    }
}
