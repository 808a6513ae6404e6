import Foundation
import JirgaTestSupport
import OpinionAnalysis
import Testing

@testable import jirga

@Suite struct `A report` {
    // MARK: Lists

    @Test func `tells every statement in at most one list of standings`() throws {
        for seed in [1, 2] as [UInt64] {
            let findings = try PlantedFindings.camps(seed: seed)
            let lists = Headlines(findings)
            let told =
                lists.bridges + lists.shared + lists.likelyShared + lists.majorities + lists.divides + lists.splits
                + lists.tooFew
            #expect(Set(told).count == told.count, "seed \(seed)")
            #expect(lists.tooFew == [13], "seed \(seed)")
            #expect(findings.hasGroups && !lists.divides.isEmpty, "seed \(seed)")
        }
    }

    @Test func `takes the groups of Polis as they are, and claims no steadiness`() throws {
        let findings = try PlantedFindings.camps(seed: 4, method: .polis)
        #expect(findings.map.assessment == nil && findings.hasGroups)
        #expect(findings.standings.contains(.dividesGroups))
        let page = ReportPage(findings).html
        #expect(page.contains("does not ask how sure they are") && !page.contains("Support beyond viewpoint"))
        #expect(AnalysisReport(findings, seconds: 1).text.contains("does not ask how sure they are"))
        #expect(AssessmentDocument(findings) == nil)
    }

    @Test func `leaves out of a portrait what all groups say`() throws {
        let findings = try PlantedFindings.grouped.get()
        for group in findings.groups {
            let portrait = Portrait(of: group, in: findings, longest: 6)
            #expect(!portrait.apart.isEmpty && portrait.apart.count <= 6)
            #expect(portrait.apart.allSatisfy { $0.statement < 8 && $0.difference >= Portrait.smallestDifference })
            #expect(Set(portrait.apart.map(\.statement)).isDisjoint(with: portrait.minorityOpinions.map(\.statement)))
        }
    }

    // MARK: Page

    @Test func `is one page that loads and runs nothing, with texts that cannot break out`() throws {
        let page = ReportPage(try PlantedFindings.grouped.get()).html
        for forbidden in ["<script", "src=", "<link", "@import", "url(http", "<b>&\"", "\u{202E}", "<iframe"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("=1+1 &lt;b&gt;&amp;&quot;&#39;") && page.contains("Water &lt;script&gt;"))
        #expect(page.contains("<blockquote dir=\"auto\">"))
        #expect(page.split(separator: "<h1", omittingEmptySubsequences: false).count == 2)
    }

    @Test func `keeps its parts in their order`() throws {
        for findings in [try PlantedFindings.grouped.get(), try PlantedFindings.ungrouped.get()] {
            let page = ReportPage(findings).html
            let ids = [
                "size", "groups", "map", "shared", "divides", "portraits", "unsure", "robust", "every", "method",
            ]
            let places = ids.filter { $0 != "portraits" || findings.hasGroups }.map { id in
                page.range(of: "<section id=\"\(id)\"")?.lowerBound
            }
            #expect(!places.contains(nil))
            #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
            #expect(page.split(separator: "How this was counted").count >= 6)
        }
    }

    @Test func `is finished without groups, too`() throws {
        let findings = try PlantedFindings.ungrouped.get()
        #expect(!findings.hasGroups)
        let page = ReportPage(findings).html
        #expect(page.contains("People did not fall into clear groups") && page.contains("<svg"))
        #expect(!page.contains("Each group</h2>") && !page.contains("● A"))
        #expect(PeopleMap(findings).title.contains("no clear groups"))
        #expect(AnalysisReport(findings, seconds: 1).text.contains("did not fall into clear groups"))
    }

    @Test func `says that nobody could be placed`() throws {
        let findings = try PlantedFindings.findings(seed: 9, people: 1, statements: 1, method: .jirga) { _, _, _ in nil
        }
        #expect(ReportPage(findings).html.contains("Nobody has answered enough"))
        #expect(AnalysisReport(findings, seconds: 0).text.contains("Nobody has answered enough"))
        #expect(PeopleMap(findings).svg().hasPrefix("<svg"))
    }

    @Test func `stays small however many statements there are, and says what it left out`() throws {
        let findings = try PlantedFindings.findings(
            seed: 10, people: 40, statements: 3_500, method: .polis
        ) { person, statement, generator in
            statement % 10 == person % 10 || statement < 40
                ? ((person < 20) == (statement % 2 == 0) ? 1 : -1) : nil
        }
        let page = ReportPage(findings).html
        #expect(page.utf8.count <= ReportPage.mostBytes && page.utf8.count > ReportPage.mostBytes * 9 / 10)
        #expect(page.contains("would make this page too large to pass on"))
        #expect(page.contains("</main>") && page.hasSuffix("</html>\n"))
    }

    @Test func `is the same bytes for the same votes`() throws {
        let page = ReportPage(try PlantedFindings.grouped.get()).html
        #expect(page == ReportPage(try PlantedFindings.camps(seed: 6)).html)
    }

    // MARK: Terminal

    @Test func `fits eighty columns`() throws {
        for findings in [try PlantedFindings.grouped.get(), try PlantedFindings.ungrouped.get()] {
            let text = AnalysisReport(findings, seconds: 1.234).text
            for line in text.split(separator: "\n") { #expect(TerminalText.columns(line) <= 80, "\(line)") }
            #expect(!text.contains("\u{202E}") && text.contains("1.23 s"))
        }
    }

    // MARK: Map

    @Test func `draws few people one by one and many in hexagons, and counts all of them`() throws {
        let few = PeopleMap(try PlantedFindings.grouped.get())
        #expect(!few.isInHexagons && few.people.count == 60)
        #expect(few.description.contains("Directions have no meaning"))
        let svg = few.svg()
        #expect(svg.contains("role=\"img\"") && svg.contains("<title id=\"map-title\">") && svg.contains(">A<"))
        let many = PeopleMap(
            try PlantedFindings.findings(seed: 14, people: 200, statements: 12, method: .jirga) {
                person, statement, generator in
                (person < 90) == (statement % 2 == 0) ? Int.random(in: 0...1, using: &generator) : -1
            })
        #expect(many.isInHexagons && many.svg().contains("class=\"h4\""))
        let numbers = many.description.split { !$0.isNumber }.compactMap { Int($0) }
        #expect(many.findings.map.groups.allSatisfy { numbers.contains($0.size) })
    }

    // MARK: Document

    @Test func `has every statement with all its judgments in the document, by id`() throws {
        let findings = try PlantedFindings.grouped.get()
        let document = try #require(AssessmentDocument(findings))
        #expect(document.statements.map(\.id) == findings.map.statements.map(\.id))
        #expect(document.distinctive.map(\.group) == findings.map.groups.map(\.id))
        #expect(document.distinctive.allSatisfy { Set($0.statements.map(\.statement)).count == $0.statements.count })
        #expect(document.groups.map(\.letter).sorted() == ["A", "B"])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(document), as: UTF8.self)
        let again = try #require(AssessmentDocument(try PlantedFindings.camps(seed: 6)))
        #expect(text == String(decoding: try encoder.encode(again), as: UTF8.self))
        #expect(text.contains("\"standing\":{\"kind\":\"notEnoughAnswers\"}"))
    }
}
