import Convening
import Floor
import Foundation
import JirgaTestSupport
import Journal
import Publication
import SQLStore
import SQLiteStore
import Testing

private let slug = "canals"

extension EndToEnd {
    /// A batch of codes that fell into the hands of a script, and what becomes of its answers.
    @Suite struct `A batch of codes that leaked` {
        /// A folder of the program with an open dialogue, people of the village and people with leaked codes, and two
        /// facilitators who are signed in.
        private struct Village {
            let folder: TemporaryFolder
            let one: String
            let other: String
            let leaked: Batch.ID
            let dialogue: Dialogue.ID

            var data: String { folder.path("data") }

            static let villagers = 24
            static let bots = 12

            static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

            func database() throws -> SQLDatabase { SQLDatabase(try SQLiteDriver(path: data + "/jirga.sqlite")) }

            /// Something done to the database behind the program's back.
            func change(_ body: @escaping @Sendable (SQLTransaction) throws -> Void) async throws {
                let database = try database()
                try await database.write { try body($0) }
                await database.close()
            }

            init() async throws {
                let folder = try TemporaryFolder()
                self.folder = folder
                // Makes the database as the program does.
                let link = try await JirgaProgram.run("sign-in-link", "--data", folder.path("data"))
                try #require(link.status == 0, "\(link.stderr)")
                let database = SQLDatabase(try SQLiteDriver(path: folder.path("data") + "/jirga.sqlite"))
                let made = try await database.write { transaction in
                    var generator = SystemRandomNumberGenerator()
                    let time = Self.now()
                    let draft = DialogueDraft(
                        slug: slug,
                        texts: [
                            Dialogue.Texts(
                                language: "en", title: "Canals", question: "Who cleans them?", description: "",
                                host: "Council")
                        ], publicationProfile: .open)
                    let dialogue = try MakeDialogue(draft, by: nil).perform(
                        in: transaction, at: time, using: &generator)
                    func facilitator(_ name: String) throws -> (standing: Standing, token: String) {
                        let worker = try AppointWorker(name: name, as: .facilitator, in: dialogue.id, by: nil)
                            .perform(in: transaction, at: time, using: &generator)
                        let session = try SignIn.open(for: worker, in: transaction, at: time, using: &generator)
                        return (Standing(worker: worker, role: .facilitator), session.token)
                    }
                    let (one, other) = (try facilitator("Zarina"), try facilitator("Farid"))
                    let statements = try AddStatements(
                        (1...10).map { "Canal number \($0) should be cleaned every spring." }, language: "en",
                        in: dialogue.id, by: one.standing
                    ).perform(in: transaction, at: time, using: &generator)
                    _ = try ChangePhase(of: dialogue.id, to: .open, by: one.standing).perform(
                        in: transaction, shownStatements: 10, at: time, using: &generator)
                    func come(
                        _ count: Int, _ name: String, after wait: Int64, _ choice: (Int) -> VoteChoice
                    ) throws -> Batch.ID {
                        let time = time + wait
                        let issued = try IssueBatch(
                            in: dialogue.id, name: name, area: "", codes: count + 2, isVouched: false, by: one.standing
                        ).perform(in: transaction, at: time, using: &generator)
                        // One more comes than answers.
                        for number in 0...count {
                            let person = Participant.ID(secret: "\(name) \(number)", in: dialogue.id)
                            try AdmitParticipant(person, to: dialogue.id, typed: issued.codes[number].written)
                                .perform(in: transaction, at: time, using: &generator)
                            guard number < count else { break }
                            for statement in statements {
                                try CastVote(choice(number), on: statement.id, in: dialogue.id, as: person)
                                    .perform(in: transaction, at: time, using: &generator)
                            }
                        }
                        return issued.batch.id
                    }
                    _ = try come(Self.villagers, "Upper valley", after: 0) { $0.isMultiple(of: 4) ? .agree : .disagree }
                    let leaked = try come(Self.bots, "Lower valley", after: 1) { _ in .agree }
                    return (one: one.token, other: other.token, leaked: leaked, dialogue: dialogue.id)
                }
                await database.close()
                (one, other, leaked, dialogue) = (made.one, made.other, made.leaked, made.dialogue)
            }
        }

