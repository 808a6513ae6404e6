package import DialogueLog
import Journal
import SQLStore

/// What makes somebody be forgotten, as far as these tables know them.
extension ConveningStore {
    package func isParticipant(_ participant: Participant.ID) throws -> Bool {
        try transaction.first("SELECT 1 AS one FROM participant WHERE id = \(participant)") != nil
    }

    /// The entry of the log that says somebody was admitted, as long as it can be opened; nil for those who came by the open
    /// link.
    package func admissionEntry(of participant: Participant.ID, in dialogue: Dialogue.ID) throws -> CanonicalEntry? {
        let row = try transaction.first(
            """
            SELECT admission.batch_id, admission.salt, admission_code.digest FROM admission
            JOIN admission_code ON admission_code.participant_id = admission.participant_id
            WHERE admission.participant_id = \(participant)
            """)
        guard let row else { return nil }
        let batch: Batch.ID = try row["batch_id"]
        let credential = Commitment(credential: try row["digest"], salt: try row["salt"])
        return Act.admitted(batch: batch.bytes, credential: credential).entry(in: dialogue.bytes, at: 0)
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
        let nobody = Participant.ID(bytes: randomBytes(16, using: &generator))
        try transaction.run(
            "UPDATE admission_code SET participant_id = \(nobody) WHERE participant_id = \(participant)")
        try transaction.run(
            """
            UPDATE admission SET participant_id = \(nobody), salt = \([UInt8]()) WHERE participant_id = \(participant)
            """)
        try transaction.run("DELETE FROM participant_secret WHERE participant_id = \(participant)")
        try transaction.run("DELETE FROM participant WHERE id = \(participant)")
    }
}
