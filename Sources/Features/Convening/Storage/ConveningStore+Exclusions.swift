import Journal
package import SQLStore

extension ConveningStore {
    /// The ids of everybody who was admitted by a batch that is excluded, for `NOT IN (…)`: their votes do not count.
    package static func excludedParticipants(in dialogue: Dialogue.ID) -> SQLQuery {
        """
        SELECT admission.participant_id FROM batch_exclusion
        JOIN batch ON batch.id = batch_exclusion.batch_id
        JOIN admission ON admission.batch_id = batch.id
        WHERE batch.dialogue_id = \(dialogue)
        """
    }

    /// The batches of which the votes do not count now.
    package func exclusions(in dialogue: Dialogue.ID) throws -> Set<Batch.ID> {
        Set(
            try transaction.rows(
                """
                SELECT batch.id FROM batch_exclusion JOIN batch ON batch.id = batch_exclusion.batch_id
                WHERE batch.dialogue_id = \(dialogue)
                """
            ).map { try $0[0] as Batch.ID })
    }

    /// Those of some people who were admitted by a batch that is excluded.
    package func excluded(among people: Set<Participant.ID>, in dialogue: Dialogue.ID) throws -> Set<Participant.ID> {
        var found: Set<Participant.ID> = []
        let sorted = people.sorted()
        for start in stride(from: 0, to: sorted.count, by: 500) {
            try transaction.forEachRow(
                """
                SELECT admission.participant_id FROM admission
                JOIN batch_exclusion ON batch_exclusion.batch_id = admission.batch_id
                JOIN batch ON batch.id = admission.batch_id
                WHERE batch.dialogue_id = \(dialogue)
                AND admission.participant_id IN (\(list: sorted[start..<min(start + 500, sorted.count)]))
                """
            ) { found.insert(try $0[0]) }
        }
        return found
    }

    /// The decision by which somebody's votes do not count; nil where they do.
    package func exclusion(of participant: Participant.ID, in dialogue: Dialogue.ID) throws -> ProposedDecision? {
        let id: ProposedDecision.ID? = try transaction.first(
            """
            SELECT batch_exclusion.decision_id FROM admission
            JOIN batch_exclusion ON batch_exclusion.batch_id = admission.batch_id
            WHERE admission.participant_id = \(participant)
            """)?["decision_id"]
        return try id.flatMap { try proposedDecision($0, in: dialogue) }
    }

    /// Hands over by which batch each participant was admitted; those who came by the open link without one are not named.
    package func forEachAdmission(
        in dialogue: Dialogue.ID, _ body: (Participant.ID, Batch.ID) throws -> Void
    ) throws {
        try transaction.forEachRow(
            """
            SELECT admission.participant_id, admission.batch_id FROM admission JOIN batch ON batch.id = admission.batch_id
            WHERE batch.dialogue_id = \(dialogue)
            """
        ) { try body(try $0[0], try $0[1]) }
    }
}
