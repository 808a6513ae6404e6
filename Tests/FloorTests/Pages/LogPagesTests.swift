import Convening
import Floor
import HTTPTypes
import Journal
import SQLStore
import Site
import Testing

struct LogPagesTests {
    @Test(arguments: ["", "/fa"])
    func `the page of the log says so before there is one, in every language`(base: String) async throws {
        try await FloorSite.with { site in
            let page = try await site.browser().get("\(base)/d/water/log")
            #expect(page.status == .ok)
            #expect(page.gaps.isEmpty)
            if base.isEmpty { #expect(page.html.contains("The log has not begun yet.")) }
        }
    }

    @Test func `a vote is opened only on request, on a page that says what that does`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let start = try await browser.get("/d/water")
            let statement = site.floor.statements[0].id.rawValue
            let voted = try await browser.post(
                "/d/water/vote", ["token": start.field("token") ?? "", "statement": statement, "choice": "agree"])
            #expect(voted.status == .seeOther)
            let receipts = try await browser.get("/d/water/mine/receipts")
            #expect(receipts.gaps.isEmpty)
            #expect(receipts.html.contains("waits to be sealed"))
            #expect(!receipts.html.contains("Agree"))
            let before = try await browser.get("/d/water/mine/receipts/receipt?statement=\(statement)")
            #expect(before.status == .notFound)
            let ask = try await browser.get("/d/water/mine/opening?statement=\(statement)")
            #expect(ask.gaps.isEmpty)
            #expect(ask.html.contains("Somebody who presses you"))
            #expect(!ask.html.contains("nonce"))
            let refused = try await browser.post(
                "/d/water/mine/opening", ["token": "1.x", "statement": statement])
            #expect(refused.status == .forbidden)
            #expect(!refused.html.contains("nonce"))
            let opened = try await browser.post(
                "/d/water/mine/opening", ["token": ask.field("token") ?? "", "statement": statement])
            #expect(opened.status == .ok)
            #expect(opened.html.hasPrefix("jirga/v1/opening\n"))
            #expect(opened.html.contains("\nchoice 1\n"))
            // Nobody else gets it.
            let other = site.browser()
            let page = try await other.get("/d/water")
            let foreign = try await other.post(
                "/d/water/mine/opening", ["token": page.field("token") ?? "", "statement": statement])
            #expect(foreign.status == .notFound)
        }
    }

    @Test func `whoever asks not to be shown their answers is not shown them again, and they count`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let start = try await browser.get("/d/water")
            let statement = site.floor.statements[0].id.rawValue
            _ = try await browser.post(
                "/d/water/vote", ["token": start.field("token") ?? "", "statement": statement, "choice": "agree"])
            let receipts = try await browser.get("/d/water/mine/receipts")
            let ask = try await browser.get("/d/water/mine/opening?statement=\(statement)")
            let hidden = try await browser.post(
                "/d/water/mine/hide", ["token": receipts.field("token") ?? ""])
            #expect(hidden.location == "/d/water/mine/receipts")
            let after = try await browser.get("/d/water/mine/receipts")
            #expect(after.html.contains("You asked not to be shown your answers again."))
            #expect(!after.html.contains(statement))
            let opened = try await browser.post(
                "/d/water/mine/opening", ["token": ask.field("token") ?? "", "statement": statement])
            #expect(opened.status == .notFound)
            let mine = try await browser.get("/d/water/mine")
            #expect(!mine.html.contains("Your answer"))
            let count = try await site.floor.database.read { transaction in
                try FloorStore(transaction).voteCount(on: site.floor.statements[0].id)
            }
            #expect(count == 1)
        }
    }

    @Test func `a request that is sent five times is answered the same and leaves one entry`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let start = try await browser.get("/d/water")
            let statement = site.floor.statements[0].id.rawValue
            let form = ["token": start.field("token") ?? "", "statement": statement, "choice": "agree"]
            let first = try await browser.post("/d/water/vote", form)
            let before = try await site.floor.journal().count
            for _ in 0..<4 {
                let again = try await browser.post("/d/water/vote", form)
                #expect(again.status == first.status)
                #expect(again.location == first.location)
            }
            #expect(try await site.floor.journal().count == before)
        }
    }
}
