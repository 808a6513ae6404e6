import Convening
import Floor
import HTTPTypes
import Testing

struct SayPageTests {
    private let words = "Every district should publish how much water each canal takes."

    @Test func `a statement is checked, sent once, and followed by its code`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let form = try await browser.get("/d/water/say")
            #expect(form.html.contains("You can use 200 characters."))
            let check = try await browser.post(
                "/d/water/say", ["token": form.field("token") ?? "", "text": "  \(words) ", "language": "en"])
            #expect(check.status == .ok)
            #expect(check.headers[.setCookie] == nil, "nothing has been written yet")
            #expect(check.field("text") == words)
            let fields = [
                "token": check.field("token") ?? "", "text": words, "language": "en", "key": check.field("key") ?? "",
            ]
            let sent = try await browser.post("/d/water/say/send", fields)
            let again = try await browser.post("/d/water/say/send", fields)
            #expect(sent.status == .seeOther && sent.location == again.location)
            let status = try await browser.get(sent.location ?? "")
            #expect(status.html.contains("Sent. Thank you."))
            #expect(status.html.contains("It is the next one to be read."))
            #expect(status.html.contains(words))
            #expect(status.gaps.isEmpty && check.gaps.isEmpty && form.gaps.isEmpty)
            let address = sent.location?.prefix { $0 != "?" } ?? ""
            let stranger = try await site.browser().get(String(address))
            #expect(stranger.status == .ok)
            #expect(!stranger.html.contains(words), "what waits is shown to its writer alone")
        }
    }

    @Test func `the check page warns of personal data and questions and shows what is close`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let token = try await browser.get("/d/water/say").field("token") ?? ""
            let check = try await browser.post(
                "/d/water/say",
                [
                    "token": token, "language": "en",
                    "text": "Canal number 3 should be cleaned every spring, call 0799 123 456?",
                ])
            #expect(check.html.contains("This may hold a phone number."))
            #expect(check.html.contains("This looks like a question."))
            #expect(check.html.contains("These are close to yours"))
            #expect(check.html.contains("Mine is different: send it"))
            #expect(check.html.contains("?show=\(site.floor.statements[2].id)"))
        }
    }

    @Test(
        arguments: [
            ("", "Write your statement first.", HTTPResponse.Status.unprocessableContent),
            (String(repeating: "a", count: 201), "Write at most 200 characters. Yours has 201.", .unprocessableContent),
            ("Water \u{202E}should flow.", "an invisible mark", .unprocessableContent),
            ("a" + String(repeating: "\u{301}", count: 300), "Too many marks", .unprocessableContent),
            ("a" + String(repeating: "\u{301}", count: 10_000), "The text is too large", .unprocessableContent),
            ("\u{200B}\u{2060}", "Write your statement first.", .unprocessableContent),
            ("CANAL NUMBER 1 SHOULD BE CLEANED EVERY SPRING", "word for word", .conflict),
        ])
    func `a text that is not taken comes back with what to do about it`(
        text: String, sentence: String, status: HTTPResponse.Status
    ) async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let token = try await browser.get("/d/water/say").field("token") ?? ""
            let page = try await browser.post("/d/water/say", ["token": token, "text": text, "language": "en"])
            #expect(page.status == status)
            #expect(page.html.contains("<title>Error: "))
            #expect(page.html.contains("There is a problem"))
            #expect(page.html.contains("href=\"#text\""))
            #expect(page.html.contains(sentence))
            // Byte by byte: thousands of marks are one Character with what stands before them.
            let kept = Array(">\(text)</textarea>".utf8)
            #expect(page.html.utf8.firstRange(of: kept) != nil, "what was typed is kept")
        }
    }

    @Test func `an old form and an unknown language keep the words`() async throws {
        try await FloorSite.with { site in
            let browser = site.browser()
            let old = try await browser.post("/d/water/say", ["token": "1.x", "text": words, "language": "en"])
            #expect(old.status == .forbidden)
            #expect(old.html.contains(words))
            let token = old.field("token") ?? ""
            let other = try await browser.post("/d/water/say", ["token": token, "text": words, "language": "xx"])
            #expect(other.status == .unprocessableContent)
            #expect(other.html.contains("Choose one of the languages of this dialogue."))
            #expect(other.html.contains(words))
        }
    }

    @Test func `a statement shows what became of it, with the reason`() async throws {
        try await FloorSite.with { site in
            let hidden = try await site.floor.submit("Pumps and roads and taxes.", as: "zahra", key: "1")
            let joined = try await site.floor.submit("Do clean canal number four.", as: "zahra", key: "2")
            let shown = try await site.floor.submit("Wells should be counted.", as: "zahra", key: "3")
            try await site.floor.moderate(.hide, hidden, reason: .twoIdeas)
            try await site.floor.moderate(.join, joined, joining: site.floor.statements[3].id)
            try await site.floor.moderate(.show, shown)
            func page(_ statement: Statement, _ prefix: String = "") async throws -> TestPage {
                let page = try await site.browser().get("\(prefix)/s/\(statement.trackingCode?.written ?? "")")
                #expect(page.status == .ok && page.gaps.isEmpty)
                return page
            }
            #expect(try await page(hidden).html.contains("It holds two ideas."))
            #expect(try await page(hidden).html.contains("Send each idea as a statement of its own."))
            #expect(try await page(joined).html.contains("Canal number 4 should be cleaned"))
            #expect(try await page(shown).html.contains("Shown since"))
            #expect(try await page(shown, "/fa").html.contains("نشان داده می‌شود"))
        }
    }

    @Test func `codes are read in any digits, and a slip is named`() async throws {
        try await FloorSite.with { site in
            let statement = try await site.floor.submit(words, as: "zahra", key: "1")
            let code = try #require(statement.trackingCode)
            let persian = String(
                String.UnicodeScalarView(code.digits.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0x6C0) }))
            let typed = persian.utf8.map { "%" + String($0, radix: 16) }.joined()
            let found = try await site.browser().get("/s?code=\(typed)")
            #expect(found.status == .seeOther && found.location == "/s/\(code.written)")
            let slip = try await site.browser().get("/s?code=1234")
            #expect(slip.status == .unprocessableContent)
            #expect(slip.html.contains("This is not a whole code.") && slip.html.contains("value=\"1234\""))
            let unknown = try await site.browser().get("/s/0000-0000-0")
            #expect(unknown.status == .notFound)
        }
    }
}
