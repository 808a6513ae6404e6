import Convening
import Floor
import JirgaTestSupport
import Journal
import SQLStore
import Testing

@Suite struct UndoModerationTests {
    private func undo(
        _ statement: Statement, by standing: Standing, in floor: FloorFixture, at time: Int64
    ) async throws {
        let act = UndoModeration(of: statement.id, in: floor.dialogue.id, by: standing)
        try await floor.database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            try act.perform(in: transaction, at: time, using: &generator)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a first decision taken back leaves the statement waiting, and all of it is journaled`(
        kind: DatabaseKind
    ) async throws {
        try await FloorFixture.with(kind) { floor in
            let statement = try await floor.submit("Wells should be counted.", as: "Parwin", key: "1")
            try await floor.moderate(.hide, statement, reason: .offTopic)
            let before = try await floor.journal().count
            try await undo(statement, by: floor.moderator, in: floor, at: FloorFixture.now + 10)
            let (state, decisions) = try await floor.database.read { transaction in
                let store = FloorStore(transaction)
                return (try store.statement(statement.id)?.state, try store.moderations(of: statement.id))
            }
            #expect(state == .waiting)
            #expect(decisions.map(\.action) == [.hide, .reconsider])
            #expect(try await floor.journal().count == before + 1)
        }
    }

    @Test func `nobody takes another's decision back, nor one of another dialogue`() async throws {
        try await FloorFixture.with(.sqlite) { floor in
            let statement = try await floor.submit("Wells should be counted.", as: "Parwin", key: "1")
            await #expect(throws: ModerationRefusal.nothingToChange) {
                try await undo(statement, by: floor.moderator, in: floor, at: FloorFixture.now + 10)
            }
            try await floor.moderate(.show, statement)
            await #expect(throws: ModerationRefusal.nothingToChange) {
                try await undo(statement, by: floor.facilitator, in: floor, at: FloorFixture.now + 10)
            }
            let act = UndoModeration(of: statement.id, in: Dialogue.ID(bytes: [7]), by: floor.moderator)
            await #expect(throws: ModerationRefusal.noSuchStatement) {
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try act.perform(in: transaction, at: FloorFixture.now + 10, using: &generator)
                }
            }
            let observer = Standing(worker: floor.moderator.worker, role: .observer)
            await #expect(throws: StandingRefusal.needs(.moderator)) {
                try await undo(statement, by: observer, in: floor, at: FloorFixture.now + 10)
            }
        }
    }
}