        private struct Told: Decodable {
            struct Count: Decodable {
                var answers: Int
                var agree: Int?
                var disagree: Int?
            }

            struct Statement: Decodable {
                var number: Int
                var result: Count?
                var withExcluded: Count?
            }

            struct Batch: Decodable {
                var isExcluded: Bool
                var used: Int?
            }

            var people: Int
            var batches: [Batch]
            var statements: [Statement]
        }

        private func propose(_ village: Village, by worker: WebSession) async throws {
            let page = try await worker.get("/desk/\(slug)/decisions")
            let form = try #require(
                page.page.forms.first { $0.buttons.contains { $0.value == "excludeBatch" } }, "\(page)")
            let sent = try await worker.submit(
                form, ["kind": "excludeBatch", "batch": village.leaked.rawValue, "reason": "2"])
            try #require(sent.status == 303, "\(sent)")
        }

        private func answer(_ verdict: String, by worker: WebSession) async throws -> WebAnswer {
            let form = try await worker.get("/desk/\(slug)/decisions").page.form("/decide")
            return try await worker.submit(form, ["verdict": verdict])
        }

        private func close(by worker: WebSession) async throws {
            let form = try await worker.get("/desk/\(slug)/close").page.form("/close")
            let closed = try await worker.submit(form)
            try #require(closed.status == 303, "\(closed)")
        }

        /// What anybody is told once the final result is made.
        private func finalResult(_ server: RunningJirga) async throws -> Told {
            let visitor = WebSession(server.address)
            while true {
                let results = try await visitor.get("/d/\(slug)/results.json")
                if results.status == 200, results.body.contains("\"isFinal\":true") { break }
                try await Task.sleep(for: .milliseconds(300))
            }
            let answer = try await visitor.get("/d/\(slug)/results/admission.json")
            try #require(answer.status == 200, "\(answer)")
            return try JSONDecoder().decode(Told.self, from: Data(answer.body.utf8))
        }

