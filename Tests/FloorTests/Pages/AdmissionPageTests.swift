import Convening
import FoundationEssentials
import HTTPTypes
import JirgaTestSupport
import Journal
import OpinionAnalysis
import Publication
import SQLStore
import Site
import Testing

@testable import Floor

@Suite struct AdmissionPageTests {
    private struct Document: Decodable {
        struct Count: Decodable, Equatable {
            var answers: Int
            var agree: Int?
            var disagree: Int?
            var notSure: Int?
        }

        struct Batch: Decodable {
            var batch: String?
            var way: String
            var issued: Int?
            var used: Int?
            var people: Int?
            var isExcluded: Bool
        }

        struct Decision: Decodable {
            var isExclusion: Bool
            var reason: String?
            var decided: String
            var roles: [String]
        }

        struct Statement: Decodable {
            var number: Int
            var result: Count?
            var excluded: Count?
            var withExcluded: Count?
            var open: Count?
            var admitted: Count?
        }

        var people: Int
        var smallestCell: Int
        var batches: [Batch]
        var decisions: [Decision]
        var statements: [Statement]
    }

    private func document(_ browser: TestBrowser) async throws -> Document {
        let file = try await browser.get("/d/water/results/admission.json")
        #expect(file.status == .ok)
        return try JSONDecoder().decode(Document.self, from: Data(file.bytes))
    }

    @Test func `a dialogue without batches has no link to the page`() async throws {
        try await FloorSite.with { site in
            try await site.fill()
            try await site.change(to: .closed)
            #expect(!(try await site.browser().get("/d/water/results").html.contains("results/admission")))
            let page = try await site.browser().get("/d/water/results/admission")
            #expect(page.status == .ok && page.gaps.isEmpty)
        }
    }

    @Test(arguments: ["", "/fa"])
    func `who came by which way is told to everybody, and the shares of both`(base: String) async throws {
        try await FloorSite.with { site in
            let batch = try await site.floor.fillBatch((0..<30).map { "guest \($0)" })
            for guest in 0..<10 {
                for statement in site.floor.statements[3..<8] {
                    try await site.floor.vote(.disagree, on: statement, as: "guest \(guest)")
                }
            }
            try await site.fill()
            try await site.change(to: .closed)
            let browser = site.browser()
            let results = try await browser.get("\(base)/d/water/results")
            #expect(results.html.contains("\(base)/d/water/results/admission"))
            let page = try await browser.get("\(base)/d/water/results/admission")
            #expect(page.status == .ok)
            #expect(page.gaps.isEmpty)
            #expect(page.html.contains(batch.rawValue.suffix(8)))
            #expect(!page.html.contains("Upper valley"), "names of batches are for those who work here")

            let told = try await document(browser)
            #expect(told.people == 90)
            #expect(told.batches.map(\.way) == ["open", "codes"])
            #expect(told.batches.map(\.people) == [60, 30])
            #expect(told.batches[1].issued == 30 && told.batches[1].used == 30)
            for statement in told.statements {
                #expect(statement.excluded == nil && statement.withExcluded == nil)
                guard let open = statement.open, let admitted = statement.admitted else { continue }
                #expect(open.answers + admitted.answers == statement.result?.answers)
                #expect((open.agree ?? 0) + (admitted.agree ?? 0) == statement.result?.agree ?? 0)
            }
            let fourth = try #require(told.statements.first { $0.number == 4 })
            #expect(fourth.open == Document.Count(answers: 60, agree: 21, disagree: 39))
            #expect(fourth.admitted == Document.Count(answers: 30, agree: 20, disagree: 10))
            // Nobody who came by the link agreed with the last: with that number the other would be known.
            #expect(told.statements.first { $0.number == 10 }?.open == nil)
        }
    }

    @Test func `an exclusion shows both results, the reason and the roles, and nobody's name`() async throws {
        try await FloorSite.with { site in
            let batch = try await site.floor.fillBatch((0..<30).map { "bot \($0)" })
            try await site.fill()
            try await site.floor.decide(.excludeBatch, batch, with: try await site.floor.second())
            site.clock.advance(by: 3_600_000)
            try await site.count()
            try await site.change(to: .closed)
            let browser = site.browser()
            let told = try await document(browser)
            #expect(told.people == 60)
            #expect(told.batches.map(\.isExcluded) == [false, true])
            #expect(told.batches[1].people == 30)
            #expect(told.decisions.map(\.isExclusion) == [true])
            #expect(told.decisions[0].reason == "many_votes_by_few")
            #expect(told.decisions[0].roles == ["owner", "facilitator"])
            let last = try #require(told.statements.first { $0.number == 10 })
            #expect(last.result?.disagree == 60)
            #expect(last.excluded == Document.Count(answers: 30, agree: 30))
            #expect(last.withExcluded == Document.Count(answers: 90, agree: 30, disagree: 60))
            for statement in told.statements {
                let official = try await browser.get("/d/water/results.json").html
                #expect(!official.isEmpty && statement.result != nil)
            }
            let page = try await browser.get("/d/water/results/admission")
            #expect(page.html.contains("Batch 1 was excluded"))
            #expect(page.html.contains("Few people seem to have given the answers of many."))
            #expect(page.html.contains("Proposed by: Owner. Confirmed by: Facilitator."))
            #expect(page.html.contains("With the excluded as well"))
            #expect(!page.html.contains("Farid") && !page.html.contains("Zarina"))
            let people = (0..<30).map { site.floor.participant("bot \($0)").rawValue }
            #expect(!people.contains { page.html.contains($0) })
        }
    }

