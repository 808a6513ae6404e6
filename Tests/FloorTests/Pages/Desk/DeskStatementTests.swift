import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

@Suite struct DeskStatementTests {
    @Test func `lines are added all or not at all, and a bad one is named`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let address = "/desk/water/statements"
            let long = String(repeating: "a", count: 201)
            let bad = try await browser.post(
                address, from: address,
                ["statements": "First new one.\n\(long)", "language": "en", "origin": "field"])
            #expect(bad.status == .unprocessableContent)
            #expect(bad.html.contains("Line 2: It has 201 characters. Use at most 200 characters."))
            #expect(bad.html.contains("First new one."))
            let count = try await site.database.read { try FloorStore($0).statementCount(in: dialogue.id) }
            #expect(count == 10)
            let good = try await browser.post(
                address, from: address,
                ["statements": "First new one.\nSecond new one.", "language": "en", "origin": "field"])
            #expect(good.location == "\(address)?added=2")
            let added = try await site.database.read { try FloorStore($0).statement(number: 12, in: dialogue.id) }
            #expect(added?.origin == .field)
            #expect(added?.state == .shown)
            let empty = try await browser.post(address, from: address, ["statements": " \n"])
            #expect(empty.status == .unprocessableContent)
        }
    }

    @Test func `a facilitators' text is put right until somebody answers, then it stays`() async throws {
        try await DeskSite.with { site in
            let (dialogue, statements) = try await site.openDialogue()
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let address = "/desk/water/statements/1"
            let done = try await browser.post(
                "\(address)/correct", from: address, ["text": "Canals are cleaned in spring."])
            #expect(done.location == "\(address)?saved=1")
            #expect(try await site.statement(statements[0].id)?.text == "Canals are cleaned in spring.")

            let act = CastVote(
                .agree, on: statements[0].id, in: dialogue.id, as: Participant.ID(secret: "p", in: dialogue.id))
            _ = try await site.write { transaction, time, generator in
                try act.perform(in: transaction, at: time, using: &generator)
            }
            let late = try await browser.post("\(address)/correct", from: address, ["text": "Something else."])
            #expect(late.status == .unprocessableContent)
            #expect(late.html.contains("1 person has answered this text"))
            #expect(try await site.statement(statements[0].id)?.text == "Canals are cleaned in spring.")

            let theirs = try await site.submit("Wells should be counted.", in: dialogue)
            let refused = try await browser.post(
                "/desk/water/statements/\(theirs.number)/correct", from: address, ["text": "Something else."])
            #expect(refused.html.contains("own words are never changed"))
        }
    }

    @Test func `dangerous words are erased for good, and the reason can't repeat them`() async throws {
        try await DeskSite.with { site in
            let (dialogue, statements) = try await site.openDialogue()
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let (page, address) = ("/desk/water/statements/1", "/desk/water/statements/1/erase")
            #expect(try await browser.get(page).html.contains("href=\"\(address)\""))
            #expect(try await browser.get(address).html.contains(statements[0].text))
            for reason in ["", "rude", "taken-back", "I am Karim of house nine."] {
                let refused = try await browser.post(address, from: address, ["reason": reason])
                #expect(refused.status == .unprocessableContent, "\(reason)")
                #expect(refused.html.contains("Choose why the words are erased."), "\(reason)")
            }
            #expect(try await site.statement(statements[0].id)?.erasure == nil)

            let token = try await browser.get(address).token
            for _ in 0..<2 {
                let done = try await browser.post(address, ["reason": "private-person"], token: token)
                #expect(done.location == page)
            }
            let found = try #require(try await site.statement(statements[0].id))
            #expect(found.erasure == .order && found.state == .hidden && !found.text.contains(statements[0].text))
            let after = try await browser.get(page)
            #expect(after.html.contains("The words of this statement were erased"))
            #expect(!after.html.contains(statements[0].text) && !after.html.contains("href=\"\(address)\""))
            #expect(try await browser.get(address).location == page)
            let decisions = try await site.database.read { try FloorStore($0).moderations(of: statements[0].id) }
            #expect(decisions.last?.action == .hide && decisions.last?.reason == .privatePerson)
            #expect(decisions.count == 2)
            for address in ["/desk/water/statements", "/desk/water/moderate?state=hidden", "/desk/water/log"] {
                let listed = try await browser.get(address)
                #expect(listed.status == .ok && !listed.html.contains(statements[0].text), "\(address)")
            }
        }
    }

    @Test func `erasing words asks who was away for the passphrase, and moderators not at all`() async throws {
        try await DeskSite.with { site in
            let (dialogue, statements) = try await site.openDialogue()
            let address = "/desk/water/statements/1/erase"
            let moderator = try await site.signedIn("Omid", as: .moderator, in: dialogue.id)
            #expect(try await moderator.get(address).status == .forbidden)
            #expect(!(try await moderator.get("/desk/water/statements/1").html.contains(address)))
            let facilitator = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            site.clock.advance(by: 11 * 60 * 1_000)
            #expect(try await facilitator.get(address).location?.hasPrefix("/desk/confirm") == true)
            #expect(try await site.statement(statements[0].id)?.erasure == nil)
        }
    }

    @Test func `a translation stands beside the original for its readers`() async throws {
        try await DeskSite.with { site in
            let (dialogue, statements) = try await site.openDialogue()
            let browser = try await site.signedIn("Omid", as: .moderator, in: dialogue.id)
            let address = "/desk/water/statements/1"
            let lacking = try await browser.get("/desk/water/statements?lacks=fa-AF")
            #expect(lacking.html.contains("10 statements."))
            let done = try await browser.post(
                "\(address)/translate", from: address, ["language": "fa-AF", "text": "جوی اول باید هر بهار پاک شود."])
            #expect(done.status == .seeOther)
            let board = try #require(try await site.boards.board(slug: "water", at: site.clock.now()))
            #expect(board.words(of: statements[0], in: "fa-AF").isTranslation)
            #expect(try await browser.get("/desk/water/statements?lacks=fa-AF").html.contains("9 statements."))
            let same = try await browser.post(
                "\(address)/translate", from: address, ["language": "en", "text": "Again."])
            #expect(same.status == .unprocessableContent)
            #expect(try await browser.get("/desk/water/statements/99").status == .notFound)
            #expect(try await browser.get("/desk/water/statements/x").status == .notFound)
        }
    }

    @Test func `the overview says what keeps a draft from opening and what to do next`() async throws {
        try await DeskSite.with { site in
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            _ = try await owner.post(
                "/desk/new", from: "/desk/new",
                [
                    "title_en": "Water", "question_en": "What?", "host_en": "Council",
                    "statements": "Why is there no water?\nCanals should be cleaned in spring.\n"
                        + "Canals should be cleaned each spring.",
                ])
            let page = try await owner.get("/desk/water")
            #expect(page.html.contains("at least 10 shown statements. There are 3."))
            #expect(page.html.contains("Statement 1 looks like a question."))
            #expect(page.html.contains("Statements 2 and 3 say nearly the same"))
            #expect(!page.html.contains("value=\"open\""))
            #expect(page.html.contains("Invite a second person"))
            let forced = try await owner.post("/desk/water/phase", from: "/desk/water/close", ["phase": "open"])
            #expect(forced.status == .forbidden || forced.status == .conflict)
            let token = try await owner.get("/desk/account").token
            #expect(try await owner.post("/desk/water/phase", ["phase": "open"], token: token).status == .conflict)
            #expect(try await owner.post("/desk/water/close", [:], token: token).status == .conflict)
        }
    }
}

@Suite struct CatalogueCompletenessTests {
    @Test func `the workers' texts are whole in every language`() async throws {
        try await DeskSite.with { site in
            #expect(site.renderer.catalogue.problems() == [])
        }
    }
}
