import Foundation
import JirgaTestSupport
import SQLStore
import SQLiteStore
import Testing

extension EndToEnd {
    /// From the votes of a dialogue to a stranger who checks it with a folder and 24 digits.
    @Suite struct `An archive` {
        /// A closed dialogue, sealed and written into a folder, and the fingerprint that everybody saw.
        private struct Made {
            let folder: TemporaryFolder
            let fingerprint: String

            var data: String { folder.path("data") }
            var archive: String { folder.path("archive") }
        }

        private static func make() async throws -> Made {
            let folder = try TemporaryFolder()
            try SmallConversation(seed: 1).write(to: folder.path("small"))
            let brought = try await JirgaProgram.run(
                "import", "polis", folder.path("small"), "--data", folder.path("data"))
            try #require(brought.status == 0, "\(brought.stderr)")
            let fingerprint = try await RunningJirga.serving(folder.path("data")) { server in
                // Nothing of a closed dialogue waits: all of it is sealed with the first steps after the start.
                while true {
                    let tried = try await JirgaProgram.run(
                        "export", "archive", "small", folder.path("archive"), "--data", folder.path("data"),
                        "--plain-openings")
                    if tried.status == 0 { break }
                    try #require(tried.status == 75, "\(tried.stderr)")
                    try await Task.sleep(for: .milliseconds(200))
                }
                let page = try await WebSession(server.address).get("/d/small/log")
                return String(try #require(page.body.firstMatch(of: /\d{4}( \d{4}){5}/)?.0))
            }
            return Made(folder: folder, fingerprint: fingerprint)
        }

        private static func lines(_ run: ProgramRun) -> String { "\(run.status)\n\(run.stdout)\n\(run.stderr)" }

        @Test(.timeLimit(.minutes(5))) func `is checked with the digits of the minutes and nothing else`() async throws
        {
            let made = try await Self.make()
            let good = try await JirgaProgram.run("verify", made.archive, "--fingerprint", made.fingerprint)
            #expect(good.status == 3, "\(Self.lines(good))")
            #expect(!good.stdout.contains("FAILED"), "\(Self.lines(good))")

            let digits = String(made.fingerprint.dropLast()) + (made.fingerprint.hasSuffix("0") ? "1" : "0")
            let other = try await JirgaProgram.run("verify", made.archive, "--fingerprint", digits)
            #expect(other.status == 1, "\(Self.lines(other))")
            #expect(other.stdout.contains("FAILED"))
        }

        @Test(.timeLimit(.minutes(5))) func `can't be made of votes that were changed behind the log's back`()
            async throws
        {
            let made = try await Self.make()
            let database = SQLDatabase(try SQLiteDriver(path: made.data + "/jirga.sqlite"))
            try await database.write { transaction in
                try transaction.run(
                    """
                    UPDATE vote SET choice = 3 - choice WHERE choice IN (1, 2) AND participant_id =
                        (SELECT MIN(participant_id) FROM vote WHERE choice IN (1, 2))
                    """)
            }
            await database.close()
            let refused = try await JirgaProgram.run(
                "export", "archive", "small", made.folder.path("again"), "--data", made.data)
            #expect(refused.status == 65, "\(Self.lines(refused))")
            #expect(refused.stderr.contains("changed behind the log"), "\(Self.lines(refused))")
            #expect(!FileManager.default.fileExists(atPath: made.folder.path("again")))
        }

        @Test(.timeLimit(.minutes(5))) func `in which one word of one statement was changed is found out`() async throws
        {
            let made = try await Self.make()
            let path = made.archive + "/texts.json"
            let texts = try String(contentsOfFile: path, encoding: .utf8)
            try texts.replacing("Statement 3,", with: "Statement 4,").write(
                toFile: path, atomically: true, encoding: .utf8)
            let found = try await JirgaProgram.run("verify", made.archive, "--fingerprint", made.fingerprint)
            #expect(found.status == 1, "\(Self.lines(found))")
            #expect(found.stdout.contains("statement 3"), "\(Self.lines(found))")
        }

        /// Of a dialogue with codes and of one that anybody may answer in.
        @Test(.timeLimit(.minutes(5)), arguments: [true, false])
        func `shows of everybody who voted how they came in`(needsCodes: Bool) async throws {
            let folder = try TemporaryFolder()
            let (data, archive) = (folder.path("data"), folder.path("archive"))
            let slug = needsCodes ? "valley" : "demo"
            if !needsCodes {
                let made = try await JirgaProgram.run(["demo", "--participants", "30", "--data", data])
                try #require(made.status == 0, "\(made.stderr)")
            }
            let fingerprint = try await RunningJirga.serving(data) { server in
                let owner = WebSession(server.address)
                _ = try await owner.submit(try await owner.get(server.signInLink).page.form("/sign-in/link"))
                if needsCodes {
                    let dialogue = try await CodesDialogue(slug, codes: 9, by: owner)
                    for code in dialogue.codes.prefix(6) {
                        try await dialogue.answer(
                            as: WebSession(server.address), with: code, ["agree", "disagree", "pass"])
                    }
                } else {
                    for _ in 0..<3 {
                        let person = WebSession(server.address)
                        for _ in 0..<2 {
                            let form = try await person.get("/d/demo").page.form("/vote")
                            let answered = try await person.submit(form, ["choice": "agree"])
                            #expect(answered.status == 303, "\(answered)")
                        }
                    }
                }
                let closing = try await owner.get("/desk/\(slug)/close").page.form("/close")
                let closed = try await owner.submit(closing)
                #expect(closed.status == 303, "\(closed)")
                while true {
                    let tried = try await JirgaProgram.run(
                        "export", "archive", slug, archive, "--data", data, "--plain-openings")
                    if tried.status == 0 { break }
                    try #require(tried.status == 75, "\(tried.stderr)")
                    try await Task.sleep(for: .milliseconds(200))
                }
                let page = try await WebSession(server.address).get("/d/\(slug)/log")
                return String(try #require(page.body.firstMatch(of: /\d{4}( \d{4}){5}/)?.0))
            }
            let good = try await JirgaProgram.run("verify", archive, "--fingerprint", fingerprint)
            #expect(good.status == 3, "\(Self.lines(good))")
            #expect(good.stdout.contains("16 ok") && good.stdout.contains("20 ok"), "\(Self.lines(good))")
            let listed = try String(contentsOfFile: archive + "/admissions.json", encoding: .utf8)
            #expect(listed.contains(needsCodes ? "\"admitted\" : 6" : "\"admitted\" : 33"), "\(listed)")
            #expect(
                try String(contentsOfFile: archive + "/manifest.json", encoding: .utf8)
                    .contains("\"needsAdmission\" : true"))

            // Somebody who was put into the database without coming in is found out.
            let database = SQLDatabase(try SQLiteDriver(path: data + "/jirga.sqlite"))
            try await database.write { transaction in
                try transaction.run(
                    """
                    UPDATE admission SET credential = zeroblob(32)
                    WHERE participant_id = (SELECT MIN(participant_id) FROM admission)
                    """)
                try transaction.run(
                    """
                    UPDATE dialogue SET is_link_counted = 0 WHERE is_link_counted = 1
                    """)
            }
            await database.close()
            let again = try await JirgaProgram.run(
                "export", "archive", slug, folder.path("again"), "--data", data, "--plain-openings")
            try #require(again.status == 0, "\(Self.lines(again))")
            let bad = try await JirgaProgram.run("verify", folder.path("again"), "--fingerprint", fingerprint)
            #expect(bad.status == 1 && bad.stdout.contains("20 FAILED"), "\(Self.lines(bad))")
        }

        @Test(.timeLimit(.minutes(5))) func `of invented people passes every check it has something for`() async throws
        {
            let made = try await PractisedArchive()
            let good = try await JirgaProgram.run(
                "verify", made.path, "--log-key", made.logKey, "--receipt", made.receipt)
            #expect(good.status == 3, "\(Self.lines(good))")
            let passed = good.stdout.split(separator: "\n").filter { $0.contains(" ok ") }.compactMap {
                Int($0.split(separator: " ").first ?? "")
            }
            #expect(
                passed == [1, 2, 3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24], "\(Self.lines(good))")
            let less = try await JirgaProgram.run("verify", made.path, "--log-key", made.logKey, "--groups-up-to", "10")
            #expect(less.status == 3 && less.stdout.contains("more than --groups-up-to"), "\(Self.lines(less))")
            let again = try await PractisedArchive()
            #expect(again.fingerprint == made.fingerprint)
        }

