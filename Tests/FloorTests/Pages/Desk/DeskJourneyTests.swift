import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

/// The way from the owner's first link to a participant's statement on the board.
@Suite struct DeskJourneyTests {
    @Test(arguments: DatabaseKind.allCases)
    func `an owner comes in, opens a dialogue and shows what somebody said`(kind: DatabaseKind) async throws {
        try await DeskSite.with(kind) { site in
            let owner = try await site.firstOwner()
            let browser = Browser(site)

            // Looking at the link uses nothing up.
            let linkAddress = "/sign-in/link?code=\(owner.code)"
            for _ in 0..<2 {
                let look = try await browser.get(linkAddress)
                #expect(look.status == .ok)
                #expect(look.headers[values: .setCookie].isEmpty)
            }
            let entered = try await browser.post("/sign-in/link", from: linkAddress, ["code": owner.code])
            #expect(entered.status == .seeOther)
            #expect(entered.location == "/desk/account")
            #expect(browser.cookies["jirga-worker"]?.count == 64)

            let account = try await browser.post(
                "/desk/account", from: "/desk/account",
                ["name": "Zarina", "passphrase": "water runs to everyone"])
            #expect(account.location == "/desk/account?saved=1")

            let lines = (1...10).map { "Canal \($0) should be cleaned every spring." }
            let made = try await browser.post(
                "/desk/new", from: "/desk/new",
                [
                    "written_in": "en", "title_en": "Water Law", "question_en": "What should the water law say?",
                    "description_en": "", "host_en": "Basin Council", "title_fa": "قانون آب",
                    "question_fa": "قانون آب چه بگوید؟", "host_fa": "شورای حوزه", "slug": "", "opens": "",
                    "closes": "2099-12-21 18:00", "results": "after-seven-answers", "moderation": "before-showing",
                    "statements": lines.joined(separator: "\r\n\r\n"),
                ])
            #expect(made.status == .seeOther)
            #expect(made.location == "/desk/water-law")

            let draft = try await browser.get("/desk/water-law")
            #expect(draft.html.contains("This is a draft"))
            #expect(draft.html.contains("value=\"open\""))
            let opened = try await browser.post("/desk/water-law/phase", from: "/desk/water-law", ["phase": "open"])
            #expect(opened.status == .seeOther)

            let dialogue = try #require(
                try await site.database.read { try ConveningStore($0).dialogue(slug: "water-law") })
            #expect(dialogue.phase == .open)
            #expect(dialogue.closesAt == 4_101_559_200_000)
            #expect(dialogue.languages == ["en", "fa-AF"])
            let statement = try await site.submit("Every district should publish what each canal takes.", in: dialogue)
            #expect(statement.state == .waiting)

            let queue = try await browser.get("/desk/water-law/moderate")
            #expect(queue.html.contains("Every district should publish what each canal takes."))
            let shown = try await browser.post(
                "/desk/water-law/moderate", from: "/desk/water-law/moderate",
                ["statement": statement.id.rawValue, "state": "waiting", "page": "1", "decision": "show"])
            #expect(shown.status == .seeOther)
            let board = try await site.boards.board(slug: "water-law", at: site.clock.now())
            #expect(board?.statement(statement.id)?.text == statement.text)
            let after = try await browser.get(shown.location ?? "")
            #expect(after.html.contains("Statement 11 is shown."))
            #expect(after.html.contains("Undo"))

            let undone = try await browser.post(
                "/desk/water-law/moderate/undo", from: "/desk/water-law/moderate",
                ["statement": statement.id.rawValue, "state": "waiting", "page": "1"])
            #expect(undone.status == .seeOther)
            #expect(try await site.statement(statement.id)?.state == .waiting)

            for page in ["", "/statements", "/statements/11", "/moderate?state=shown", "/log", "/log.csv", "/workers"] {
                #expect(try await browser.get("/desk/water-law\(page)").status == .ok, "\(page)")
            }
            #expect(try await browser.get("/desk/water-law/statements?lacks=fa-AF").status == .ok)
            #expect(try await browser.get("/admin").status == .ok)

            let closing = try await browser.get("/desk/water-law/close")
            #expect(closing.html.contains("Closing is for good."))
            _ = try await browser.post("/desk/water-law/close", from: "/desk/water-law/close", [:])
            let again = try await browser.post(
                "/desk/water-law/phase", ["phase": "open"], token: closing.token ?? "")
            #expect(again.status == .conflict)
        }
    }

    @Test func `a draft with problems comes back with everything that was typed`() async throws {
        try await DeskSite.with { site in
            let browser = try await site.signedIn("Zarina", as: .owner, in: nil)
            let page = try await browser.post(
                "/desk/new", from: "/desk/new",
                [
                    "written_in": "en", "title_en": "Water & Land", "question_en": "", "host_en": "Council",
                    "opens": "", "closes": "", "results": "always", "moderation": "after-showing",
                    "statements": "One.\n\u{202E}Two turned around",
                ])
            #expect(page.status == .unprocessableContent)
            #expect(page.html.contains("<title>Error: "))
            #expect(page.html.contains("href=\"#question_en\""))
            #expect(page.html.contains("Water &amp; Land"))
            #expect(page.html.contains("value=\"always\" checked"))
            #expect(page.html.contains("Two turned around"))

            let lines = try await browser.post(
                "/desk/new", from: "/desk/new",
                [
                    "written_in": "en", "title_en": "Water", "question_en": "What?", "host_en": "Council",
                    "statements": "One is enough.\n\nOne is enough.",
                ])
            #expect(lines.status == .unprocessableContent)
            #expect(lines.html.contains("Line 3: This has been said already"))
            let dialogues = try await site.database.read { try ConveningStore($0).dialogues() }
            #expect(dialogues.isEmpty)
        }
    }

    @Test(arguments: [
        ("closes", "tomorrow", "Write the day as year-month-day"), ("closes", "2026-02-30", "Write the day"),
        ("closes", "2001-01-01", "This closing time has passed"),
        ("slug", "Water Law!", "Write a name for the address"),
        ("slug", "new", "Write a name for the address"),
    ])
    func `a field that can't be used is named`(field: String, value: String, words: String) async throws {
        try await DeskSite.with { site in
            let browser = try await site.signedIn("Zarina", as: .owner, in: nil)
            var form = ["written_in": "en", "title_en": "Water", "question_en": "What?", "host_en": "Council"]
            form[field] = value
            let page = try await browser.post("/desk/new", from: "/desk/new", form)
            #expect(page.status == .unprocessableContent)
            #expect(page.html.contains(words))
            #expect(page.html.contains("href=\"#\(field)\""))
        }
    }

    @Test func `an Afghan date closes a dialogue on the same day as its Gregorian twin`() async throws {
        try await DeskSite.with { site in
            let browser = try await site.signedIn("Zarina", as: .owner, in: nil)
            for (slug, closes) in [("a", "۱۴۰۸-۰۹-۳۰ ۱۸:۰۰"), ("b", "2029-12-20 18:00")] {
                let page = try await browser.post(
                    "/desk/new", from: "/desk/new",
                    ["title_en": "Water", "question_en": "What?", "host_en": "C", "slug": slug, "closes": closes])
                #expect(page.status == .seeOther)
            }
            let times = try await site.database.read { transaction in
                try ["a", "b"].map { try ConveningStore(transaction).dialogue(slug: $0)?.closesAt }
            }
            #expect(times[0] != nil)
            #expect(times[0] == times[1])
        }
    }

    @Test func `settings people answered under stay as they are`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Zarina", as: .facilitator, in: dialogue.id)
            let page = try await browser.get("/desk/water/edit")
            #expect(page.html.contains("Fixed since the dialogue opened"))
            #expect(!page.html.contains("id=\"slug\""))
            var form = [
                "written_in": "en", "slug": "water", "results": "always", "moderation": "before-showing",
                "title_en": "Water", "question_en": "What now?", "host_en": "Council", "title_fa": "آب",
                "question_fa": "چه؟", "host_fa": "شورا",
            ]
            let refused = try await browser.post("/desk/water/edit", from: "/desk/water/edit", form)
            #expect(refused.status == .unprocessableContent)
            form["results"] = "after-seven-answers"
            #expect(try await browser.post("/desk/water/edit", from: "/desk/water/edit", form).status == .seeOther)
            let changed = try await site.database.read { try ConveningStore($0).dialogue(slug: "water") }
            #expect(changed?.texts[0].question == "What now?")
        }
    }
}
