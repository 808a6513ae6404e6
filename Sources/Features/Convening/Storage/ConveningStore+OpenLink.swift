package import DialogueLog
import Journal
import SQLStore

/// Those who come by the link have no row of their own: whoever is in and has no admission by a code came by it.
extension ConveningStore {
    /// By which batch and with what a participant was admitted, as the log has it.
    package struct AdmittedParticipant: Sendable, Hashable {
        package let batch: Batch.ID
        /// The commitment in the entry that admitted them.
        package let credential: Commitment

        package init(batch: Batch.ID, credential: Commitment) {
            self.batch = batch
            self.credential = credential
        }
    }

    package func isAdmitted(_ participant: Participant.ID) throws -> Bool {
        try batch(of: participant) != nil
    }

    package func hasJoined(_ participant: Participant.ID) throws -> Bool {
        try transaction.first("SELECT 1 AS one FROM participant WHERE id = \(participant)") != nil
    }

    /// How many came in without a code, those counted who used one later, and those of whom the log has an entry and nothing else
    /// is left.
    package func cameByLink(in dialogue: Dialogue.ID) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) + (SELECT COALESCE(MAX(erased_by_link), 0) FROM dialogue WHERE id = \(dialogue)) AS n
            FROM participant LEFT JOIN admission ON admission.participant_id = participant.id
            WHERE participant.dialogue_id = \(dialogue)
            AND (admission.participant_id IS NULL OR admission.came_by_link = 1)
            """)?["n"] ?? 0
    }

    /// From now on the log has an entry of everybody who comes in by the link; of those who came before it gets one now.
    ///
    /// Does nothing to a draft, where nobody comes by the link, and the second time.
    func countLink(
        of dialogue: Dialogue, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        guard dialogue.phase != .draft, dialogue.admission != .codes else { return }
        let isFirst =
            try transaction.run(
                "UPDATE dialogue SET is_link_counted = 1 WHERE id = \(dialogue.id) AND is_link_counted = 0") == 1
        guard isFirst else { return }
        let journal = JournalStore(transaction)
        let batch = Batch.ID(openLinkOf: dialogue.id)
        try journal.append(
            .batchIssued(batch: batch.bytes, kind: .openLink, count: 0), in: dialogue.id.bytes, at: time,
            using: &generator)
        let before = try transaction.rows(
            """
            SELECT vote_key, vote_tag FROM participant
            JOIN participant_secret ON participant_secret.participant_id = participant.id
            LEFT JOIN admission ON admission.participant_id = participant.id
            WHERE participant.dialogue_id = \(dialogue.id)
            AND (admission.participant_id IS NULL OR admission.came_by_link = 1)
            """)
        for row in before {
            let secrets = ParticipantSecrets(key: try row["vote_key"], tag: try row["vote_tag"])
            try journal.append(
                .admitted(batch: batch.bytes, credential: Commitment(openLink: secrets)), in: dialogue.id.bytes,
                at: time, using: &generator)
        }
    }

    /// How many the log has an entry of, by batch; also those batches by which nobody came.
    package func admittedCounts(in dialogue: Dialogue.ID) throws -> [Batch.ID: Int] {
        var counts: [Batch.ID: Int] = [:]
        for standing in try batches(in: dialogue) { counts[standing.batch.id] = standing.used }
        if let link = try openLink(of: dialogue) { counts[link] = try cameByLink(in: dialogue) }
        return counts
    }

    /// Whether everybody who takes part has an entry of their admission in the log.
    package func needsAdmission(to dialogue: Dialogue.ID) throws -> Bool {
        guard let entrance = try openingAndEntrance(of: dialogue)?.entrance else { return false }
        return entrance.admission == .codes || entrance.isLinkCounted
    }

    /// The batch of those who come by the link; nil where the log has no entries of them.
    package func openLink(of dialogue: Dialogue.ID) throws -> Batch.ID? {
        try openingAndEntrance(of: dialogue)?.entrance.isLinkCounted ?? false
            ? Batch.ID(openLinkOf: dialogue) : nil
    }

    /// Everybody who was admitted by a code, whether or not they answered. Of others, ``openLink(of:)`` and what blinds their
    /// votes say how they came.
    package func admittedParticipants(in dialogue: Dialogue.ID) throws -> [Participant.ID: AdmittedParticipant] {
        var admitted: [Participant.ID: AdmittedParticipant] = [:]
        try transaction.forEachRow(
            """
            SELECT admission.participant_id, admission.batch_id, admission.credential FROM admission
            JOIN batch ON batch.id = admission.batch_id WHERE batch.dialogue_id = \(dialogue)
            """
        ) { row in
            guard let credential = Commitment(bytes: try row[2]) else {
                throw SQLStoreError(.unexpectedRow, "the credential of an admission is no commitment")
            }
            admitted[try row[0]] = AdmittedParticipant(batch: try row[1], credential: credential)
        }
        return admitted
    }
}
