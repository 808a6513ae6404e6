import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    @Suite struct `Checking decision rules` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        private func file(_ vectors: String...) throws -> String {
            let text = #"{"schema":"jirga.decision-vectors/1","vectors":[\#(vectors.joined(separator: ","))]}"#
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("vectors.json")))
            return folder.path("vectors.json")
        }

        private static let objection = """
            {"rule":"consensus","name":"one objection","expect":"not_adopted",\
            "input":{"v":[{"id":"A","vote":"assent"},{"id":"B","vote":"object"}]}}
            """
        private static let told = #"{"rule":"staged","name":"told","given":"in words","expect":"none elected"}"#

        @Test func `every shared case is as expected`() async throws {
            let path = try SharedData.folder + "/data/table/decision-vectors.json"
            let run = try await JirgaProgram.run("rules", "check", path)
            #expect(run.status == 0, "\(run.stdout)\n\(run.stderr)")
            #expect(run.stdout.split(separator: "\n").count == 45 && !run.stdout.contains("DIFFERS"))
            #expect(run.stderr.contains("42 same, 0 different, 3 not evaluated"))
            let all = try await JirgaProgram.run("rules", "check", path, "--require-all")
            #expect(all.status == 2)
        }

        @Test func `our own cases are as expected, for programs too`() async throws {
            let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Vectors/decision-vectors.json").path
            let run = try await JirgaProgram.run("rules", "check", path, "--json", "--require-all")
            #expect(run.status == 0, "\(run.stdout)\n\(run.stderr)")
            let document = try JSONDecoder().decode(JSON.self, from: Data(run.stdout.utf8))
            #expect(document["schema"] == "jirga.rules-check/1" && document["ok"] == true)
            let first = try #require(document["vectors"]?.items?.first)
            #expect(first["status"] == "same" && first["got"] == "none_elected")
        }

        @Test func `a line has the case, what was expected, what came of it and why`() async throws {
            let run = try await JirgaProgram.run("rules", "check", try file(Self.objection, Self.told))
            #expect(run.status == 0, "\(run.stderr)")
            let lines = run.stdout.split(separator: "\n").map {
                $0.split(separator: "  ").map { $0.filter { $0 != " " } }
            }
            #expect(
                lines.first == [
                    "same", "consensus", "oneobjection", "not_adopted", "not_adopted", "1delegationobjects:B.",
                ])
            #expect(lines.last?.first == "notevaluated")
        }

        @Test func `a difference ends with status 1`() async throws {
            let other = Self.objection.replacing("not_adopted", with: "adopted")
            let run = try await JirgaProgram.run("rules", "check", try file(Self.objection, other))
            #expect(run.status == 1 && run.stdout.contains("DIFFERS"))
            #expect(run.stderr.contains("1 of 2 cases differ"))
        }

        @Test func `what can't be read is named once, with file, case and field`() async throws {
            let bad = Self.objection.replacing("\"B\",", with: "\"B\",\"hat\":1,")
            let run = try await JirgaProgram.run("rules", "check", try file(Self.objection, bad))
            #expect(run.status == 65)
            #expect(
                run.stderr.contains(
                    "vectors.json, vector 2 (consensus: one objection): \"input.v[1].hat\" is no field we know"))
            #expect(run.stderr.contains("fix:") && run.stderr.contains("weight"))
            #expect(run.stdout.contains("UNREADABLE") && run.stdout.contains("same"))
        }

        @Test func `other files are refused`() async throws {
            let missing = try await JirgaProgram.run("rules", "check", folder.path("nowhere.json"))
            #expect(missing.status == 66)
            for text in ["", "[1,", "{}", #"{"schema":"other/1","vectors":[]}"#] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("bad.json")))
                let run = try await JirgaProgram.run("rules", "check", folder.path("bad.json"))
                #expect(run.status == 65 && run.stderr.contains("bad.json") && run.stdout.isEmpty, "\(text)")
            }
        }

        @Test func `a name can't write into the terminal`() async throws {
            let bad = Self.objection.replacing("one objection", with: #"\u001b[2Jx\u202e"#)
            let run = try await JirgaProgram.run("rules", "check", try file(bad))
            #expect(run.status == 0 && !run.stdout.contains("\u{1B}") && !run.stdout.contains("\u{202E}"))
        }
    }
}
