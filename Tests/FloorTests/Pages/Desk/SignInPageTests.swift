import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

@Suite struct SignInPageTests {
    private let passphrase = "water runs to everyone"

    /// An owner with a passphrase.
    private func owner(_ site: DeskSite) async throws {
        let stored = try await PassphraseHash.stored(passphrase)
        try await site.write { [passphrase = stored] transaction, time, generator in
            let worker = try AppointWorker(name: "Zarina", as: .owner, in: nil, by: nil)
                .perform(in: transaction, at: time, using: &generator)
            try SetCredentials(of: worker, name: "Zarina", storedPassphrase: passphrase).perform(in: transaction)
        }
    }

    @Test func `the right passphrase lets in and leads back to the page that was asked for`() async throws {
        try await DeskSite.with { site in
            try await owner(site)
            let browser = Browser(site)
            let asked = try await browser.get("/desk/new")
            #expect(asked.status == .seeOther)
            let location = try #require(asked.location)
            #expect(location == "/sign-in?next=/desk/new")
            let page = try await browser.get(location)
            let entered = try await browser.post(
                "/sign-in", ["name": " Zarina ", "passphrase": passphrase, "next": "/desk/new"], token: page.token)
            #expect(entered.location == "/desk/new")
            let cookie = try #require(entered.headers[.setCookie])
            #expect(cookie.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"))
            #expect(try await browser.get("/desk/new").status == .ok)
        }
    }

    @Test(arguments: [
        ("/desk/water/phase", "/desk/water"), ("/desk/water/moderate/bulk", "/desk/water/moderate"),
        ("/desk/water/statements/3/translate", "/desk/water/statements/3"), ("/desk/new", "/desk/new"),
        ("/admin/workers/remove", "/admin/workers"), ("/desk/water/close", "/desk/water/close"),
        ("/admin/workers/sign-out", "/admin/workers"), ("/desk/account/sessions", "/desk/account/sessions"),
    ])
    func `after a session ran out, the way leads back to the page of the form`(post: String, page: String) async throws
    {
        try await DeskSite.with { site in
            let sent = try await Browser(site).post(post, [:])
            #expect(sent.location == "/sign-in?next=\(page)")
        }
    }

    @Test func `a wrong passphrase and an unknown name get the same answer`() async throws {
        try await DeskSite.with { site in
            try await owner(site)
            let browser = Browser(site)
            for (name, typed) in [("Zarina", "water runs to nobody!"), ("Nobody", passphrase), ("", "")] {
                let page = try await browser.post(
                    "/sign-in", from: "/sign-in", ["name": name, "passphrase": typed, "next": ""])
                #expect(page.status == .unprocessableContent)
                #expect(page.html.contains("The name or the passphrase is wrong."))
                #expect(!page.html.contains(typed) || typed.isEmpty)
                #expect(page.headers[.setCookie] == nil)
            }
        }
    }

    @Test(arguments: [
        "https://evil.example", "//evil.example", "/\\evil.example", "/desk\r\nSet-Cookie: a=b", "javascript:alert(1)",
        "",
    ])
    func `nobody is led to another site`(next: String) async throws {
        try await DeskSite.with { site in
            try await owner(site)
            let entered = try await Browser(site).post(
                "/sign-in", from: "/sign-in", ["name": "Zarina", "passphrase": passphrase, "next": next])
            #expect(entered.status == .seeOther)
            #expect(entered.location == "/desk")
        }
    }

    @Test func `too many attempts from one network have to wait`() async throws {
        try await DeskSite.with(signInBurst: 2) { site in
            let browser = Browser(site)
            var statuses: [Int] = []
            for _ in 0..<3 {
                let page = try await browser.post(
                    "/sign-in/link", from: "/sign-in", ["code": String(repeating: "0", count: 64)])
                statuses.append(page.status.code)
            }
            #expect(statuses == [410, 410, 429])
        }
    }

    @Test func `a link works once, and a page says what to do about a used one`() async throws {
        try await DeskSite.with { site in
            let (_, code) = try await site.firstOwner()
            let first = Browser(site)
            #expect(try await first.post("/sign-in/link", from: "/sign-in", ["code": code]).status == .seeOther)
            let second = Browser(site)
            let used = try await second.post("/sign-in/link", from: "/sign-in", ["code": code])
            #expect(used.status == .gone)
            #expect(used.html.contains("This link no longer works"))
            #expect(second.cookies.isEmpty)
            #expect(try await second.get("/sign-in/link?code=abc").status == .gone)
            #expect(try await second.get("/sign-in/link").status == .gone)
        }
    }

    @Test func `a form from another session or without a token does nothing`() async throws {
        try await DeskSite.with { site in
            let id = try await site.openDialogue().dialogue.id
            let mine = try await site.signedIn("Farid", as: .facilitator, in: id)
            let theirs = try await site.signedIn("Omid", as: .facilitator, in: id)
            let foreign = try await theirs.get("/desk/water").token
            for token in [foreign, nil, "x.y"] {
                let page = try await mine.post("/desk/water/phase", ["phase": "closed"], token: token)
                #expect(page.status == .forbidden)
            }
            let dialogue = try await site.database.read { try ConveningStore($0).dialogue(slug: "water") }
            #expect(dialogue?.phase == .open)
        }
    }

