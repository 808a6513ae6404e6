import Convening
import Floor
import Foundation
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

/// Who may do what, for every address of the desk and every role.
@Suite struct DeskAccessTests {
    /// The least role for each address of one dialogue.
    private let needed: [String: WorkerRole] = [
        "GET /desk/:slug": .observer, "GET /desk/:slug/statements": .observer,
        "GET /desk/:slug/statements/:number": .observer, "GET /desk/:slug/moderate": .observer,
        "GET /desk/:slug/log": .observer, "GET /desk/:slug/log.csv": .observer, "GET /desk/:slug/workers": .observer,
        "GET /desk/:slug/close": .facilitator, "POST /desk/:slug/close": .facilitator,
        "GET /desk/:slug/edit": .facilitator,
        "POST /desk/:slug/phase": .facilitator, "POST /desk/:slug/statements": .facilitator,
        "POST /desk/:slug/statements/:number/correct": .facilitator,
        "GET /desk/:slug/statements/:number/erase": .facilitator,
        "POST /desk/:slug/statements/:number/erase": .facilitator,
        "POST /desk/:slug/statements/:number/translate": .moderator, "POST /desk/:slug/moderate": .moderator,
        "POST /desk/:slug/moderate/bulk": .moderator, "POST /desk/:slug/moderate/undo": .moderator,
        "POST /desk/:slug/edit": .facilitator, "POST /desk/:slug/workers": .facilitator,
        "POST /desk/:slug/workers/remove": .facilitator, "GET /desk/:slug/codes": .facilitator,
        "POST /desk/:slug/codes": .facilitator, "GET /desk/:slug/codes/close": .facilitator,
        "POST /desk/:slug/codes/close": .facilitator, "GET /desk/:slug/decisions": .observer,
        "POST /desk/:slug/decisions": .facilitator, "POST /desk/:slug/decisions/decide": .facilitator,
        "GET /desk/:slug/marks": .observer,
    ]

    @Test func `every address of the desk lets in exactly those who may`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue("water")
            let (other, _) = try await site.openDialogue("schools")
            let routes = site.routes.filter { $0.contains(" /desk/:slug") }
            #expect(Set(routes) == Set(needed.keys))

