package import DialogueLog
import Journal
package import SQLStore

/// Makes a participant of somebody, at their first answer or statement or when they use a code.
///
/// Everything that people write goes through here, so that nobody writes in a dialogue who was not let in.
package struct JoinDialogue: Sendable {
    package enum Way: Sendable, Hashable {
        /// By the link alone, where the dialogue lets people in by it.
        case link(Dialogue.Entrance)
        /// By a code that was found good.
        case code
    }

    package var dialogue: Dialogue.ID
    package var participant: Participant.ID
    package var way: Way

    package init(_ dialogue: Dialogue.ID, as participant: Participant.ID, by way: Way) {
        self.dialogue = dialogue
        self.participant = participant
        self.way = way
    }

    /// Does nothing for somebody who has joined before.
    ///
    /// - Throws: ``AdmissionRefusal/codeNeeded``.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> ParticipantSecrets {
        let store = ConveningStore(transaction)
        if let secrets = try store.secrets(of: participant) { return secrets }
        if case .link(let entrance) = way { try AdmissionRules.check(cameByLinkTo: entrance.admission) }
        let secrets = ParticipantSecrets(using: &generator)
        try store.insert(
            Participant(id: participant, dialogue: dialogue, joinedAt: Participant.coarse(time)), secrets: secrets)
        if case .link(let entrance) = way, entrance.isLinkCounted {
            let batch = Batch.ID(openLinkOf: dialogue)
            try JournalStore(transaction).append(
                .admitted(batch: batch.bytes, credential: Commitment(openLink: secrets)), in: dialogue.bytes, at: time,
                using: &generator)
        }
        return secrets
    }
}
