import Convening
import DialogueLog
import JirgaTestSupport
import Journal
import Publication
import SQLStore
import Testing

private let now: Int64 = 1_800_000_000_000

private let migrations = JournalSchema.migrations + ConveningSchema.migrations

private let draft = DialogueDraft(
    slug: "water",
    texts: [
        Dialogue.Texts(
            language: "en", title: "Water", question: "What should the water law say?", description: "", host: "Council"
        ),
        Dialogue.Texts(language: "fa-AF", title: "آب", question: "قانون آب چه بگوید؟", description: "", host: "شورا"),
    ])

@Suite struct ConveningActsTests {
    @Test(arguments: DatabaseKind.allCases)
    func `a dialogue is kept with all its texts and journaled`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            let made = try await database.write { transaction in
                var generator = SeededGenerator(seed: 1)
                return try MakeDialogue(draft, by: nil).perform(in: transaction, at: now, using: &generator)
            }
            let read = try await database.read { try ConveningStore($0).dialogue(slug: "water") }
            #expect(read == made)
            let entries = try await database.read { try JournalStore($0).waiting(in: made.id.bytes) }
            #expect(
                entries == [
                    Act.dialogueMade(rules: made.canonicalText, role: .program).entry(in: made.id.bytes, at: now)
                ])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a dialogue keeps who may get everybody's answers, and a change of it is journaled`(
        kind: DatabaseKind
    ) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            var open = draft
            open.publicationProfile = .open
            open.matrixLevel = .everybody
            var fewer = open
            fewer.matrixLevel = .researchers
            let (widest, narrower) = (open, fewer)
            let (made, changed) = try await database.write { transaction in
                var generator = SeededGenerator(seed: 3)
                let owner = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                    .perform(in: transaction, at: now, using: &generator)
                let made = try MakeDialogue(widest, by: nil).perform(in: transaction, at: now, using: &generator)
                let changed = try ChangeDialogue(made.id, to: narrower, by: Standing(worker: owner, role: .owner))
                    .perform(in: transaction, at: now + 1, using: &generator)
                return (made, changed)
            }
            #expect(made.matrixLevel == .everybody && changed?.matrixLevel == .researchers)
            #expect(try await database.read { try ConveningStore($0).dialogue(made.id) } == changed)
            let entries = try await database.read { try JournalStore($0).waiting(in: made.id.bytes) }
            #expect(entries.count == 2)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an address is given once`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            @Sendable func make(at time: Int64) async throws -> Dialogue {
                try await database.write { transaction in
                    var generator = SeededGenerator(seed: 2)
                    return try MakeDialogue(draft, by: nil).perform(in: transaction, at: time, using: &generator)
                }
            }
            _ = try await make(at: now)
            await #expect(throws: DialogueRefusal.slugTaken("water")) { try await make(at: now + 1) }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a one-time link lets its worker in once, in time`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            let (worker, codes) = try await database.write { transaction in
                var generator = SeededGenerator(seed: 3)
                let worker = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                    .perform(in: transaction, at: now, using: &generator)
                let codes = try (0..<2).map { _ in
                    try IssueSignInLink(for: worker.id).perform(in: transaction, at: now, using: &generator)
                }
                return (worker, codes)
            }
            func signIn(_ code: String, at time: Int64) async throws -> SignIn.Session {
                try await database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    return try SignIn.withLink(code, in: transaction, at: time, using: &generator)
                }
            }
            let session = try await signIn(codes[0], at: now + 1)
            #expect(session.worker == worker)
            #expect(
                try await database.read { try ConveningStore($0).worker(session: session.token, at: now + 2) } == worker
            )
            await #expect(throws: SignInRefusal.linkNotGood) { try await signIn(codes[0], at: now + 2) }
            await #expect(throws: SignInRefusal.linkNotGood) {
                try await signIn(codes[1], at: now + SignInRules.linkLifetime)
            }
            let late = now + 1 + SignInRules.sessionLifetime
            #expect(try await database.read { try ConveningStore($0).worker(session: session.token, at: late) } == nil)
            try await database.write { try SignIn.out(token: session.token, in: $0) }
            #expect(
                try await database.read { try ConveningStore($0).worker(session: session.token, at: now + 3) } == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a role in one dialogue reaches no other`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            try await database.write { transaction in
                var generator = SeededGenerator(seed: 4)
                let here = try MakeDialogue(draft, by: nil).perform(in: transaction, at: now, using: &generator)
                var otherDraft = draft
                otherDraft.slug = "schools"
                let there = try MakeDialogue(otherDraft, by: nil).perform(in: transaction, at: now, using: &generator)
                let worker = try AppointWorker(name: "Omid", as: .moderator, in: here.id, by: nil)
                    .perform(in: transaction, at: now, using: &generator)
                let store = ConveningStore(transaction)
                #expect(try store.standing(of: worker, in: here.id)?.role == .moderator)
                #expect(try store.standing(of: worker, in: there.id) == nil)
                #expect(try store.standing(of: worker, in: nil) == nil)
                #expect(try store.dialogues(of: worker).map(\.slug) == ["water"])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the last owner can't be dismissed`(kind: DatabaseKind) async throws {
        try await withDatabase(kind, migrations: migrations) { database async throws in
            _ = await #expect(throws: SignInRefusal.lastOwner) {
                try await database.write { transaction in
                    var generator = SeededGenerator(seed: 5)
                    let owner = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                        .perform(in: transaction, at: now, using: &generator)
                    try DismissWorker(owner.id, from: nil, by: Standing(worker: owner, role: .owner))
                        .perform(in: transaction)
                }
            }
        }
    }

    @Test func `the same secret is another participant in another dialogue`() {
        let first = Dialogue.ID(bytes: [1])
        let second = Dialogue.ID(bytes: [2])
        #expect(Participant.ID(secret: "s", in: first) == Participant.ID(secret: "s", in: first))
        #expect(Participant.ID(secret: "s", in: first) != Participant.ID(secret: "s", in: second))
        #expect(Participant.ID(secret: "s", in: first) != Participant.ID(secret: "t", in: first))
    }
}
