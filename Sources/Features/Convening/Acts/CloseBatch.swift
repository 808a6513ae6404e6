import Journal
package import SQLStore

/// Revokes the unused codes of a batch; whoever is in stays in.
package struct CloseBatch: Sendable {
    package var batch: Batch.ID
    package var dialogue: Dialogue.ID
    package var standing: Standing

    package init(_ batch: Batch.ID, in dialogue: Dialogue.ID, by standing: Standing) {
        self.batch = batch
        self.dialogue = dialogue
        self.standing = standing
    }

    /// Does nothing to a batch that is closed.
    ///
    /// - Throws: ``BatchRefusal/notFound``, ``StandingRefusal``.
    package func perform(in transaction: SQLTransaction, at time: Int64) throws {
        try StandingRules.check(standing, reaches: .facilitator)
        let store = ConveningStore(transaction)
        guard try store.batches(in: dialogue).contains(where: { $0.batch.id == batch }) else {
            throw BatchRefusal.notFound
        }
        try store.close(batch, at: time)
    }
}
