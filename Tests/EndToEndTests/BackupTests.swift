import AgeEncryption
import Foundation
import JirgaTestSupport
import PostgresStore
import SQLStore
import SQLiteStore
import Testing

extension EndToEnd {
    /// Copies of the database that are worth something on the day they are needed, and to nobody else.
    @Suite struct `A backup` {
        /// Somebody who keeps the secret half of a key away from the server.
        private struct Keeper {
            let folder: TemporaryFolder
            let recipient: String
            var identity: String { folder.path("identity.txt") }

            init() throws {
                folder = try TemporaryFolder()
                let key = AgeIdentity()
                recipient = key.recipient.text
                try "# kept elsewhere\n\(key.text)\n".write(
                    toFile: folder.path("identity.txt"), atomically: true, encoding: .utf8)
            }
        }

        private static func said(_ run: ProgramRun) -> String { "\(run.status)\n\(run.stdout)\n\(run.stderr)" }

        private static func demo(in data: String) async throws {
            let made = try await JirgaProgram.run("demo", "--participants", "30", "--data", data)
            try #require(made.status == 0, "\(said(made))")
        }

        private static func vote(_ session: WebSession, _ choice: String = "agree") async throws -> WebAnswer {
            try await session.submit(try await session.get("/d/demo").page.form("/vote"), ["choice": choice])
        }

