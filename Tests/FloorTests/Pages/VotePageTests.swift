import Convening
import Floor
import HTTPTypes
import Journal
import Testing

struct VotePageTests {
    @Test func `the first page asks at once, sets no cookie and may be cached`() async throws {
        try await FloorSite.with { site in
            let page = try await site.browser().get("/d/water")
            #expect(page.status == .ok)
            #expect(page.headers[.setCookie] == nil)
            #expect(page.headers[.cacheControl] == "public, max-age=30")
            #expect(page.headers[.vary]?.contains("Accept-Language") == true)
            #expect(page.headers[.vary]?.contains("Cookie") == true)
            #expect(page.html.contains("What should the law say?"))
            #expect(page.html.contains("Statement 1 of 10"))
            #expect(page.html.contains("Written by the organizers"))
            #expect(page.html.contains("Canal number"))
            #expect(page.html.contains("Do you agree with this statement?"))
            #expect(page.values(after: "name=\"choice\" value=\"") == ["agree", "disagree", "pass"])
            #expect(page.gaps.isEmpty)
        }
    }

    @Test func `the Dari page speaks Dari and says that a statement is not translated`() async throws {
        try await FloorSite.with { site in
            let page = try await site.browser().get("/fa/d/water")
            #expect(page.html.contains("قانون چه بگوید؟"))
            #expect(page.html.contains("جملهٔ ۱ از ۱۰"))
            #expect(page.html.contains("موافقم"))
            #expect(page.html.contains("به انگلیسی نشان داده شده است"))
            #expect(page.html.contains("action=\"/fa/d/water/vote\""))
            #expect(page.gaps.isEmpty)
        }
    }

    @Test func `an answer is saved, shown as saved, and followed by another statement`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let first = try await browser.get("/d/water")
            let statement = try #require(first.field("statement"))
            let sent = try await browser.post(
                "/d/water/vote", ["token": first.field("token") ?? "", "statement": statement, "choice": "agree"])
            #expect(sent.status == .seeOther)
            #expect(sent.location == "/d/water?saved=\(statement)")
            #expect(sent.bytes.isEmpty)
            let cookie = try #require(sent.headers[.setCookie])
            #expect(cookie.hasPrefix("jirga-participant="))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            #expect(cookie.contains("Max-Age=31536000"))

