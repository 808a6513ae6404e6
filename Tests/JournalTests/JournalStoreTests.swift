import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Testing

@Suite struct JournalStoreTests {
    @Test(arguments: DatabaseKind.allCases)
    func `acts wait in the outbox and come back as written`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: JournalSchema.migrations) { database async throws in
            let dialogue = Array(repeating: UInt8(5), count: 16)
            let acts: [Act] = [
                .phaseChanged(to: 2, role: .owner),
                .statement(
                    id: Array(repeating: 1, count: 16), text: Commitment(text: "Canals", salt: [1]), language: "en",
                    origin: 2),
            ]
            try await database.write { transaction in
                var generator = SeededGenerator(seed: 4)
                for act in acts {
                    try JournalStore(transaction).append(act, in: dialogue, at: 0, using: &generator)
                }
            }
            let waiting = try await database.read { try JournalStore($0).waiting(in: dialogue) }
            #expect(Set(waiting) == Set(acts.map { $0.entry(in: dialogue, at: 0) }))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an act is journaled with what it did or not at all`(kind: DatabaseKind) async throws {
        struct Stop: Error {}
        try await withDatabase(kind, migrations: JournalSchema.migrations) { database async throws in
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    var generator = SeededGenerator(seed: 5)
                    try JournalStore(transaction)
                        .append(.phaseChanged(to: 2, role: .owner), in: [1], at: 0, using: &generator)
                    throw Stop()
                }
            }
            #expect(try await database.read { try JournalStore($0).waiting(in: [1]) }.isEmpty)
        }
    }
}
