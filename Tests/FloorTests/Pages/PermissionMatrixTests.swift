import Convening
import DialogueLog
import Floor
import Foundation
import HTTPTypes
import JirgaTestSupport
import SQLStore
import Site
import Testing

/// Every address, everybody who may come, and everything that may be wrong with how they come.
///
/// The list of addresses is the router's own. A new one needs no change here unless it answers somebody unknown or forgets
/// to; an address that its feature added behind the back of ``ActionRouter`` fails the first test.
@Suite struct PermissionMatrixTests {
    private static func address(_ entry: ActionRouter.Entry, in slug: String) -> String {
        entry.path.replacing(":slug", with: slug).replacing(":number", with: "1").replacing(":letter", with: "A")
            .replacing(":code", with: "0000-0000-0")
    }

    @Test func `every route says what it does`() async throws {
        try await DeskSite.with { site in
            let declared = site.entries.map { "\($0.method) \($0.path)" }
            #expect(declared.sorted() == site.routes)
            #expect(Set(declared).count == declared.count)
            for entry in site.entries {
                guard case .work(let action) = entry.action else {
                    #expect(!entry.path.hasPrefix("/desk") && !entry.path.hasPrefix("/admin"), "\(entry)")
                    continue
                }
                #expect((action.object == .dialogue) == entry.path.contains(":slug"), "\(entry)")
            }
        }
    }

    @Test func `every action is the action of some route`() async throws {
        try await DeskSite.with { site in
            let used = Set(site.entries.map(\.action))
            #expect(WorkerAction.allCases.allSatisfy { used.contains(.work($0)) })
        }
    }

    /// How a page answers somebody at the door.
    private enum Answer: String {
        case inside, signIn, notFound, notAllowed

        init(_ page: Browser.Page) {
            if page.status == .seeOther, page.location?.contains("/sign-in?next=") == true {
                self = .signIn
            } else if page.status == .notFound {
                self = .notFound
            } else if page.status == .forbidden, page.html.contains(">not_allowed<") {
                self = .notAllowed
            } else {
                self = .inside
            }
        }
    }

    private struct Person {
        let name: String
        let browser: Browser
        /// Their roles in the dialogue asked about and in the installation; nil for somebody who is no worker.
        let worker: (here: WorkerRole?, installation: WorkerRole?)?
    }

    private func people(_ site: DeskSite, here: Dialogue.ID, elsewhere: Dialogue.ID) async throws -> [Person] {
        var people = [
            Person(name: "nobody", browser: Browser(site), worker: nil),
            Person(
                name: "a participant",
                browser: Browser(site, cookies: ["jirga-participant": String(repeating: "a1", count: 32)]), worker: nil),
            Person(
                name: "a forged session",
                browser: Browser(site, cookies: ["jirga-worker": String(repeating: "a1", count: 32)]), worker: nil),
        ]
        for role in WorkerRole.allCases {
            people.append(
                Person(
                    name: "\(role) here", browser: try await site.signedIn("H \(role)", as: role, in: here),
                    worker: (role, nil)))
            people.append(
                Person(
                    name: "\(role) elsewhere", browser: try await site.signedIn("E \(role)", as: role, in: elsewhere),
                    worker: (nil, nil)))
            people.append(
                Person(
                    name: "\(role) of the installation",
                    browser: try await site.signedIn("I \(role)", as: role, in: nil),
                    worker: (role, role)))
        }
        return people
    }

    /// What must happen, written apart from ``Permissions``: from the list of needed roles in words of its own.
    private func expected(_ person: Person, _ entry: ActionRouter.Entry) -> Answer {
        guard case .work(let action) = entry.action else { return .inside }
        guard let worker = person.worker else { return .signIn }
        switch action {
        case .seeDesk, .seeOwnAccount, .changeOwnAccount, .endOwnSessions, .confirmSignIn, .signOut: return .inside
        case .makeDialogue: return worker.installation.map { $0 >= .facilitator } == true ? .inside : .notAllowed
        case .runInstallation, .manageInstallationWorkers, .endWorkersSessions:
            return worker.installation == .owner ? .inside : .notAllowed
        case .seeDialogueAtDesk: return worker.here == nil ? .notFound : .inside
        case .moderate, .translate:
            guard let role = worker.here else { return .notFound }
            return role == .observer ? .notAllowed : .inside
        case .addStatements, .correctStatement, .changePhase, .closeDialogue, .changeDialogue, .manageDialogueWorkers,
            .eraseText, .seeCodes, .manageCodes, .decideByTwo:
            guard let role = worker.here else { return .notFound }
            return role == .facilitator || role == .owner ? .inside : .notAllowed
        }
    }

