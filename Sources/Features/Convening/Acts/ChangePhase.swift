import DialogueLog
import Journal
package import SQLStore

/// Opens, pauses or closes a dialogue.
package struct ChangePhase: Sendable {
    package var dialogue: Dialogue.ID
    package var phase: Dialogue.Phase
    package var standing: Standing?

    package init(of dialogue: Dialogue.ID, to phase: Dialogue.Phase, by standing: Standing?) {
        self.dialogue = dialogue
        self.phase = phase
        self.standing = standing
    }

    /// - Parameter shownStatements: how many statements people could answer now.
    /// - Returns: the dialogue as it is now; nil when there is none.
    /// - Throws: ``PhaseRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, shownStatements: Int, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> Dialogue? {
        if let standing { try StandingRules.check(standing, reaches: .facilitator) }
        let store = ConveningStore(transaction)
        guard var dialogue = try store.dialogue(dialogue) else { return nil }
        guard dialogue.phase != phase else { return dialogue }
        try PhaseLifecycle.check(dialogue, to: phase, shownStatements: shownStatements, at: time)
        dialogue.phase = phase
        if phase == .closed { dialogue.closesAt = time }
        try store.update(dialogue)
        try store.countLink(of: dialogue, at: time, using: &generator)
        try JournalStore(transaction).append(
            .phaseChanged(to: phase.code, role: standing?.role.journalRole ?? .program),
            in: dialogue.id.bytes, at: time, using: &generator)
        return dialogue
    }
}
