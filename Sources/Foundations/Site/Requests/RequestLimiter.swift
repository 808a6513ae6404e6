import Crypto
import Foundation
import Synchronization

/// Slows down who asks too often from one network. In memory only; networks are known by a keyed hash whose key is
/// made anew every day and never leaves the process, so that the table says nothing about anyone.
package final class RequestLimiter: Sendable {
    package struct Rate: Sendable {
        /// Requests that may come at once. Many people share one network address, so be generous.
        package var burst: Int
        /// Requests that may come every hour in the long run.
        package var perHour: Int

        package init(burst: Int, perHour: Int) {
            self.burst = burst
            self.perHour = perHour
        }
    }

    private let buckets: Mutex<TokenBuckets>

    /// - Parameter capacity: networks remembered at once, about 50 bytes each.
    package init(_ rate: Rate, capacity: Int = 20_000) {
        buckets = Mutex(TokenBuckets(rate: rate, capacity: capacity))
    }

    /// Takes one request from the network's allowance.
    ///
    /// - Parameters:
    ///   - action: keeps allowances of different actions apart: `sign-in`.
    ///   - network: ``SiteContext/networkPrefix``; requests without one share an allowance.
    ///   - now: milliseconds since 1970.
    /// - Throws: ``PageProblem/tooManyRequests(retryAfter:)``.
    package func allow(_ action: String, from network: [UInt8], at now: Int64) throws(PageProblem) {
        let wait = wait(for: 1, action, from: network, at: now)
        if wait > 0 { throw .tooManyRequests(retryAfter: wait) }
    }

    /// Takes so much at once from an allowance, all of it or nothing.
    ///
    /// - Parameters:
    ///   - count: more than the burst is taken as the burst, so that it can be had at all.
    ///   - key: of a network, or of whoever else has an allowance.
    ///   - now: milliseconds, from any beginning.
    /// - Returns: seconds to wait; 0 where it was taken.
    package func wait(for count: Int, _ action: String, from key: [UInt8], at now: Int64) -> Int {
        buckets.withLock { $0.take(action, key, count: count, at: now) }
    }

    /// Whether somebody took from this allowance lately. No is not certain: those who waited longest are forgotten.
    package func remembers(_ action: String, from key: [UInt8], at now: Int64) -> Bool {
        buckets.withLock { $0.has(action, key, at: now) }
    }
}

/// Token buckets by hashed network. A value, so that it can be tested without locks and clocks.
struct TokenBuckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Int64
    }

    private let rate: RequestLimiter.Rate
    private let capacity: Int
    private var buckets: [UInt64: Bucket] = [:]
    private var key = SymmetricKey(size: .bits256)
    private var day: Int64?

    init(rate: RequestLimiter.Rate, capacity: Int) {
        precondition(rate.burst > 0 && rate.perHour > 0 && capacity > 0, "a rate and a capacity are positive")
        self.rate = rate
        self.capacity = capacity
    }

    var count: Int { buckets.count }

    /// - Returns: seconds to wait; 0 if the request may go on.
    mutating func take(_ action: String, _ network: [UInt8], count: Int = 1, at now: Int64) -> Int {
        startDay(at: now)
        let name = hash(action, network)
        if buckets[name] == nil, buckets.count >= capacity { forgetFullest(at: now) }
        var tokens = self.tokens(buckets[name], at: now)
        let wanted = Double(min(max(1, count), rate.burst))
        let isAllowed = tokens >= wanted
        if isAllowed { tokens -= wanted }
        buckets[name] = Bucket(tokens: tokens, at: now)
        return isAllowed ? 0 : max(1, Int(((wanted - tokens) * 3_600 / Double(rate.perHour) - 1e-6).rounded(.up)))
    }

    mutating func has(_ action: String, _ network: [UInt8], at now: Int64) -> Bool {
        startDay(at: now)
        return buckets[hash(action, network)] != nil
    }

    private func tokens(_ bucket: Bucket?, at now: Int64) -> Double {
        guard let bucket else { return Double(rate.burst) }
        let elapsed = max(0, Double(now) - Double(bucket.at))
        return min(Double(rate.burst), bucket.tokens + elapsed * Double(rate.perHour) / 3_600_000)
    }

    /// A new key every day; the old names become meaningless and are dropped.
    private mutating func startDay(at now: Int64) {
        let today = now / 86_400_000
        guard day != today else { return }
        if day != nil { key = SymmetricKey(size: .bits256) }
        buckets.removeAll(keepingCapacity: true)
        day = today
    }

    /// Makes room by dropping the half that has waited longest: those have most of their allowance back anyway.
    ///
    /// - Complexity: O(*n* log *n*), once in *n*/2 calls.
    private mutating func forgetFullest(at now: Int64) {
        let byTokens: [(key: UInt64, value: Double)] = buckets.mapValues { tokens($0, at: now) }.sorted {
            first, second in
            first.value == second.value ? first.key < second.key : first.value < second.value
        }
        for bucket in byTokens.dropFirst(capacity / 2) { buckets[bucket.key] = nil }
    }

    private func hash(_ action: String, _ network: [UInt8]) -> UInt64 {
        var message = Array(action.utf8)
        message.append(0)
        message += network
        var hash: UInt64 = 0
        for byte in HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(8) {
            hash = hash << 8 | UInt64(byte)
        }
        return hash
    }
}