        /// All rows of all tables, without what a backup leaves out.
        private static func rows(_ database: SQLDatabase) async throws -> [String: Set<[SQLValue]>] {
            try await database.read { transaction in
                var rows: [String: Set<[SQLValue]>] = [:]
                for table in try transaction.tables()
                where !["schema_migration", "restored_log", "sign_in_link", "worker_session"].contains(table.name) {
                    var found: Set<[SQLValue]> = []
                    try transaction.forEachRow(of: table) { found.insert($0) }
                    rows[table.name] = found
                }
                return rows
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `made while people answer comes back elsewhere, is only read, and goes on once its epoch was ended`()
            async throws
        {
            let folder = try TemporaryFolder()
            let keeper = try Keeper()
            let (data, backup) = (folder.path("data"), folder.path("copies/monday.age"))
            try FileManager.default.createDirectory(atPath: folder.path("copies"), withIntermediateDirectories: true)
            try await Self.demo(in: data)
            let session = try await RunningJirga.serving(data) { server in
                let session = WebSession(server.address)
                for choice in ["agree", "disagree", "pass"] {
                    #expect(try await Self.vote(session, choice).status == 303)
                }
                let plain = try await JirgaProgram.run("backup", backup, "--data", data)
                #expect(plain.status == 64 && plain.stderr.contains("always encrypted"), "\(Self.said(plain))")
                let crowd = Task {
                    for _ in 0..<40 where !Task.isCancelled { _ = try await Self.vote(WebSession(server.address)) }
                }
                let made = try await JirgaProgram.run(
                    "backup", backup, "--recipient", keeper.recipient, "--keys-archive", folder.path("copies/keys.age"),
                    "--data", data)
                #expect(made.status == 0, "\(Self.said(made))")
                crowd.cancel()
                _ = try? await crowd.value
                let twice = try await JirgaProgram.run(
                    "backup", backup, "--recipient", keeper.recipient, "--data", data)
                #expect(twice.status == 73, "\(Self.said(twice))")
                // Given after the backup, and lost with what comes next.
                #expect(try await Self.vote(session).status == 303)
                return session
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("copies"))
            #expect(left.sorted() == ["keys.age", "monday.age"])
            let rights = try FileManager.default.attributesOfItem(atPath: backup)[.posixPermissions] as? NSNumber
            #expect(rights?.intValue == 0o600)

            // Everything else is lost: the database, what was published, and what remembered the last signatures.
            let other = folder.path("other")
            let restored = try await JirgaProgram.run(
                "restore", backup, "--identity", keeper.identity, "--keys-archive", folder.path("copies/keys.age"),
                "--data", other)
            try #require(restored.status == 0, "\(Self.said(restored))")
            let before = try await Self.checkpoints(below: other)
            #expect(before.isEmpty)

            try await RunningJirga.serving(other) { server in
                let known = WebSession(server.address, cookies: session.cookies)
                let mine = try await known.get("/d/demo/mine")
                #expect(mine.page.text.contains("You answered 3 statements."), "\(mine)")
                let refused = try await Self.vote(known)
                #expect(refused.status == 503, "\(refused)")
                #expect(refused.page.text.contains("takes in no answers until somebody has looked"), "\(refused)")
                let log = try await known.get("/d/demo/log")
                #expect(log.page.text.contains("takes in nothing and signs nothing"), "\(log)")
                #expect(log.page.text.contains("log_restored"))
                try await Task.sleep(for: .seconds(3))
                #expect(try await Self.checkpoints(below: other).isEmpty, "something was signed")
                let forgetting = try await known.get("/d/demo/mine/forget").page.form("/mine/forget")
                #expect(try await known.submit(forgetting).status == 503)
            }
            let status = try await JirgaProgram.run("log", "status", "--data", other)
            #expect(status.stdout.contains("RESTORED from a backup of"), "\(Self.said(status))")

            let ended = try await JirgaProgram.run(
                "log", "end-epoch", "--restored", "--reason", "a drill", "--data", other)
            #expect(ended.status == 0 && ended.stdout.contains("goes on as epoch 2"), "\(Self.said(ended))")
            try await RunningJirga.serving(other) { server in
                let known = WebSession(server.address, cookies: session.cookies)
                #expect(try await Self.vote(known).status == 303)
                var page = try await known.get("/d/demo/log")
                while !page.page.text.contains("begun anew") {
                    try await Task.sleep(for: .milliseconds(200))
                    page = try await known.get("/d/demo/log")
                }
                #expect(page.page.text.contains("begun anew (number 2)"), "\(page)")
                #expect(page.page.text.contains("The log before it had at least"), "\(page)")
            }
            let signed = try await Self.checkpoints(below: other)
            #expect(signed.allSatisfy { $0.contains("/2/") } && !signed.isEmpty, "\(signed)")
        }

        /// The checkpoints that were published in a data folder, by their paths.
        private static func checkpoints(below data: String) async throws -> [String] {
            let walk = FileManager.default.enumerator(atPath: data + "/log")
            return (walk?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix("checkpoint") }
        }

        @Test(.timeLimit(.minutes(5))) func `holds nothing that could be read without its key`() async throws {
            let folder = try TemporaryFolder()
            let keeper = try Keeper()
            let data = folder.path("data")
            try await Self.demo(in: data)
            let written = "A canary sings: 77ab about wells and pumps."
            let secret = try await RunningJirga.serving(data) { server in
                let session = WebSession(server.address)
                _ = try await Self.vote(session)
                let say = try await session.get("/d/demo/say").page.form("/say")
                let check = try await session.submit(say, ["text": written, "language": "en"])
                _ = try await session.submit(try check.page.form("/say/send"))
                return try #require(session.cookies.values.first { $0.utf8.count == 64 })
            }
            let database = SQLDatabase(try SQLiteDriver(path: data + "/jirga.sqlite"))
            let (keys, ids) = try await database.read { transaction in
                (
                    try transaction.rows("SELECT vote_key FROM participant_secret").map { try $0[0] as [UInt8] },
                    try transaction.rows("SELECT id FROM participant").map { try $0[0] as String }
                )
            }
            await database.close()
            #expect(keys.count > 10 && keys.count == ids.count)
            let made = try await JirgaProgram.run(
                "backup", folder.path("copy.age"), "--recipient", keeper.recipient, "--keys-archive",
                folder.path("keys.age"), "--data", data)
            try #require(made.status == 0, "\(Self.said(made))")
            let seeds = try String(contentsOfFile: data + "/keys/master-1.seed", encoding: .utf8)
            var canaries = [written, secret, "demo", seeds.trimmingCharacters(in: .newlines)].map { Data($0.utf8) }
            canaries += keys.map { Data($0) } + ids.map { Data($0.utf8) }
            for name in ["copy.age", "keys.age"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
                #expect(bytes.starts(with: Data("age-encryption.org/v1\n".utf8)))
                for canary in canaries {
                    #expect(bytes.dropFirst(400).firstRange(of: canary) == nil, "\(name) holds \(canary)")
                }
            }
            // The key opens it, and the keys of the logs are in the other file alone.
            var decryptor = AgeDecryptor(
                identities: try AgeIdentity.all(in: String(contentsOfFile: keeper.identity, encoding: .utf8)))
            var opened = try decryptor.update(Data(contentsOf: URL(fileURLWithPath: folder.path("copy.age"))))
            opened += try decryptor.finish()
            let inside = Data(opened)
            #expect(inside.firstRange(of: canaries[0]) != nil && inside.firstRange(of: Data(keys[0])) != nil)
            #expect(inside.firstRange(of: canaries[1]) == nil, "the number only the browser has")
            #expect(inside.firstRange(of: canaries[3]) == nil, "the keys of the logs")
        }

        @Test(.timeLimit(.minutes(5))) func `of one database is the same in the other, row by row`() async throws {
            let folder = try TemporaryFolder()
            let keeper = try Keeper()
            let data = folder.path("data")
            try await Self.demo(in: data)
            let postgres = try await PostgresServer.shared
            let name = try await postgres.createDatabase()
            let url = postgres.url(database: name)
            func run(_ arguments: String...) async throws {
                let run = try await JirgaProgram.run(arguments)
                #expect(run.status == 0, "\(arguments.first ?? ""): \(Self.said(run))")
            }
            try await run("backup", folder.path("1.age"), "--recipient", keeper.recipient, "--data", data)
            try await run(
                "restore", folder.path("1.age"), "--identity", keeper.identity, "--database", url, "--data",
                folder.path("second"))
            try await run(
                "backup", folder.path("2.age"), "--recipient", keeper.recipient, "--database", url, "--data",
                folder.path("second"))
            try await run(
                "restore", folder.path("2.age"), "--identity", keeper.identity, "--data", folder.path("third"))
            var all: [[String: Set<[SQLValue]>]] = []
            for place in [data, folder.path("third")] {
                let database = SQLDatabase(try SQLiteDriver(path: place + "/jirga.sqlite"))
                all.append(try await Self.rows(database))
                await database.close()
            }
            let server = SQLDatabase(try await PostgresDriver(url: url))
            all.append(try await Self.rows(server))
            let held = try await server.read { try $0.rows("SELECT log_id FROM restored_log").count }
            #expect(held >= 2)
            await server.close()
            #expect(all[0] == all[1] && all[0] == all[2])
            #expect((all[0]["vote"]?.count ?? 0) > 100)
            try await postgres.dropDatabase(name)
        }

        @Test(.timeLimit(.minutes(5))) func `is restored into nothing but an empty place, and whole or not at all`()
            async throws
        {
            let folder = try TemporaryFolder()
            let keeper = try Keeper()
            let (data, backup) = (folder.path("data"), folder.path("copy.age"))
            try await Self.demo(in: data)
            let made = try await JirgaProgram.run("backup", backup, "--recipient", keeper.recipient, "--data", data)
            try #require(made.status == 0, "\(Self.said(made))")
            func restore(_ file: String, with identity: String, to place: String) async throws -> ProgramRun {
                try await JirgaProgram.run("restore", file, "--identity", identity, "--data", place)
            }
            let full = try await restore(backup, with: keeper.identity, to: data)
            #expect(full.status == 73 && full.stderr.contains("something in it already"), "\(Self.said(full))")
            let stranger = try await restore(backup, with: try Keeper().identity, to: folder.path("new"))
            #expect(stranger.status == 66 || stranger.status == 77, "\(Self.said(stranger))")
            let other = try Keeper()
            let wrong = try await restore(backup, with: other.identity, to: folder.path("new"))
            #expect(wrong.status == 77 && wrong.stderr.contains("for others"), "\(Self.said(wrong))")

            var bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
            bytes[bytes.count - 40] ^= 1
            try bytes.write(to: URL(fileURLWithPath: folder.path("damaged.age")))
            let damaged = try await restore(folder.path("damaged.age"), with: keeper.identity, to: folder.path("new"))
            #expect(damaged.status == 65 && damaged.stderr.contains("damaged"), "\(Self.said(damaged))")
            // Cut where a chunk ends, it is still known not to be whole.
            let header = try #require(bytes.firstRange(of: Data("\n---".utf8)))
            let content = try #require(bytes[header.upperBound...].firstIndex(of: 0x0A)) + 1 + 16
            try bytes.prefix(content + 65_536 + 16).write(to: URL(fileURLWithPath: folder.path("cut.age")))
            let cut = try await restore(folder.path("cut.age"), with: keeper.identity, to: folder.path("new"))
            #expect(cut.status == 65 && cut.stderr.contains("ends before its end"), "\(Self.said(cut))")
            let text = try await restore(keeper.identity, with: keeper.identity, to: folder.path("new"))
            #expect(text.status == 65, "\(Self.said(text))")
            let missing = try await restore(folder.path("none.age"), with: keeper.identity, to: folder.path("new"))
            #expect(missing.status == 66, "\(Self.said(missing))")
            #expect(!FileManager.default.fileExists(atPath: folder.path("new")), "nothing was made")

            let good = try await restore(backup, with: keeper.identity, to: folder.path("new"))
            #expect(good.status == 0, "\(Self.said(good))")
        }
    }
}
