import Convening
import DialogueLog
import Floor
import JirgaTestSupport
import Journal
import OpinionAnalysis
import SQLStore
import Testing

@Suite struct CountVotesTests {
    @Test(arguments: DatabaseKind.allCases)
    func `a count holds what people answered and comes back as it was kept`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            for person in 0..<12 {
                for statement in floor.statements {
                    try await floor.vote(person < 6 ? .agree : .disagree, on: statement, as: "p\(person)")
                }
            }
            let made = try #require(
                try await CountVotes(in: floor.dialogue.id).perform(on: floor.database, at: { FloorFixture.now }))
            #expect(!made.isFinal)
            #expect(made.map.participants.count == 12)
            #expect(made.map.statements.map(\.agrees) == Array(repeating: 6, count: 10))
            let dialogue = floor.dialogue.id
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshot(of: dialogue) } == made)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `after closing there is one final count, and it is journaled`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind, closesAt: FloorFixture.now + 1) { floor async throws in
            try await floor.vote(.agree, on: floor.statements[0], as: "a")
            let later = FloorFixture.now + 60_000
            let before = try await floor.journal().count
            let count = CountVotes(in: floor.dialogue.id)
            let first = try #require(try await count.perform(on: floor.database, at: { later }))
            #expect(first.isFinal)
            _ = try await count.perform(on: floor.database, at: { later + 1 })
            let dialogue = floor.dialogue.id
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshotID(of: dialogue) } == first.id)
            #expect(try await floor.journal().count == before + 1)
        }
    }

    @Test func `a count is final only once every vote is sealed, and says in which log`() async throws {
        try await FloorFixture.with(.sqlite, closesAt: FloorFixture.now + 1) { floor async throws in
            try await floor.vote(.agree, on: floor.statements[0], as: "a")
            let later = FloorFixture.now + 60_000
            var count = CountVotes(in: floor.dialogue.id)
            count.waitsForSealing = true
            #expect(try await count.perform(on: floor.database, at: { later })?.isFinal == false)
            let folder = try TemporaryFolder()
            let keys = try KeyFolder(folder.path("keys")).make(for: "jirga.example")
            let log = LogID(dialogue: floor.dialogue.id.bytes)
            let terms = LogTerms(rules: digest(of: "rules"), pace: .protected, isAtRest: true)
            let outcome = try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try SequenceEntries(into: log, keys: keys, terms: terms)
                    .perform(in: transaction, at: later, using: &generator)
            }
            #expect(try await count.perform(on: floor.database, at: { later })?.isFinal == true)
            let result = try await floor.journal().first { $0.type == 0x50 }
            #expect(result?[0x51]?.last == UInt8(outcome.sealed))
            #expect(result?[0x52]?.count == 32)
        }
    }

    @Test func `the digest of the votes does not depend on the order they are read in`() {
        var generator = SeededGenerator(seed: 21)
        let dialogue = Dialogue.ID(bytes: [1])
        let statements = (1...5).map {
            Statement(
                id: Statement.ID(bytes: [UInt8($0)]), dialogue: dialogue, number: $0, origin: .facilitator,
                language: "en", text: "S\($0)", state: .shown, madeAt: 0)
        }
        var rows: [(Participant.ID, Statement.ID, VoteChoice)] = []
        for person in 0..<10 {
            for statement in statements {
                rows.append(
                    (
                        Participant.ID(secret: "\(person)", in: dialogue), statement.id,
                        VoteChoice.allCases.randomElement(using: &generator) ?? .pass
                    ))
            }
        }
        let digest = FloorVotes(statements: statements, votes: rows).digest
        for _ in 0..<5 {
            rows.shuffle(using: &generator)
            #expect(FloorVotes(statements: statements.shuffled(using: &generator), votes: rows).digest == digest)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what a moderator took out tells no groups apart`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            for person in 0..<20 {
                for (place, statement) in floor.statements.enumerated() {
                    let isAgreed = place == 4 ? person < 10 : person.isMultiple(of: 2)
                    try await floor.vote(isAgreed ? .agree : .disagree, on: statement, as: "p\(person)")
                }
            }
            try await floor.moderate(.hide, floor.statements[4], reason: .offTopic)
            let made = try #require(
                try await CountVotes(in: floor.dialogue.id).perform(on: floor.database, at: { FloorFixture.now }))
            #expect(made.map.statements.first { $0.id == "5" }?.extremity == 0)
            #expect(made.map.axes.components.allSatisfy { abs($0[4]) < 1e-12 })
        }
    }
}
