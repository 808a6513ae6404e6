import Foundation
import JirgaTestSupport
import PolisFormat
import Testing

extension EndToEnd {
    @Suite struct `Reports of an analysis` {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try SmallConversation(seed: 21).write(to: folder.path("export"))
        }

        private func analyze(_ options: String...) async throws -> ProgramRun {
            try await JirgaProgram.run(["analyze", folder.path("export")] + options)
        }

        private func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder.path(name), encoding: .utf8)
        }

        // MARK: Files

        @Test func `writes page, map and tables beside the summary, and the same bytes again`() async throws {
            let options = [
                "--html", folder.path("r.html"), "--svg", folder.path("m.svg"), "--csv", folder.path("tables"),
            ]
            var earlier: [String]?
            for _ in 0..<2 {
                let run = try await JirgaProgram.run(["analyze", folder.path("export")] + options)
                #expect(run.status == 0, "\(run.stderr)")
                #expect(run.stdout.contains("OPINION GROUPS"))
                for path in [folder.path("r.html"), folder.path("m.svg"), folder.path("tables")] {
                    #expect(run.stderr.contains("wrote \(path)\n"))
                }
                let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("tables")).sorted()
                let now = try ["r.html", "m.svg"].map { try text($0) } + names.map { try text("tables/" + $0) }
                if let earlier { #expect(now == earlier) }
                earlier = now
            }
            #expect(try text("m.svg").contains("<svg xmlns=\"http://www.w3.org/2000/svg\""))
            #expect(try text("r.html").utf8.count <= 500_000)
        }

        @Test func `explains every column of its tables, and fills all of them`() async throws {
            #expect(try await analyze("--csv", folder.path("tables")).status == 0)
            let readme = try text("tables/README.txt")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("tables")).sorted()
            #expect(
                names == [
                    "README.txt", "evidence.csv", "flags.csv", "groups.csv", "participants.csv", "representative.csv",
                    "statements-by-group.csv", "statements.csv",
                ])
            for name in names.dropFirst() {
                #expect(readme.contains("\(name): "))
                let rows = try text("tables/" + name).split(separator: "\n")
                let header = try #require(rows.first).split(separator: ",")
                for column in header { #expect(readme.contains("\n  \(column) "), "\(name) \(column)") }
                for row in rows.dropFirst() {
                    // Texts hold one comma each, in quotation marks.
                    let commas = row.count { $0 == "," } - (row.contains("\"") ? 1 : 0)
                    #expect(commas == header.count - 1, "\(name): \(row)")
                }
            }
            #expect(try text("tables/participants.csv").split(separator: "\n").count == SmallConversation.people + 1)
            let statements = try text("tables/statements.csv").split(separator: "\n")
            #expect(statements.count == SmallConversation.statements + 1)
            #expect(try text("tables/representative.csv").split(separator: "\n").count == 2 * 12 + 1)
        }

        @Test func `replaces nothing that is not its own`() async throws {
            for name in ["r.html", "m.svg"] {
                try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path(name)))
            }
            try FileManager.default.createDirectory(
                atPath: folder.path("tables"), withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("tables/groups.csv")))
            for options in [["--html", "r.html"], ["--svg", "m.svg"], ["--csv", "tables"], ["--html", "export"]] {
                let run = try await JirgaProgram.run([
                    "analyze", folder.path("export"), options[0], folder.path(options[1]),
                ])
                #expect(run.status == 73, "\(options) \(run.stderr)")
                #expect(run.stdout.isEmpty && run.stderr.hasPrefix("error: ") && run.stderr.contains("fix:"))
            }
            #expect(try text("r.html") == "mine" && text("m.svg") == "mine" && text("tables/groups.csv") == "mine")
            let nowhere = try await analyze("--html", folder.path("no/such/r.html"))
            #expect(nowhere.status == 73 && nowhere.stderr.contains("fix:"))
        }

        @Test func `tells a page without clear groups from one with groups`() async throws {
            let simulated = try await JirgaProgram.run(
                "simulate", "--people", "150", "--statements", "40", "--groups", "1", "--mean-votes", "20", "--seed",
                "1",
                folder.path("one"))
            #expect(simulated.status == 0, "\(simulated.stderr)")
            let run = try await JirgaProgram.run(
                "analyze", folder.path("one"), "--html", folder.path("one.html"), "--csv", folder.path("tables"))
            #expect(run.status == 0 && run.stdout.contains("did not fall into clear groups"), "\(run.stderr)")
            #expect(try text("one.html").contains("did not fall into clear groups"))
            #expect(try text("tables/groups.csv").split(separator: "\n").count == 1)
        }

        @Test func `keeps the page of thousands of statements small`() async throws {
            let simulated = try await JirgaProgram.run(
                "simulate", "--people", "200", "--statements", "4000", "--groups", "2", "--mean-votes", "60",
                folder.path("wide"))
            #expect(simulated.status == 0, "\(simulated.stderr)")
            let run = try await JirgaProgram.run(
                "analyze", folder.path("wide"), "--method", "polis", "--html", folder.path("wide.html"))
            #expect(run.status == 0, "\(run.stderr)")
            let page = try text("wide.html")
            #expect(page.utf8.count <= 500_000 && page.contains("too large to pass on") && page.hasSuffix("</html>\n"))
        }

        // MARK: Document

        @Test func `gives the assessment and the parameters to programs`() async throws {
            let first = try await analyze("--json")
            let second = try await analyze("--json")
            let document = try JSONDecoder().decode(JSON.self, from: Data(first.stdout.utf8))
            let assessment = try #require(document["assessment"])
            #expect(
                assessment.keys == [
                    "evidence", "shownShare", "groups", "statements", "bridging", "distinctive", "gainedWithoutGroup",
                    "flags",
                ])
            let statement = try #require(assessment["statements"]?.items?.first)
            #expect(
                statement.keys == [
                    "id", "standing", "everybody", "groups", "rankedAgreement", "rankedDisagreement", "commonGround",
                    "division", "bridging", "falseVoters",
                ])
            #expect(statement["everybody"]?["agree"]?.keys == ["count", "total", "share", "interval"])
            #expect(
                assessment["groups"]?.items?.first?.keys == [
                    "id", "letter", "steadiness", "membership", "clearMembers",
                ])
            #expect(
                assessment["evidence"]?["candidates"]?.items?.first?.keys.isSuperset(of: [
                    "groups", "gain", "gainError", "verdict",
                ])
                    == true)
            for ranked in assessment["distinctive"]?.items ?? [] {
                #expect(ranked["statements"]?.items?.count == SmallConversation.statements)
            }
            #expect(document["parameters"]?["commonGround"]?["threshold"]?.number == 0.6)
            let again = try JSONDecoder().decode(JSON.self, from: Data(second.stdout.utf8))
            #expect(again["assessment"] == document["assessment"] && again["parameters"] == document["parameters"])
            let polis = try await analyze("--json", "--method", "polis")
            let other = try JSONDecoder().decode(JSON.self, from: Data(polis.stdout.utf8))
            #expect(!other.keys.contains("assessment") && other["parameters"] == .object([:]))
        }
    }

    @Suite(.sharedBrowser) struct `The page of an analysis` {
        @Test(arguments: [2, 1])
        func `is accessible and fits the screen, in light and dark`(groups: Int) async throws {
            let folder = try TemporaryFolder()
            let simulated = try await JirgaProgram.run(
                "simulate", "--people", "160", "--statements", "30", "--groups", "\(groups)", "--mean-votes", "18",
                "--seed",
                "4", folder.path("export"))
            #expect(simulated.status == 0, "\(simulated.stderr)")
            let run = try await JirgaProgram.run("analyze", folder.path("export"), "--html", folder.path("r.html"))
            #expect(run.status == 0, "\(run.stderr)")
            let browser = try SharedBrowser.shared
            for (width, isDark) in [(360, false), (1_200, true)] {
                try await browser.use(Browser.Screen(width: width, isDark: isDark))
                _ = try await browser.consoleErrors()
                try await browser.open("file://" + folder.path("r.html"))
                let found = try await browser.evaluate(PageInspection.script)
                #expect(found["overflow"]?.items?.isEmpty == true, "\(width): \(found["overflow"] ?? .null)")
                #expect(found["headings"] == 1 && found["lang"] == "en" && found["hasMain"] == true)
                let violations = try await AccessibilityChecker().violations(in: browser)
                #expect(violations == [], "\(width), dark \(isDark)")
                #expect(try await browser.consoleErrors() == [])
            }
        }
    }
}
