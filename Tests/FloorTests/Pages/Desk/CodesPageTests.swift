import Convening
import Floor
import HTTPTypes
import Journal
import SQLStore
import Testing

@Suite struct CodesPageTests {
    /// An open dialogue that takes codes, and a facilitator of it.
    private static func with(
        _ admission: Dialogue.Admission = .codes,
        _ body: @escaping @Sendable (DeskSite, Dialogue, Browser) async throws -> Void
    ) async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue("water")
            let browser = try await site.signedIn("Parwin", as: .facilitator, in: dialogue.id)
            var draft = DialogueDraft(dialogue)
            draft.admission = admission
            let act = ChangeDialogue(
                dialogue.id, to: draft,
                by: Standing(worker: Worker(id: Worker.ID(bytes: [1]), name: "P"), role: .facilitator))
            try await site.write { transaction, time, generator in
                _ = try act.perform(in: transaction, at: time, using: &generator)
            }
            try await body(site, dialogue, browser)
        }
    }

    private func filled(_ page: Browser.Page, as kind: String = "slips", number: String = "3") -> [String: String] {
        [
            "token": page.token ?? "", "key": page.value(after: "name=\"key\" value=\"") ?? "",
            "name": "Upper valley", "area": "Kunar", "number": number, "kind": "vouched", "as": kind,
        ]
    }

    private func written(in html: String) -> [String] {
        html.matches(of: /([0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){4})/).map { String($0.1) }
    }

    @Test func `codes are shown once, to print, and never again`() async throws {
        try await Self.with { site, dialogue, browser in
            let page = try await browser.get("/desk/water/codes")
            #expect(page.status == .ok)
            let form = filled(page, number: "۳")
            let slips = try await browser.post("/desk/water/codes", form)
            #expect(slips.status == .ok && slips.headers[.cacheControl] == "no-store")
            let codes = written(in: slips.html)
            #expect(Set(codes).count == 3 && codes.count == 3)
            #expect(slips.html.contains("/d/water/join") && slips.html.contains("Water water"))
            let again = try await browser.post("/desk/water/codes", form)
            #expect(again.status == .conflict && written(in: again.html).isEmpty)
            let later = try await browser.get("/desk/water/codes")
            #expect(later.html.contains("Upper valley") && written(in: later.html).isEmpty)
            let batches = try await site.database.read { try ConveningStore($0).batches(in: dialogue.id) }
            #expect(batches.map(\.batch.codes) == [3] && batches.map(\.used) == [0])
            let act = AdmitParticipant(
                Participant.ID(secret: "x", in: dialogue.id), to: dialogue.id, typed: codes[1])
            try await site.write { transaction, time, generator in
                try act.perform(in: transaction, at: time, using: &generator)
            }
        }
    }

    @Test func `as a file they come with links that carry them where no server sees them`() async throws {
        try await Self.with { _, _, browser in
            let page = try await browser.get("/desk/water/codes")
            let file = try await browser.post("/desk/water/codes", filled(page, as: "csv"))
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(file.headers[.cacheControl] == "no-store")
            let lines = file.html.split(separator: "\r\n")
            #expect(lines.count == 4 && lines[0] == "code,link")
            for line in lines.dropFirst() {
                let code = String(line.prefix(29))
                #expect(written(in: code) == [code] && line.hasSuffix("/d/water/join#\(code)"), "\(line)")
            }
        }
    }

    @Test func `what is wrong with a batch is said, and what was typed comes back`() async throws {
        try await Self.with { site, dialogue, browser in
            for (change, words) in [
                ("name", "Write a name for the batch."), ("number", "Write a number from 1 to 10,000."),
            ] {
                var form = filled(try await browser.get("/desk/water/codes"), number: "0")
                if change == "name" { (form["name"], form["number"]) = (" ", "5") }
                let page = try await browser.post("/desk/water/codes", form)
                #expect(page.status == .unprocessableContent && page.html.contains(words), "\(words)")
                #expect(page.html.contains("value=\"Kunar\""))
            }
            #expect(try await site.database.read { try ConveningStore($0).batches(in: dialogue.id) }.isEmpty)
        }
    }

    @Test func `closing asks first, and then unused codes work no longer`() async throws {
        try await Self.with { site, dialogue, browser in
            let page = try await browser.get("/desk/water/codes")
            let codes = written(in: try await browser.post("/desk/water/codes", filled(page)).html)
            let list = try await browser.get("/desk/water/codes")
            let address = try #require(list.value(after: "<td><a href=\""))
            let question = try await browser.get(address)
            #expect(question.status == .ok && question.html.contains("3 codes were not used."))
            let batch = try #require(question.value(after: "name=\"batch\" value=\""))
            let closed = try await browser.post(
                "/desk/water/codes/close", ["token": question.token ?? "", "batch": batch])
            #expect(closed.location == "/desk/water/codes?closed=1")
            #expect(try await browser.get("/desk/water/codes?closed=1").html.contains("The batch is closed."))
            let act = AdmitParticipant(Participant.ID(secret: "x", in: dialogue.id), to: dialogue.id, typed: codes[0])
            await #expect(throws: AdmissionRefusal.codeRevoked) {
                try await site.write { transaction, time, generator in
                    try act.perform(in: transaction, at: time, using: &generator)
                }
            }
            #expect(try await browser.get(address).location == "/desk/water/codes", "it is closed already")
        }
    }

    @Test func `a dialogue open to anybody makes no codes`() async throws {
        try await Self.with(.open) { site, dialogue, browser in
            let page = try await browser.get("/desk/water/codes")
            #expect(page.html.contains("This dialogue is open to anybody") && !page.html.contains("name=\"number\""))
            let token = try #require(try await browser.get("/desk/account").token)
            var form = filled(page)
            (form["token"], form["key"]) = (token, "0123456789abcdef0123456789abcdef")
            #expect(try await browser.post("/desk/water/codes", form).status == .conflict)
            #expect(try await site.database.read { try ConveningStore($0).batches(in: dialogue.id) }.isEmpty)
        }
    }

    @Test func `the settings say why they can't become looser`() async throws {
        try await Self.with { site, dialogue, browser in
            let page = try await browser.get("/desk/water/edit")
            #expect(page.html.contains("id=\"admission-codes\" name=\"admission\" value=\"codes\" checked"))
            let fields = [
                "token": page.token ?? "", "slug": "water", "written_in": "en", "results": "after-seven-answers",
                "moderation": "before-showing", "publication": "standard", "admission": "open", "opens": "",
                "closes": "", "title_en": "Water", "question_en": "What?", "description_en": "", "host_en": "Council",
                "title_fa": "آب", "question_fa": "چه؟", "description_fa": "", "host_fa": "شورا",
            ]
            let refused = try await browser.post("/desk/water/edit", fields)
            #expect(refused.status == .unprocessableContent)
            #expect(refused.html.contains("From now on it can become stricter, never looser."))
            let kept = try await site.database.read { try ConveningStore($0).dialogue(dialogue.id)?.admission }
            #expect(kept == .codes)
        }
    }
}