    @Test func `every address lets in exactly those who may`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue("water")
            let (schools, _) = try await site.openDialogue("schools")
            let people = try await people(site, here: water.id, elsewhere: schools.id)
            for entry in site.entries {
                for person in people {
                    // Signing out would end the visit of the one who is asked next; without a token it does not.
                    for (slug, isThere) in [("water", true), ("nowhere", false)]
                    where isThere || entry.path.contains("slug") {
                        let page = try await person.browser.send(
                            Self.address(entry, in: slug), entry.method == "GET" ? .get : .post,
                            body: entry.method == "GET" ? nil : "")
                        var wanted = expected(person, entry)
                        if !isThere, wanted != .signIn { wanted = .notFound }
                        // Of what is open to all, some answers are "not found" by themselves.
                        if case .open = entry.action {
                            #expect([.inside, .notFound].contains(Answer(page)), "\(entry) for \(person.name)")
                        } else {
                            #expect(Answer(page) == wanted, "\(entry) for \(person.name): \(page.status), \(slug)")
                        }
                        #expect(page.status != .internalServerError, "\(entry) for \(person.name)")
                    }
                }
            }
        }
    }

    // MARK: Who signed in a while ago

    /// What can't be undone and what decides who gets in, written apart from ``WorkerAction/needsFreshSignIn``.
    private static let dangerous: Set<String> = [
        "POST /desk/account", "POST /desk/account/sessions", "GET /desk/:slug/close", "POST /desk/:slug/close",
        "GET /desk/:slug/statements/:number/erase", "POST /desk/:slug/statements/:number/erase",
        "POST /desk/:slug/codes", "POST /desk/:slug/codes/close", "POST /desk/:slug/decisions",
        "POST /desk/:slug/decisions/decide", "POST /desk/:slug/workers", "POST /desk/:slug/workers/remove",
        "POST /admin/workers",
        "POST /admin/workers/remove", "POST /admin/workers/sign-out",
    ]

    @Test func `exactly what is dangerous is asked for once more of whoever signed in a while ago`() async throws {
        try await DeskSite.with { site in
            _ = try await site.openDialogue("water")
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            site.clock.advance(by: SessionRules.freshness + 60_000)
            let token = try #require(try await owner.get("/desk/account").token)
            let before = try await contents(of: site)
            var asked: Set<String> = []
            for entry in site.entries {
                guard case .work(let action) = entry.action, action != .signOut else { continue }
                let address = Self.address(entry, in: "water")
                let isPost = entry.method == "POST"
                let page = try await owner.send(
                    address, isPost ? .post : .get, body: isPost ? "token=\(token)&name=Somebody+New" : nil)
                let isAsked =
                    isPost
                    ? page.status == .forbidden && page.html.contains(">Is it you?</h1>")
                    : page.location == "/desk/confirm?next=\(address)"
                if isAsked { asked.insert("\(entry.method) \(entry.path)") }
                if isAsked, isPost { #expect(page.html.contains("Somebody New"), "\(entry) loses what was typed") }
                // Without a token nothing is asked and nothing kept.
                if isPost, isAsked {
                    let bare = try await owner.send(address, .post, body: "name=Somebody+New")
                    #expect(bare.status == .forbidden && !bare.html.contains("Somebody New"), "\(entry)")
                }
            }
            #expect(asked == Self.dangerous)
            #expect(try await contents(of: site) == before)
        }
    }

    // MARK: Forms that should not be here

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
    private static let wrongs: [(name: String, headers: HTTPFields, statuses: [Int])] = [
        ("no token", [:], [403]),
        ("a foreign origin", [.origin: "https://evil.example"], [403]),
        ("the origin null", [.origin: "null"], [403]),
        ("another scheme's name", [.origin: "evil"], [403]),
        ("a request across sites", [fetchSite: "cross-site"], [403]),
        ("a request of a sibling site", [fetchSite: "same-site"], [403]),
        ("JSON as plain text", [.contentType: "text/plain"], [415]),
        ("JSON", [.contentType: "application/json"], [415]),
        ("several parts", [.contentType: "multipart/form-data; boundary=x"], [415]),
        ("a compressed body", [.contentEncoding: "gzip"], [415]),
    ]

    @Test func `no form from elsewhere changes anything`() async throws {
        try await DeskSite.with { site in
            let (water, _) = try await site.openDialogue("water")
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let visitor = Browser(site)
            let token = try #require(try await owner.get("/desk/account").token)
            let strangers = try await site.signedIn("Farid", as: .facilitator, in: water.id)
            let wrongToken = try #require(try await strangers.get("/desk/account").token)
            let before = try await contents(of: site)
            for entry in site.entries where entry.method == "POST" {
                let address = Self.address(entry, in: "water")
                let isWork = if case .work = entry.action { true } else { false }
                let browser = isWork ? owner : visitor
                for wrong in Self.wrongs {
                    // A good token, so that it is the other thing that is refused.
                    let body = wrong.name == "no token" ? "" : "token=\(token)"
                    let page = try await browser.send(address, .post, body: body, wrong.headers)
                    let statuses = wrong.statuses + (isWork ? [] : [422].filter { _ in wrong.name == "no token" })
                    #expect(statuses.contains(page.status.code), "\(entry.path), \(wrong.name): \(page.status)")
                    #expect(page.headers[values: .setCookie].isEmpty, "\(entry.path), \(wrong.name)")
                }
                guard isWork else { continue }
                let page = try await owner.send(address, .post, body: "token=\(wrongToken)")
                #expect(page.status == .forbidden, "\(entry.path) with the token of somebody else: \(page.status)")
            }
            #expect(try await contents(of: site) == before)
        }
    }

    @Test func `looking at every page changes nothing`() async throws {
        try await DeskSite.with { site in
            _ = try await site.openDialogue("water")
            let owner = try await site.signedIn("Zarina", as: .owner, in: nil)
            let before = try await contents(of: site)
            for entry in site.entries where entry.method == "GET" {
                for browser in [owner, Browser(site)] {
                    for method in [HTTPRequest.Method.get, .head] {
                        let page = try await browser.send(Self.address(entry, in: "water"), method, body: nil)
                        #expect(page.status.code < 500, "\(entry)")
                        #expect(page.headers[values: .setCookie].isEmpty, "\(entry)")
                    }
                }
            }
            #expect(try await contents(of: site) == before)
        }
    }

    /// Every row of everything that acts write, as one digest for each table.
    private func contents(of site: DeskSite) async throws -> [String] {
        try await site.database.read { transaction in
            let tables: [SQLFragment] = [
                SQLFragment("admission"), SQLFragment("admission_code"), SQLFragment("batch"),
                SQLFragment("dialogue"), SQLFragment("dialogue_text"), SQLFragment("installation_secret"),
                SQLFragment("moderation"), SQLFragment("not_understood"), SQLFragment("opinion_map"),
                SQLFragment("outbox"), SQLFragment("participant"), SQLFragment("participant_secret"),
                SQLFragment("past_count"), SQLFragment("publication"), SQLFragment("sign_in_link"),
                SQLFragment("statement"),
                SQLFragment("statement_translation"), SQLFragment("vote"), SQLFragment("worker"),
                SQLFragment("worker_role"), SQLFragment("worker_session"), SQLFragment("proposed_decision"),
                SQLFragment("batch_exclusion"), SQLFragment("admission_count"), SQLFragment("restored_log"),
                SQLFragment("erased_leaf"), SQLFragment("waiting_erasure"), SQLFragment("logged_erasure"),
            ]
            return try tables.map { table in
                let rows = try transaction.rows("SELECT * FROM \(table)").map { "\($0.values)" }.sorted()
                return "\(table.text) \(rows.count) \(hexadecimal(digest(of: rows.joined(separator: "\n"))))"
            }
        }
    }
}
