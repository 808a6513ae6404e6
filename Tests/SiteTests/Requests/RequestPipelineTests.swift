import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Site
import Testing

struct RequestPipelineTests {
    private enum Answer: String { case agree, disagree }
    private struct DatabaseBusy: Error {}

    private func application(
        _ settings: RequestPipeline<RouterResponder<SiteContext>>.Settings = .init()
    ) throws -> some ApplicationProtocol {
        let renderer = try PageRenderer(
            folders: [.site], footer: [.init(textKey: "problem.home", path: "/help")])
        let router = Router(context: SiteContext.self)
        router.get("/") { _, context in
            try renderer.problem(PageProblem(.ok, code: "not_found"), context: context)
        }
        router.get("/d/:slug") { _, context in try context.parameters.require("slug") + context.base }
        router.post("/d/:slug/vote") { request, context in
            let form = try await FormData(request)
            try form.only("answer")
            _ = try form.choice("answer", of: Answer.self)
            return context.seeOther("/d/water")
        }
        router.get("/fault") { _, _ -> String in throw DatabaseSecret(value: "zahra@example.org") }
        router.get("/busy") { _, _ -> String in throw DatabaseBusy() }
        router.get("/forbidden") { _, _ -> String in throw PageProblem.notAllowed() }
        let pipeline = RequestPipeline(
            router, renderer: renderer, settings: settings,
            faults: { $0 is DatabaseBusy ? .tooManyRequests(retryAfter: 3) : nil }, makeNumber: { "abc2345678" })
        return Application(responder: pipeline)
    }