        @Test(.timeLimit(.minutes(5))) func `is not needed to check a receipt`() async throws {
            let made = try await PractisedArchive()
            let good = try await JirgaProgram.run(
                "verify", "--receipt", made.receipt, "--opening", made.opening, "--fingerprint", made.fingerprint)
            #expect(good.status == 0 && good.stdout.contains("of \(made.entries) of"), "\(Self.lines(good))")
            let signed = try await JirgaProgram.run("verify", "--receipt", made.receipt, "--log-key", made.logKey)
            #expect(signed.status == 0, "\(Self.lines(signed))")
            let opening = try made.changed(made.opening) { $0[3] = $0[3] == "revision 1" ? "revision 2" : "revision 1" }
            let receipt = try made.changed(made.receipt) { $0[3] = oneBitOff($0[3], at: 5) }
            let other = try await PractisedArchive(seed: 6)
            for arguments in [
                ["--receipt", receipt, "--log-key", made.logKey],
                ["--receipt", made.receipt, "--log-key", other.logKey],
                ["--receipt", made.receipt, "--fingerprint", other.fingerprint],
                ["--receipt", made.receipt, "--opening", other.opening, "--log-key", made.logKey],
            ] {
                let run = try await JirgaProgram.run(["verify"] + arguments)
                #expect(run.status == 1 && run.stdout.contains("FAILED"), "\(arguments): \(Self.lines(run))")
            }
            for arguments in [
                ["--receipt", made.receipt], ["--log-key", made.logKey],
                ["--receipt", made.receipt, "--opening", opening, "--log-key", made.logKey],
            ] {
                let run = try await JirgaProgram.run(["verify"] + arguments)
                #expect(run.status == 2 && run.stderr.contains("error:"), "\(arguments): \(Self.lines(run))")
            }
        }

        @Test(arguments: [["export", "archive", "nowhere", "/tmp/x"], ["verify", "/nowhere", "--fingerprint", "1"]])
        func `that is not there is said to be not there`(arguments: [String]) async throws {
            let folder = try TemporaryFolder()
            let run = try await JirgaProgram.run(
                arguments + (arguments[0] == "export" ? ["--data", folder.path("data")] : []))
            #expect(run.status != 0)
            #expect(run.stderr.contains("error:"), "\(Self.lines(run))")
        }
    }
}
