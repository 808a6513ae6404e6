import Convening
import Floor
import HTTPTypes
import Journal
import SQLStore
import Site
import Testing

struct ForgetPageTests {
    private func answer(_ browser: TestBrowser, _ fields: [String: String]) async throws {
        let token = try await browser.get("/d/water/list").field("token") ?? ""
        let sent = try await browser.post(
            "/d/water/votes", ["token": token, "page": "1"].merging(fields) { first, _ in first })
        #expect(sent.status == .seeOther)
    }

    @Test func `a person is told what goes, what stays and what it changes, and is then forgotten`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            try await answer(browser, ["s1": "agree", "s2": "pass"])
            #expect(try await browser.get("/d/water/mine").html.contains("/d/water/mine/forget"))
            let page = try await browser.get("/d/water/mine/forget")
            #expect(page.html.contains("2 answers of yours"))
            #expect(page.html.contains("What stays") && page.html.contains("sealed marks"))
            #expect(!page.html.contains("type=\"checkbox\""))
            #expect(page.gaps.isEmpty)
            let done = try await browser.post("/d/water/mine/forget", ["token": page.field("token") ?? ""])
            #expect(done.status == .seeOther && done.location == "/d/water/mine?done=forgotten")
            let cookie = try #require(done.headers[values: .setCookie].first)
            #expect(cookie.hasPrefix("jirga-participant=;") && cookie.contains("Max-Age=0"))
            browser.forget()
            let after = try await browser.get("/d/water/mine?done=forgotten")
            #expect(after.html.contains("What this dialogue kept about you is erased."))
            #expect(after.gaps.isEmpty)
        }
    }

    @Test func `sent twice it is done once, and an old form is asked again`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            try await answer(browser, ["s1": "agree"])
            let secret = try #require(browser.cookie("jirga-participant"))
            let page = try await browser.get("/d/water/mine/forget")
            let fields = ["token": page.field("token") ?? ""]
            let again = site.browser([.cookie: "jirga-participant=\(secret)"])
            let old = try await again.post("/d/water/mine/forget", ["token": "1.x"])
            #expect(old.status == .forbidden && old.html.contains("1 answer of yours"))
            let first = try await again.post("/d/water/mine/forget", fields)
            let second = try await again.post("/d/water/mine/forget", fields)
            #expect(first.status == .seeOther && second.status == .seeOther)
            let nobody = try await again.get("/d/water/mine/forget")
            #expect(nobody.html.contains("keeps nothing that belongs to this browser"))
        }
    }

    @Test func `the words of statements go when ticked, and others read that they did`() async throws {
        try await FloorSite.with(policy: .afterShowing) { site in
            let browser = site.browser()
            try await answer(browser, ["s1": "agree"])
            let secret = try #require(browser.cookie("jirga-participant"))
            let act = SubmitStatement(
                "My name is Karim of house nine.", language: "en", in: site.floor.dialogue.id,
                as: Participant.ID(secret: secret, in: site.floor.dialogue.id), submissionKey: "1")
            let now = site.clock.now
            let written = try await site.floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: now, using: &generator)
            }
            let number = try #require(written).number
            site.boards.somethingChanged(in: "water")
            let page = try await browser.get("/d/water/mine/forget")
            #expect(page.html.contains("Also erase the words of 1 statement I wrote"))
            _ = try await browser.post(
                "/d/water/mine/forget", ["token": page.field("token") ?? "", "statements": "yes"])
            let other = site.browser()
            for address in ["/d/water/s/\(number)", "/d/water/list?page=2", "/d/water/results"] {
                let read = try await other.get(address)
                #expect(!read.html.contains("Karim"), "\(address)")
                #expect(read.gaps.isEmpty, "\(address)")
            }
            #expect(try await other.get("/d/water/s/\(number)").html.contains("Erased by its author"))
            #expect(try await !other.get("/d/water?show=\(try #require(written).id)").html.contains("[…]"))
        }
    }

    @Test func `a browser that takes part elsewhere keeps its number`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            try await answer(browser, ["s1": "agree"])
            let secret = try #require(browser.cookie("jirga-participant"))
            let now = site.clock.now
            try await site.floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let texts = [
                    Dialogue.Texts(language: "en", title: "Roads", question: "Which?", description: "", host: "Council")
                ]
                let other = try MakeDialogue(DialogueDraft(slug: "roads", texts: texts), by: nil)
                    .perform(in: transaction, at: now, using: &generator)
                let link = Dialogue.Entrance(admission: .open, isLinkCounted: false)
                _ = try JoinDialogue(other.id, as: .init(secret: secret, in: other.id), by: .link(link))
                    .perform(in: transaction, at: now, using: &generator)
            }
            let page = try await browser.get("/d/water/mine/forget")
            let done = try await browser.post("/d/water/mine/forget", ["token": page.field("token") ?? ""])
            #expect(done.headers[values: .setCookie].isEmpty)
            let after = try await browser.get(done.location ?? "")
            #expect(after.html.contains("your browser keeps its number"))
        }
    }
}
