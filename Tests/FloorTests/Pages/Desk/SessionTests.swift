import Convening
import Floor
import Foundation
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

/// How long somebody is signed in, where, and what they have to show once more.
@Suite struct SessionTests {
    private static let hour: Int64 = 3_600_000
    private static let passphrase = "water runs to everyone"

    /// Somebody with a passphrase, signed in.
    private func worker(
        _ site: DeskSite, _ name: String, as role: WorkerRole, in dialogue: Dialogue.ID?
    ) async throws -> Browser {
        let stored = try await PassphraseHash.stored(Self.passphrase)
        try await site.write { transaction, time, generator in
            let worker = try AppointWorker(name: name, as: role, in: dialogue, by: nil)
                .perform(in: transaction, at: time, using: &generator)
            try SetCredentials(of: worker, name: name, storedPassphrase: stored).perform(in: transaction)
        }
        return try await site.signedIn(name, as: role, in: dialogue)
    }

    private func names(in dialogue: Dialogue.ID?, _ site: DeskSite) async throws -> [String] {
        try await site.database.read { try ConveningStore($0).standings(in: dialogue).map(\.worker.name) }
    }

    // MARK: How long

    @Test func `a session ends when it is not used, and going on using it does not make it last`() async throws {
        try await DeskSite.with { site in
            let idle = try await site.signedIn("Farid", as: .owner, in: nil)
            site.clock.advance(by: 3 * Self.hour)
            #expect(try await idle.get("/desk").location == "/sign-in?next=/desk")

            let busy = try await site.signedIn("Farid", as: .owner, in: nil)
            for _ in 0..<11 {
                site.clock.advance(by: Self.hour)
                #expect(try await busy.get("/desk").status == .ok)
            }
            site.clock.advance(by: Self.hour)
            #expect(try await busy.get("/desk").status == .seeOther)
        }
    }

