package import Convening
import DialogueLog
import Journal
package import SQLStore

/// "I don't understand it", or no longer. It tells the moderators about the statement and is never an answer.
package struct FlagStatement: Sendable {
    package var isNotUnderstood: Bool
    package var statement: Statement.ID
    package var dialogue: Dialogue.ID
    package var participant: Participant.ID

    package init(
        notUnderstood isNotUnderstood: Bool, _ statement: Statement.ID, in dialogue: Dialogue.ID,
        as participant: Participant.ID
    ) {
        self.isNotUnderstood = isNotUnderstood
        self.statement = statement
        self.dialogue = dialogue
        self.participant = participant
    }

    /// - Throws: ``VoteRefusal``, `AdmissionRefusal.codeNeeded`.
    package func perform(
        in transaction: SQLTransaction, at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        guard let (opening, entrance) = try ConveningStore(transaction).openingAndEntrance(of: dialogue) else {
            throw VoteRefusal.noSuchStatement
        }
        let store = FloorStore(transaction)
        try VotingRules.check(opening, try store.state(of: statement, in: dialogue), at: time)
        let last = try store.flag(of: participant, on: statement)
        guard (last?.isRaised ?? false) != isNotUnderstood else { return }

        let secrets = try JoinDialogue(dialogue, as: participant, by: .link(entrance))
            .perform(in: transaction, at: time, using: &generator)
        let revision = (last?.revision ?? 0) + 1
        try store.setFlag(isNotUnderstood, revision: revision, of: participant, on: statement)
        let commitment = Commitment(
            notUnderstood: isNotUnderstood, dialogue: dialogue.bytes, statement: statement.bytes,
            revision: UInt32(clamping: revision), secrets: secrets)
        try JournalStore(transaction).append(.flag(commitment), in: dialogue.bytes, at: time, using: &generator)
    }
}
