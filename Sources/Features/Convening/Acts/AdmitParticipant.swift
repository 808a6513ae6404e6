import DialogueLog
import Journal
package import SQLStore

/// Lets somebody in with a code, which from then on is theirs.
package struct AdmitParticipant: Sendable {
    package var participant: Participant.ID
    package var dialogue: Dialogue.ID
    /// As it was typed.
    package var typed: String

    package init(_ participant: Participant.ID, to dialogue: Dialogue.ID, typed: String) {
        self.participant = participant
        self.dialogue = dialogue
        self.typed = typed
    }

    /// Does nothing where the code is this participant's already.
    ///
    /// - Throws: ``AdmissionRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        guard let code = AdmissionCode(typed: typed) else { throw AdmissionRefusal.codeNotGood }
        let store = ConveningStore(transaction)
        let digest = keyedDigest(of: code.characters, key: try store.admissionPepper(using: &generator))
        guard let kept = try store.code(digest: digest, in: dialogue) else { throw AdmissionRefusal.codeNotGood }
        try AdmissionRules.check(
            holder: kept.holder, isRevoked: kept.batch.closedAt != nil,
            isAdmitted: try store.batch(of: participant) != nil, participant: participant)
        if kept.holder == participant { return }
        guard try store.takeCode(digest: digest, for: participant) else { throw AdmissionRefusal.codeUsed }
        _ = try JoinDialogue(dialogue, as: participant).perform(in: transaction, at: time, using: &generator)
        let salt = randomBytes(32, using: &generator)
        try store.insertAdmission(of: participant, to: kept.batch.id, salt: salt)
        try JournalStore(transaction).append(
            .admitted(batch: kept.batch.id.bytes, credential: Commitment(credential: digest, salt: salt)),
            in: dialogue.bytes, at: time, using: &generator)
    }
}
