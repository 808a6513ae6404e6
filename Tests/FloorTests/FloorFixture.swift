import Convening
import DialogueLog
import Floor
import JirgaTestSupport
import Journal
import Publication
import SQLStore

/// An open dialogue with ten statements, in a database of its own.
struct FloorFixture: Sendable {
    static let now: Int64 = 1_800_000_000_000
    static let migrations = JournalSchema.migrations + ConveningSchema.migrations + FloorSchema.migrations

    let database: SQLDatabase
    let dialogue: Dialogue
    let statements: [Statement]
    let facilitator: Standing
    let moderator: Standing

    static func with(
        _ kind: DatabaseKind, policy: Dialogue.ModerationPolicy = .beforeShowing, closesAt: Int64? = nil,
        profile: PublicationProfile = .open, admission: Dialogue.Admission = .open,
        _ body: (FloorFixture) async throws -> Void
    ) async throws {
        try await withDatabase(kind, migrations: migrations) { database in
            let fixture = try await database.write { transaction in
                var generator = SeededGenerator(seed: 1)
                let owner = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                    .perform(in: transaction, at: now, using: &generator)
                let draft = DialogueDraft(
                    slug: "water",
                    texts: [
                        Dialogue.Texts(
                            language: "en", title: "Water", question: "What should the law say?", description: "",
                            host: "Council"),
                        Dialogue.Texts(
                            language: "fa-AF", title: "آب", question: "قانون چه بگوید؟", description: "", host: "شورا"),
                    ], closesAt: closesAt, moderationPolicy: policy, publicationProfile: profile,
                    admission: admission)
                let made = try MakeDialogue(draft, by: nil).perform(in: transaction, at: now, using: &generator)
                let facilitator = Standing(worker: owner, role: .owner)
                let moderator = Standing(
                    worker: try AppointWorker(name: "Omid", as: .moderator, in: made.id, by: nil)
                        .perform(in: transaction, at: now, using: &generator), role: .moderator)
                let statements = try AddStatements(
                    (1...10).map { "Canal number \($0) should be cleaned every spring." }, language: "en",
                    in: made.id, by: facilitator
                ).perform(in: transaction, at: now, using: &generator)
                let open = try ChangePhase(of: made.id, to: .open, by: facilitator)
                    .perform(in: transaction, shownStatements: statements.count, at: now, using: &generator)
                guard let open else { throw SQLStoreError(.unexpectedRow, "the dialogue is gone") }
                return (open, statements, facilitator, moderator)
            }
            try await body(
                FloorFixture(
                    database: database, dialogue: fixture.0, statements: fixture.1, facilitator: fixture.2,
                    moderator: fixture.3))
        }
    }

    func participant(_ name: String) -> Participant.ID {
        Participant.ID(secret: name, in: dialogue.id)
    }

    @discardableResult
    func vote(
        _ choice: VoteChoice?, on statement: Statement, as name: String, after revision: Int? = nil,
        at time: Int64 = now
    ) async throws -> CastVote.Outcome {
        let act = CastVote(choice, on: statement.id, in: dialogue.id, as: participant(name), after: revision)
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try act.perform(in: transaction, at: time, using: &generator)
        }
    }

    func submit(_ text: String, as name: String, key: String, at time: Int64 = now) async throws -> Statement {
        let act = SubmitStatement(
            text, language: "en", in: dialogue.id, as: participant(name), submissionKey: key)
        let statement = try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try act.perform(in: transaction, at: time, using: &generator)
        }
        guard let statement else { throw SQLStoreError(.unexpectedRow, "the dialogue is gone") }
        return statement
    }

    @discardableResult
    func moderate(
        _ action: Moderation.Action, _ statement: Statement, reason: Moderation.Reason? = nil,
        joining target: Statement.ID? = nil
    ) async throws -> Statement {
        let act = ModerateStatement(
            action, statement.id, in: dialogue.id, reason: reason, joining: target, by: moderator)
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try act.perform(in: transaction, at: Self.now, using: &generator)
        }
    }

    /// Codes for the dialogue, in a batch of their own.
    func issue(_ count: Int, name: String = "Upper valley") async throws -> (Batch, [AdmissionCode]) {
        let act = IssueBatch(
            in: dialogue.id, name: name, area: "", codes: count, isVouched: false, by: facilitator)
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try act.perform(in: transaction, at: Self.now, using: &generator)
        }
    }

    func admit(_ name: String, with code: AdmissionCode) async throws {
        let act = AdmitParticipant(participant(name), to: dialogue.id, typed: code.written)
        try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            try act.perform(in: transaction, at: Self.now, using: &generator)
        }
    }

    /// The entries of who came in, by batch.
    func admissions() async throws -> [[UInt8]: Int] {
        let entries = try await journal().filter { $0.type == 0x0010 }
        return Dictionary(grouping: entries) { $0.fields.first { $0.tag == 0x11 }?.value ?? [] }.mapValues(\.count)
    }

    func journal() async throws -> [CanonicalEntry] {
        let dialogue = dialogue.id.bytes
        return try await database.read { try JournalStore($0).waiting(in: dialogue) }
    }
}
