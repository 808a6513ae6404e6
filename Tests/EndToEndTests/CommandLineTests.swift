import Foundation
import JirgaTestSupport
import PolisFormat
import Testing

extension EndToEnd {
    @Suite struct `The command line` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        // MARK: Help

        @Test func `explains itself and every command`() async throws {
            let help = try await JirgaProgram.run("--help")
            #expect(help.status == 0)
            for command in ["serve", "demo", "import", "export", "analyze", "simulate", "sign-in-link", "version"] {
                #expect(help.stdout.contains(command))
                let own = try await JirgaProgram.run(command, "--help")
                #expect(own.status == 0 && own.stdout.contains("USAGE: jirga \(command)"), "\(command)")
            }
            #expect(help.stdout.contains("no telemetry"))
        }

        @Test func `says its version to people and to programs`() async throws {
            let text = try await JirgaProgram.run("version")
            #expect(text.status == 0 && text.stdout.hasPrefix("jirga "))
            let json = try await JirgaProgram.run("version", "--json")
            let document = try JSONDecoder().decode(JSON.self, from: Data(json.stdout.utf8))
            #expect(document["schema"] == "jirga.version/1")
            #expect(text.stdout.contains(document["version"]?.text ?? "?"))
        }

        @Test(arguments: ["bash", "zsh", "fish"])
        func `prints a completion script`(shell: String) async throws {
            let run = try await JirgaProgram.run("--generate-completion-script", shell)
            #expect(run.status == 0 && run.stdout.contains("analyze"))
        }

        @Test func `refuses a command it does not know`() async throws {
            let run = try await JirgaProgram.run("frobnicate")
            #expect(run.status == 64)
            #expect(run.stderr.contains("frobnicate"))
            #expect(run.stdout.isEmpty)
        }

        // MARK: Analyze

