import Convening
import Floor
import HTTPTypes
import Journal
import Site
import Testing

struct ListAndMineTests {
    @Test func `ten answers travel together`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let list = try await browser.get("/d/water/list")
            #expect(list.values(after: "type=\"radio\" name=\"").count == 30)
            #expect(!list.html.contains("checked"))
            let token = list.field("token") ?? ""
            let none = try await browser.post("/d/water/votes", ["token": token, "page": "1"])
            #expect(none.status == .unprocessableContent)
            #expect(none.html.contains("No answer was chosen."))
            let sent = try await browser.post(
                "/d/water/votes", ["token": token, "page": "1", "s1": "agree", "s2": "pass", "s9": "disagree"])
            #expect(sent.location == "/d/water?count=3")
            let next = try await browser.get(sent.location ?? "")
            #expect(next.html.contains("3 answers are saved."))
            #expect(next.html.contains("Statement 4 of 10"))
            let back = try await browser.get("/d/water/list")
            #expect(back.html.split(separator: " checked").count == 4)
            #expect(list.gaps.isEmpty && none.gaps.isEmpty && back.gaps.isEmpty)
        }
    }

    @Test func `an old form keeps the choices, and what was taken out is said`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let old = try await browser.post("/d/water/votes", ["token": "1.x", "page": "1", "s5": "agree"])
            #expect(old.status == .forbidden)
            #expect(old.html.contains("name=\"s5\" value=\"agree\" checked"))
            try await site.floor.moderate(.hide, site.floor.statements[0], reason: .offTopic)
            let sent = try await browser.post(
                "/d/water/votes", ["token": old.field("token") ?? "", "page": "1", "s1": "agree", "s2": "agree"])
            #expect(sent.location == "/d/water/list?page=1&saved=1&gone=1")
            let next = try await browser.get(sent.location ?? "")
            #expect(next.html.contains("1 statement was taken out meanwhile."))
            let unknown = try await browser.post(
                "/d/water/votes", ["token": next.field("token") ?? "", "page": "1", "x1": "agree"])
            #expect(unknown.status == .badRequest)
        }
    }

    @Test func `own answers can be seen, taken back one by one and all together`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            #expect(try await browser.get("/d/water/mine").html.contains("You have not answered anything"))
            let token = try await browser.get("/d/water/list").field("token") ?? ""
            _ = try await browser.post(
                "/d/water/votes", ["token": token, "page": "1", "s1": "agree", "s2": "pass", "s3": "disagree"])
            let mine = try await browser.get("/d/water/mine")
            #expect(mine.html.contains("You answered 3 statements."))
            #expect(mine.html.contains("Change the answer to statement 2"))
            let own = mine.field("token") ?? ""
            let one = try await browser.post(
                "/d/water/mine", ["token": own, "statement": site.floor.statements[0].id.rawValue])
            #expect(one.location == "/d/water/mine?done=one")
            #expect(try await browser.get("/d/water/mine").html.contains("You answered 2 statements."))
            let all = try await browser.post("/d/water/mine", ["token": own, "all": "yes"])
            #expect(all.location == "/d/water/mine?done=all")
            let after = try await browser.get(all.location ?? "")
            #expect(after.html.contains("All your answers were taken back."))
            #expect(after.html.contains("You have not answered anything"))
            #expect(mine.gaps.isEmpty && after.gaps.isEmpty)
            let stranger = try await site.browser().post("/d/water/mine", ["token": own, "all": "yes"])
            #expect(stranger.status == .forbidden)
        }
    }

    @Test func `one open dialogue is shown at once, and more than one in a list`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let only = try await browser.get("/fa/")
            #expect(only.status == .found && only.location == "/fa/d/water")
            try await site.change(to: .closed)
            site.clock.advance(by: 2_000)
            let home = try await browser.get("/")
            #expect(home.status == .ok)
            #expect(home.html.contains("Finished") && home.html.contains("What should the law say?"))
            #expect(home.headers[.setCookie] == nil)
            #expect(home.gaps.isEmpty)
        }
    }

    @Test(arguments: ["/help", "/accessibility", "/privacy"], ["/en", "/fa"])
    func `pages of fixed texts are whole in both languages`(path: String, base: String) async throws {
        try await FloorSite.with { site in
            let page = try await site.browser().get(base + path)
            #expect(page.status == .ok && page.gaps.isEmpty)
            #expect(page.html.split(separator: "<h1>").count == 2)
        }
    }

    @Test func `every text is there in every language`() async throws {
        try await FloorSite.with { site in
            #expect(site.renderer.catalogue.problems() == [])
        }
    }
}
