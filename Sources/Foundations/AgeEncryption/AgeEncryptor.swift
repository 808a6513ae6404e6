import Crypto

/// Writes a file of age, version 1 (age-encryption.org/v1), piece by piece, in the memory of one chunk of 64 KiB.
///
/// What comes out of ``header``, each ``update(_:)`` and ``finish()`` are the bytes of the file, in this order.
package struct AgeEncryptor {
    package let header: [UInt8]
    private var content: AgeContent
    private var waiting: [UInt8] = []

    /// - Throws: ``AgeProblem/noRecipient``, or ``AgeProblem/badRecipient`` for one with which no secret can be shared.
    package init(to recipients: [AgeRecipient]) throws {
        guard !recipients.isEmpty else { throw AgeProblem.noRecipient }
        let fileKey = SymmetricKey(size: SymmetricKeySize(bitCount: 128))
        let nonce = SymmetricKey(size: SymmetricKeySize(bitCount: 128)).withUnsafeBytes { Array($0) }
        do {
            header = try AgeHeader.text(for: recipients, fileKey: fileKey) + nonce
        } catch {
            throw AgeProblem.badRecipient
        }
        content = AgeContent(key: AgeHeader.contentKey(fileKey, nonce: nonce))
    }

    package mutating func update(_ bytes: some Sequence<UInt8>) throws -> [UInt8] {
        waiting += bytes
        var (start, sealed) = (0, [UInt8]())
        // A full chunk waits for what follows: it may be the last.
        while waiting.count - start > AgeContent.chunk {
            sealed += try content.seal(waiting[start..<start + AgeContent.chunk], isLast: false)
            start += AgeContent.chunk
        }
        waiting.removeFirst(start)
        return sealed
    }

    /// The last bytes, without which the file counts as truncated. Nothing may follow.
    package mutating func finish() throws -> [UInt8] {
        defer { waiting = [] }
        return try content.seal(waiting[...], isLast: true)
    }
}
