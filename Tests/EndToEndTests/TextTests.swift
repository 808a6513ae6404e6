import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    @Suite struct `Comparing texts` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        private func compare(_ from: [UInt8], _ to: [UInt8], _ options: String...) async throws -> ProgramRun {
            for (name, bytes) in [("from.txt", from), ("to.txt", to)] {
                try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
            }
            return try await JirgaProgram.run(
                ["text", "compare", folder.path("from.txt"), folder.path("to.txt")] + options)
        }

        @Test func `what changed is marked, and the exit status says whether anything did`() async throws {
            let from = Array("Each district \u{1B}[2J within two years.\n".utf8)
            let to = Array("Each district \u{1B}[2J within one year.\n".utf8)
            let run = try await compare(from, to)
            #expect(run.status == 1, "\(run.stderr)")
            #expect(run.stdout.contains("within \u{2068}–two years–\u{2069}\u{2068}+one year+\u{2069}."))
            #expect(!run.stdout.contains("\u{1B}"))
            let same = try await compare(from, from)
            #expect(same.status == 0)
        }

        @Test func `programs get every run, and pages get elements`() async throws {
            let (from, to) = (Array("آب <در> بهار".utf8), Array("آب <در> تابستان".utf8))
            let json = try await compare(from, to, "--json")
            let document = try JSONDecoder().decode(JSON.self, from: Data(json.stdout.utf8))
            #expect(json.status == 1 && document["schema"] == "jirga.text-comparison/1" && document["differs"] == true)
            #expect(document["runs"]?.items?.compactMap { $0["kind"] } == ["same", "removed", "inserted"])
            let html = try await compare(from, to, "--html")
            #expect(html.stdout.contains("آب &lt;در&gt; <del>بهار</del><ins>تابستان</ins>"))
        }

        @Test func `what is no text is refused`() async throws {
            #expect(try await compare([0xFF], []).status == 65)
            #expect(try await compare(Array(repeating: 0x61, count: 16 << 20 + 1), []).status == 65)
            #expect(try await JirgaProgram.run("text", "compare", folder.path("no"), folder.path("no")).status == 66)
            #expect(try await JirgaProgram.run("text", "compare", folder.path(""), folder.path("")).status == 66)
        }
    }
}
