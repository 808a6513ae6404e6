import Crypto
package import TransparencyLog

/// Makes the commitments of many opened votes of one dialogue, one after another, in the same few bytes of memory.
///
/// ``Commitment`` says what they are; for a single vote use ``VoteOpening``.
package struct VoteCommitments: Sendable {
    private static let label = Array("jirga/v1/vote".utf8) + [0]
    private static let magic = Array("JVB1".utf8)

    /// label | nonce | magic | dialogue | statement | tag | revision | choice
    private var input: [UInt8]
    private let nonce: Int
    private let statement: Int
    private let tag: Int
    private let revision: Int
    private let choice: Int

    /// Nil unless the dialogue has 16 bytes.
    package init?(dialogue: [UInt8]) {
        guard dialogue.count == 16 else { return nil }
        nonce = Self.label.count
        statement = nonce + 32 + Self.magic.count + 16
        tag = statement + 16
        revision = tag + 16
        choice = revision + 4
        input = Self.label + [UInt8](repeating: 0, count: 32) + Self.magic + dialogue
        input += [UInt8](repeating: 0, count: choice + 1 - input.count)
    }

    /// Whose votes follow. - Precondition: 16 bytes.
    package mutating func set(tag bytes: [UInt8]) { bytes.withUnsafeBytes { put($0, 16, at: tag) } }

    /// What the votes that follow are on. - Precondition: 16 bytes.
    package mutating func set(statement bytes: [UInt8]) { bytes.withUnsafeBytes { put($0, 16, at: statement) } }

    /// The 32 bytes of the commitment to a vote. - Precondition: the nonce has 32 bytes.
    package mutating func commitment(
        nonce bytes: UnsafeRawBufferPointer, revision number: UInt32, choice code: UInt8
    ) -> TreeHash {
        put(bytes, 32, at: nonce)
        withUnsafeBytes(of: number.bigEndian) { put($0, 4, at: revision) }
        input[choice] = code
        return input.withUnsafeBytes { buffer in
            var hash = SHA256()
            hash.update(bufferPointer: buffer)
            return TreeHash(hash.finalize())
        }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer, _ count: Int, at place: Int) {
        precondition(bytes.count == count, "the part of a vote has another length")
        input.withUnsafeMutableBytes { buffer in
            UnsafeMutableRawBufferPointer(rebasing: buffer[place..<place + count]).copyMemory(from: bytes)
        }
    }
}
