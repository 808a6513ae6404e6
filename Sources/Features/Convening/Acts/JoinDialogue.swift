package import DialogueLog
import Journal
package import SQLStore

/// Makes a participant of somebody, at their first answer or statement.
package struct JoinDialogue: Sendable {
    package var dialogue: Dialogue.ID
    package var participant: Participant.ID

    package init(_ dialogue: Dialogue.ID, as participant: Participant.ID) {
        self.dialogue = dialogue
        self.participant = participant
    }

    /// Does nothing for somebody who has joined before.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws -> ParticipantSecrets {
        let store = ConveningStore(transaction)
        if let secrets = try store.secrets(of: participant) { return secrets }
        let secrets = ParticipantSecrets(using: &generator)
        try store.insert(
            Participant(id: participant, dialogue: dialogue, joinedAt: Participant.coarse(time)), secrets: secrets)
        return secrets
    }
}
