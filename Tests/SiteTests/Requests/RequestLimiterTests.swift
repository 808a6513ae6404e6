import HTTPTypes
import Testing

@testable import Site

struct RequestLimiterTests {
    @Test func `an allowance is used up and comes back`() {
        var buckets = TokenBuckets(rate: .init(burst: 2, perHour: 60), capacity: 10)
        #expect(buckets.take("sign-in", [4, 1, 2, 3], at: 0) == 0)
        #expect(buckets.take("sign-in", [4, 1, 2, 3], at: 0) == 0)
        #expect(buckets.take("sign-in", [4, 1, 2, 3], at: 0) == 60)
        #expect(buckets.take("sign-in", [4, 9, 9, 9], at: 0) == 0)
        #expect(buckets.take("say", [4, 1, 2, 3], at: 0) == 0)
        #expect(buckets.take("sign-in", [4, 1, 2, 3], at: 59_000) == 1)
        #expect(buckets.take("sign-in", [4, 1, 2, 3], at: 60_000) == 0)
    }

    @Test func `memory is bounded and those near their limit are remembered`() {
        var buckets = TokenBuckets(rate: .init(burst: 3, perHour: 1), capacity: 100)
        for _ in 0..<4 { _ = buckets.take("a", [1], at: 0) }
        for network in 0..<1_000 {
            _ = buckets.take("a", [2, UInt8(network & 255), UInt8(network >> 8)], at: 0)
            #expect(buckets.count <= 100)
        }
        #expect(buckets.take("a", [1], at: 0) > 0)
    }

    @Test func `a new day forgets everyone, and clocks may step back`() {
        var buckets = TokenBuckets(rate: .init(burst: 1, perHour: 1), capacity: 4)
        #expect(buckets.take("a", [1], at: 1_000) == 0)
        #expect(buckets.take("a", [1], at: 0) > 0)
        #expect(buckets.take("a", [1], at: 86_400_000) == 0)
        #expect(buckets.count == 1)
        _ = buckets.take("a", [1], at: .min)
        _ = buckets.take("a", [1], at: .max)
    }

    @Test func `the limiter says how long to wait`() throws {
        let limiter = RequestLimiter(.init(burst: 1, perHour: 3_600))
        try limiter.allow("say", from: [], at: 0)
        #expect { try limiter.allow("say", from: [], at: 0) } throws: {
            ($0 as? PageProblem)?.headers[.retryAfter] == "1"
        }
    }

    @Test func `forwarded addresses are cut to their network`() {
        #expect(NetworkPrefix.bytes(forwardedFor: "1.1.1.1, 203.0.113.9") == [4, 203, 0, 113])
        #expect(NetworkPrefix.bytes(forwardedFor: "2001:db8:1:2ff::5") == [6, 0x20, 0x01, 0x0d, 0xb8, 0, 1, 2])
        #expect(NetworkPrefix.bytes(forwardedFor: "unknown") == [])
    }
}
