import DialogueLog
import Journal
package import SQLStore

/// Lets somebody in with a code, which is used up by it.
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

    /// What is written connects the participant with a batch and an entry of the log, and with no code.
    ///
    /// - Throws: ``AdmissionRefusal``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        let code = try AdmissionCode(reading: typed)
        let store = ConveningStore(transaction)
        let digest = keyedDigest(of: code.characters, key: try store.admissionPepper(using: &generator))
        let batch = try check(digest: digest, in: store, at: time)
        guard try store.takeCode(digest: digest) else { throw AdmissionRefusal.codeUsed }
        let cameByLink = try store.hasJoined(participant)
        _ = try JoinDialogue(dialogue, as: participant, by: .code)
            .perform(in: transaction, at: time, using: &generator)
        let credential = Commitment(credential: digest, salt: randomBytes(32, using: &generator))
        try store.insertAdmission(of: participant, to: batch.id, credential: credential, cameByLink: cameByLink)
        try JournalStore(transaction).append(
            .admitted(batch: batch.id.bytes, credential: credential), in: dialogue.bytes, at: time,
            using: &generator)
    }

    /// Whether ``perform(in:at:using:)`` would let them in now. Writes nothing, so that tries cost no more than pages.
    ///
    /// - Throws: ``AdmissionRefusal``.
    package func check(in transaction: SQLTransaction, at time: Int64) throws {
        let code = try AdmissionCode(reading: typed)
        let store = ConveningStore(transaction)
        // Without the secret no code was ever made.
        guard let pepper = try store.knownAdmissionPepper() else { throw AdmissionRefusal.codeUnknown }
        _ = try check(digest: keyedDigest(of: code.characters, key: pepper), in: store, at: time)
    }

    private func check(digest: [UInt8], in store: ConveningStore, at time: Int64) throws -> Batch {
        guard let kept = try store.code(digest: digest, in: dialogue), let opening = try store.opening(of: dialogue)
        else { throw AdmissionRefusal.codeUnknown }
        try AdmissionRules.check(
            isUsed: kept.isUsed, isRevoked: kept.batch.closedAt != nil,
            isAdmitted: try store.isAdmitted(participant))
        if opening.isClosed(at: time) { throw AdmissionRefusal.dialogueClosed }
        return kept.batch
    }
}