    @Test(arguments: PublicationProfile.allCases)
    func `nothing on the page breaks the rules of its profile`(profile: PublicationProfile) async throws {
        try await FloorSite.with(profile: profile) { site in
            let few = try await site.floor.fillBatch((0..<2).map { "few \($0)" }, .disagree)
            let many = try await site.floor.fillBatch((0..<60).map { "bot \($0)" })
            _ = try await site.floor.fillBatch((0..<60).map { "guest \($0)" }, .disagree)
            try await site.fill()
            for person in 0..<2 {
                for statement in site.floor.statements.prefix(5) {
                    try await site.floor.vote(.pass, on: statement, as: "bot \(person)")
                    try await site.floor.vote(.pass, on: statement, as: "guest \(person)")
                }
            }
            let second = try await site.floor.second()
            try await site.floor.decide(.excludeBatch, few, with: second)
            try await site.floor.decide(.excludeBatch, many, with: second)
            site.clock.advance(by: 7_200_000)
            try await site.count()
            try await site.change(to: .closed)
            let browser = site.browser()
            let told = try await document(browser)
            let rules = profile.rules
            #expect(told.batches.contains { $0.batch == few.rawValue && $0.people == nil })
            var rows: [PublishedTable.Row] = []
            for statement in told.statements {
                func row(_ group: String?, _ count: Document.Count?) -> [PublishedTable.Row] {
                    count.map { count in
                        [
                            PublishedTable.Row(
                                statement: statement.number, group: group, agrees: count.agree ?? 0,
                                disagrees: count.disagree ?? 0, passes: count.notSure ?? 0)
                        ]
                    } ?? []
                }
                rows += row(nil, statement.result) + row("open", statement.open) + row("admitted", statement.admitted)
                rows += row("excluded", statement.excluded).map { $0 }
                let (result, with) = (statement.result, statement.withExcluded)
                for (one, other) in [(result?.agree, with?.agree), (result?.disagree, with?.disagree)] {
                    let difference = (other ?? one ?? 0) - (one ?? 0)
                    #expect(difference == 0 || difference >= rules.smallestCell, "\(statement.number)")
                }
            }
            let cells = rows.flatMap { [$0.agrees, $0.disagrees, $0.passes] }
            #expect(cells.allSatisfy { $0 == 0 || $0 >= rules.smallestCell })
            let step = LocalFormat(.english).date(rules.published(time: FloorFixture.now)).iso
            #expect(told.decisions.map(\.decided) == [step, step])
            let official = PublishedTable(people: told.people, rows: rows.filter { $0.group != "excluded" })
            #expect(violations(in: official, profile: profile) == [])
        }
    }

    @Test func `people of an excluded batch are told so, and nobody else is`() async throws {
        try await FloorSite.with { site in
            let secret = String(repeating: "b1", count: 32)
            let batch = try await site.floor.fillBatch([secret, "another"])
            let browser = site.browser([.cookie: "jirga-participant=\(secret)"])
            let note = "Your answers are kept and do not count at the moment."
            #expect(!(try await browser.get("/d/water/mine").html.contains(note)))
            try await site.floor.decide(.excludeBatch, batch, with: try await site.floor.second())
            let page = try await browser.get("/d/water/mine")
            #expect(page.html.contains(note))
            #expect(page.html.contains("Few people seem to have given the answers of many."))
            #expect(page.html.contains("Canal number 1"), "the answers are still there")
            let other = try await site.browser(answered: 1)
            #expect(!(try await other.get("/d/water/mine").html.contains(note)))
            #expect(!(try await site.browser(answered: 1).get("/fa/d/water/mine").html.contains("⟦")))
        }
    }

    @Test func `before the results may be seen only the ways are told`() async throws {
        try await FloorSite.with { site in
            _ = try await site.floor.fillBatch((0..<30).map { "guest \($0)" })
            try await site.fill()
            let browser = site.browser()
            let page = try await browser.get("/d/water/results/admission")
            #expect(page.html.contains("The results open after 7 more answers of yours."))
            #expect(!page.html.contains("%"))
            #expect(try await document(browser).statements.isEmpty)
        }
    }
}
