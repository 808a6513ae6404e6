import TransparencyLog

/// A secret of one run, so that nobody could have chosen what is checked to fit it.
struct RunKey: Sendable {
    private let bytes: [UInt8]

    init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    func digest(of member: TreeHash) -> TreeHash { member.withUnsafeBytes { digest(of: $0) } }

    /// `SHA-256(00 | key | member)`.
    func digest(of member: UnsafeRawBufferPointer) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: bytes.count + member.count, alignment: 1) { buffer in
            buffer.copyBytes(from: bytes)
            UnsafeMutableRawBufferPointer(rebasing: buffer[bytes.count...]).copyBytes(from: member)
            return TreeHash.leaf(UnsafeRawBufferPointer(buffer))
        }
    }
}

/// What the members of a collection add up to, whatever their order: the sum of their keyed digests modulo 2^256.
///
/// Two collections have the same sum where they have the same members, each as often. Where they do not, they have it with a
/// probability of about 2^-255 as long as nobody knows the key before choosing the members; so millions of commitments are
/// compared without keeping any of them.
struct KeyedSum: Sendable, Hashable {
    /// The lowest first.
    private var words = SIMD4<UInt64>()

    mutating func add(_ digest: TreeHash) {
        digest.withUnsafeBytes { add($0.loadUnaligned(as: SIMD4<UInt64>.self)) }
    }

    mutating func add(_ other: KeyedSum) { add(other.words) }

    private mutating func add(_ other: SIMD4<UInt64>) {
        var carry: UInt64 = 0
        for place in 0..<4 {
            let (sum, hasOverflown) = words[place].addingReportingOverflow(other[place])
            let (whole, hasCarried) = sum.addingReportingOverflow(carry)
            words[place] = whole
            carry = hasOverflown || hasCarried ? 1 : 0
        }
    }
}
