import DialogueLog
import Journal
import SQLStore

/// A code's row: its batch, and whether anybody used it. Who did is kept nowhere.
struct KeptCode {
    let batch: Batch
    let isUsed: Bool
}

extension ConveningStore {
    func insert(_ batch: Batch) throws {
        try transaction.run(
            """
            INSERT INTO batch (id, dialogue_id, kind, name, area, codes, made_at)
            VALUES (\(batch.id), \(batch.dialogue), \(Int(batch.kind.rawValue)), \(batch.name), \(batch.area), \
            \(batch.codes), \(batch.madeAt))
            """)
    }

    func hasBatch(_ id: Batch.ID) throws -> Bool {
        try transaction.first("SELECT 1 AS one FROM batch WHERE id = \(id)") != nil
    }

    func insertCode(digest: [UInt8], of batch: Batch.ID) throws {
        try transaction.run("INSERT INTO admission_code (digest, batch_id) VALUES (\(digest), \(batch))")
    }

    func code(digest: [UInt8], in dialogue: Dialogue.ID) throws -> KeptCode? {
        try transaction.first(
            """
            SELECT batch.*, admission_code.is_used FROM admission_code
            JOIN batch ON batch.id = admission_code.batch_id
            WHERE admission_code.digest = \(digest) AND batch.dialogue_id = \(dialogue)
            """
        ).map { KeptCode(batch: try batch(from: $0), isUsed: try $0["is_used"] == 1) }
    }

    /// False where somebody else was quicker, or the batch was closed meanwhile.
    func takeCode(digest: [UInt8]) throws -> Bool {
        try transaction.run(
            """
            UPDATE admission_code SET is_used = 1 WHERE digest = \(digest) AND is_used = 0
            AND batch_id IN (SELECT id FROM batch WHERE closed_at IS NULL)
            """) == 1
    }

    func insertAdmission(
        of participant: Participant.ID, to batch: Batch.ID, credential: Commitment, cameByLink: Bool
    ) throws {
        try transaction.run(
            """
            INSERT INTO admission (participant_id, batch_id, credential, came_by_link)
            VALUES (\(participant), \(batch), \(credential.bytes), \(cameByLink ? 1 : 0))
            """)
    }

    /// The batch somebody came in by; nil for those who came by the open link.
    package func batch(of participant: Participant.ID) throws -> Batch.ID? {
        try transaction.first("SELECT batch_id FROM admission WHERE participant_id = \(participant)")?["batch_id"]
    }

    /// All batches of a dialogue, oldest first, with how they stand.
    package func batches(in dialogue: Dialogue.ID) throws -> [BatchStanding] {
        try transaction.rows(
            """
            SELECT batch.*,
                (SELECT COUNT(*) FROM admission WHERE admission.batch_id = batch.id) AS used,
                (SELECT COUNT(*) FROM batch_exclusion WHERE batch_exclusion.batch_id = batch.id) AS exclusions
            FROM batch WHERE dialogue_id = \(dialogue) ORDER BY made_at, id
            """
        ).map { row in
            BatchStanding(
                batch: try batch(from: row), used: try row["used"], isExcluded: try row["exclusions"] as Int > 0)
        }
    }

    func close(_ batch: Batch.ID, at time: Int64) throws {
        try transaction.run("UPDATE batch SET closed_at = \(time) WHERE id = \(batch) AND closed_at IS NULL")
    }

    func exclude(_ batch: Batch.ID, by decision: ProposedDecision.ID) throws {
        try transaction.run("INSERT INTO batch_exclusion (batch_id, decision_id) VALUES (\(batch), \(decision))")
    }

    func restore(_ batch: Batch.ID) throws {
        try transaction.run("DELETE FROM batch_exclusion WHERE batch_id = \(batch)")
    }

    private func batch(from row: SQLRow) throws -> Batch {
        guard let kind = BatchKind(rawValue: UInt8(clamping: try row["kind"] as Int)) else {
            throw SQLStoreError(.unexpectedRow, "a batch is of no known kind")
        }
        return Batch(
            id: try row["id"], dialogue: try row["dialogue_id"], kind: kind, name: try row["name"],
            area: try row["area"], codes: try row["codes"], madeAt: try row["made_at"], closedAt: try row["closed_at"])
    }
}
