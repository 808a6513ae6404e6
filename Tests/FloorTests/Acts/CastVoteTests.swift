import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Testing

@testable import Floor

@Suite struct CastVoteTests {
    @Test(arguments: DatabaseKind.allCases)
    func `a vote is a row and an entry of the journal`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let before = try await floor.journal().count
            let outcome = try await floor.vote(.agree, on: floor.statements[0], as: "a")
            #expect(outcome == CastVote.Outcome(before: nil, now: .agree))
            let participant = floor.participant("a")
            let answers = try await floor.database.read { try FloorStore($0).answers(of: participant) }
            #expect(answers == [floor.statements[0].id: .agree])
            // The first one has an entry of who came in as well.
            #expect(try await floor.journal().count == before + 2)
            try await floor.vote(.agree, on: floor.statements[1], as: "a")
            #expect(try await floor.journal().count == before + 3)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the same answer sent twice counts once and is journaled once`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            try await floor.vote(.pass, on: floor.statements[0], as: "a")
            let entries = try await floor.journal().count
            let again = try await floor.vote(.pass, on: floor.statements[0], as: "a")
            #expect(again == CastVote.Outcome(before: .pass, now: .pass))
            #expect(try await floor.journal().count == entries)
            let id = floor.statements[0].id
            #expect(try await floor.database.read { try FloorStore($0).voteCount(on: id) } == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an answer that arrives after a newer one changes nothing`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let statement = floor.statements[0]
            try await floor.vote(.disagree, on: statement, as: "a", after: 0)
            let entries = try await floor.journal().count
            await #expect(throws: VoteRefusal.overtaken) {
                try await floor.vote(.agree, on: statement, as: "a", after: 0)
            }
            let again = try await floor.vote(.disagree, on: statement, as: "a", after: 0)
            #expect(again == CastVote.Outcome(before: .disagree, now: .disagree))
            try await floor.vote(nil, on: statement, as: "a", after: 1)
            let undone = try await floor.vote(nil, on: statement, as: "a", after: 1)
            #expect(undone == CastVote.Outcome(before: nil, now: nil))
            await #expect(throws: VoteRefusal.overtaken) {
                try await floor.vote(.disagree, on: statement, as: "a", after: 0)
            }
            await #expect(throws: VoteRefusal.overtaken) {
                try await floor.vote(.agree, on: statement, as: "a", after: .max)
            }
            #expect(try await floor.journal().count == entries + 1)
        }
    }

    /// A phone that sends each answer until it is acknowledged, on a network that loses acknowledgements and brings
    /// whatever was sent before once more at any time.
    @Test(arguments: DatabaseKind.allCases, [21, 22, 23, 24] as [UInt64])
    func `on a network that repeats everything each answer is kept once`(kind: DatabaseKind, seed: UInt64) async throws
    {
        try await FloorFixture.with(kind) { floor async throws in
            var generator = SeededGenerator(seed: seed)
            let statement = floor.statements[0]
            var sent: [(choice: VoteChoice?, after: Int)] = []
            var revision = 0
            var standing: VoteChoice?
            for _ in 0..<40 {
                let others = ([nil] + VoteChoice.allCases).filter { $0 != standing }
                let choice = others.randomElement(using: &generator) ?? nil
                sent.append((choice, revision))
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    try await floor.vote(choice, on: statement, as: "a", after: revision)
                }
                (revision, standing) = (revision + 1, choice)
                for late in sent.shuffled(using: &generator).prefix(3) where late.after < revision - 1 {
                    await #expect(throws: VoteRefusal.overtaken, "seed \(seed)") {
                        try await floor.vote(late.choice, on: statement, as: "a", after: late.after)
                    }
                }
            }
            let participant = floor.participant("a")
            let row = try await floor.database.read { try FloorStore($0).vote(of: participant, on: statement.id) }
            #expect(row?.choice == standing, "seed \(seed)")
            #expect(row?.revision == sent.count, "seed \(seed)")
            let votes = try await floor.journal().filter { $0.type == 0x11 }
            #expect(votes.count == sent.count, "seed \(seed)")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a vote may be changed until the floor closes`(kind: DatabaseKind) async throws {
        let closing = FloorFixture.now + 1_000
        try await FloorFixture.with(kind, closesAt: closing) { floor async throws in
            let statement = floor.statements[0]
            try await floor.vote(.agree, on: statement, as: "a")
            #expect(try await floor.vote(.disagree, on: statement, as: "a", at: closing - 1).before == .agree)
            await #expect(throws: VoteRefusal.floor(.closed(since: closing))) {
                try await floor.vote(.agree, on: statement, as: "a", at: closing)
            }
            await #expect(throws: VoteRefusal.floor(.closed(since: closing))) {
                try await floor.vote(nil, on: statement, as: "a", at: closing)
            }
            let participant = floor.participant("a")
            let answers = try await floor.database.read { try FloorStore($0).answers(of: participant) }
            #expect(answers == [statement.id: .disagree])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a refused vote leaves nothing behind, not even a participant`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let hidden = try await floor.moderate(.hide, floor.statements[0], reason: .question)
            let entries = try await floor.journal().count
            await #expect(throws: VoteRefusal.statementNotShown) { try await floor.vote(.agree, on: hidden, as: "a") }
            await #expect(throws: VoteRefusal.nothingToWithdraw) {
                try await floor.vote(nil, on: floor.statements[1], as: "a")
            }
            let dialogue = floor.dialogue.id
            #expect(try await floor.database.read { try ConveningStore($0).participantCount(in: dialogue) } == 0)
            #expect(try await floor.journal().count == entries)
        }
    }

    /// Random walks of giving, changing and withdrawing answers, held against a dictionary.
    @Test(arguments: DatabaseKind.allCases, [11, 12, 13] as [UInt64])
    func `whatever people do, what counts is their last answer`(kind: DatabaseKind, seed: UInt64) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            var generator = SeededGenerator(seed: seed)
            var model: [String: [Statement.ID: VoteChoice]] = [:]
            var changes = 0
            let before = try await floor.journal().count
            for _ in 0..<80 {
                let name = ["a", "b", "c"].randomElement(using: &generator) ?? "a"
                let statement = floor.statements.prefix(3).randomElement(using: &generator) ?? floor.statements[0]
                let choice = ([nil] + VoteChoice.allCases).randomElement(using: &generator) ?? nil
                let had = model[name]?[statement.id]
                if choice == nil, had == nil {
                    await #expect(throws: VoteRefusal.nothingToWithdraw, "seed \(seed)") {
                        try await floor.vote(nil, on: statement, as: name)
                    }
                    continue
                }
                let outcome = try await floor.vote(choice, on: statement, as: name)
                #expect(outcome == CastVote.Outcome(before: had, now: choice), "seed \(seed)")
                if had != choice { changes += 1 }
                model[name, default: [:]][statement.id] = choice
            }
            for (name, answers) in model {
                let participant = floor.participant(name)
                let kept = try await floor.database.read { try FloorStore($0).answers(of: participant) }
                #expect(kept == answers, "seed \(seed)")
            }
            let entries = try await floor.journal()
            #expect(entries.count == before + changes + model.count, "seed \(seed)")
            #expect(Set(entries).count == entries.count, "two entries are alike, seed \(seed)")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a hundred people at once lose no vote`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for person in 0..<100 {
                    group.addTask { try await floor.vote(.agree, on: floor.statements[person % 10], as: "p\(person)") }
                }
                try await group.waitForAll()
            }
            let dialogue = floor.dialogue.id
            let votes = try await floor.database.read { try FloorStore($0).floorVotes(in: dialogue) }
            #expect(votes.votes.count == 100)
            #expect(votes.participants.count == 100)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `all answers can be taken back`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            for statement in floor.statements.prefix(4) { try await floor.vote(.agree, on: statement, as: "a") }
            try await floor.moderate(.hide, floor.statements[0], reason: .offTopic)
            let act = WithdrawAllVotes(in: floor.dialogue.id, as: floor.participant("a"))
            let count = try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
            }
            #expect(count == 3)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `not understanding is a flag and never an answer`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let statement = floor.statements[0].id
            let dialogue = floor.dialogue.id
            func flag(_ isNotUnderstood: Bool) async throws {
                let act = FlagStatement(
                    notUnderstood: isNotUnderstood, statement, in: dialogue, as: floor.participant("a"))
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
            try await flag(true)
            try await flag(true)
            #expect(
                try await floor.database.read { try FloorStore($0).notUnderstoodCounts(in: dialogue) } == [statement: 1]
            )
            #expect(try await floor.database.read { try FloorStore($0).floorVotes(in: dialogue) }.votes.isEmpty)
            try await flag(false)
            #expect(try await floor.database.read { try FloorStore($0).notUnderstoodCounts(in: dialogue) }.isEmpty)
        }
    }
}