    @Test func `a clock that jumps makes no session last longer`() async throws {
        try await DeskSite.with { site in
            let browser = try await site.signedIn("Farid", as: .owner, in: nil)
            site.clock.advance(by: 2 * Self.hour)
            #expect(try await browser.get("/desk").status == .ok)
            // A day back, then three hours further than it was.
            for jump in [-24 * Self.hour, 27 * Self.hour] {
                site.clock.advance(by: jump)
                #expect(try await browser.get("/desk").status == .seeOther, "\(jump)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `of a use nothing finer than its hour is kept, and looking changes nothing else`(kind: DatabaseKind)
        async throws
    {
        try await DeskSite.with(kind) { site in
            let browser = try await site.signedIn("Farid", as: .owner, in: nil)
            @Sendable func row() async throws -> [String: SQLValue] {
                try await site.database.read { transaction in
                    let row = try #require(try transaction.rows("SELECT * FROM worker_session").first)
                    return Dictionary(uniqueKeysWithValues: zip(row.columns.names, row.values))
                }
            }
            let before = try await row()
            site.clock.advance(by: 90 * 60_000)
            _ = try await browser.get("/desk")
            let after = try await row()
            #expect(after["seen_hour"] == .integer(1_800_000_000_000 + Self.hour))
            #expect(before.filter { $0.key != "seen_hour" } == after.filter { $0.key != "seen_hour" })
            site.clock.advance(by: 60_000)
            _ = try await browser.get("/desk/account")
            #expect(try await row() == after)
        }
    }

    // MARK: Which

    @Test func `signing in makes a new secret, whatever the browser had before`() async throws {
        try await DeskSite.with { site in
            _ = try await worker(site, "Zarina", as: .owner, in: nil)
            let planted = String(repeating: "ab", count: 32)
            let browser = Browser(site, cookies: ["jirga-worker": planted])
            let fields = ["name": "Zarina", "passphrase": Self.passphrase, "next": ""]
            #expect(try await browser.post("/sign-in", from: "/sign-in", fields).status == .seeOther)
            let first = try #require(browser.cookies["jirga-worker"])
            #expect(first != planted)
            #expect(try await Browser(site, cookies: ["jirga-worker": planted]).get("/desk").status == .seeOther)
            #expect(try await browser.post("/sign-in", from: "/sign-in", fields).status == .seeOther)
            let second = try #require(browser.cookies["jirga-worker"])
            #expect(first != second)
            #expect(try await Browser(site, cookies: ["jirga-worker": first]).get("/desk").status == .seeOther)
        }
    }

    @Test func `somebody sees where they are signed in and ends it there`() async throws {
        try await DeskSite.with { site in
            let here = try await site.signedIn("Zarina", as: .owner, in: nil)
            let phone = try await site.signedIn("Zarina", as: .owner, in: nil)
            let other = try await site.signedIn("Omid", as: .owner, in: nil)
            let page = try await here.get("/desk/account/sessions")
            #expect(page.html.ranges(of: "Signed in this hour").count == 2)
            #expect(page.html.ranges(of: "this one").count == 1)
            let ids = page.html.ranges(of: "name=\"session\" value=\"").map { page.html[$0.upperBound...].prefix(32) }
            #expect(ids.count == 1)
            // A session of somebody else is out of reach.
            let foreign = try await site.database.read { transaction in
                let store = ConveningStore(transaction)
                let omid = try #require(try store.worker(named: "Omid")?.worker.id)
                return try #require(try store.sessions(of: omid, at: 1_800_000_000_500).first?.id)
            }
            for id in [foreign, String(try #require(ids.first))] {
                let ended = try await here.post(
                    "/desk/account/sessions", from: "/desk/account/sessions", ["session": id])
                #expect(ended.location == "/desk/account/sessions?ended=1")
            }
            #expect(try await phone.get("/desk").status == .seeOther)
            #expect(try await other.get("/desk").status == .ok)
            let tablet = try await site.signedIn("Zarina", as: .owner, in: nil)
            _ = try await here.post("/desk/account/sessions", from: "/desk/account/sessions", ["which": "others"])
            #expect(try await tablet.get("/desk").status == .seeOther)
            #expect(try await here.get("/desk").status == .ok)
            let second = try await site.signedIn("Zarina", as: .owner, in: nil)
            let all = try await here.post("/desk/account/sessions", from: "/desk/account/sessions", ["which": "all"])
            #expect(all.location == "/sign-in" && here.cookies["jirga-worker"] == nil)
            #expect(try await second.get("/desk").status == .seeOther)
        }
    }

    @Test func `an owner signs somebody out everywhere, and a facilitator does not`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let farid = try await site.signedIn("Farid", as: .facilitator, in: water.id)
            let omid = try await site.signedIn("Omid", as: .moderator, in: water.id)
            let id = try #require(
                try await site.database.read { try ConveningStore($0).worker(named: "Omid")?.worker.id.rawValue })
            #expect(try await !farid.get("/desk/water/workers").html.contains("/admin/workers/sign-out"))
            let token = try await farid.get("/desk/account").token
            let refused = try await farid.post("/admin/workers/sign-out", ["worker": id], token: token)
            #expect(refused.status == .forbidden)
            #expect(try await omid.get("/desk").status == .ok)
            let done = try await owner.post(
                "/admin/workers/sign-out", from: "/desk/water/workers", ["worker": id, "back": "/desk/water/workers"])
            #expect(done.location == "/desk/water/workers?ended=1")
            #expect(try await omid.get("/desk").status == .seeOther)
            #expect(try await owner.get(done.location ?? "").html.contains("All sessions of this person have ended."))
            let away = try await owner.post(
                "/admin/workers/sign-out", from: "/admin", ["worker": id, "back": "//evil.example"])
            #expect(away.location == "/admin?ended=1")
        }
    }

    @Test func `a new passphrase ends all other sessions and all links`() async throws {
        try await DeskSite.with { site in
            let here = try await worker(site, "Zarina", as: .owner, in: nil)
            let stolen = try await site.signedIn("Zarina", as: .owner, in: nil)
            let code = try await site.write { transaction, time, generator in
                let zarina = try #require(try ConveningStore(transaction).worker(named: "Zarina")?.worker)
                return try IssueSignInLink(for: zarina.id).perform(in: transaction, at: time, using: &generator)
            }
            let fields = ["name": "Zarina", "passphrase": "seven kites over the mill"]
            #expect(try await here.post("/desk/account", from: "/desk/account", fields).status == .seeOther)
            #expect(try await here.get("/desk").status == .ok)
            #expect(try await stolen.get("/desk").status == .seeOther)
            #expect(try await Browser(site).post("/sign-in/link", from: "/sign-in", ["code": code]).status == .gone)
        }
    }

    @Test func `the easy passphrase is refused with the reason, and the look-alike of a name`() async throws {
        try await DeskSite.with { site in
            let browser = try await site.signedIn("Zarina Karimi", as: .owner, in: nil)
            _ = try await site.signedIn("Committee", as: .observer, in: nil)
            for (typed, words) in [
                ("zarina karimi 1990", "made of your name"), ("qwertyuiopasdfgh", "in their order"),
                ("password password1", "Many people use"),
            ] {
                let page = try await browser.post(
                    "/desk/account", from: "/desk/account", ["name": "Zarina Karimi", "passphrase": typed])
                #expect(page.status == .unprocessableContent && page.html.contains(words), "\(typed)")
                #expect(!page.html.contains(typed))
            }
            for (address, field) in [("/desk/account", "passphrase"), ("/admin/workers", "role")] {
                var fields = ["name": "\u{421}ommittee", field: "observer of the wide fields"]
                if field == "role" { fields["role"] = "observer" }
                let page = try await browser.post(
                    address, from: address == "/desk/account" ? address : "/admin", fields)
                #expect(page.status == .unprocessableContent, "\(address)")
                #expect(page.html.contains("looks like the name of somebody here"), "\(address)")
            }
        }
    }

    // MARK: Once more

    @Test func `who signed in a while ago gives the passphrase with the form and loses nothing`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let farid = try await worker(site, "Farid", as: .facilitator, in: water.id)
            let before = farid.cookies["jirga-worker"]
            site.clock.advance(by: SessionRules.freshness + 60_000)
            let fields = ["name": "Omid \"the < second\"", "role": "moderator"]
            let asked = try await farid.post("/desk/water/workers", from: "/desk/water/workers", fields)
            #expect(asked.status == .forbidden && asked.html.contains("Is it you?"))
            #expect(asked.html.contains("Omid &quot;the &lt; second&quot;"))
            #expect(try await !names(in: water.id, site).contains { $0.hasPrefix("Omid") })

            var form = asked.hidden(to: "/desk/water/workers")
            #expect(form.filter { $0.key != "token" } == fields)
            form["confirm_passphrase"] = "somebody else's guess"
            let wrong = try await farid.post("/desk/water/workers", form, token: form["token"])
            #expect(wrong.status == .unprocessableContent && wrong.html.contains("The passphrase is wrong."))
            #expect(wrong.hidden(to: "/desk/water/workers").filter { $0.key != "token" } == fields)
            #expect(!wrong.html.contains("somebody else"))

            form["confirm_passphrase"] = Self.passphrase
            let done = try await farid.post("/desk/water/workers", form, token: form["token"])
            #expect(done.status == .ok && done.html.contains("/sign-in/link?code="))
            #expect(try await names(in: water.id, site).contains("Omid \"the < second\""))
            // The secret is another one, and for ten minutes nothing is asked.
            let after = try #require(farid.cookies["jirga-worker"])
            #expect(after != before)
            #expect(try await Browser(site, cookies: ["jirga-worker": before ?? ""]).get("/desk").status == .seeOther)
            #expect(try await farid.get("/desk/water/close").status == .ok)
        }
    }

    @Test func `a page that asks comes back to where somebody wanted to go`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let farid = try await worker(site, "Farid", as: .facilitator, in: water.id)
            site.clock.advance(by: SessionRules.freshness + 60_000)
            let asked = try await farid.get("/fa/desk/water/close")
            #expect(asked.location == "/fa/desk/confirm?next=/desk/water/close")
            let page = try await farid.get("/desk/confirm?next=/desk/water/close")
            #expect(page.status == .ok)
            var form = page.hidden(to: "/desk/confirm")
            form["confirm_passphrase"] = Self.passphrase
            let gone = try await farid.post("/desk/confirm", form, token: form["token"])
            #expect(gone.location == "/desk/water/close")
            let closed = try await farid.post("/desk/water/close", from: "/desk/water/close", [:])
            #expect(closed.location == "/desk/water")
            #expect(try await site.database.read { try ConveningStore($0).dialogue(slug: "water")?.phase } == .closed)
        }
    }

    @Test func `who has no passphrase is told what to do, with what they wrote`() async throws {
        try await DeskSite.with { site in
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            site.clock.advance(by: SessionRules.freshness + 60_000)
            let asked = try await owner.post(
                "/admin/workers", from: "/admin", ["name": "Omid Jan", "role": "observer"])
            #expect(asked.status == .forbidden && asked.html.contains("You have no passphrase yet."))
            #expect(asked.html.contains("<li dir=\"auto\">Omid Jan</li>"))
            #expect(!asked.html.contains("confirm_passphrase"))
            let typed = try await owner.post(
                "/admin/workers", from: "/admin",
                ["name": "Omid Jan", "role": "observer", "confirm_passphrase": "anything at all, really"])
            #expect(typed.status == .unprocessableContent)
            #expect(try await !names(in: nil, site).contains("Omid Jan"))
        }
    }

    @Test func `an open phase can't be closed by the form that pauses it`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let farid = try await site.signedIn("Farid", as: .facilitator, in: water.id)
            let page = try await farid.post("/desk/water/phase", from: "/desk/water", ["phase": "closed"])
            #expect(page.status == .unprocessableContent)
            #expect(try await site.database.read { try ConveningStore($0).dialogue(slug: "water")?.phase } == .open)
        }
    }

    // MARK: What was typed stays

    private static let ours: HTTPFields = [.origin: "http://localhost"]

    private func body(_ fields: [String: String]) -> String {
        fields.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.sorted().joined(separator: "&")
    }

    @Test func `a form that came after the session ended goes on after signing in`() async throws {
        try await DeskSite.with { site in
            let (water, statements) = try await site.openDialogue()
            let farid = try await worker(site, "Farid", as: .facilitator, in: water.id)
            let address = "/desk/water/statements/1/translate"
            let words = "نهرها باید هر بهار پاک شوند؛ \"همه\" & <دوباره>"
            let token = try #require(try await farid.get("/desk/water/statements/1").token)
            site.clock.advance(by: 4 * Self.hour)
            let fields = ["token": token, "language": "fa-AF", "text": words]
            let asked = try await farid.send("/fa" + address, .post, body: body(fields), Self.ours)
            #expect(asked.status == .forbidden)
            #expect(asked.html.contains("نهرها باید هر بهار پاک شوند؛ &quot;همه&quot; &amp; &lt;دوباره&gt;"))

            var form = asked.hidden(to: "/fa/sign-in")
            form.merge(["name": "Farid", "passphrase": "not the right words"]) { $1 }
            let wrong = try await farid.send("/fa/sign-in", .post, body: body(form), Self.ours)
            #expect(wrong.status == .unprocessableContent)
            form = wrong.hidden(to: "/fa/sign-in")
            form.merge(["name": "Farid", "passphrase": Self.passphrase]) { $1 }
            let entered = try await farid.send("/fa/sign-in", .post, body: body(form), Self.ours)
            #expect(entered.status == .ok && entered.headers[.setCookie] != nil)
            // Signing in alone has done nothing.
            let id = statements[0].id
            @Sendable func translations() async throws -> Int {
                try await site.database.read { transaction in
                    try transaction.first(
                        "SELECT COUNT(*) AS n FROM statement_translation WHERE statement_id = \(id)")?["n"] ?? 0
                }
            }
            #expect(try await translations() == 0)

            let kept = entered.hidden(to: "/fa" + address)
            #expect(kept["text"] == words && kept["language"] == "fa-AF" && kept["token"] != token)
            let done = try await farid.send("/fa" + address, .post, body: body(kept), Self.ours)
            #expect(done.location == "/fa/desk/water/statements/1?saved=1")
            #expect(try await translations() == 1)
        }
    }

    @Test func `a form of an earlier session is shown again and can be sent`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let farid = try await worker(site, "Farid", as: .facilitator, in: water.id)
            let old = try #require(try await farid.get("/desk/water/statements/1").token)
            let again = try await site.signedIn("Farid", as: .facilitator, in: water.id)
            let fields = ["token": old, "text": "Canal one should be cleaned twice a year."]
            let address = "/desk/water/statements/1/correct"
            let shown = try await again.send(address, .post, body: body(fields), Self.ours)
            #expect(shown.status == .forbidden && shown.html.contains(">form_expired<"))
            let kept = shown.hidden(to: address)
            #expect(kept["text"] == fields["text"])
            #expect(try await again.send(address, .post, body: body(kept), Self.ours).status == .seeOther)
        }
    }

    @Test(arguments: [[:], [.origin: "https://evil.example"], [.origin: "null"]] as [HTTPFields])
    func `a form that may come from elsewhere is not kept for anybody`(headers: HTTPFields) async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue()
            let fields = body(["token": "x.y", "name": "Evil Person", "role": "facilitator"])
            let nobody = try await Browser(site).send("/desk/water/workers", .post, body: fields, headers)
            #expect([.seeOther, .forbidden].contains(nobody.status) && !nobody.html.contains("Evil Person"))
            let farid = try await site.signedIn("Farid", as: .facilitator, in: water.id)
            let somebody = try await farid.send("/desk/water/workers", .post, body: fields, headers)
            #expect(somebody.status == .forbidden && !somebody.html.contains("Evil Person"))
        }
    }
}

extension Browser.Page {
    /// The hidden fields of the form that goes to an address.
    func hidden(to action: String) -> [String: String] {
        let form = html.components(separatedBy: "<form ").first { $0.contains("action=\"\(action)\"") }
        let inside = (form ?? "").components(separatedBy: "</form>").first ?? ""
        var fields: [String: String] = [:]
        for match in inside.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/) {
            fields[String(match.1)] = String(match.2).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
                .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
        }
        return fields
    }
}
