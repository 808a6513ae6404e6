import Foundation
import JirgaTestSupport
import SQLStore
import SQLiteStore
import Testing

extension EndToEnd {
    /// From the button on somebody's own page to the archive in which nobody can open what was theirs.
    @Suite struct `Being forgotten` {
        private static func said(_ run: ProgramRun) -> String { "\(run.status)\n\(run.stdout)\n\(run.stderr)" }

        private struct Person {
            let session: WebSession
            let key: [UInt8]
            let tag: [UInt8]
            let id: String
            /// How many entries of the log are votes of theirs.
            let votes: Int
        }

        /// Somebody who answers, changes their mind and writes something, with what the database has of them.
        private func person(_ server: RunningJirga, data: String, writing text: String) async throws -> Person {
            let database = SQLDatabase(try SQLiteDriver(path: data + "/jirga.sqlite"))
            func ids() async throws -> Set<String> {
                try await database.read { Set(try $0.rows("SELECT id FROM participant").map { try $0[0] as String }) }
            }
            let before = try await ids()
            let session = WebSession(server.address)
            for choice in ["agree", "disagree", "pass", "agree"] {
                let form = try await session.get("/d/demo").page.form("/vote")
                #expect(try await session.submit(form, ["choice": choice]).status == 303)
            }
            let mine = try await session.get("/d/demo/mine")
            let change = try #require(mine.page.links.first { $0.contains("?show=") })
            for choice in ["agree", "disagree"] {
                let again = try await session.get(change).page.form("/vote")
                #expect(try await session.submit(again, ["choice": choice]).status == 303)
            }
            let say = try await session.get("/d/demo/say").page.form("/say")
            let check = try await session.submit(say, ["text": text, "language": "en"])
            _ = try await session.submit(try check.page.form("/say/send"))
            let id = try #require(try await ids().subtracting(before).first)
            let secret = try await database.read {
                try $0.first("SELECT vote_key, vote_tag FROM participant_secret WHERE participant_id = \(id)")
            }
            let row = try #require(secret)
            let (key, tag): ([UInt8], [UInt8]) = (try row["vote_key"], try row["vote_tag"])
            let votes: Int? = try await database.read {
                try $0.first("SELECT SUM(revision) AS n FROM vote WHERE participant_id = \(id)")?["n"]
            }
            await database.close()
            #expect((votes ?? 0) > 4, "no answer was changed")
            return Person(session: session, key: key, tag: tag, id: id, votes: votes ?? 0)
        }

