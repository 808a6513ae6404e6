import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import OpinionAnalysis
import SQLStore
import Testing

@testable import Floor

@Suite struct EraseParticipantTests {
    @discardableResult
    private func erase(_ name: String, in floor: FloorFixture, statements: Bool = false) async throws -> Bool {
        let act = EraseParticipant(
            floor.participant(name), in: floor.dialogue.id, erasesStatements: statements)
        return try await floor.database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try act.perform(in: transaction, at: FloorFixture.now, using: &generator)
        }
    }

    /// Every value in every row of every table.
    private func everything(in database: SQLDatabase) async throws -> [SQLValue] {
        try await database.read { transaction in
            var values: [SQLValue] = []
            for table in try transaction.tables() {
                try transaction.forEachRow(of: table) { values += $0 }
            }
            return values
        }
    }

    /// What of these leaves, votes on the first statement, the database opens with every key and
    /// tag of 32 and 16 bytes that is in it, trying all choices and two revisions.
    private func opened(
        _ leaves: Set<[UInt8]>, by values: [SQLValue], _ floor: FloorFixture
    ) -> Set<[UInt8]> {
        var keys: Set<[UInt8]> = []
        var tags: Set<[UInt8]> = []
        for value in values {
            let bytes: [UInt8]
            switch value {
            case .blob(let blob): bytes = blob
            case .text(let text): bytes = DialogueLog.bytes(hexadecimal: text) ?? Array(text.utf8)
            default: continue
            }
            if bytes.count == 32 { keys.insert(bytes) }
            if bytes.count == 16 { tags.insert(bytes) }
        }
        var found: Set<[UInt8]> = []
        for key in keys {
            for tag in tags {
                let secrets = ParticipantSecrets(key: key, tag: tag)
                for statement in floor.statements.prefix(1) {
                    for revision in UInt32(1)...2 {
                        for choice in UInt8(0)...3 {
                            let commitment = Commitment(
                                vote: choice, dialogue: floor.dialogue.id.bytes, statement: statement.id.bytes,
                                revision: revision, secrets: secrets)
                            if leaves.contains(commitment.bytes) { found.insert(commitment.bytes) }
                        }
                    }
                }
            }
        }
        return found
    }

    private func commitments(of name: String, _ floor: FloorFixture) async throws -> Set<[UInt8]> {
        let (participant, dialogue) = (floor.participant(name), floor.dialogue.id)
        let possible = try await floor.database.read { transaction -> [CanonicalEntry] in
            let secrets = try #require(try ConveningStore(transaction).secrets(of: participant))
            return try FloorStore(transaction).sealedVotes(of: participant).flatMap {
                $0.possibleEntries(in: dialogue, secrets: secrets)
            }
        }
        let logged = Set(try await floor.journal().filter { $0.type == 0x11 })
        return Set(possible.filter(logged.contains).compactMap { $0[0x20] })
    }

    @Test(arguments: DatabaseKind.allCases)
    func `nothing in the database opens any of somebody's votes afterwards, while it opens those of others`(
        kind: DatabaseKind
    ) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            for name in ["a", "b"] {
                try await floor.vote(.agree, on: floor.statements[0], as: name)
                try await floor.vote(.disagree, on: floor.statements[0], as: name)
            }
            let (own, others) = (try await commitments(of: "a", floor), try await commitments(of: "b", floor))
            #expect(own.count == 2 && others.count == 2)
            let before = try await everything(in: floor.database)
            #expect(opened(own.union(others), by: before, floor) == own.union(others))
            #expect(try await erase("a", in: floor))
            let after = try await everything(in: floor.database)
            #expect(opened(own.union(others), by: after, floor) == others)
            // Their number is nowhere, their entries still are.
            let id = floor.participant("a").rawValue
            #expect(before.contains(.text(id)) && !after.contains(.text(id)))
            let logged = try await floor.journal().filter { $0.type == 0x11 }
            #expect(logged.count == 4)
            let log = LogID(dialogue: floor.dialogue.id.bytes)
            let waiting = try await floor.database.read { try LogStore($0).waitingErasures(of: log) }
            #expect(waiting?.erasures == 1 && waiting?.votes == 2)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a second time changes nothing, and whoever comes back is somebody new`(kind: DatabaseKind) async throws {
        try await FloorFixture.with(kind) { floor async throws in
            try await floor.vote(.agree, on: floor.statements[0], as: "a")
            #expect(try await erase("a", in: floor))
            let before = try await everything(in: floor.database)
            #expect(try await !erase("a", in: floor))
            #expect(try await everything(in: floor.database).count == before.count)
            try await floor.vote(.agree, on: floor.statements[0], as: "a")
            let participant = floor.participant("a")
            let votes = try await floor.database.read { try FloorStore($0).sealedVotes(of: participant) }
            #expect(votes.map(\.revision) == [1])
        }
    }

    @Test func `flags and the wish not to be shown answers go as well`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let (participant, dialogue) = (floor.participant("a"), floor.dialogue.id)
            let statement = floor.statements[0].id
            try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                for isRaised in [true, false, true] {
                    try FlagStatement(notUnderstood: isRaised, statement, in: dialogue, as: participant)
                        .perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
                try FloorStore(transaction).hideAnswers(of: participant)
                let secrets = try #require(try ConveningStore(transaction).secrets(of: participant))
                let flags = try FloorStore(transaction).flagEntries(of: participant, in: dialogue, secrets: secrets)
                let logged = try JournalStore(transaction).waiting(in: dialogue.bytes).filter { $0.type == 0x16 }
                #expect(Set(flags) == Set(logged) && flags.count == 3)
            }
            try await erase("a", in: floor)
            let left = try await floor.database.read { transaction in
                (
                    try FloorStore(transaction).notUnderstood(by: participant).count,
                    try FloorStore(transaction).hasHiddenAnswers(participant)
                )
            }
            #expect(left.0 == 0 && !left.1)
        }
    }

    @Test func `statements stay without their author, and their words go when that is asked for too`() async throws {
        try await FloorFixture.with(.sqlite, policy: .afterShowing) { floor async throws in
            let kept = try await floor.submit("Wells need lids.", as: "a", key: "1")
            let gone = try await floor.submit("I am Karim of house nine.", as: "b", key: "2")
            try await floor.vote(.agree, on: gone, as: "c")
            try await erase("a", in: floor)
            try await erase("b", in: floor, statements: true)
            let (first, second) = try await floor.database.read { transaction in
                (try FloorStore(transaction).statement(kept.id), try FloorStore(transaction).statement(gone.id))
            }
            #expect(first?.text == "Wells need lids." && first?.author == nil && first?.trackingCode == nil)
            #expect(second?.text == Statement.erasedText && second?.erasure == .author && second?.state == .shown)
            let values = try await everything(in: floor.database)
            #expect(!values.contains { if case .text(let text) = $0 { text.contains("Karim") } else { false } })
            // Nobody can answer what nobody can read; the answers that were given stay.
            await #expect(throws: VoteRefusal.statementNotShown) { try await floor.vote(.agree, on: gone, as: "d") }
            #expect(try await floor.database.read { try FloorStore($0).voteCount(on: gone.id) } == 1)
        }
    }

    @Test func `a statement nobody has read yet leaves the queue with its words, and the log says why`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let waiting = try await floor.submit("I am Karim of house nine.", as: "a", key: "1")
            try await erase("a", in: floor, statements: true)
            let statement = try await floor.database.read { try FloorStore($0).statement(waiting.id) }
            #expect(statement?.state == .hidden)
            let decisions = try await floor.journal().filter { $0.type == 0x13 && $0[0x12] == waiting.id.bytes }
            #expect(decisions.compactMap { $0[0x23]?.first } == [Moderation.Reason.takenBack.code])
        }
    }

    @Test func `a text that must go is gone in every language, and no decision brings it back`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let (statement, dialogue) = (floor.statements[2], floor.dialogue.id)
            try await floor.vote(.agree, on: statement, as: "a")
            try await floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                try TranslateStatement(statement.id, into: "fa-AF", "جوی شماره سه", in: dialogue, by: floor.moderator)
                    .perform(in: transaction, at: FloorFixture.now, using: &generator)
                try EraseText(ofStatement: statement.number, in: dialogue, reason: .order)
                    .perform(in: transaction, at: FloorFixture.now, using: &generator)
            }
            let (found, translations, salts) = try await floor.database.read { transaction in
                let store = FloorStore(transaction)
                return (
                    try store.statement(statement.id), try store.translations(of: statement.id),
                    try (store.saltedStatements(in: dialogue) + store.saltedTranslations(in: dialogue))
                        .filter { $0.statement == statement.id }
                )
            }
            #expect(found?.erasure == .order && found?.state == .hidden && translations.isEmpty)
            #expect(salts.count == 2 && salts.allSatisfy { $0.text == nil && $0.salt.isEmpty })
            let log = LogID(dialogue: dialogue.bytes)
            let waiting = try await floor.database.read { try LogStore($0).waitingErasures(of: log) }
            #expect(waiting?.others == 2 && waiting?.votes == 0)
            for action in [Moderation.Action.show, .reconsider] {
                await #expect(throws: ModerationRefusal.textErased) { try await floor.moderate(action, statement) }
            }
            await #expect(throws: ModerationRefusal.textErased) {
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try EraseText(ofStatement: statement.number, in: dialogue, reason: .order)
                        .perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
        }
    }

    @Test func `a code that let somebody in stays used and says no more by whom`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            let (dialogue, participant) = (floor.dialogue.id, floor.participant("a"))
            let code = try await floor.database.write { transaction -> String in
                var generator = SystemRandomNumberGenerator()
                let issued = try IssueBatch(
                    in: dialogue, name: "Village", area: "", codes: 20, isVouched: false, by: floor.facilitator
                ).perform(in: transaction, at: FloorFixture.now, using: &generator)
                let typed = try #require(issued.codes.first).characters
                try AdmitParticipant(participant, to: dialogue, typed: typed)
                    .perform(in: transaction, at: FloorFixture.now, using: &generator)
                return typed
            }
            try await erase("a", in: floor)
            let standings = try await floor.database.read { try ConveningStore($0).batches(in: dialogue) }
            #expect(standings.first?.used == 1)
            await #expect(throws: AdmissionRefusal.codeUsed) {
                try await floor.database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    try AdmitParticipant(participant, to: dialogue, typed: code)
                        .perform(in: transaction, at: FloorFixture.now, using: &generator)
                }
            }
        }
    }

    @Test func `the next count is without them, also where counts go on from one to the next`() async throws {
        try await FloorFixture.with(.sqlite) { floor async throws in
            for name in ["a", "b", "c", "d"] {
                for statement in floor.statements.prefix(3) { try await floor.vote(.agree, on: statement, as: name) }
            }
            var settings = RunningCounts.Settings()
            settings.leastVotes = 1
            let clock = TestClock(FloorFixture.now)
            let counts = RunningCounts(of: floor.database, settings: settings, now: { clock.now })
            let (id, slug) = (floor.dialogue.id, floor.dialogue.slug)
            let first = try await counts.countFromNothing(id, slug: slug)
            #expect(first?.snapshot.map.statements.first?.agrees == 4)
            // Somebody comes as somebody goes: as many people as before.
            try await erase("a", in: floor)
            try await floor.vote(.disagree, on: floor.statements[0], as: "e")
            let next = try await counts.count(id, slug: slug, after: VoteNews(isIncomplete: true))
            #expect(next?.snapshot.map.statements.first?.agrees == 3)
            #expect(next?.snapshot.map.statements.first?.disagrees == 1)
            for name in ["b", "c", "d", "e"] { try await erase(name, in: floor) }
            _ = try await counts.countFromNothing(id, slug: slug)
            #expect(try await floor.database.read { try FloorStore($0).latestSnapshotID(of: id) } == nil)
        }
    }
}