    private func send(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], body: String? = nil,
        settings: RequestPipeline<RouterResponder<SiteContext>>.Settings = .init()
    ) async throws -> TestResponse {
        try await application(settings).test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    private let formType: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func `a page stands in its frame, in the chosen language`() async throws {
        let response = try await send("/fa/")
        let html = String(buffer: response.body)
        #expect(response.status == .ok)
        #expect(html.contains(#"<html lang="fa-AF" dir="rtl">"#))
        #expect(html.contains(##"<a class="skip" href="#main">رفتن به بخش اصلی</a>"##))
        #expect(html.contains(#"<a href="/en/" lang="en" dir="ltr" hreflang="en">English</a>"#))
        #expect(html.contains(#"<a href="/fa/help">"#))
        #expect(html.contains(#"<link rel="canonical" href="/fa/">"#))
        #expect(html.contains("<h1>پیدا نشد</h1>"))
        #expect(!html.contains("{{") && !html.contains("⟦"))
        #expect(response.headers[.contentLanguage] == "fa-AF")
        #expect(response.headers[.vary] == "Accept-Encoding")
    }

    @Test func `a request that names two hosts is refused`() async throws {
        let host = try #require(HTTPField.Name("Host"))
        #expect(try await send("/", headers: [host: "elsewhere.example"]).status == .misdirectedRequest)
    }

    @Test func `without prefix the browser's languages decide and caches are told`() async throws {
        let response = try await send("/", headers: [.acceptLanguage: "fa"])
        #expect(String(buffer: response.body).contains(#"href="/help""#))
        #expect(response.headers[.contentLanguage] == "fa-AF")
        #expect(response.headers[.vary] == "Accept-Language, Accept-Encoding")
    }

    @Test func `the router sees no language, links and redirects keep it`() async throws {
        #expect(String(buffer: try await send("/fa/d/water").body) == "water/fa")
        #expect(String(buffer: try await send("/d/water").body) == "water")
        let redirect = try await send("/fa/d/water/vote", .post, headers: formType, body: "answer=agree")
        #expect(redirect.status == .seeOther)
        #expect(redirect.headers[.location] == "/fa/d/water")
    }

    private static let protective = [
        "content-security-policy":
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": "no-store",
        "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ]

    @Test(
        arguments: [
            ("/nowhere", HTTPRequest.Method.get, 404), ("/d/water", .delete, 405), ("/", .trace, 405),
            ("/d/water", .post, 405), ("/d/water/vote", .get, 405), ("/a%00", .get, 400), ("/%zz", .get, 400),
            ("/../etc", .get, 400), ("/..%2f", .get, 400), ("/forbidden", .get, 403), ("/busy", .get, 429),
            ("/assets/nothing.css", .get, 404), ("/fault", .get, 500), ("/?a=1&a=2", .get, 400),
            ("/" + String(repeating: "a", count: 9_000), .get, 414), ("/d/water/vote", .post, 415),
        ] as [(String, HTTPRequest.Method, Int)])
    func `every problem is a page with the same protective headers`(
        path: String, method: HTTPRequest.Method, status: Int
    ) async throws {
        let response = try await send(path, method)
        #expect(response.status.code == status)
        #expect(String(buffer: response.body).contains("<h1>"))
        // Exactly these, and nothing that is not about this one answer.
        var wanted = Self.protective
        for field in response.headers {
            let name = field.name.canonicalName
            if let value = wanted.removeValue(forKey: name) {
                #expect(field.value == value, "\(name)")
            } else {
                let others = ["content-type", "content-length", "content-language", "vary", "allow", "retry-after"]
                #expect(others.contains(name), "\(field)")
            }
        }
        #expect(wanted.isEmpty, "\(wanted.keys) are missing")
        if status == 405 { #expect(response.headers[.allow]?.isEmpty == false) }
        if path == "/d/water", method == .post { #expect(response.headers[.allow] == "GET, HEAD") }
    }

    @Test func `a too long address is 414`() async throws {
        #expect(try await send("/" + String(repeating: "a", count: 9_000)).status == .uriTooLong)
    }

    @Test func `a fault shows its number in all languages and nothing else`() async throws {
        let html = String(buffer: try await send("/fa/fault").body)
        #expect(html.contains("abc2345678"))
        #expect(html.contains("Something broke here") && html.contains("اینجا چیزی خراب شد"))
        #expect(!html.contains("zahra"))
        #expect(html.utf8.count < 2_048)
    }

    @Test(
        arguments: [
            ("application/json", "{}", 415), ("application/x-www-form-urlencoded; charset=utf-16", "answer=agree", 415),
            ("application/x-www-form-urlencoded;charset=UTF-8", "answer=agree", 303),
            ("application/x-www-form-urlencoded", "answer=agree&answer=agree", 400),
            ("application/x-www-form-urlencoded", "answer=agree&role=admin", 400),
            ("application/x-www-form-urlencoded", "answer=AGREE", 422), ("application/x-www-form-urlencoded", "", 422),
            ("application/x-www-form-urlencoded", "answer=" + String(repeating: "x", count: 9_000), 413),
        ] as [(String, String, Int)])
    func `forms are refused with the right status`(type: String, body: String, status: Int) async throws {
        let response = try await send("/d/water/vote", .post, headers: [.contentType: type], body: body)
        #expect(response.status.code == status)
        if status == 413 { #expect(response.headers[.connection] == "close") }
    }

    @Test func `a form without type, or compressed, is refused`() async throws {
        #expect(try await send("/d/water/vote", .post, body: "answer=agree").status == .unsupportedMediaType)
        var headers = formType
        headers[.contentEncoding] = "gzip"
        let compressed = try await send("/d/water/vote", .post, headers: headers, body: "answer=agree")
        #expect(compressed.status == .unsupportedMediaType)
    }

    @Test func `pages are compressed for those who accept it`() async throws {
        let response = try await send("/", headers: [.acceptEncoding: "gzip"])
        #expect(response.headers[.contentEncoding] == "gzip")
        #expect(response.headers[.contentLength] == String(response.body.readableBytes))
        #expect(Array(response.body.readableBytesView.prefix(2)) == [0x1F, 0x8B])
        #expect(try await send("/d/water", headers: [.acceptEncoding: "gzip"]).headers[.contentEncoding] == nil)
    }

    @Test func `HEAD is GET without the body`() async throws {
        let (get, head) = (try await send("/"), try await send("/", .head))
        #expect(head.status == .ok)
        #expect(head.body.readableBytes == 0)
        #expect(head.headers[.contentLength] == get.headers[.contentLength])
    }

    @Test func `encrypted sites say so, and other host names are refused`() async throws {
        let secure = try await send("/", settings: .init(isSecure: true))
        #expect(secure.headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
        let other = try await send("/", settings: .init(hosts: ["jirga.example"]))
        #expect(other.status == .misdirectedRequest)
        #expect(try await send("/", settings: .init(hosts: ["localhost"])).status == .ok)
    }
}

private struct DatabaseSecret: Error {
    var value: String
}
