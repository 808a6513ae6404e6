import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Site

struct AssetTests {
    @Test func `the stylesheet stays small`() throws {
        let size = try #require(AssetStore(folders: [.site]).compressedSize("jirga.css"))
        #expect(size > 500 && size <= 6_000, "\(size) bytes")
    }

    @Test func `names carry a hash and are kept for ever`() throws {
        let assets = try AssetStore(folders: [.site])
        let path = try #require(assets.path("jirga.css"))
        #expect(path.wholeMatch(of: /\/assets\/jirga-[0-9a-f]{10}\.css/) != nil)
        let response = try #require(assets.response(path: path, headers: [:]))
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.headers[.contentEncoding] == nil)
        let tag = try #require(response.headers[.eTag])
        #expect(assets.response(path: path, headers: [.ifNoneMatch: tag])?.status == .notModified)
        let gzip = assets.response(path: path, headers: [.acceptEncoding: "br, gzip"])
        #expect(gzip?.headers[.contentEncoding] == "gzip")
        #expect(assets.response(path: "/assets/site.css", headers: [:]) == nil)
        #expect(assets.path("vote.js") == nil)
    }

    @Test(
        arguments: [
            (nil, false), ("gzip", true), ("br;q=1, GZIP;q=0.5", true), ("gzip;q=0", false), ("*", true),
            ("*, gzip;q=0", false), ("*;q=0", false), ("identity", false),
        ] as [(String?, Bool)])
    func `gzip is sent to those who accept it`(header: String?, expected: Bool) {
        #expect(Gzip.isAccepted(by: header) == expected)
    }

    @Test func `compressed bytes are a gzip stream`() throws {
        for bytes in [[], [1], Array("سلام ".utf8) + Array(repeating: 65, count: 100_000)] as [[UInt8]] {
            let compressed = try #require(Gzip.compressed(bytes, level: 6))
            #expect(compressed.prefix(3) == [0x1F, 0x8B, 8])
            let length = compressed.suffix(4).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
            #expect(length == bytes.count)
        }
    }

    @Test func `styles use logical directions only`() throws {
        let style = try #require(try WebFolder.site.text(named: "site.css"))
        for word in ["margin-left", "margin-right", "padding-left", "padding-right", "float:", " left:", " right:"] {
            #expect(!style.contains(word), "\(word)")
        }
    }

    @Test func `comments are taken out of styles`() {
        #expect(Stylesheet.shortened("/* a */\na { b: c }\n\n  /* d\n e */ f {}\n") == "a { b: c }\nf {}\n")
        #expect(Stylesheet.shortened("a {} /* open") == "a {}\n")
    }
}
