import Convening
import HTTPTypes
import Journal
import SQLStore
import Testing

@testable import Floor

@Suite struct JoinPageTests {
    @Test func `a stranger reads everything and is led to the code`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let browser = site.browser()
            let page = try await browser.get("/d/water")
            #expect(page.status == .ok && page.gaps.isEmpty)
            #expect(page.values(after: "href=\"").contains("/d/water/join"))
            #expect(!page.html.contains("name=\"choice\""))
            let list = try await browser.get("/d/water/list")
            #expect(list.html.contains("Canal number 7") && !list.html.contains("type=\"radio\""))
            let say = try await browser.get("/d/water/say")
            #expect(say.values(after: "href=\"").contains("/d/water/join") && !say.html.contains("<textarea"))
        }
    }

    @Test func `a stranger who sends an answer is told what is missing, and nothing is kept`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let browser = site.browser()
            let token = try #require(try await browser.get("/d/water/join").field("token"))
            let before = try await site.floor.journal().count
            let id = site.floor.statements[0].id.rawValue
            for (path, fields) in [
                ("/d/water/vote", ["statement": id, "choice": "agree"]),
                ("/d/water/votes", ["page": "1", "s1": "agree"]),
                ("/d/water/flag", ["statement": id, "flag": "yes"]),
                ("/d/water/say", ["text": "Wells should be open to all.", "language": "en"]),
                ("/d/water/say/send", ["text": "Wells should be open to all.", "language": "en", "key": "k"]),
            ] {
                let answer = try await browser.post(path, fields.merging(["token": token]) { $1 })
                #expect(answer.status == .forbidden, "\(path): \(answer.status)")
                #expect(answer.headers[.setCookie] == nil && answer.gaps.isEmpty, "\(path)")
            }
            #expect(try await site.floor.journal().count == before)
        }
    }

    @Test func `a good code lets somebody in, makes their secret and is in no address`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let (_, codes) = try await site.floor.issue(1)
            let browser = site.browser()
            let page = try await browser.get("/d/water/join")
            #expect(page.gaps.isEmpty && browser.cookie("jirga-participant") == nil)
            let token = try #require(page.field("token"))
            let sloppy = codes[0].written.lowercased().replacing("-", with: " ").replacing("0", with: "o")
            let answer = try await browser.post("/d/water/join", ["token": token, "code": sloppy])
            #expect(answer.status == .seeOther && answer.location == "/d/water?joined=yes")
            #expect(browser.cookie("jirga-participant")?.utf8.count == 64)
            let card = try await browser.get("/d/water?joined=yes")
            #expect(card.html.contains("You are in.") && card.html.contains("name=\"choice\""))
            let vote = try await browser.post(
                "/d/water/vote",
                [
                    "token": try #require(card.field("token")), "choice": "agree",
                    "statement": try #require(card.field("statement")),
                ])
            #expect(vote.status == .seeOther)
            #expect(try await browser.get("/d/water/join").html.contains("You take part already"))
        }
    }

    @Test func `a browser without cookies is told so`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let page = try await site.browser().get("/d/water?joined=yes")
            #expect(page.html.contains("Allow cookies for this site"))
        }
    }

    @Test func `each refusal has its own plain sentence`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let (batch, codes) = try await site.floor.issue(3)
            try await site.floor.admit("somebody", with: codes[0])
            func typed(_ code: String, by browser: TestBrowser? = nil) async throws -> TestPage {
                let browser = browser ?? site.browser()
                // The page of somebody who is in has no form; a page without cookies fits everybody.
                let token = try #require(try await site.browser().get("/d/water/join").field("token"))
                return try await browser.post("/d/water/join", ["token": token, "code": code])
            }
            var generator = SystemRandomNumberGenerator()
            let last = codes[1].written.last == "0" ? "1" : "0"
            let cases: [(String, HTTPResponse.Status, String)] = [
                (String(codes[1].written.dropLast()) + last, .unprocessableContent, "One character looks wrong."),
                ("7QK2", .unprocessableContent, "You typed 4."),
                (AdmissionCode(using: &generator).written, .unprocessableContent, "We don’t know this code."),
                (codes[0].written, .conflict, "already used on another device"),
            ]
            for (code, status, words) in cases {
                let page = try await typed(code)
                #expect(page.status == status, "\(words)")
                let text = page.html.replacing("&#39;", with: "’").replacing("\u{27}", with: "’")
                #expect(text.contains(words), "\(words)")
                #expect(page.headers[.setCookie] == nil && page.gaps.isEmpty)
            }
            let invited = site.browser()
            #expect(try await typed(codes[1].written, by: invited).status == .seeOther)
            #expect(try await typed(codes[1].written, by: invited).status == .seeOther, "their own code, sent again")
            #expect(try await typed(codes[2].written, by: invited).html.contains("it is still good"))
            let close = CloseBatch(batch.id, in: site.floor.dialogue.id, by: site.floor.facilitator)
            try await site.floor.database.write { try close.perform(in: $0, at: FloorFixture.now) }
            let revoked = try await typed(codes[2].written)
            #expect(revoked.status == .gone && revoked.html.contains("no longer works"))
        }
    }

    @Test func `where everybody may take part no code is asked for`() async throws {
        try await FloorSite.with { site in
            let page = try await site.browser().get("/d/water/join")
            #expect(page.html.contains("No code is needed.") && !page.html.contains("name=\"code\""))
        }
    }

    @Test func `nobody comes in after the close`() async throws {
        try await FloorSite.with(admission: .codes) { site in
            let (_, codes) = try await site.floor.issue(1)
            let browser = site.browser()
            let token = try #require(try await browser.get("/d/water/join").field("token"))
            try await site.change(to: .closed)
            let late = try await browser.post("/d/water/join", ["token": token, "code": codes[0].written])
            #expect(late.status == .conflict && late.html.contains("has closed"))
            #expect(try await site.floor.admissions().isEmpty)
        }
    }
}
