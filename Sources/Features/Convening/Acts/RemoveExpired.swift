import Journal
package import SQLStore

/// Removes what is not needed any more: sessions and links that have run out, and codes to dialogues that are over.
package struct RemoveExpired: Sendable {
    /// How long codes stay after the end of a dialogue, in milliseconds, in case its end is moved: a day.
    static let graceForCodes: Int64 = 86_400_000

    package init() {}

    package func perform(in transaction: SQLTransaction, at time: Int64) throws {
        let store = ConveningStore(transaction)
        try store.deleteExpired(at: time)
        for dialogue in try store.dialogues() where dialogue.isClosed(at: time - Self.graceForCodes) {
            try store.deleteCodes(of: dialogue.id)
        }
    }
}
