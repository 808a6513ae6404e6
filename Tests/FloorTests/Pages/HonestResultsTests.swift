import Convening
import HTTPTypes
import JirgaTestSupport
import OpinionAnalysis
import Testing

@testable import Floor

/// What the pages say of results counted by the honest method. One dialogue for all of it: a count with resampling takes
/// seconds without optimization.
@Suite struct HonestResultsTests {
    @Test func `pages say how steady the groups are, what would be without one, and how it came about`() async throws {
        try await FloorSite.with { site in
            try await site.fill(people: 30)
            site.clock.advance(by: 3 * 86_400_000)
            try await site.fill(method: .jirga)
            try await site.change(to: .closed)
            let browser = site.browser()
            let results = try await browser.get("/d/water/results").html
            #expect(results.contains("These groups are steady"))
            #expect(results.contains("The stronger the tint of the ground, the more people stand there."))
            #expect(results.contains("id=\"course-title\""))
            #expect(results.contains("From 30 people to 60 people"))
            #expect(results.contains("against one single group"))
            #expect(results.contains("--method jirga --seed 0"))
            #expect(results.contains("/d/water/what-if?without=a"))
            #expect(!results.contains("without=marked"))

            let group = try await browser.get("/d/water/group/a")
            #expect(group.html.contains("This group is steady"))
            #expect(group.html.contains("All statements on which this group differs"))
            #expect(group.gaps.isEmpty)

            let shared = try await browser.get("/d/water/s/2").html
            #expect(shared.contains("Shared: every group agrees, and hardly anybody is against it."))
            #expect(shared.contains("This would hold even if"))
            let divided = try await browser.get("/d/water/s/6").html
            #expect(divided.contains("It divides the groups."))

            let whatIf = try await browser.get("/d/water/what-if?without=b")
            #expect(whatIf.status == .ok)
            #expect(whatIf.gaps.isEmpty)
            #expect(whatIf.html.contains("What changes"))
            #expect(whatIf.html.contains("Canal number 6 should"))
            for name in ["marked", "z", ""] {
                let unknown = try await browser.get("/d/water/what-if?without=\(name)")
                #expect(unknown.status == .notFound)
            }
            for path in ["results", "group/b", "s/6", "what-if", "compare"] {
                let page = try await browser.get("/fa/d/water/\(path)")
                #expect(page.status == .ok)
                #expect(page.gaps.isEmpty)
            }
        }
    }

    @Test func `marked answers are counted on the desk, and everybody sees the results without them`() async throws {
        try await FloorSite.with { site in
            try await site.fill(people: 160)
            for person in 0..<10 {
                for statement in site.floor.statements {
                    try await site.floor.vote(.agree, on: statement, as: "uniform \(person)")
                }
            }
            site.clock.advance(by: 60_000)
            try await site.count(.jirga)
            try await site.change(to: .closed)
            let desk = try await site.browser(of: site.floor.moderator).get("/desk/water")
            #expect(desk.html.contains("10 people agreed with everything (10 statements or more)."))
            #expect(desk.gaps.isEmpty)
            let whatIf = try await site.browser().get("/d/water/what-if?without=marked")
            #expect(whatIf.status == .ok)
            #expect(whatIf.html.contains("<td>170</td><td>160</td>"))
            #expect(whatIf.gaps.isEmpty)
        }
    }
}