        @Test func `analyzes an export in words`() async throws {
            try SmallConversation(seed: 1).write(to: folder.path("export"))
            let run = try await JirgaProgram.run("analyze", folder.path("export"))
            #expect(run.status == 0, "\(run.stderr)")
            #expect(
                run.stdout.contains("\(SmallConversation.people) people, \(SmallConversation.statements) statements"))
            #expect(run.stdout.contains("2 OPINION GROUPS"))
            #expect(run.stdout.contains("WHAT SETS IT APART") && run.stdout.contains("--html FILE"))
        }

        @Test func `analyzes an export for programs, with the keys that were promised`() async throws {
            try SmallConversation(seed: 2).write(to: folder.path("export"))
            let document = try await analysis(of: folder.path("export"))
            #expect(document["schema"] == "jirga.analysis/1")
            for (path, keys) in Self.promisedKeys {
                var value: JSON? = document
                for step in path.split(separator: ".") {
                    value = value?[String(step)]
                    if let first = value?.items?.first { value = first }
                }
                let missing = keys.subtracting(value?.keys ?? [])
                #expect(missing.isEmpty, "\(path.isEmpty ? "the document" : path) lacks \(missing.sorted())")
            }
            let participants = try #require(document["participants"]?.items)
            #expect(participants.count == SmallConversation.people)
            let alone = participants.filter { $0["clustered"] == false }
            #expect(alone.count == 3 && alone.allSatisfy { $0.keys.contains("group") && $0["group"] == .null })
            #expect(participants.filter { $0["clustered"] == true }.allSatisfy { $0["group"]?.number != nil })
            let statements = try #require(document["statements"]?.items)
            #expect(document["axes"]?["center"]?.items?.count == statements.count)
            #expect(document["groupCount"]?["chosen"] == 2)
        }

        private static let promisedKeys: [(String, Set<String>)] = [
            (
                "",
                [
                    "schema", "method", "mode", "seed", "engine", "parameters", "input", "axes", "groupCount", "groups",
                    "participants",
                    "statements", "consensus", "timings",
                ]
            ),
            ("input", ["sha256", "participants", "statements", "votes", "agrees", "disagrees", "passes", "clustered"]),
            ("axes", ["center", "components", "explainedVariance"]),
            ("groupCount", ["chosen", "silhouettes"]),
            ("groups", ["id", "size", "centre", "representative"]),
            (
                "groups.representative",
                [
                    "statement", "side", "successes", "trials", "proportion", "proportionTest",
                    "ratio", "ratioTest", "bestAgree",
                ]
            ),
            ("participants", ["id", "votes", "clustered", "group", "x", "y"]),
            (
                "statements",
                [
                    "id", "seen", "agrees", "disagrees", "passes", "extremity", "priority",
                    "groupInformedConsensus", "groups",
                ]
            ),
            ("statements.groups", ["id", "agrees", "disagrees", "seen"]),
            ("consensus", ["agree", "disagree"]),
            ("timings", ["readSeconds", "analyzeSeconds", "writeSeconds", "totalSeconds", "peakMemoryBytes"]),
        ]

        @Test func `analyzes the same votes to the same document, whatever their order`() async throws {
            let small = SmallConversation(seed: 3)
            try small.write(to: folder.path("one"))
            var generator = SeededGenerator(seed: 3)
            for name in ["first.csv", "second.csv"] {
                let rows = small.conversation.votes.shuffled(using: &generator)
                    .map { "1700000000000,,\($0.statement),\($0.participant),\($0.vote)\n" }
                try write("timestamp,datetime,comment-id,voter-id,vote\n" + rows.joined(), to: name)
            }
            func withoutTimings(_ document: JSON) -> JSON {
                guard case .object(var members) = document else { return document }
                members["timings"] = nil
                return .object(members)
            }
            let first = try await withoutTimings(analysis(of: folder.path("first.csv"), "--sign", "plus"))
            let second = try await withoutTimings(analysis(of: folder.path("second.csv"), "--sign", "plus"))
            #expect(first == second)
            let whole = try await analysis(of: folder.path("one"))
            #expect(whole["participants"] == first["participants"] && whole["groups"] == first["groups"])
        }

        @Test func `analyzes one file of votes and one matrix alone`() async throws {
            let small = SmallConversation(seed: 4)
            for file in PolisExport(small.conversation, software: "test 1").files() {
                try Data(file.bytes).write(to: URL(fileURLWithPath: folder.path(file.name)))
            }
            for name in ["votes.csv", "participant-votes.csv"] {
                let document = try await analysis(of: folder.path(name), "--sign", "plus")
                #expect(document["input"]?["participants"]?.number == Double(SmallConversation.people), "\(name)")
                #expect(document["groupCount"]?["chosen"] == 2, "\(name)")
            }
        }

        struct Broken: Sendable, CustomTestStringConvertible {
            let name: String
            let rows: [UInt8]
            let says: [String]

            init(_ name: String, _ rows: String, says: String...) {
                self.name = name
                self.rows = Array(rows.utf8)
                self.says = says
            }

            init(_ name: String, bytes: [UInt8], says: String...) {
                self.name = name
                self.rows = bytes
                self.says = says
            }

            var testDescription: String { name }
        }

        static let header = "timestamp,datetime,comment-id,voter-id,vote\n"
        static let broken = [
            Broken(
                "a vote of 2", header + "1700000000000,x,0,0,1\n1700000000000,x,1,0,2\n", says: "line 3",
                "\"vote\" is \"2\""),
            Broken("no number", header + "1700000000000,x,zero,0,1\n", says: "line 2", "comment-id"),
            Broken(
                "a number beyond all numbers", header + "1,x,99999999999999999999999,0,1\n", says: "line 2",
                "comment-id"),
            Broken("a blank vote", header + "1700000000000,x,0,0,\n", says: "line 2", "vote"),
            Broken("a column too few", header + "1700000000000,x,0,0\n", says: "line 2", "4 columns"),
            Broken(
                "a quotation mark never closed", header + "1700000000000,\"x,0,0,1\n", says: "line 2", "never closed"),
            Broken("no column of votes", "timestamp,datetime,comment-id,voter-id\n1,x,0,0\n", says: "vote"),
            Broken("nothing", "", says: "empty"),
            Broken(
                "not UTF-8", bytes: Array((header + "1,").utf8) + [0xFF, 0xFE] + Array(",0,0,1\n".utf8), says: "line 2",
                "UTF-8"),
            Broken("semicolons", "timestamp;datetime;comment-id;voter-id;vote\n1;x;0;0;1\n", says: "semicolon"),
            Broken("NUL", bytes: Array((header + "1,x,0,0,").utf8) + [0, 10], says: "line 2"),
        ]

        @Test(arguments: broken)
        func `says where a broken file is broken`(broken: Broken) async throws {
            try Data(broken.rows).write(to: URL(fileURLWithPath: folder.path("votes.csv")))
            let run = try await JirgaProgram.run("analyze", folder.path("votes.csv"))
            #expect(run.status == 65, "\(run.stderr)")
            #expect(run.stdout.isEmpty)
            let errors = run.stderr.split(separator: "\n").filter { $0.hasPrefix("error:") }
            #expect(errors.count == 1 && errors[0].contains("votes.csv"), "\(run.stderr)")
            for words in broken.says { #expect(run.stderr.contains(words), "\(run.stderr)") }
            #expect(run.stderr.contains("fix:"))
        }

        @Test func `says that there is nothing at a path`() async throws {
            let run = try await JirgaProgram.run("analyze", folder.path("nowhere"))
            #expect(run.status == 66)
            #expect(run.stderr.contains("nowhere") && run.stderr.contains("fix:"))
        }

        // MARK: Dialogues

        @Test func `makes the demonstration once, and says how to make another`() async throws {
            let first = try await jirga("demo", "--participants", "60")
            #expect(first.status == 0 && first.stdout == "made \"demo\" with 60 invented people\n", "\(first.stderr)")
            let second = try await jirga("demo", "--participants", "60")
            #expect(second.status == 73)
            #expect(second.stderr.contains("\"demo\" already") && second.stderr.contains("--slug"))
            let other = try await jirga("demo", "--participants", "60", "--slug", "another")
            #expect(other.status == 0)
        }

        @Test(arguments: [false, true])
        func `brings a conversation in and gives it back unchanged`(isOpenData: Bool) async throws {
            let small = SmallConversation(seed: 5)
            try small.write(to: folder.path("water-talks"))
            let brought = try await jirga("import", "polis", folder.path("water-talks"))
            #expect(brought.status == 0, "\(brought.stderr)")
            let given = try await jirga(
                ["export", "polis", "water-talks", folder.path("given"), "--matrix-for-auditors", "--accept-risk"]
                    + (isOpenData ? ["--open-data"] : []))
            #expect(given.status == 0, "\(given.stderr)")
            let read = try PolisConversation.read(at: folder.path("given"))
            #expect(read.layout == (isOpenData ? .openData : .report2025))
            #expect(read.summary.topic == small.conversation.summary.topic)
            #expect(read.statements.map(\.text) == small.conversation.statements.map(\.text))
            #expect(read.statements.map(\.id) == small.conversation.statements.map(\.id))
            #expect(answerSheets(of: read) == answerSheets(of: small.conversation))
            #expect(read.participants.contains { $0.group == 1 })
            #expect(read.warnings.isEmpty)
        }

        @Test func `gives a matrix only to who asks for it, and numbers people anew each time`() async throws {
            try SmallConversation(seed: 5).write(to: folder.path("water-talks"))
            #expect(try await jirga("import", "polis", folder.path("water-talks")).status == 0)
            let plain = try await jirga("export", "polis", "water-talks", folder.path("plain"))
            #expect(plain.status == 64 && plain.stderr.contains("--matrix-for-auditors"))
            let risky = try await jirga("export", "polis", "water-talks", folder.path("risky"), "--matrix-for-auditors")
            #expect(risky.status == 64 && risky.stderr.contains("--accept-risk"))
            #expect(risky.stderr.contains("in 100"))
            var orders: [[String]] = []
            for name in ["one", "two"] {
                let given = try await jirga(
                    "export", "polis", "water-talks", folder.path(name), "--matrix-for-auditors", "--accept-risk")
                #expect(given.status == 0, "\(given.stderr)")
                let read = try PolisConversation.read(at: folder.path(name))
                orders.append(
                    read.participants.map { person in
                        read.votes.filter { $0.participant == person.id }.sorted { $0.statement < $1.statement }
                            .map { "\($0.statement) \($0.vote)" }.joined(separator: ",")
                    })
            }
            #expect(orders[0].sorted() == orders[1].sorted())
            #expect(orders[0] != orders[1])
        }

        @Test func `brings in a real conversation`() async throws {
            let path = try SharedData.folder + "/data/polis/vtaiwan.uberx"
            let dry = try await jirga("import", "polis", path, "--dry-run", "--json")
            #expect(dry.status == 0, "\(dry.stderr)")
            let report = try JSONDecoder().decode(JSON.self, from: Data(dry.stdout.utf8))
            #expect(report["isDryRun"] == true && report["schema"] == "jirga.import/1")
            #expect(!FileManager.default.fileExists(atPath: folder.path("data")), "a dry run made a database")
            let brought = try await jirga("import", "polis", path)
            #expect(brought.status == 0, "\(brought.stderr)")
            #expect(brought.stdout.contains("\"vtaiwan-uberx\""))
            let again = try await jirga("import", "polis", path)
            #expect(again.status == 73 && again.stderr.contains("--slug"))
            let given = try await jirga(
                "export", "polis", "vtaiwan-uberx", folder.path("given"), "--matrix-for-auditors", "--accept-risk")
            #expect(given.status == 0, "\(given.stderr)")
            let original = try PolisConversation.read(at: path)
            let read = try PolisConversation.read(at: folder.path("given"))
            #expect(answerSheets(of: read) == answerSheets(of: original))
            #expect(report["votes"]?.number == Double(original.votes.count))
        }

        @Test func `C21 brings a conversation in once`() async throws {
            try SmallConversation(seed: 5).write(to: folder.path("water-talks"))
            #expect(try await jirga("import", "polis", folder.path("water-talks")).status == 0)
            let again = try await jirga("import", "polis", folder.path("water-talks"))
            #expect(again.status == 73 && again.stderr.contains("--slug"), "\(again.stderr)")
        }

        @Test func `C22 keeps all of a conversation or nothing when it is killed`() async throws {
            let small = SmallConversation(seed: 5)
            try small.write(to: folder.path("water-talks"))
            let seed = UInt64.random(in: 1...1_000_000)
            var generator = SeededGenerator(seed: seed)
            for round in 0..<4 {
                let data = folder.path("data-\(round)")
                let bringing = try RunningProgram(
                    try JirgaProgram.path, ["import", "polis", folder.path("water-talks"), "--data", data])
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...600, using: &generator)))
                await bringing.stop()
                let again = try await JirgaProgram.run(
                    "import", "polis", folder.path("water-talks"), "--data", data)
                #expect([0, 73].contains(again.status), "seed \(seed), round \(round): \(again.stderr)")
                let given = try await JirgaProgram.run(
                    "export", "polis", "water-talks", folder.path("given-\(round)"), "--matrix-for-auditors",
                    "--accept-risk", "--data", data)
                #expect(given.status == 0, "seed \(seed), round \(round): \(given.stderr)")
                let read = try PolisConversation.read(at: folder.path("given-\(round)"))
                #expect(answerSheets(of: read) == answerSheets(of: small.conversation), "seed \(seed), round \(round)")
            }
        }

        @Test func `writes an export only where nothing is lost`() async throws {
            try SmallConversation(seed: 6).write(to: folder.path("water"))
            #expect(try await jirga("import", "polis", folder.path("water")).status == 0)
            let full = try await jirga(
                "export", "polis", "water", folder.path("water"), "--matrix-for-auditors", "--accept-risk")
            #expect(full.status == 73)
            #expect(full.stderr.contains("not empty") && full.stderr.contains("fix:"))
            let unknown = try await jirga("export", "polis", "fire", folder.path("fire"))
            #expect(unknown.status == 66 && unknown.stderr.contains("\"fire\""))
            #expect(!FileManager.default.fileExists(atPath: folder.path("fire")))
        }

        // MARK: Databases it can't use

        @Test func `says that a data folder can't be made`() async throws {
            try write("", to: "file")
            let run = try await JirgaProgram.run("demo", "--data", folder.path("file/data"))
            #expect(run.status == 73)
            #expect(run.stderr.contains("file/data") && run.stderr.contains("--data"))
        }

        @Test(.enabled(if: geteuid() != 0, "whoever is root may write everywhere"))
        func `says that a data folder may not be written to`() async throws {
            try FileManager.default.createDirectory(
                atPath: folder.path("data"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o500])
            let run = try await jirga("demo")
            #expect([73, 74, 77].contains(run.status), "\(run.status) \(run.stderr)")
            #expect(run.stderr.contains("error:"))
        }

        @Test func `leaves a database from a newer version alone`() async throws {
            #expect(try await jirga("demo", "--participants", "20").status == 0)
            let change = try await ProgramRun(
                "/usr/bin/sqlite3",
                [folder.path("data/jirga.sqlite"), "INSERT INTO schema_migration VALUES ('floor-9999', 0)"])
            #expect(change.status == 0, "\(change.stderr)")
            let run = try await jirga("demo", "--slug", "another", "--participants", "20")
            #expect(run.status == 78)
            #expect(run.stderr.contains("newer version") && run.stderr.contains("floor-9999"))
        }

        @Test func `leaves a file that is no database alone`() async throws {
            try FileManager.default.createDirectory(
                atPath: folder.path("data"), withIntermediateDirectories: false)
            let words = String(repeating: "This is a letter, not a database. ", count: 100)
            try write(words, to: "data/jirga.sqlite")
            let run = try await jirga("demo")
            #expect(run.status == 65, "\(run.stderr)")
            #expect(run.stderr.hasPrefix("error:"))
            #expect(try String(contentsOfFile: folder.path("data/jirga.sqlite"), encoding: .utf8) == words)
        }

        // MARK: -

        private func jirga(_ arguments: String...) async throws -> ProgramRun { try await jirga(arguments) }

        /// A command on the data of this test.
        private func jirga(_ arguments: [String]) async throws -> ProgramRun {
            try await JirgaProgram.run(arguments + ["--data", folder.path("data")])
        }

        private func analysis(of path: String, _ options: String...) async throws -> JSON {
            let run = try await JirgaProgram.run(["analyze", path, "--json"] + options)
            #expect(run.status == 0, "\(run.stderr)")
            return try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
        }

        private func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
    }
}
