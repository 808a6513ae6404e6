import Foundation
import JirgaTestSupport
import PolisFormat
import Testing

extension EndToEnd {
    @Suite struct `Simulating and exporting` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        // MARK: Simulate

        @Test func `writes an export with what was planted beside it`() async throws {
            let run = try await JirgaProgram.run(
                "simulate", "--people", "200", "--statements", "40", "--groups", "2", "--seed", "3", "--revotes",
                "0.05",
                folder.path("planted"))
            #expect(run.status == 0, "\(run.stderr)")
            #expect(run.stdout.hasPrefix("wrote 200 people, 40 statements, "))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("planted")).sorted()
            #expect(
                names == [
                    "comments.csv", "labels.csv", "meta.json", "participants-votes.csv", "summary.csv", "votes.csv",
                ])

            let read = try PolisConversation.read(at: folder.path("planted"))
            #expect(read.layout == .openData && read.voteSign.agree == 1)
            #expect(read.warnings.map(\.kind) == [.repeatedVotes])
            let meta = try JSONDecoder().decode(
                JSON.self, from: Data(contentsOf: URL(fileURLWithPath: folder.path("planted/meta.json"))))
            #expect(meta["schema"] == "jirga.simulation/1")
            #expect(meta["votes"]?.number == Double(read.votes.count))
            #expect(meta["repeats"]?.number == Double(read.voteHistory.count - read.votes.count))
            #expect((0.5...1).contains(meta["oracle_ari"]?.number ?? -1))
            #expect(meta["parameters"]?["mean_votes"]?.number == 20)
            #expect(meta["votes_per_participant"]?["below_7"]?.number != nil)

            let rows = try String(contentsOfFile: folder.path("planted/labels.csv"), encoding: .utf8)
                .split(separator: "\n")
            #expect(rows.first == "participant,group" && rows.count == 201)
            let labels = rows.dropFirst().map { $0.split(separator: ",").compactMap { Int($0) } }
            #expect(read.participants.map { [$0.id, $0.group ?? -1] } == labels)
            #expect(
                meta["group_sizes"]?.items?.compactMap(\.number)
                    == [0, 1].map { group in
                        Double(labels.count { $0[1] == group })
                    })
        }

        @Test func `writes the same bytes for the same options`() async throws {
            for name in ["one", "two"] {
                let run = try await JirgaProgram.run(
                    "simulate", "--people", "50", "--statements", "30", "--seed", "9", folder.path(name), "--json")
                #expect(run.status == 0 && run.stdout.contains("\"oracle_ari\""), "\(run.stderr)")
            }
            for file in [
                "votes.csv", "comments.csv", "summary.csv", "labels.csv", "meta.json", "participants-votes.csv",
            ] {
                let bytes = FileManager.default.contents(atPath: folder.path("one/" + file))
                #expect(bytes != nil && bytes == FileManager.default.contents(atPath: folder.path("two/" + file)))
            }
        }

        @Test func `leaves the matrix out where it would be too large, and says so`() async throws {
            let run = try await JirgaProgram.run(
                "simulate", "--people", "4000", "--statements", "60000", "--mean-votes", "2", folder.path("wide"))
            #expect(run.status == 0 && run.stderr.contains("no participants-votes.csv"), "\(run.stderr)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("wide/participants-votes.csv")))
        }

        @Test(arguments: [
            ["--people", "0", "--statements", "5"], ["--people", "5", "--statements", "65536"],
            ["--people", "5", "--statements", "5", "--mean-votes", "7"],
            ["--people", "5", "--statements", "5", "--groups", "0"],
            ["--people", "10000000", "--statements", "1000", "--mean-votes", "900"],
        ])
        func `refuses what can't be drawn`(options: [String]) async throws {
            let run = try await JirgaProgram.run(["simulate"] + options + [folder.path("none")])
            #expect(run.status == 64)
            #expect(run.stderr.split(separator: "\n").count { $0.hasPrefix("error:") } == 1, "\(run.stderr)")
            #expect(run.stderr.contains("fix:") && !FileManager.default.fileExists(atPath: folder.path("none")))
        }

        @Test func `refuses a folder that is not empty before it begins`() async throws {
            try Data().write(to: URL(fileURLWithPath: folder.path("something")))
            let run = try await JirgaProgram.run("simulate", "--people", "5", "--statements", "5", folder.path)
            #expect(run.status == 73 && run.stderr.contains("not empty") && run.stderr.contains("fix:"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["something"])
        }

        // MARK: Export

        @Test func `writes a dialogue for Sensemaking, once`() async throws {
            #expect(try await jirga("demo", "--participants", "400").status == 0)
            let run = try await jirga("export", "sensemaking", "demo", folder.path("demo.csv"))
            #expect(run.status == 0, "\(run.stderr)")
            let rows = try String(contentsOfFile: folder.path("demo.csv"), encoding: .utf8).split(separator: "\n")
            #expect(rows[0].hasPrefix("comment-id,comment_text,votes,agrees,disagrees,passes,a-votes,a-agree-count,"))
            #expect(run.stdout.hasPrefix("wrote \(rows.count - 1) statements with the votes of "))
            let again = try await jirga("export", "sensemaking", "demo", folder.path("demo.csv"))
            #expect(again.status == 73 && again.stderr.contains("already") && again.stderr.contains("fix:"))
            let nowhere = try await jirga("export", "sensemaking", "demo", folder.path("no/such/place.csv"))
            #expect(nowhere.status == 73 && nowhere.stderr.contains("fix:"))
            let unknown = try await jirga("export", "sensemaking", "fire", folder.path("fire.csv"))
            #expect(unknown.status == 66 && unknown.stderr.contains("\"fire\""))
        }

        @Test func `writes an export of Polis for Sensemaking and red-dwarf without a database`() async throws {
            let small = SmallConversation(seed: 8)
            try small.write(to: folder.path("export"))
            let table = try await jirga("export", "sensemaking", folder.path("export"), folder.path("t.csv"), "--json")
            #expect(table.status == 0, "\(table.stderr)")
            let report = try JSONDecoder().decode(JSON.self, from: Data(table.stdout.utf8))
            #expect(report["statements"]?.number == Double(SmallConversation.statements) && report["groups"] == 2)
            let rows = try String(contentsOfFile: folder.path("t.csv"), encoding: .utf8).split(separator: "\n")
            // Everybody in a group answered all statements; three people are in none.
            let counts = rows[1].split(separator: ",").compactMap { Int($0) }
            #expect(counts.suffix(8).first.map { $0 + counts[counts.count - 4] } == SmallConversation.people - 3)

            let json = try await jirga("export", "red-dwarf", folder.path("export"), folder.path("dwarf"))
            #expect(json.status == 0, "\(json.stderr)")
            let read = try PolisConversation.read(at: folder.path("dwarf"))
            #expect(answerSheets(of: read) == answerSheets(of: small.conversation))
            #expect(!FileManager.default.fileExists(atPath: folder.path("data")), "an export made a database")
        }

        private func jirga(_ arguments: String...) async throws -> ProgramRun {
            try await JirgaProgram.run(arguments + ["--data", folder.path("data")])
        }
    }
}