    @Test func `signing out ends the session, and twelve hours end it too`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let token = try #require(browser.cookies["jirga-worker"])
            let out = try await browser.post("/sign-out", from: "/desk/account", [:])
            #expect(out.status == .seeOther)
            #expect(browser.cookies["jirga-worker"] == nil)
            #expect(try await Browser(site, cookies: ["jirga-worker": token]).get("/desk").status == .seeOther)

            let later = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            #expect(try await later.get("/desk").status == .ok)
            site.clock.advance(by: SignInRules.sessionLifetime)
            #expect(try await later.get("/desk").status == .seeOther)
        }
    }

    @Test func `a short passphrase is refused and the name kept`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let page = try await browser.post(
                "/desk/account", from: "/desk/account", ["name": "Farid Jan", "passphrase": "fourteen chars"])
            #expect(page.status == .unprocessableContent)
            #expect(page.html.contains("Use at least 15 characters."))
            #expect(page.html.contains("value=\"Farid Jan\""))
            #expect(!page.html.contains("fourteen chars"))
            let taken = try await browser.post(
                "/desk/account", from: "/desk/account",
                ["name": "Program of water", "passphrase": "fifteen characters"])
            #expect(taken.html.contains("Somebody else has this name."))
        }
    }

    @Test func `behind encryption the cookie is bound to the host`() async throws {
        try await DeskSite.with(isSecure: true) { site in
            let (_, code) = try await site.firstOwner()
            let browser = Browser(site)
            let page = try await browser.post("/sign-in/link", from: "/sign-in", ["code": code])
            let cookie = try #require(page.headers[.setCookie])
            #expect(cookie.hasPrefix("__Host-jirga-worker="))
            #expect(cookie.hasSuffix("; Secure"))
            #expect(try await browser.get("/desk").status == .ok)
        }
    }
}

@Suite struct WorkersPageTests {
    @Test func `an invitation gives a link once, with which exactly that person comes in`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let farid = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let page = try await farid.post(
                "/desk/water/workers", from: "/desk/water/workers", ["name": "Omid", "role": "moderator"])
            #expect(page.status == .ok)
            let link = try #require(page.value(after: "readonly value=\""))
            let code = try #require(link.split(separator: "=").last.map(String.init))
            #expect(try await !farid.get("/desk/water/workers").html.contains(code))
            let omid = Browser(site)
            #expect(try await omid.post("/sign-in/link", from: "/sign-in", ["code": code]).status == .seeOther)
            #expect(try await omid.get("/desk/water/moderate").status == .ok)
            #expect(try await omid.get("/desk/water/edit").status == .forbidden)
        }
    }

    @Test func `nobody gets a link by which they could be somebody with more power`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let (other, _) = try await site.openDialogue("schools")
            _ = try await site.signedIn("Zarina", as: .owner, in: nil)
            _ = try await site.signedIn("Rahim", as: .facilitator, in: other.id)
            let farid = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            for name in ["Zarina", "Rahim"] {
                let page = try await farid.post(
                    "/desk/water/workers", from: "/desk/water/workers", ["name": name, "role": "observer"])
                #expect(page.status == .ok)
                #expect(page.html.contains("has this role now"))
                #expect(!page.html.contains("sign-in/link"), "\(name)")
            }
            for role in ["owner", "king", ""] {
                let page = try await farid.post(
                    "/desk/water/workers", from: "/desk/water/workers", ["name": "New", "role": role])
                #expect(page.status == .unprocessableContent, "\(role)")
            }
        }
    }

    @Test func `whoever is removed is out at once`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let farid = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let omid = try await site.signedIn("Omid", as: .moderator, in: dialogue.id)
            let id = try #require(
                try await site.database.read { try ConveningStore($0).worker(named: "Omid") }?.worker.id.rawValue)
            #expect(try await omid.get("/desk/water").status == .ok)
            let page = try await farid.post("/desk/water/workers/remove", from: "/desk/water/workers", ["worker": id])
            #expect(page.location == "/desk/water/workers")
            #expect(try await omid.get("/desk/water").status == .seeOther)
        }
    }

    @Test func `the installation keeps an owner`() async throws {
        try await DeskSite.with { site in
            let zarina = try await site.signedIn("Zarina", as: .owner, in: nil)
            let id = try #require(
                try await site.database.read { try ConveningStore($0).worker(named: "Zarina") }?.worker.id.rawValue)
            let removed = try await zarina.post("/admin/workers/remove", from: "/admin", ["worker": id])
            #expect(removed.status == .unprocessableContent)
            #expect(removed.html.contains("needs an owner"))
            let lowered = try await zarina.post(
                "/admin/workers", from: "/admin", ["name": "Zarina", "role": "observer"])
            #expect(lowered.status == .unprocessableContent)
            #expect(try await zarina.get("/admin").status == .ok)
        }
    }
}
