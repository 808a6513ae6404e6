import HTTPTypes
import Site
import Testing

struct RequestPathTests {
    @Test(
        arguments: [
            ("/", "/", nil), ("/d/water?p=2", "/d/water?p=2", nil), ("/fa/d/water", "/d/water", .dari),
            ("/fa", "/", .dari), ("/fa/", "/", .dari), ("/en?x=1", "/?x=1", .english), ("/family", "/family", nil),
            ("/d/%D8%A2%D8%A8/", "/d/%D8%A2%D8%A8/", nil), ("/d/100%25", "/d/100%25", nil),
            ("/s?find=a+b%2Bc", "/s?find=a%20b%2Bc", nil), ("/fa/a+b?c=d+e", "/a+b?c=d%20e", .dari),
        ] as [(String, String, Language?)])
    func `the language is taken off the front`(target: String, path: String, language: Language?) throws {
        let parsed = try RequestPath(target)
        #expect(parsed.path == path)
        #expect(parsed.language == language)
    }

    @Test(arguments: [
        "", "d/water", "//evil.example", "/a//b", "/%zz", "/%", "/a%00", "/%FF", "/../x", "/a/..", "/a/%2e%2e/b",
        "/..%2fetc", "/%252e%252e/x", "/a\\b", "/a%5Cb", "/a b", "/a%0Ab", "/آب", "/a?b=%", "/a?b=%00", "*",
        "http://other.example/",
    ])
    func `broken addresses are refused`(target: String) {
        #expect { try RequestPath(target) } throws: { ($0 as? PageProblem)?.code == "bad_path" }
    }

    @Test(arguments: [
        "/?a=1&a=2", "/d/water?a&a", "/?%61=1&a=2", "/fa?page=1&x=2&page=1", "/?=1&=2", "/?a+b=1&a%20b=2",
    ])
    func `H18 a parameter that comes twice is refused`(target: String) {
        #expect { try RequestPath(target) } throws: {
            ($0 as? PageProblem)?.code == "duplicate_field" && ($0 as? PageProblem)?.status == .badRequest
        }
    }

    @Test func `parameters that differ are let through, up to a hundred`() throws {
        _ = try RequestPath("/d/water?a=1&A=1&b=1&&c")
        let many = (0..<100).map { "p\($0)=1" }.joined(separator: "&")
        _ = try RequestPath("/?" + many)
        #expect { try RequestPath("/?more=1&" + many) } throws: { ($0 as? PageProblem)?.code == "bad_path" }
    }

    @Test func `an address has at most 8,192 bytes`() throws {
        _ = try RequestPath("/" + String(repeating: "a", count: 8_191))
        #expect { try RequestPath("/" + String(repeating: "a", count: 8_192)) } throws: {
            ($0 as? PageProblem)?.status == .uriTooLong
        }
    }
}