        @Test(.timeLimit(.minutes(5)))
        func `leaves a log that checks out, an archive that says how much is gone, and files without the key`()
            async throws
        {
            let folder = try TemporaryFolder()
            let (data, archive) = (folder.path("data"), folder.path("archive"))
            let made = try await JirgaProgram.run("demo", "--participants", "60", "--data", data)
            try #require(made.status == 0, "\(Self.said(made))")
            let text = "A canary sings: 1c0f about wells and pumps."
            let (gone, key) = try await RunningJirga.serving(data) { server in
                let gone = try await person(server, data: data, writing: text)
                let form = try await gone.session.get("/d/demo/mine/forget").page.form("/mine/forget")
                let done = try await gone.session.submit(form, ["statements": "yes"])
                #expect(done.status == 303, "\(done)")
                #expect(gone.session.cookies.values.allSatisfy { $0.utf8.count != 64 }, "the browser is known still")
                #expect(try await gone.session.get("/d/demo/mine").page.text.contains("You have not answered"))

                // The dialogue ends; then everything is sealed, and what was erased is said before the result.
                let owner = WebSession(server.address)
                _ = try await owner.submit(try await owner.get(server.signInLink).page.form("/sign-in/link"))
                try await close(owner)
                while true {
                    let tried = try await JirgaProgram.run(
                        "export", "archive", "demo", archive, "--data", data, "--plain-openings")
                    if tried.status == 0 { break }
                    try #require(tried.status == 75, "\(Self.said(tried))")
                    try await Task.sleep(for: .milliseconds(200))
                }
                let page = try await WebSession(server.address).get("/d/demo/log").page
                let key = page.text.firstMatch(of: /\S+\/log\/[0-9a-f]{32}\+[0-9a-f]{8}\+\S+/)?.0
                return (gone, String(try #require(key)))
            }
            let checked = try await JirgaProgram.run("verify", archive, "--log-key", key)
            #expect(!checked.stdout.contains("FAILED"), "\(Self.said(checked))")
            // Each change of an answer is an entry of its own. And the words of one statement.
            #expect(checked.stdout.contains("all votes of the log (\(gone.votes) erased)"), "\(Self.said(checked))")
            #expect(checked.stdout.contains("the log commits to (1 erased)"), "\(Self.said(checked))")

            // Every byte the server keeps, and every byte of the archive. The server looks after its files by itself, at
            // the start and every minute.
            try await RunningJirga.serving(data) { _ in
                while try !remains(of: gone, text, below: data).isEmpty {
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(try remains(of: gone, text, below: data) == [])
            #expect(try remains(of: gone, text, below: archive) == [])
        }

        /// What of somebody is in any file below a folder.
        private func remains(of person: Person, _ text: String, below folder: String) throws -> [String] {
            let walk = try #require(FileManager.default.enumerator(atPath: folder))
            return walk.compactMap { $0 as? String }.flatMap { name -> [String] in
                guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { return [] }
                let canaries = [
                    ("the key", Data(person.key)), ("the tag", Data(person.tag)), ("the number", Data(person.id.utf8)),
                    ("the words", Data(text.utf8)),
                ]
                return canaries.filter { bytes.firstRange(of: $0.1) != nil }.map { "\(name) holds \($0.0)" }
            }
        }

        private func close(_ owner: WebSession) async throws {
            let page = try await owner.get("/desk/demo/close")
            let closed = try await owner.submit(try page.page.form("/close"))
            #expect(closed.status == 303, "\(closed)")
        }

        @Test(.timeLimit(.minutes(5))) func `is possible for one text by order, with a reason`() async throws {
            let folder = try TemporaryFolder()
            let data = folder.path("data")
            let made = try await JirgaProgram.run("demo", "--participants", "30", "--data", data)
            try #require(made.status == 0, "\(Self.said(made))")
            let bare = try await JirgaProgram.run("erase", "text", "demo", "2", "--data", data)
            #expect(bare.status == 64, "a reason is needed: \(Self.said(bare))")
            let erased = try await JirgaProgram.run(
                "erase", "text", "demo", "2", "--reason", "order", "--data", data)
            #expect(erased.status == 0, "\(Self.said(erased))")
            let again = try await JirgaProgram.run(
                "erase", "text", "demo", "2", "--reason", "order", "--data", data)
            #expect(again.status == 66 && again.stderr.contains("erased already"), "\(Self.said(again))")
            let none = try await JirgaProgram.run(
                "erase", "text", "demo", "20000", "--reason", "order", "--data", data)
            #expect(none.status == 66, "\(Self.said(none))")
        }

        @Test(.timeLimit(.minutes(5))) func `is what a host can't be made to undo, and the report says so`()
            async throws
        {
            let folder = try TemporaryFolder()
            let data = folder.path("data")
            let none = try await JirgaProgram.run("privacy", "report", "--data", data)
            #expect(none.status == 66, "\(Self.said(none))")
            let made = try await JirgaProgram.run("demo", "--participants", "20", "--data", data)
            try #require(made.status == 0, "\(Self.said(made))")
            let report = try await JirgaProgram.run("privacy", "report", "--data", data)
            #expect(report.status == 0, "\(Self.said(report))")
            #expect(report.stdout.contains("### `participant_secret`"))
            #expect(report.stdout.contains("| `vote_key` | 32 bytes of chance |"))
        }
    }
}
