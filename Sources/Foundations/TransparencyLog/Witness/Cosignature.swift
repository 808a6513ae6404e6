import Crypto

/// A witness's word that a checkpoint continues all it has signed before, and when it said so (C2SP tlog-cosignature).
public struct Cosignature: Hashable, Sendable {
    /// Seconds since 1970.
    public let time: UInt64
    /// 64 bytes of Ed25519.
    public let signature: [UInt8]
    public let name: String
    public let keyID: [UInt8]

    /// Signs the text of a checkpoint at a time.
    public init(text: String, time: UInt64, by key: SigningKey) throws {
        self.time = time
        name = key.verifier.name
        keyID = key.verifier.id
        signature = try key.signature(over: Self.message(text, at: time))
    }

    /// Nil unless it has the length of a time and a signature.
    public init?(_ signature: SignedNote.Signature) {
        guard signature.bytes.count == 72 else { return nil }
        time = signature.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        self.signature = Array(signature.bytes.dropFirst(8))
        name = signature.name
        keyID = signature.keyID
    }

    /// The line of the note.
    public var noteSignature: SignedNote.Signature {
        SignedNote.Signature(
            name: name, keyID: keyID,
            bytes: (0..<8).reversed().map { UInt8(truncatingIfNeeded: time >> (UInt64($0) * 8)) } + signature)
    }

    func isGood(over text: String, by key: VerifierKey) -> Bool {
        key.type == .cosignature && key.isSignature(signature, over: Self.message(text, at: time))
    }

    private static func message(_ text: String, at time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }
}
