import Crypto
import Site
import Testing

struct FormTokensTests {
    private let tokens = FormTokens(key: SymmetricKey(data: Array(repeating: 7, count: 32)))
    private let ours = RequestOrigin(fetchSite: nil, origin: "https://example.org", host: "example.org")
    private let foreign = RequestOrigin(fetchSite: "cross-site", origin: "https://evil.example", host: "example.org")

    private func isGood(_ token: String?, _ identity: String, _ origin: RequestOrigin, at now: Int64) -> Bool {
        (try? tokens.verify(token, identity: identity, origin: origin, at: now)) != nil
    }

    @Test func `a token bound to the presented identity is good`() {
        let token = tokens.issue(for: "p1", at: 1_000)
        #expect(isGood(token, "p1", ours, at: 2_000))
        #expect(!isGood(token, "p2", ours, at: 2_000))
        #expect(!isGood(token, "", ours, at: 2_000))
    }

    @Test func `an anonymous token needs a request from our own pages`() {
        let token = tokens.issue(for: "", at: 1_000)
        #expect(isGood(token, "", ours, at: 2_000))
        #expect(isGood(token, "p1", ours, at: 2_000))
        #expect(!isGood(token, "", foreign, at: 2_000))
        #expect(!isGood(token, "p1", foreign, at: 2_000))
    }

    @Test func `tokens end after twelve hours and do not come from the future`() {
        let token = tokens.issue(for: "p1", at: 1_000_000)
        #expect(isGood(token, "p1", ours, at: 1_000_000 + 12 * 3_600_000))
        #expect(!isGood(token, "p1", ours, at: 1_000_001 + 12 * 3_600_000))
        #expect(isGood(token, "p1", ours, at: 940_000))
        #expect(!isGood(token, "p1", ours, at: 939_999))
        #expect(!isGood(token, "p1", ours, at: .min))
    }

    @Test func `changed and made-up tokens are refused`() {
        let token = tokens.issue(for: "p1", at: 1_000)
        for wrong in [
            nil, "", ".", "a.b", "zzzzzzzzzzzzzzzzzzzz.x", token + "x", String(token.dropLast()), "1" + token,
        ] {
            #expect(!isGood(wrong, "p1", ours, at: 2_000), "\(wrong ?? "nil")")
        }
        let other = FormTokens(key: SymmetricKey(data: Array(repeating: 8, count: 32)))
        #expect(!isGood(other.issue(for: "p1", at: 1_000), "p1", ours, at: 2_000))
    }

    @Test(
        arguments: [
            (nil, nil, "a.example", true), ("same-origin", nil, "a.example", true), ("none", nil, "a.example", true),
            ("same-site", nil, "a.example", false), ("cross-site", "https://a.example", "a.example", false),
            (nil, "https://A.example", "a.example", true), (nil, "http://a.example:8080", "a.example:8080", true),
            (nil, "https://a.example.evil", "a.example", false), (nil, "null", "a.example", false),
            (nil, "https://a.example", nil, false),
        ] as [(String?, String?, String?, Bool)])
    func `where a request comes from`(fetchSite: String?, origin: String?, host: String?, expected: Bool) {
        #expect(RequestOrigin(fetchSite: fetchSite, origin: origin, host: host).isOurs == expected)
    }
}