            let nobody = Browser(site)
            let neighbor = try await site.signedIn("Neighbor", as: .facilitator, in: other.id)
            var workers: [(WorkerRole, Browser)] = []
            for role in WorkerRole.allCases {
                workers.append((role, try await site.signedIn("A \(role)", as: role, in: dialogue.id)))
            }
            for route in routes {
                let parts = route.split(separator: " ").map(String.init)
                let address = parts[1].replacing(":slug", with: "water").replacing(":number", with: "1")
                let call = { (browser: Browser, address: String) async throws -> Browser.Page in
                    parts[0] == "GET" ? try await browser.get(address) : try await browser.post(address, [:])
                }
                let out = try await call(nobody, address)
                #expect(out.status == .seeOther, "\(route) for nobody")
                #expect(out.location?.hasPrefix("/sign-in?next=/desk") == true, "\(route) for nobody")
                #expect(try await call(neighbor, address).status == .notFound, "\(route) for a neighbor")
                let nowhere = address.replacing("water", with: "nowhere")
                for (role, browser) in workers {
                    let page = try await call(browser, address)
                    let mayEnter = try #require(needed[route]) <= role
                    let isRefused = page.status == .forbidden && page.html.contains(">not_allowed<")
                    #expect(isRefused != mayEnter, "\(route) for \(role): \(page.status)")
                    // Past the door, a post without the page's token goes no further.
                    if parts[0] == "POST", mayEnter {
                        let isStopped = page.status == .forbidden && page.html.contains(">form_expired<")
                        #expect(isStopped, "\(route) for \(role)")
                    }
                    #expect(try await call(browser, nowhere).status == .notFound, "\(route), no such dialogue")
                }
            }
        }
    }

    @Test func `while the database lacks what was signed, no form of a dialogue's desk is taken in`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue("water")
            let (other, _) = try await site.openDialogue("schools")
            let browser = try await site.signedIn("Farid", as: .facilitator, in: dialogue.id)
            let elsewhere = try await site.signedIn("Olya", as: .facilitator, in: other.id)
            let addresses = site.routes.filter { $0.hasPrefix("POST /desk/:slug") }
                .map { $0.replacing("POST ", with: "").replacing(":number", with: "1") }
            #expect(addresses.count >= 12)
            site.logs.change(LogID(dialogue: dialogue.id.bytes)) { $0.trouble = .rollback(signed: 9, found: 4) }
            for address in addresses {
                let page = try await browser.post(address.replacing(":slug", with: "water"), [:])
                #expect(page.status == .serviceUnavailable, "\(address)")
                #expect(page.html.contains(">log_rollback<"), "\(address)")
                let unharmed = try await elsewhere.post(address.replacing(":slug", with: "schools"), [:])
                #expect(unharmed.status != .serviceUnavailable, "\(address)")
            }
            #expect(try await browser.get("/desk/water").status == .ok)
            site.logs.change(LogID(dialogue: dialogue.id.bytes)) { $0.trouble = nil }
            #expect(try await browser.post("/desk/water/phase", [:]).status != .serviceUnavailable)
        }
    }

    @Test func `an observer sees no form and a moderator no settings`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            try await site.submit("Wells should be counted.", in: dialogue)
            let observer = try await site.signedIn("Olya", as: .observer, in: dialogue.id)
            for address in ["", "/statements", "/statements/1", "/moderate", "/log", "/workers"] {
                let page = try await observer.get("/desk/water\(address)")
                #expect(page.status == .ok, "\(address)")
                #expect(!page.html.contains("<form"), "\(address)")
                #expect(page.html.contains("change nothing"), "\(address)")
            }
            let moderator = try await site.signedIn("Omid", as: .moderator, in: dialogue.id)
            #expect(try await !moderator.get("/desk/water").html.contains("/desk/water/edit"))
            #expect(try await moderator.get("/desk/water/edit").status == .forbidden)
        }
    }

    @Test func `pages about the installation are for its owners`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let facilitator = try await site.signedIn("Farid", as: .facilitator, in: nil)
            let local = try await site.signedIn("Omid", as: .facilitator, in: dialogue.id)
            for browser in [facilitator, local] {
                #expect(try await browser.get("/admin").status == .forbidden)
                #expect(try await browser.post("/admin/workers", [:]).status == .forbidden)
                #expect(try await browser.post("/admin/workers/remove", [:]).status == .forbidden)
            }
            #expect(try await facilitator.get("/desk/new").status == .ok)
            #expect(try await local.get("/desk/new").status == .forbidden)
            let page = try await owner.get("/admin")
            #expect(page.status == .ok)
            for words in ["SQLite", "Waiting to be counted", "Zarina", "Farid"] { #expect(page.html.contains(words)) }
            #expect(try await Browser(site).get("/admin").location == "/sign-in?next=/admin")
            let health = try await Browser(site).get("/health")
            #expect(health.status == .ok)
            #expect(health.html == "{\"status\":\"ok\"}\n")
        }
    }

    private func rowCounts(of site: DeskSite) async throws -> [Int] {
        try await site.database.read { transaction in
            let tables: [SQLFragment] = [
                SQLFragment("dialogue"), SQLFragment("statement"), SQLFragment("moderation"), SQLFragment("worker"),
                SQLFragment("worker_role"), SQLFragment("worker_session"), SQLFragment("sign_in_link"),
                SQLFragment("outbox"),
            ]
            return try tables.map { try transaction.first("SELECT COUNT(*) AS n FROM \($0)")?["n"] ?? 0 }
        }
    }

    @Test func `a reader changes nothing, whatever is looked at`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            try await site.submit("Wells should be counted.", in: dialogue)
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let before = try await rowCounts(of: site)
            for route in site.routes where route.hasPrefix("GET ") {
                let address = route.dropFirst(4).replacing(":slug", with: "water").replacing(":number", with: "1")
                let page = try await owner.get(String(address))
                #expect(page.headers[values: .setCookie].isEmpty, "\(route)")
                #expect(page.status != .internalServerError, "\(route)")
                #expect(!page.html.contains("⟦"), "\(route)")
            }
            let after = try await rowCounts(of: site)
            #expect(before == after)
        }
    }

    @Test func `every page of the desk speaks Dari and has one heading`() async throws {
        try await DeskSite.with { site in
            let (dialogue, _) = try await site.openDialogue()
            try await site.submit("Call 0799 123 456?", in: dialogue)
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let pages = [
                "/desk", "/desk/new", "/desk/account", "/desk/account/sessions", "/desk/confirm", "/admin", "/sign-in",
                "/desk/water", "/desk/water/statements",
                "/desk/water/statements/11", "/desk/water/moderate", "/desk/water/log", "/desk/water/workers",
                "/desk/water/edit", "/desk/water/close",
            ]
            for address in pages {
                for base in ["/en", "/fa"] {
                    let page = try await owner.get(base + address)
                    #expect(page.status == .ok, "\(base)\(address)")
                    #expect(page.html.ranges(of: "<h1").count == 1, "\(base)\(address)")
                    #expect(!page.html.contains("⟦") && !page.html.contains("{{"), "\(base)\(address)")
                    #expect(page.html.contains(base == "/fa" ? "dir=\"rtl\"" : "dir=\"ltr\""))
                }
            }
        }
    }
}
