package import DialogueLog
package import SQLStore

/// Where acts are written down, in the same transaction as what they did.
///
/// Entries wait in the outbox until they are sequenced into the dialogue's log; nothing here is acknowledged, published or
/// signed.
package struct JournalStore {
    private let transaction: SQLTransaction

    package init(_ transaction: SQLTransaction) {
        self.transaction = transaction
    }

    package func append(
        _ act: Act, in dialogue: [UInt8], at time: Int64, using generator: inout some RandomNumberGenerator
    ) throws {
        let id = Identifier<CanonicalEntry>(bytes: randomBytes(16, using: &generator))
        let log = Identifier<Act>(bytes: dialogue)
        let bytes = act.entry(in: dialogue, at: time).bytes
        if act.isBlinded {
            try transaction.run(
                "INSERT INTO outbox (id, dialogue_id, is_blinded, entry) VALUES (\(id), \(log), 1, \(bytes))")
        } else {
            try transaction.run(
                """
                INSERT INTO outbox (id, dialogue_id, is_blinded, entry, place)
                VALUES (\(id), \(log), 0, \(bytes), COALESCE((
                    SELECT place FROM outbox WHERE dialogue_id = \(log) AND is_blinded = 0 AND place IS NOT NULL
                    ORDER BY place DESC LIMIT 1), 0) + 1)
                """)
        }
    }

    /// The entries of one dialogue that wait, in no order that means anything.
    package func waiting(in dialogue: [UInt8]) throws -> [CanonicalEntry] {
        try transaction.rows(
            "SELECT entry FROM outbox WHERE dialogue_id = \(Identifier<Act>(bytes: dialogue)) ORDER BY id"
        )
        .map { row in
            guard let entry = CanonicalEntry(bytes: try row["entry"]) else {
                throw SQLStoreError(.unexpectedRow, "an outbox row does not hold a canonical entry")
            }
            return entry
        }
    }
}
