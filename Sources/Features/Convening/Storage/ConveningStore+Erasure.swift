package import DialogueLog
import Journal
import SQLStore

/// What makes somebody be forgotten, as far as these tables know them.
extension ConveningStore {
    /// The entries of the log that say somebody was admitted, as long as they can be told from others.
    package func admissionEntries(of participant: Participant.ID, in dialogue: Dialogue.ID) throws -> [CanonicalEntry] {
        var entries: [CanonicalEntry] = []
        func add(_ batch: Batch.ID, _ credential: Commitment) {
            entries.append(Act.admitted(batch: batch.bytes, credential: credential).entry(in: dialogue.bytes, at: 0))
        }
        let row = try transaction.first(
            "SELECT batch_id, credential, came_by_link FROM admission WHERE participant_id = \(participant)")
        if let row, let credential = Commitment(bytes: try row["credential"]) { add(try row["batch_id"], credential) }
        if try row == nil || row?["came_by_link"] == 1, let link = try openLink(of: dialogue),
            let secrets = try secrets(of: participant)
        {
            add(link, Commitment(openLink: secrets))
        }
        return entries
    }

    /// Removes what codes digest to. How many there were and how many came with them stays.
    func deleteCodes(of dialogue: Dialogue.ID) throws {
        try transaction.run(
            "DELETE FROM admission_code WHERE batch_id IN (SELECT id FROM batch WHERE dialogue_id = \(dialogue))")
    }

    /// Erases the participant with their secrets, and all rows of later features that hang on them. A code they came with
    /// stays used, and their batch has as many admitted as before; neither says any more who it was.
    package func forget(
        _ participant: Participant.ID, using generator: inout some RandomNumberGenerator
    ) throws {
        try transaction.run(
            """
            UPDATE dialogue SET erased_by_link = erased_by_link + 1
            WHERE is_link_counted = 1 AND id IN (SELECT dialogue_id FROM participant WHERE id = \(participant))
            AND NOT EXISTS (
                SELECT 1 FROM admission WHERE participant_id = \(participant) AND came_by_link = 0)
            """)
        let nobody = Participant.ID(bytes: randomBytes(16, using: &generator))
        let nothing = randomBytes(32, using: &generator)
        try transaction.run(
            """
            UPDATE admission SET participant_id = \(nobody), credential = \(nothing), came_by_link = 0
            WHERE participant_id = \(participant)
            """)
        try transaction.run("DELETE FROM participant_secret WHERE participant_id = \(participant)")
        try transaction.run("DELETE FROM participant WHERE id = \(participant)")
    }
}
