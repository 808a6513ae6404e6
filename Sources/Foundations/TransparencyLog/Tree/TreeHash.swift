public import Crypto
import FoundationEssentials

/// A SHA-256 digest in the tree: of a leaf, of an inner node, or of the whole (RFC 6962, section 2.1).
///
/// Kept inline and not in an array, because a log has many of them.
public struct TreeHash: Hashable, Sendable {
    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The hash of a log without entries: SHA-256 of nothing.
    public static let emptyTree = TreeHash(SHA256.hash(data: [UInt8]()))

    @usableFromInline let words: SIMD4<UInt64>

    /// Nil unless there are exactly 32 bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.byteCount else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// - Precondition: the bytes reach 32 beyond `place`.
    init(unaligned bytes: UnsafeRawBufferPointer, at place: Int) {
        words = bytes.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)
    }

    /// Takes over a finished digest.
    public init(_ digest: SHA256Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// The hash of an entry: `SHA-256(00 | entry)`.
    public static func leaf(_ entry: some Sequence<UInt8>) -> TreeHash {
        let entry = Array(entry)
        return entry.withUnsafeBytes { leaf($0) }
    }

    /// The hash of an entry: `SHA-256(00 | entry)`.
    public static func leaf(_ entry: UnsafeRawBufferPointer) -> TreeHash {
        var hash = SHA256()
        Swift.withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: entry)
        return TreeHash(hash.finalize())
    }

    /// The hash of an inner node: `SHA-256(01 | left | right)`.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hash = SHA256()
        Swift.withUnsafeBytes(of: UInt8(1)) { hash.update(bufferPointer: $0) }
        left.withUnsafeBytes { hash.update(bufferPointer: $0) }
        right.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return TreeHash(hash.finalize())
    }

    @inlinable
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Standard base64 with padding, as checkpoints and proofs have it.
    public var base64: String { Base64.text(of: bytes) }

    /// Nil unless the text is the one base64 form of 32 bytes.
    public init?(base64 text: some StringProtocol) {
        guard let bytes = Base64.bytes(of: text) else { return nil }
        self.init(bytes)
    }
}

extension TreeHash: CustomStringConvertible {
    public var description: String { base64 }
}

/// Base64 as C2SP has it: the standard alphabet with padding, and one text only for the same bytes.
enum Base64 {
    static func text(of bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Nil for a text that this encoding would not have written.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
