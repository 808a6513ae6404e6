import Floor
import HTTPTypes
import Site
import Testing

/// What the first answer costs somebody on a slow network, in bytes over the wire.
struct PageBudgetTests {
    /// Headers of a request and of its response, roughly and rather too much.
    private let headers = 900

    @Test(arguments: ["/en/d/water", "/fa/d/water"])
    func `the first answer needs two requests and 14 kB, and 20 kB with the script`(path: String) async throws {
        try await FloorSite.with { site in
            let page = try await site.browser([.acceptEncoding: "gzip"]).get(path)
            #expect(page.headers[.contentEncoding] == "gzip")
            let plain = try await site.browser().get(path)
            let sheets = plain.values(after: "rel=\"stylesheet\" href=\"")
            #expect(sheets.count == 1, "the page and its stylesheet are the two requests")
            #expect(plain.values(after: " src=\"").count == 1, "one script and no picture")
            let style = try #require(site.renderer.assets.compressedSize("jirga.css"))
            let script = try #require(site.renderer.assets.compressedSize("vote.js"))
            let withoutScript = page.bytes.count + style + 2 * headers
            #expect(withoutScript <= 14_000, "\(page.bytes.count) page, \(style) stylesheet")
            #expect(withoutScript + script + headers <= 20_000, "\(script) script")
            #expect(script <= 4_000)
            #expect(try #require(site.renderer.assets.compressedSize("count.js")) <= 1_000)
        }
    }

    @Test func `ten at once stay under 14 kB`() async throws {
        try await FloorSite.with { site in
            let page = try await site.browser([.acceptEncoding: "gzip"]).get("/d/water/list")
            let style = try #require(site.renderer.assets.compressedSize("jirga.css"))
            #expect(page.bytes.count + style + 2 * headers <= 14_000)
        }
    }
}
