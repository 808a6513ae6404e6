import Convening
import Floor
import HTTPTypes
import JirgaTestSupport
import Journal
import SQLStore
import Site
import Testing

/// What every answer carries, on every address that the router knows, for everybody who may come.
///
/// ``Browser`` compares the header fields of each answer it gets; here it only has to go everywhere.
@Suite struct AnswerHeadersTests {
    private static func address(_ entry: ActionRouter.Entry) -> String {
        entry.path.replacing(":slug", with: "water").replacing(":number", with: "1").replacing(":letter", with: "A")
            .replacing(":code", with: "0000-0000-0").replacing(":file", with: "receipt")
    }

    @Test(arguments: [true, false])
    func `are exactly the protective ones on every route, whoever asks and however`(isSecure: Bool) async throws {
        try await DeskSite.with(isSecure: isSecure) { site in
            let (water, statements) = try await site.openDialogue("water")
            let prefix = isSecure ? "__Host-" : ""
            let secret = String(repeating: "a1", count: 32)
            let people = [
                Browser(site), Browser(site, cookies: ["\(prefix)jirga-participant": secret]),
                try await site.signedIn("Zarina", as: .owner, in: nil),
                try await site.signedIn("Olya", as: .observer, in: water.id),
            ]
            // Somebody has answered, so that there is something to be kept from others.
            let form = try await people[1].get("/d/water")
            _ = try await people[1].post(
                "/d/water/vote", ["statement": statements[0].id.rawValue, "choice": "agree"], token: form.token)
            for entry in site.entries {
                for person in people {
                    for base in ["", "/fa"] {
                        let address = base + Self.address(entry)
                        guard entry.method == "POST" else {
                            for method in [HTTPRequest.Method.get, .head] {
                                _ = try await person.send(address, method, body: nil)
                            }
                            continue
                        }
                        _ = try await person.send(address, .post, body: "token=x")
                        _ = try await person.send(address, .get, body: nil)
                    }
                }
            }
            for address in ["/nothing", "/d/%00", "/%zz", "/d/water?a=1&a=2", "/assets/nothing.css", "/d//", "/s/x"] {
                for person in people { _ = try await person.get(address) }
            }
            for method in [HTTPRequest.Method.delete, .put, .trace, .options, .patch] {
                let page = try await people[0].send("/d/water", method, body: nil)
                #expect(page.status == .methodNotAllowed)
            }
            let long = "text=" + String(repeating: "x", count: 9_000)
            #expect(try await people[0].send("/d/water/flag", .post, body: long).status == .contentTooLarge)
        }
    }

    @Test func `bind every cookie that is ever set to the host`() async throws {
        try await DeskSite.with(isSecure: true) { site in
            let (_, statements) = try await site.openDialogue("water")
            let (_, code) = try await site.firstOwner()
            let owner = Browser(site)
            #expect(try await owner.post("/sign-in/link", from: "/sign-in", ["code": code]).status == .seeOther)
            #expect(owner.cookies.keys.contains("__Host-jirga-worker"))
            let visitor = Browser(site)
            let page = try await visitor.get("/d/water")
            _ = try await visitor.post(
                "/d/water/vote", ["statement": statements[0].id.rawValue, "choice": "agree"], token: page.token)
            #expect(visitor.cookies.keys.contains("__Host-jirga-participant"))
            let out = try await owner.post("/sign-out", from: "/desk/account", [:])
            #expect(out.headers[.setCookie]?.hasPrefix("__Host-jirga-worker=;") == true)
        }
    }

    @Test(arguments: [
        "/sign-in?next=/desk%0d%0aX-Injected:%20yes", "/sign-in?next=/desk%22%3bx",
        "/desk/water%22?x=%0d%0aX-Injected:yes",
        "/desk/%E2%80%AEwater", "/admin?a=%0aSet-Cookie:%20a=b", "/fa/desk/account?%22=%0d%0a",
    ])
    func `take nothing of an address but what an address may hold`(address: String) async throws {
        try await DeskSite.with { site in
            _ = try await site.openDialogue("water")
            let page = try await Browser(site).get(address)
            for field in page.headers {
                #expect(field.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(field)")
                #expect(!field.value.lowercased().contains("x-injected: yes"), "\(field)")
            }
            #expect(page.headers[values: .setCookie].isEmpty)
        }
    }
}
