import DialogueLog
import Journal
package import SQLStore

/// Confirms or drops what somebody proposed; confirmed, it is done and logged at once.
package struct DecideProposal: Sendable {
    package var decision: ProposedDecision.ID
    package var dialogue: Dialogue.ID
    package var isConfirmed: Bool
    package var standing: Standing

    package init(
        _ decision: ProposedDecision.ID, in dialogue: Dialogue.ID, isConfirmed: Bool, by standing: Standing
    ) {
        self.decision = decision
        self.dialogue = dialogue
        self.isConfirmed = isConfirmed
        self.standing = standing
    }

    /// - Parameter hasResult: whether the dialogue's final result is made: then nothing is confirmed any more.
    /// - Throws: ``ProposedDecisionRefusal``, ``StandingRefusal``, ``BatchRefusal/notFound``.
    package func perform(
        in transaction: SQLTransaction, hasResult: Bool, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws {
        try StandingRules.check(standing, reaches: ProposedDecisionRules.neededRole)
        let store = ConveningStore(transaction)
        guard let proposed = try store.proposedDecision(decision, in: dialogue) else {
            throw ProposedDecisionRefusal.notFound
        }
        if isConfirmed {
            try ProposedDecisionRules.checkConfirmation(of: proposed, by: standing.worker.id, at: time)
            try ProposedDecisionRules.checkChange(hasResult: hasResult)
        } else {
            try ProposedDecisionRules.checkDropping(proposed, at: time)
        }
        let state = isConfirmed ? ProposedDecision.State.confirmed : .dropped
        guard try store.decide(decision, state, by: standing, at: time) else {
            throw ProposedDecisionRefusal.alreadyDecided(state)
        }
        guard isConfirmed else { return }
        guard let batch = Batch.ID(rawValue: proposed.subject) else { throw BatchRefusal.notFound }
        try store.checkChange(proposed.kind, of: batch, in: dialogue)
        let approvers = [proposed.proposerRole.journalRole, standing.role.journalRole]
        let act: Act
        switch proposed.kind {
        case .excludeBatch:
            try store.exclude(batch, by: decision)
            act = .batchExcluded(batch: batch.bytes, reason: proposed.reason, approvers: approvers)
        case .restoreBatch:
            try store.restore(batch)
            act = .batchRestored(batch: batch.bytes, reason: proposed.reason, approvers: approvers)
        }
        try JournalStore(transaction).append(act, in: dialogue.bytes, at: time, using: &generator)
    }
}
