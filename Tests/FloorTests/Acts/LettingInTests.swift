import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Testing

@testable import Floor

/// Who may write in a dialogue, and what the log says of how they came in.
@Suite struct LettingInTests {
    @Test(arguments: DatabaseKind.allCases)
    func `where codes are needed nobody writes without one`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind, admission: .codes) { floor async throws in
            let (batch, codes) = try await floor.issue(2)
            let before = try await floor.journal().count
            let flag = FlagStatement(
                notUnderstood: true, floor.statements[0].id, in: floor.dialogue.id, as: floor.participant("stranger"))
            await #expect(throws: AdmissionRefusal.codeNeeded) {
                try await floor.vote(.agree, on: floor.statements[0], as: "stranger")
            }
            await #expect(throws: AdmissionRefusal.codeNeeded) {
                _ = try await floor.submit("Wells should be open to all.", as: "stranger", key: "k")
            }
            await #expect(throws: AdmissionRefusal.codeNeeded) {
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try flag.perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
            let dialogue = floor.dialogue.id
            #expect(try await floor.database.read { try ConveningStore($0).participantCount(in: dialogue) } == 0)
            #expect(try await floor.journal().count == before)

            try await floor.admit("invited", with: codes[0])
            try await floor.vote(.agree, on: floor.statements[0], as: "invited")
            _ = try await floor.submit("Wells should be open to all.", as: "invited", key: "k")
            #expect(try await floor.admissions() == [batch.id.bytes: 1])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `whoever comes by the link has one entry, at their first answer`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let link = Batch.ID(openLinkOf: floor.dialogue.id).bytes
            let issued = try await floor.journal().filter { $0.type == 0x0018 }
            #expect(issued.map { $0.fields.first { $0.tag == 0x11 }?.value } == [link])
            for name in ["a", "b", "c"] {
                for statement in floor.statements.prefix(3) { try await floor.vote(.agree, on: statement, as: name) }
            }
            #expect(try await floor.admissions() == [link: 3])
            let dialogue = floor.dialogue.id
            #expect(
                try await floor.database.read { try ConveningStore($0).admittedCounts(in: dialogue) }
                    == [Batch.ID(openLinkOf: dialogue): 3])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `somebody who answered by the link may use a code later, and the log has both`(kind: DatabaseKind) async throws
    {
        try await FloorFixture.with(kind, admission: .openAndCodes) { floor async throws in
            let link = Batch.ID(openLinkOf: floor.dialogue.id)
            let (batch, codes) = try await floor.issue(3)
            try await floor.vote(.agree, on: floor.statements[0], as: "by link")
            try await floor.vote(.agree, on: floor.statements[0], as: "later")
            try await floor.admit("later", with: codes[0])
            try await floor.admit("by code", with: codes[1])
            try await floor.vote(.pass, on: floor.statements[0], as: "by code")
            #expect(try await floor.admissions() == [link.bytes: 2, batch.id.bytes: 2])
            let dialogue = floor.dialogue.id
            let counts = try await floor.database.read { try ConveningStore($0).admittedCounts(in: dialogue) }
            #expect(counts == [link: 2, batch.id: 2])
        }
    }

    /// Every entry of the log can be found again from what the database has of a person, and belongs to one of them.
    @Test(arguments: DatabaseKind.allCases)
    func `each person leads to their own entry`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind, admission: .openAndCodes) { floor async throws in
            let (_, codes) = try await floor.issue(2)
            let names = ["a", "b", "c", "d"]
            for name in names.prefix(2) { try await floor.vote(.agree, on: floor.statements[0], as: name) }
            for (name, code) in zip(names.suffix(2), codes) { try await floor.admit(name, with: code) }
            let entries = try await floor.journal().filter { $0.type == 0x0010 }
            let logged = Set(
                entries.map { entry in
                    [0x11, 0x20].map { tag in
                        entry.fields.first { $0.tag == tag }?.value ?? []
                    }
                })
            let dialogue = floor.dialogue.id
            let people = names.map(floor.participant)
            let found = try await floor.database.read { transaction in
                let store = ConveningStore(transaction)
                let byCode = try store.admittedParticipants(in: dialogue)
                let link = try store.openLink(of: dialogue)
                return try people.map { person in
                    let admission = byCode[person]
                    let own = try store.secrets(of: person).map(Commitment.init(openLink:))
                    return [admission?.batch ?? link].compactMap { $0?.bytes }
                        + [admission?.credential ?? own].compactMap { $0?.bytes }
                }
            }
            #expect(Set(found) == logged)
            #expect(logged.count == 4)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `people of a conversation that was brought in have entries too`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let conversation = BroughtConversation(
                statements: [
                    .init(number: 0, text: "Wells for all.", language: "en", origin: .participant, madeAt: 1)
                ], votes: (0..<5).map { .init(participant: $0, statement: 0, choice: .agree, castAt: 1) })
            var draft = DialogueDraft(floor.dialogue)
            draft.slug = "brought"
            let act = BringConversation(conversation, as: draft, phase: .closed)
            let entries = try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let made = try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
                return try JournalStore(transaction).waiting(in: made.id.bytes)
            }
            #expect(entries.count { $0.type == 0x0010 } == 5)
            #expect(Set(entries).count == entries.count)
        }
    }
}
