import Convening
import Floor
import JirgaTestSupport
import Journal
import SQLStore
import Testing

@Suite struct StatementActsTests {
    @Test(arguments: DatabaseKind.allCases)
    func `a participant's statement waits for a moderator, or is shown at once, as the dialogue says`(
        kind: DatabaseKind
    ) async throws {
        for (policy, state) in [
            (Dialogue.ModerationPolicy.beforeShowing, Statement.State.waiting), (.afterShowing, .shown),
        ] {
            try await FloorFixture.with(kind, policy: policy) { floor async throws in
                let statement = try await floor.submit("Wells should be measured.", as: "a", key: "k")
                #expect(statement.state == state)
                #expect(statement.number == 11)
                let code = try #require(statement.trackingCode)
                #expect(try await floor.database.read { try FloorStore($0).statement(trackingCode: code) } == statement)
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `sending a statement twice is sending it once`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let first = try await floor.submit("Wells should be measured.", as: "a", key: "k")
            let second = try await floor.submit("Wells should be measured.", as: "a", key: "k")
            #expect(first == second)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what has been said is not said again`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            await #expect(throws: SubmissionRefusal.alreadySaid(floor.statements[2].id)) {
                _ = try await floor.submit("  canal NUMBER 3 should be cleaned every spring. ", as: "a", key: "k")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `one writer can't fill the queue`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            for number in 1...SubmissionRules.mostWaiting {
                _ = try await floor.submit("Well number \(number) is too deep.", as: "a", key: "k\(number)")
            }
            await #expect(throws: SubmissionRefusal.tooManyWaiting(limit: SubmissionRules.mostWaiting)) {
                _ = try await floor.submit("One more well is too deep.", as: "a", key: "k")
            }
            _ = try await floor.submit("One more well is too deep.", as: "b", key: "b")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `all seed statements are taken or none, and the line at fault is named`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let act = AddStatements(
                ["Dams should be inspected.", "", "Pumps should be taxed."], language: "en", in: floor.dialogue.id,
                by: floor.facilitator)
            let error = await #expect(throws: AddStatements.LineRefusal.self) {
                _ = try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    return try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
            #expect(error?.line == 2)
            let dialogue = floor.dialogue.id
            let kept = try await floor.database.read { try FloorStore($0).statements(in: dialogue) }
            #expect(kept.count == 10)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `every decision about a statement is kept, with its reason and who took it`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let statement = try await floor.submit("Wells should be measured.", as: "a", key: "k")
            let steps: [(Moderation.Action, Moderation.Reason?)] = [
                (.show, nil), (.hide, .twoIdeas), (.reconsider, nil), (.show, nil),
            ]
            var last = statement
            for (action, reason) in steps { last = try await floor.moderate(action, statement, reason: reason) }
            #expect(last.state == .shown)
            let joined = try await floor.moderate(.join, statement, joining: floor.statements[0].id)
            #expect(joined.joinedTo == floor.statements[0].id)
            let kept = try await floor.database.read { try FloorStore($0).moderations(of: statement.id) }
            #expect(Set(kept.map(\.action)) == [.show, .hide, .reconsider, .join])
            #expect(kept.count == 5)
            #expect(kept.allSatisfy { $0.worker == floor.moderator.worker.id })
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a statement with votes is never edited`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            func correct(_ statement: Statement, to text: String) async throws {
                let act = CorrectStatement(statement.id, to: text, in: floor.dialogue.id, by: floor.facilitator)
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
            let statement = floor.statements[0]
            try await correct(statement, to: "Canal one should be cleaned every spring.")
            try await floor.vote(.agree, on: statement, as: "a")
            await #expect(throws: ModerationRefusal.hasVotes(1)) { try await correct(statement, to: "Something else.") }
            try await floor.vote(nil, on: statement, as: "a")
            await #expect(throws: ModerationRefusal.hasVotes(1)) { try await correct(statement, to: "Something else.") }
            let text = try await floor.database.read { try FloorStore($0).statement(statement.id)?.text }
            #expect(text == "Canal one should be cleaned every spring.")
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an observer decides nothing`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let observer = Standing(worker: floor.moderator.worker, role: .observer)
            let act = ModerateStatement(
                .hide, floor.statements[0].id, in: floor.dialogue.id, reason: .offTopic, by: observer)
            await #expect(throws: StandingRefusal.needs(.moderator)) {
                _ = try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    return try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a translation stands beside the original`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            let statement = floor.statements[0]
            let act = TranslateStatement(
                statement.id, into: "fa-AF", "جوی شماره یک باید هر بهار پاک شود.", in: floor.dialogue.id,
                by: floor.moderator)
            try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
            }
            let board = try #require(
                try await FloorBoards(of: floor.database).board(slug: "water", at: FloorFixture.now))
            let dari = board.words(of: statement, in: "fa-AF")
            #expect(dari.isTranslation)
            #expect(board.words(of: statement, in: "en") == StatementWords(of: statement, translations: [], in: "en"))
            let untranslated = board.words(of: floor.statements[1], in: "fa-AF")
            #expect(untranslated.language == "en")
            #expect(!untranslated.isTranslation)
        }
    }
}
