import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

@Suite struct ModerationPageTests {
    private func queue(
        _ body: @escaping @Sendable (DeskSite, Browser, Dialogue) async throws -> Void
    ) async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Omid", as: .moderator, in: dialogue.id)
            try await body(site, browser, dialogue)
        }
    }

    private func decide(
        _ browser: Browser, _ statement: Statement, _ fields: [String: String], token: String? = nil
    ) async throws -> Browser.Page {
        let base = ["statement": statement.id.rawValue, "state": "waiting", "page": "1"]
        return try await browser.post(
            "/desk/water/moderate", from: "/desk/water/moderate", base.merging(fields) { _, new in new },
            token: token)
    }

    @Test func `an empty queue says so`() async throws {
        try await queue { _, browser, _ in
            let page = try await browser.get("/desk/water/moderate")
            #expect(page.status == .ok)
            #expect(page.html.contains("Nothing waits."))
            let dari = try await browser.get("/fa/desk/water/moderate")
            #expect(dari.html.contains("هیچ جمله‌ای منتظر نیست."))
            #expect(!dari.html.contains("⟦"))
        }
    }

    @Test func `a row warns, compares, and covers what may be somebody's number`() async throws {
        try await queue { site, browser, dialogue in
            try await site.submit("Canal number 3 of water should be cleaned each spring.", in: dialogue, as: "a")
            try await site.submit("Call 0799 123 456 about the wells", in: dialogue, as: "b")
            try await site.submit("Why is nothing done?", in: dialogue, as: "c")
            try await site.submit("<script>alert(1)</script> & water", in: dialogue, as: "d")
            let page = try await browser.get("/desk/water/moderate")
            #expect(page.html.contains("Join to statement 3"))
            #expect(page.html.contains("may hold a phone number"))
            #expect(page.html.contains("<details><summary>This may hold a phone number"))
            #expect(page.html.contains("looks like a question"))
            #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; water"))
            #expect(!page.html.contains("<script>alert"))
            #expect(page.html.contains("4 statements wait."))
        }
    }

    @Test func `not showing needs a reason`() async throws {
        try await queue { site, browser, dialogue in
            let statement = try await site.submit("Buy pumps at our shop.", in: dialogue)
            let refused = try await decide(browser, statement, ["decision": "hide"])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.html.contains("Choose a reason."))
            #expect(refused.html.contains("href=\"#row-\(statement.id.rawValue)\""))
            let done = try await decide(browser, statement, ["decision": "hide", "reason": "advertising"])
            #expect(done.status == .seeOther)
            #expect(try await site.statement(statement.id)?.state == .hidden)
            let hidden = try await browser.get("/desk/water/moderate?state=hidden")
            #expect(hidden.html.contains("not shown: advertising"))
        }
    }

    @Test func `a statement is joined to one that is shown and to no other`() async throws {
        try await queue { site, browser, dialogue in
            let statement = try await site.submit("The third canal needs cleaning in spring.", in: dialogue)
            for number in ["", "11", "99", "x"] {
                #expect(
                    try await decide(browser, statement, ["decision": "join", "join": number]).status
                        == .unprocessableContent, "joined to \(number)")
            }
            #expect(try await decide(browser, statement, ["join": "۳"]).status == .seeOther)
            let joined = try await site.statement(statement.id)
            #expect(joined?.state == .hidden)
            #expect(joined?.joinedTo != nil)
        }
    }

    @Test func `who comes second is told, and the first decision stands`() async throws {
        try await queue { site, browser, dialogue in
            let statement = try await site.submit("Wells should be counted.", in: dialogue)
            let other = try await site.signedIn("Rahim", as: .moderator, in: dialogue.id)
            let token = try await browser.get("/desk/water/moderate").token
            _ = try await decide(other, statement, ["decision": "show"])
            let late = try await decide(
                browser, statement, ["decision": "hide", "reason": "question"], token: token)
            #expect(late.status == .conflict)
            #expect(late.html.contains("Somebody has decided about it already."))
            #expect(try await site.statement(statement.id)?.state == .shown)
            let undo = try await browser.post(
                "/desk/water/moderate/undo", ["statement": statement.id.rawValue], token: token)
            #expect(undo.status == .conflict)
        }
    }

    @Test func `undoing brings back what was before, step by step`() async throws {
        try await queue { site, browser, dialogue in
            let statement = try await site.submit("Wells should be counted.", in: dialogue)
            _ = try await decide(browser, statement, ["decision": "hide", "reason": "off-topic"])
            _ = try await decide(browser, statement, ["decision": "show", "state": "hidden"])
            #expect(try await site.statement(statement.id)?.state == .shown)
            let undo = { () async throws -> Browser.Page in
                try await browser.post(
                    "/desk/water/moderate/undo", from: "/desk/water/moderate", ["statement": statement.id.rawValue])
            }
            #expect(try await undo().status == .seeOther)
            let id = statement.id
            #expect(try await site.statement(id)?.state == .hidden)
            let decisions = try await site.database.read { try FloorStore($0).moderations(of: id) }
            #expect(decisions.last?.reason == .offTopic)
        }
    }

    @Test func `ticked statements are decided together, at most fifty with one reason`() async throws {
        try await queue { site, browser, dialogue in
            var ticks: [String: String] = [:]
            var statements: [Statement] = []
            for index in 0..<4 {
                let statement = try await site.submit(
                    "Well number \(index) is dry in summer.", in: dialogue, as: "p\(index)")
                statements.append(statement)
                ticks["tick_\(statement.id.rawValue)"] = "yes"
            }
            let address = "/desk/water/moderate/bulk"
            let place = ["state": "waiting", "page": "1"]
            let none = try await browser.post(
                address, from: "/desk/water/moderate", place.merging(["decision": "show"]) { $1 })
            #expect(none.status == .unprocessableContent)
            let reasonless = try await browser.post(
                address, from: "/desk/water/moderate", place.merging(ticks) { $1 }.merging(["decision": "hide"]) { $1 })
            #expect(reasonless.status == .unprocessableContent)
            #expect(reasonless.html.contains("Choose a reason."))
            let hidden = try await browser.post(
                address, from: "/desk/water/moderate",
                place.merging(ticks) { $1 }.merging(["decision": "hide", "reason": "threat"]) { $1 })
            #expect(hidden.location?.hasSuffix("said=hides-4") == true)
            for statement in statements { #expect(try await site.statement(statement.id)?.state == .hidden) }

            var many: [String: String] = [:]
            for index in 0..<51 { many["tick_\(Statement.ID(bytes: [UInt8(index)]).rawValue)"] = "yes" }
            let tooMany = try await browser.post(
                address, from: "/desk/water/moderate", place.merging(many) { $1 }.merging(["decision": "show"]) { $1 })
            #expect(tooMany.status == .unprocessableContent)
        }
    }

    @Test func `a long queue comes in pages, the oldest first`() async throws {
        try await queue { site, browser, dialogue in
            for index in 0..<27 {
                try await site.submit("Orchard \(index) gets too little water.", in: dialogue, as: "p\(index)")
            }
            let first = try await browser.get("/desk/water/moderate")
            #expect(first.html.contains("Orchard 0 gets"))
            #expect(!first.html.contains("Orchard 25 gets"))
            let second = try await browser.get("/desk/water/moderate?state=waiting&page=2")
            #expect(second.html.contains("Orchard 26 gets"))
            #expect(!second.html.contains("Orchard 24 gets"))
            #expect(try await browser.get("/desk/water/moderate?page=999999").status == .ok)
        }
    }

    @Test func `every decision is in the list and in the file, with names kept from being formulas`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("=Omid, \"the\" moderator", as: .moderator, in: dialogue.id)
            let statement = try await site.submit("Wells should be counted.", in: dialogue)
            _ = try await decide(browser, statement, ["decision": "hide", "reason": "two-ideas"])
            let page = try await browser.get("/desk/water/log")
            #expect(page.html.contains("11 decisions."))
            #expect(page.html.contains("two ideas"))
            #expect(page.html.contains("=Omid, &quot;the&quot; moderator"))
            let file = try await browser.get("/desk/water/log.csv")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            let lines = file.html.split(separator: "\r\n")
            #expect(lines.count == 12)
            let last = "11,en,participant,hide,two-ideas,moderator,\"'=Omid, \"\"the\"\" moderator\","
            #expect(lines.last?.hasPrefix(last) == true)
        }
    }
}