        /// - Returns: the folder, and the fingerprint everybody saw.
        private func export(
            _ village: Village, _ server: RunningJirga, to name: String
        ) async throws -> (folder: String, fingerprint: String) {
            let folder = village.folder.path(name)
            while true {
                let tried = try await JirgaProgram.run(
                    "export", "archive", slug, folder, "--data", village.data, "--plain-openings")
                if tried.status == 0 { break }
                try #require(tried.status == 75, "\(tried.stderr)")
                try await Task.sleep(for: .milliseconds(200))
            }
            let page = try await WebSession(server.address).get("/d/\(slug)/log")
            return (folder, String(try #require(page.body.firstMatch(of: /\d{4}( \d{4}){5}/)?.0)))
        }

        private func worker(_ token: String, _ server: RunningJirga) -> WebSession {
            WebSession(server.address, cookies: ["jirga-worker": token])
        }

        @Test(.timeLimit(.minutes(5)))
        func `is excluded by two people, and the archive proves that its answers are left out`() async throws {
            let village = try await Village()
            let made = try await RunningJirga.serving(village.data) { server in
                let one = worker(village.one, server)
                let other = worker(village.other, server)
                try await propose(village, by: one)
                let alone = try await answer("confirm", by: one)
                #expect(alone.status == 409, "\(alone)")
                let confirmed = try await answer("confirm", by: other)
                #expect(confirmed.status == 303, "\(confirmed)")
                try await close(by: one)
                let told = try await finalResult(server)
                #expect(told.people == Village.villagers)
                #expect(told.batches.map(\.isExcluded) == [false, true])
                #expect(told.batches.map(\.used) == [Village.villagers + 1, Village.bots + 1])
                let first = try #require(told.statements.first)
                #expect(first.result?.agree == Village.villagers / 4)
                #expect(first.withExcluded?.agree == Village.villagers / 4 + Village.bots)
                #expect(first.withExcluded?.disagree == first.result?.disagree)
                let late = try await one.get("/desk/\(slug)/decisions")
                #expect(late.page.text.contains("The final result is made and in the log."), "\(late)")
                return try await export(village, server, to: "archive")
            }
            let run = try await JirgaProgram.run("verify", made.folder, "--fingerprint", made.fingerprint)
            #expect(run.status == 3, "\(run.stdout)")
            #expect(!run.stdout.contains("FAILED"), "\(run.stdout)")
            for number in [16, 18, 19, 20, 21, 22, 23] {
                #expect(run.stdout.contains("\(number) ok"), "\(number):\n\(run.stdout)")
            }
        }

        /// Three ways of somebody with the database to make excluded answers count, or hide who is excluded.
        @Test(.timeLimit(.minutes(5)))
        func `can't be made to count again by whoever writes into the database`() async throws {
            let village = try await Village()
            try await RunningJirga.serving(village.data) { server in
                let one = worker(village.one, server)
                try await propose(village, by: one)
                #expect(try await answer("confirm", by: worker(village.other, server)).status == 303)
                try await close(by: one)
                _ = try await finalResult(server)
                let (leaked, dialogue) = (village.leaked, village.dialogue)
                let person = Participant.ID(secret: "Lower valley 3", in: dialogue)
                let frauds: [(name: String, found: String, body: @Sendable (SQLTransaction) throws -> Void)] = [
                    (
                        "to another batch", "20 FAILED",
                        { transaction in
                            try transaction.run(
                                """
                                UPDATE admission SET batch_id = (SELECT MIN(id) FROM batch WHERE id <> \(leaked))
                                WHERE participant_id = \(person)
                                """)
                        }
                    ),
                    (
                        "to the open link", "16 FAILED",
                        { transaction in
                            try transaction.run("DELETE FROM admission WHERE participant_id = \(person)")
                        }
                    ),
                    (
                        "no exclusion", "16 FAILED",
                        { transaction in try transaction.run("DELETE FROM batch_exclusion") }
                    ),
                ]
                for (place, fraud) in frauds.enumerated() {
                    try await village.change(fraud.body)
                    let made = try await export(village, server, to: "archive-\(place)")
                    let run = try await JirgaProgram.run("verify", made.folder, "--fingerprint", made.fingerprint)
                    #expect(run.status == 1, "\(fraud.name):\n\(run.stdout)")
                    #expect(run.stdout.contains(fraud.found), "\(fraud.name):\n\(run.stdout)")
                }
            }
        }

        @Test(.timeLimit(.minutes(5))) func `and a vote that nobody cast are found before anything is written`()
            async throws
        {
            let village = try await Village()
            try await RunningJirga.serving(village.data) { server in
                try await close(by: worker(village.one, server))
                _ = try await finalResult(server)
                _ = try await export(village, server, to: "good")
            }
            let dialogue = village.dialogue
            try await village.change { transaction in
                let ghost = Participant.ID(secret: "a ghost", in: dialogue)
                try transaction.run(
                    "INSERT INTO participant (id, dialogue_id, joined_at) VALUES (\(ghost), \(dialogue), 0)")
                try transaction.run(
                    """
                    INSERT INTO participant_secret (participant_id, vote_key, vote_tag)
                    VALUES (\(ghost), \([UInt8](repeating: 7, count: 32)), \([UInt8](repeating: 7, count: 16)))
                    """)
                try transaction.run(
                    """
                    INSERT INTO vote (statement_id, participant_id, choice, revision, cast_at)
                    SELECT id, \(ghost), 1, 1, 0 FROM statement WHERE dialogue_id = \(dialogue) AND number = 7
                    """)
            }
            let refused = try await JirgaProgram.run(
                "export", "archive", slug, village.folder.path("forged"), "--data", village.data)
            #expect(refused.status == 65, "\(refused.stdout)\(refused.stderr)")
            #expect(refused.stderr.contains("statement 7"), "\(refused.stderr)")
        }
    }
}