            let next = try await browser.get(sent.location ?? "")
            #expect(next.html.contains("Saved: Agree."))
            #expect(next.html.contains("Statement 2 of 10"))
            #expect(next.headers[.cacheControl] == "no-store")
            let asked = next.values(after: "name=\"statement\" value=\"")
            #expect(asked.first == statement, "the first form takes the answer back")
            #expect(asked.last != statement)
            let again = try await browser.get(sent.location ?? "")
            #expect(again.values(after: "name=\"statement\" value=\"") == asked, "loading again shows the same card")
        }
    }

    @Test func `undo takes the answer back and shows the statement again`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let statement = site.floor.statements[3].id.rawValue
            try await answer("disagree", site.floor.statements[3], browser)
            let page = try await browser.get("/d/water?saved=\(statement)")
            let sent = try await browser.post(
                "/d/water/undo", ["token": page.field("token") ?? "", "statement": statement])
            #expect(sent.location == "/d/water?undone=\(statement)")
            let back = try await browser.get(sent.location ?? "")
            #expect(back.html.contains("Your answer was taken back."))
            #expect(back.field("statement") == statement)
            let twice = try await browser.post(
                "/d/water/undo", ["token": page.field("token") ?? "", "statement": statement])
            #expect(twice.status == .conflict)
            #expect(twice.html.contains("There was no answer to take back."))
        }
    }

    @Test func `the same answer sent twice is one answer`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            try await answer("agree", site.floor.statements[0], browser)
            let entries = try await site.floor.journal().count
            try await answer("agree", site.floor.statements[0], browser)
            #expect(try await site.floor.journal().count == entries)
        }
    }

    @Test func `a statement that is not understood is flagged, not answered, and comes back last`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let hard = site.floor.statements[0].id.rawValue
            let page = try await browser.get("/d/water?show=\(hard)")
            let sent = try await browser.post(
                "/d/water/flag", ["token": page.field("token") ?? "", "statement": hard, "flag": "yes"])
            let next = try await browser.get(sent.location ?? "")
            #expect(next.html.contains("hard to understand"))
            #expect(next.html.contains("Statement 1 of 10"))
            #expect(next.field("statement") != hard)
            for statement in site.floor.statements.dropFirst() { try await answer("pass", statement, browser) }
            let last = try await browser.get("/d/water")
            #expect(last.field("statement") == hard)
            #expect(last.html.contains("You said that you don’t understand this statement."))
            let taken = try await browser.post(
                "/d/water/flag", ["token": last.field("token") ?? "", "statement": hard, "flag": "no"])
            #expect(taken.location == "/d/water?unflagged=\(hard)")
        }
    }

    @Test func `after seven answers comes a pause, and after all of them thanks`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            for (index, statement) in site.floor.statements.enumerated() {
                let location = try await answer("agree", statement, browser)
                let page = try await browser.get(location)
                #expect(page.html.contains("You answered 7. Thank you.") == (index == 6))
                #expect(page.html.contains("href=\"/d/water/compare\"") == (index == 6 || index == 9))
                if index == 9 { #expect(page.html.contains("You answered all 10. Thank you.")) }
                #expect(page.gaps.isEmpty)
            }
        }
    }

    @Test func `a script gets the next card alone`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let page = try await browser.get("/d/water")
            let fields = [
                "token": page.field("token") ?? "", "statement": page.field("statement") ?? "", "choice": "pass",
            ]
            let card = try await browser.post("/d/water/vote", fields, headers: Self.script)
            #expect(card.status == .ok)
            #expect(Self.script.allSatisfy { card.headers[$0.name] == $0.value })
            #expect(!card.html.contains("<html"))
            #expect(card.html.contains("Saved: Not sure."))
            #expect(card.html.contains("data-announce=\"Saved. Next statement.\""))
            #expect(browser.cookie("jirga-participant")?.count == 64)
            let wrong = try await browser.post(
                "/d/water/vote", fields.merging(["token": "0.x"]) { $1 }, headers: Self.script)
            #expect(wrong.status == .forbidden)
            #expect(!wrong.html.contains("<html"))
        }
    }

    @Test func `a token of somebody else, none, or one from another site changes nothing`() async throws {
        try await FloorSite.with { site in
            let (zahra, omid) = (site.browser(), site.browser())
            try await answer("agree", site.floor.statements[0], zahra)
            let page = try await zahra.get("/d/water")
            let statement = try #require(page.field("statement"))
            let fields = ["token": page.field("token") ?? "", "statement": statement, "choice": "agree"]
            let stolen = try await omid.post("/d/water/vote", fields)
            #expect(stolen.status == .forbidden)
            #expect(stolen.html.contains("Answer again."))
            #expect(stolen.field("statement") == statement, "the same statement stands there again")
            #expect(omid.cookie("jirga-participant") == nil)
            let without = try await zahra.post("/d/water/vote", ["statement": statement, "choice": "agree"])
            #expect(without.status == .forbidden)
            let anonymous = try await site.browser().get("/d/water").field("token") ?? ""
            let foreign = try await omid.post(
                "/d/water/vote", ["token": anonymous, "statement": statement, "choice": "agree"],
                headers: [try #require(HTTPField.Name("Sec-Fetch-Site")): "cross-site"])
            #expect(foreign.status == .forbidden)
            site.clock.advance(by: 13 * 3_600_000)
            #expect(try await zahra.post("/d/water/vote", fields).status == .forbidden)
        }
    }

    @Test func `broken forms are refused with a sentence`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let page = try await browser.get("/d/water")
            let (token, statement) = (page.field("token") ?? "", page.field("statement") ?? "")
            let choice = try await browser.post(
                "/d/water/vote", ["token": token, "statement": statement, "choice": "maybe"])
            #expect(choice.status == .unprocessableContent)
            #expect(choice.html.contains("did not reach us whole"))
            let unknown = try await browser.post(
                "/d/water/vote",
                ["token": token, "statement": "0123456789abcdef0123456789abcdef", "choice": "agree"])
            #expect(unknown.status == .notFound)
            #expect(unknown.html.contains("There is no such statement"))
            let more = try await browser.post(
                "/d/water/vote", ["token": token, "statement": statement, "choice": "agree", "more": "1"])
            #expect(more.status == .badRequest)
        }
    }

    @Test func `an answer to a statement that was taken out meanwhile is not kept`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let statement = site.floor.statements[0]
            let page = try await browser.get("/d/water?show=\(statement.id)")
            try await site.floor.moderate(.hide, statement, reason: .offTopic)
            let sent = try await browser.post(
                "/d/water/vote",
                ["token": page.field("token") ?? "", "statement": statement.id.rawValue, "choice": "agree"])
            #expect(sent.status == .conflict)
            #expect(sent.html.contains("This statement was taken out."))
            #expect(sent.html.contains("Statement 1 of 9"))
        }
    }

    @Test func `a closed dialogue shows the way to its results and takes no answers`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let page = try await browser.get("/d/water")
            try await site.change(to: .closed)
            let closed = try await browser.get("/fa/d/water")
            #expect(closed.html.contains("این گفت‌وگو بسته شده است"))
            #expect(closed.html.contains("/fa/d/water/results"))
            #expect(!closed.html.contains("name=\"choice\""))
            let sent = try await browser.post(
                "/d/water/vote",
                ["token": page.field("token") ?? "", "statement": page.field("statement") ?? "", "choice": "agree"])
            #expect(sent.status == .conflict)
            #expect(sent.html.contains("Your last answer was not kept."))
        }
    }

    @Test func `a paused dialogue can be read and says so`() async throws {
        try await FloorSite.with { site in
            try await site.change(to: .paused)
            let page = try await site.browser().get("/d/water")
            #expect(page.html.contains("This dialogue is paused"))
            let list = try await site.browser().get("/d/water/list")
            #expect(list.html.contains("All statements"))
            #expect(list.html.contains("Canal number 10"))
            #expect(!list.html.contains("type=\"radio\""))
        }
    }

    @Test func `dialogues that do not exist are not found`() async throws {
        try await FloorSite.with { site in
            for path in ["/d/fire", "/d/Water", "/d/water/nothing", "/d/fire/list", "/d/fire/mine", "/d/fire/say"] {
                let page = try await site.browser().get(path)
                #expect(page.status == .notFound, "\(path)")
            }
        }
    }

    @Test func `a browser that keeps no cookies is told so`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let location = try await answer("agree", site.floor.statements[0], browser)
            browser.forget()
            #expect(try await browser.get(location).html.contains("Allow cookies for this site"))
        }
    }

    @Test func `an answer of script that was overtaken is shown with the one that stands`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let statement = site.floor.statements[0]
            let page = try await browser.get("/d/water?show=\(statement.id)")
            #expect(page.html.contains("data-after=\"0\""))
            var fields = [
                "token": page.field("token") ?? "", "statement": statement.id.rawValue, "choice": "agree", "after": "0",
            ]
            let first = try await browser.post("/d/water/vote", fields, headers: Self.script)
            #expect(first.status == .ok)
            fields["token"] = first.field("token")
            #expect(try await browser.post("/d/water/vote", fields, headers: Self.script).status == .ok)
            fields["choice"] = "disagree"
            let late = try await browser.post("/d/water/vote", fields, headers: Self.script)
            #expect(late.status == .conflict)
            #expect(late.html.contains("Another answer of yours to this statement arrived before this one"))
            #expect(late.html.contains("data-after=\"1\""))
            fields["after"] = "1"
            #expect(try await browser.post("/d/water/vote", fields, headers: Self.script).status == .ok)
            for wrong in ["", "-1", "+1", "1.0", "٣", "9999999999"] {
                fields["after"] = wrong
                let refused = try await browser.post("/d/water/vote", fields, headers: Self.script)
                #expect(refused.status == .unprocessableContent, "\(wrong)")
            }
        }
    }

    static let script: HTTPFields = HTTPField.Name("Jirga-Fragment").map { [$0: "1"] } ?? [:]

    @discardableResult
    private func answer(_ choice: String, _ statement: Statement, _ browser: TestBrowser) async throws -> String {
        let page = try await browser.get("/d/water?show=\(statement.id)")
        let sent = try await browser.post(
            "/d/water/vote",
            ["token": page.field("token") ?? "", "statement": statement.id.rawValue, "choice": choice])
        return try #require(sent.location)
    }
}
