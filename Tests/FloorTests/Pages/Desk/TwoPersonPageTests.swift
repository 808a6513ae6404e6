import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

@Suite struct TwoPersonPageTests {
    private struct Desk: Sendable {
        let site: DeskSite
        let dialogue: Dialogue
        let batch: Batch.ID
        let one: Browser
        let other: Browser

        static let page = "/desk/water/decisions"

        func propose(
            _ kind: String = "excludeBatch", batch: String? = nil, reason: String = "2", by browser: Browser? = nil
        ) async throws -> Browser.Page {
            try await (browser ?? one).post(
                Self.page, from: Self.page,
                ["kind": kind, "batch": batch ?? self.batch.rawValue, "reason": reason])
        }

        func decide(_ verdict: String, by browser: Browser, _ id: String? = nil) async throws -> Browser.Page {
            let waiting = try await browser.get(Self.page).value(after: "name=\"decision\" value=\"")
            return try await browser.post(
                Self.page + "/decide", from: Self.page, ["decision": id ?? waiting ?? "", "verdict": verdict])
        }

        func isExcluded() async throws -> Bool {
            let dialogue = dialogue.id
            return try await site.database.read { try ConveningStore($0).batches(in: dialogue)[0].isExcluded }
        }
    }

    private func desk(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let one = try await site.signedIn("Omid", as: .facilitator, in: dialogue.id)
            let other = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let batch = try await site.write { transaction, time, generator in
                let worker = Worker(id: Worker.ID(bytes: [1]), name: "x")
                return try IssueBatch(
                    in: dialogue.id, name: "Upper valley", area: "", codes: 12, isVouched: false,
                    by: Standing(worker: worker, role: .facilitator)
                ).perform(in: transaction, at: time, using: &generator).batch.id
            }
            try await body(Desk(site: site, dialogue: dialogue, batch: batch, one: one, other: other))
        }
    }

    @Test func `one proposes and another confirms`() async throws {
        try await desk { desk in
            let proposed = try await desk.propose()
            #expect(proposed.status == .seeOther)
            #expect(try await !desk.isExcluded())
            let own = try await desk.one.get(Desk.page + "?said=proposed").html
            #expect(own.contains("Another facilitator must confirm it now."))
            #expect(own.contains("Exclude: Batch 1, Upper valley"))
            #expect(own.contains("You proposed this."))
            #expect(!own.contains("value=\"confirm\""))
            let overview = try await desk.other.get("/desk/water").html
            #expect(overview.contains("1 decision waits for a second person"))
            #expect(!(try await desk.one.get("/desk/water").html.contains("waits for a second person")))
            let page = try await desk.other.get(Desk.page).html
            #expect(page.contains("Proposed by Omid") && page.contains("value=\"confirm\""))
            #expect(page.contains("The codes came into the hands of others."))
            #expect(try await desk.decide("confirm", by: desk.other).status == .seeOther)
            #expect(try await desk.isExcluded())
            let after = try await desk.other.get(Desk.page).html
            #expect(after.contains("Proposed by Omid, confirmed by Farid."))
            #expect(after.contains("Count a batch again") && !after.contains("Propose to exclude it"))
            #expect(try await desk.propose("restoreBatch", reason: "4", by: desk.other).status == .seeOther)
            #expect(try await desk.decide("confirm", by: desk.one).status == .seeOther)
            #expect(try await !desk.isExcluded())
        }
    }

    @Test func `whoever proposed can't confirm, whatever their browser sends`() async throws {
        try await desk { desk in
            _ = try await desk.propose()
            let refused = try await desk.decide("confirm", by: desk.one)
            #expect(refused.status == .conflict)
            #expect(refused.html.contains("You proposed this yourself. Another facilitator must confirm it."))
            #expect(try await !desk.isExcluded())
            #expect(try await desk.decide("drop", by: desk.one).status == .seeOther)
            #expect(try await desk.one.get(Desk.page).html.contains("dropped by Omid"))
        }
    }

    @Test func `every refusal is said in plain words`() async throws {
        try await desk { desk in
            let noReason = try await desk.propose(reason: "")
            #expect(noReason.status == .unprocessableContent && noReason.html.contains("Choose a reason."))
            #expect(
                noReason.html.contains("href=\"#exclude-reason\"") && noReason.html.contains("id=\"exclude-reason\""))
            let noBatch = try await desk.propose(batch: "x")
            #expect(noBatch.status == .unprocessableContent && noBatch.html.contains("Choose a batch."))
            let strange = try await desk.propose(batch: String(repeating: "0", count: 32))
            #expect(strange.status == .conflict && strange.html.contains("Choose a batch."))
            let notFor = try await desk.propose(reason: "4")
            #expect(notFor.status == .conflict && notFor.html.contains("Choose a reason."))
            #expect(try await desk.propose("restoreBatch", reason: "4").html.contains("It is so already."))
            _ = try await desk.propose()
            let twice = try await desk.propose(by: desk.other)
            #expect(twice.status == .conflict && twice.html.contains("waits for a second person"))
            let id = try #require(try await desk.other.get(Desk.page).value(after: "name=\"decision\" value=\""))
            desk.site.clock.advance(by: ProposedDecisionRules.lifetime)
            let one = try await desk.site.signedIn("Parwin", as: .facilitator, in: desk.dialogue.id)
            #expect(try await one.get(Desk.page).html.contains("Nothing waits for a second person."))
            let late = try await desk.decide("confirm", by: one, id)
            #expect(late.status == .conflict && late.html.contains("Nobody confirmed this in time"))
            #expect(try await desk.decide("confirm", by: one, String(repeating: "0", count: 32)).status == .notFound)
            #expect(try await !desk.isExcluded())
        }
    }

    @Test func `observers see what waits and press nothing`() async throws {
        try await desk { desk in
            _ = try await desk.propose()
            let observer = try await desk.site.signedIn("Laila", as: .observer, in: desk.dialogue.id)
            let page = try await observer.get(Desk.page)
            #expect(page.status == .ok && page.html.contains("Exclude: Batch 1, Upper valley"))
            #expect(!page.html.contains("<button name="))
            #expect(page.html.contains("Only facilitators propose and confirm."))
            let dari = try await observer.get("/fa" + Desk.page).html
            #expect(dari.contains("تصمیم‌های دو نفره") && !dari.contains("⟦"))
        }
    }

    @Test func `without answers there is nothing to look at, and without batches nothing to exclude`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Omid", as: .facilitator, in: dialogue.id)
            let decisions = try await browser.get(Desk.page).html
            #expect(decisions.contains("There are no batches of codes."))
            for base in ["", "/fa"] {
                let marks = try await browser.get("\(base)/desk/water/marks")
                #expect(marks.status == .ok && !marks.html.contains("⟦"))
            }
            #expect(try await browser.get("/desk/water/marks").html.contains("Nobody has answered yet"))
        }
    }

    @Test func `a proposal says of how many people it is, as they are now`() async throws {
        try await FloorSite.with { site in
            let batch = try await site.floor.fillBatch(["a", "b", "c"])
            let (dialogue, standing) = (site.floor.dialogue.id, site.floor.facilitator)
            try await site.floor.database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                _ = try ProposeBatchDecision(
                    .excludeBatch, batch, in: dialogue, because: .codesLeaked, by: standing
                ).perform(in: transaction, hasResult: false, at: FloorFixture.now, using: &generator)
            }
            let browser = try await site.browser(of: try await site.floor.second())
            let page = try await browser.get("/desk/water/decisions")
            #expect(page.html.contains("The answers of 3 people would count no more."))
        }
    }

    @Test(arguments: ["", "/fa"])
    func `how each batch answered is told with numbers and without names`(base: String) async throws {
        try await FloorSite.with { site in
            _ = try await site.floor.fillBatch((0..<20).map { "bot \($0)" })
            try await site.fill()
            let browser = try await site.browser(of: site.floor.facilitator)
            let page = try await browser.get("\(base)/desk/water/marks")
            #expect(page.status == .ok && page.gaps.isEmpty)
            #expect(page.html.contains("Upper valley"))
            let people = (0..<20).map { site.floor.participant("bot \($0)").rawValue }
            #expect(!people.contains { page.html.contains($0) })
            guard base.isEmpty else { return }
            #expect(page.html.contains("20 people (100\u{A0}%) gave exactly the answers of somebody else"))
            #expect(page.html.contains("200 answers (100\u{A0}%) came within the same ten minutes, from 20 people."))
        }
    }
}
