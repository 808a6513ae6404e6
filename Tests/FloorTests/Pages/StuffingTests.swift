import Convening
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

@testable import Floor

/// People with scripts, and the people beside them.
@Suite struct StuffingTests {
    /// How many rows there are of what coming in and answering write: participants first.
    private func contents(of site: FloorSite) async throws -> [Int] {
        try await site.floor.database.read { transaction in
            let tables: [SQLFragment] = [
                SQLFragment("participant"), SQLFragment("participant_secret"), SQLFragment("admission"),
                SQLFragment("outbox"), SQLFragment("vote"), SQLFragment("installation_secret"),
            ]
            return try tables.map { try transaction.first("SELECT COUNT(*) AS n FROM \($0)")?["n"] ?? 0 }
        }
    }

    @Test func `of a thousand newcomers in a minute as many get in as the budget lets, and code holders all do`()
        async throws
    {
        try await FloorSite.with(admission: .openAndCodes) { site in
            let (batch, codes) = try await site.floor.issue(20)
            let page = try await site.browser().get("/d/water")
            let token = try #require(page.field("token"))
            let statement = site.floor.statements[0].id.rawValue
            var (letIn, slowed) = (0, 0)
            for number in 0..<1_000 {
                site.clock.advance(by: 60)
                // Half of them make up a secret, so that they look like people who came before.
                let secret = String(repeating: "0", count: 56) + String(10_000_000 + number)
                let script = site.browser(number.isMultiple(of: 2) ? [:] : [.cookie: "jirga-participant=\(secret)"])
                let answer = try await script.post(
                    "/d/water/vote", ["token": token, "statement": statement, "choice": "agree"])
                switch answer.status {
                case .seeOther: letIn += 1
                case .tooManyRequests:
                    slowed += 1
                    #expect(answer.headers[.retryAfter] == "1")
                    #expect(answer.field("statement") == statement, "the form comes back")
                default: Issue.record("\(answer.status)")
                }
                guard number.isMultiple(of: 50) else { continue }
                let honest = site.browser()
                let own = try #require(try await honest.get("/d/water/join").field("token"))
                let joined = try await honest.post(
                    "/d/water/join", ["token": own, "code": codes[number / 50].written])
                #expect(joined.status == .seeOther, "an honest code holder is let in")
                let card = try await honest.get("/d/water")
                let vote = try await honest.post(
                    "/d/water/vote",
                    ["token": try #require(card.field("token")), "statement": statement, "choice": "disagree"])
                #expect(vote.status == .seeOther, "an honest code holder is served")
            }
            let budget = HumanPace.newcomers.burst + 60 * HumanPace.newcomers.perHour / 3_600
            #expect(letIn <= budget && letIn >= budget - 2, "\(letIn) of \(budget)")
            #expect(letIn + slowed == 1_000)
            #expect(try await contents(of: site)[0] == letIn + 20)
            let link = Batch.ID(openLinkOf: site.floor.dialogue.id).bytes
            #expect(try await site.floor.admissions() == [link: letIn, batch.id.bytes: 20])
        }
    }

    @Test func `one code in two browsers lets in the first`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let (batch, codes) = try await site.floor.issue(1)
            let (first, second) = (site.browser(), site.browser())
            var statuses: [HTTPResponse.Status] = []
            for browser in [first, second] {
                let token = try #require(try await browser.get("/d/water/join").field("token"))
                statuses.append(
                    try await browser.post("/d/water/join", ["token": token, "code": codes[0].written]).status)
            }
            #expect(statuses == [.seeOther, .conflict])
            #expect(second.cookie("jirga-participant") == nil)
            #expect(try await site.floor.admissions() == [batch.id.bytes: 1])
        }
    }

    @Test func `a script with five hundred guessed codes gets nothing but a pause`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let (_, codes) = try await site.floor.issue(1)
            let seed: UInt64 = 5
            var generator = SeededGenerator(seed: seed)
            let before = try await contents(of: site)
            let token = try #require(try await site.browser().get("/d/water/join").field("token"))
            var refusals: [HTTPResponse.Status: Int] = [:]
            var sizes: Set<Int> = []
            for _ in 0..<500 {
                let guess = AdmissionCode(using: &generator)
                #expect(!codes.contains(guess))
                let answer = try await site.browser().post("/d/water/join", ["token": token, "code": guess.written])
                refusals[answer.status, default: 0] += 1
                #expect(answer.headers[.setCookie] == nil)
                if answer.status == .unprocessableContent {
                    sizes.insert(answer.bytes.count - 2 * (answer.field("token") ?? "").utf8.count)
                } else {
                    #expect(answer.headers[.retryAfter] != nil)
                }
            }
            #expect(refusals == [.unprocessableContent: HumanPace.tries.burst, .tooManyRequests: 490], "seed \(seed)")
            #expect(sizes.count == 1, "every wrong code gets the same answer")
            #expect(try await contents(of: site) == before)
            let honest = site.browser()
            let own = try #require(try await honest.get("/d/water/join").field("token"))
            let good = try await honest.post("/d/water/join", ["token": own, "code": codes[0].written])
            #expect(good.status == .seeOther, "a good code is taken beside the script")
        }
    }

    @Test func `one person answers at the pace of people, and what was too fast comes back`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let statement = site.floor.statements[0].id.rawValue
            func vote(_ number: Int) async throws -> TestPage {
                let token = try #require(try await browser.get("/d/water?show=\(statement)").field("token"))
                return try await browser.post(
                    "/d/water/vote",
                    [
                        "token": token, "statement": statement,
                        "choice": number.isMultiple(of: 2) ? "agree" : "disagree",
                    ])
            }
            // The first answer makes the person known; the sixty after it are counted.
            for number in 0...HumanPace.answers.burst {
                #expect(try await vote(number).status == .seeOther, "\(number)")
            }
            let slowed = try await vote(1)
            #expect(slowed.status == .tooManyRequests && slowed.headers[.retryAfter] == "2")
            #expect(slowed.html.contains("Nothing is lost.") && slowed.gaps.isEmpty)
            #expect(slowed.field("statement") == statement)
            site.clock.advance(by: 2_000)
            #expect(try await vote(1).status == .seeOther)

            // Ten at once are ten: twenty seconds' worth.
            let all = ["page": "1"].merging((1...10).map { ("s\($0)", "pass") }) { $1 }
            func ten() async throws -> TestPage {
                let token = try #require(try await browser.get("/d/water/list").field("token"))
                return try await browser.post("/d/water/votes", all.merging(["token": token]) { $1 })
            }
            site.clock.advance(by: 18_000)
            let tooFew = try await ten()
            #expect(tooFew.status == .tooManyRequests && tooFew.headers[.retryAfter] == "2")
            #expect(tooFew.html.matches(of: /value="pass" checked/).count == 10, "all ten are kept")
            site.clock.advance(by: 2_000)
            #expect(try await ten().status == .seeOther)
        }
    }
}
