import Journal
package import SQLStore

/// Proposes that the votes of a batch count no longer, or count again. It does nothing by itself.
package struct ProposeBatchDecision: Sendable {
    package var kind: ProposedDecision.Kind
    package var batch: Batch.ID
    package var dialogue: Dialogue.ID
    package var reason: BatchDecisionReason
    package var standing: Standing

    package init(
        _ kind: ProposedDecision.Kind, _ batch: Batch.ID, in dialogue: Dialogue.ID, because reason: BatchDecisionReason,
        by standing: Standing
    ) {
        self.kind = kind
        self.batch = batch
        self.dialogue = dialogue
        self.reason = reason
        self.standing = standing
    }

    /// - Parameter hasResult: whether the dialogue's final result is made.
    /// - Throws: ``BatchRefusal/notFound``, ``ProposedDecisionRefusal``, ``StandingRefusal``.
    package func perform(
        in transaction: SQLTransaction, hasResult: Bool, at time: Int64,
        using generator: inout some RandomNumberGenerator
    ) throws -> ProposedDecision {
        try StandingRules.check(standing, reaches: ProposedDecisionRules.neededRole)
        try ProposedDecisionRules.checkChange(hasResult: hasResult)
        try ProposedDecisionRules.check(reason, for: kind)
        let store = ConveningStore(transaction)
        try store.checkChange(kind, of: batch, in: dialogue)
        let isProposed = try store.waitingDecisions(in: dialogue, at: time)
            .contains { $0.kind == kind && $0.subject == batch.rawValue }
        if isProposed { throw ProposedDecisionRefusal.alreadyProposed }
        let decision = ProposedDecision(
            id: ProposedDecision.ID(at: time, using: &generator), dialogue: dialogue, kind: kind,
            subject: batch.rawValue, reason: reason.rawValue, proposer: standing.worker.id,
            proposerRole: standing.role, proposedAt: time)
        try store.insert(decision)
        return decision
    }
}

extension ConveningStore {
    /// - Throws: ``BatchRefusal/notFound``, ``ProposedDecisionRefusal/nothingToChange``.
    func checkChange(_ kind: ProposedDecision.Kind, of batch: Batch.ID, in dialogue: Dialogue.ID) throws {
        guard let found = try batches(in: dialogue).first(where: { $0.batch.id == batch }) else {
            throw BatchRefusal.notFound
        }
        if found.isExcluded == (kind == .excludeBatch) { throw ProposedDecisionRefusal.nothingToChange }
    }
}
