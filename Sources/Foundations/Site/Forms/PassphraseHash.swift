import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passphrases as they are kept: hashed with scrypt (RFC 7914), written `scrypt$N$r$p$salt$hash` in hexadecimal.
///
/// What is hashed is the passphrase in normalization form KC, so that the same keys on another device give the same hash.
///
/// A hash takes 32 MiB of memory and about a tenth of a second, on purpose. Hashes are computed one after another, off the
/// threads that answer requests, so that a crowd of attempts costs time and not memory.
package enum PassphraseHash {
    struct Cost: Sendable, Hashable {
        var rounds = 1 << 15
        var blockSize = 8
        var parallelism = 1
    }

    private static let queue = DispatchQueue(label: "passphrase")
    private static let saltLength = 16
    private static let hashLength = 32

    /// The form to keep, with a salt of its own.
    package static func stored(_ passphrase: String) async throws -> String {
        try await stored(passphrase, cost: Cost())
    }

    static func stored(_ passphrase: String, cost: Cost) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<saltLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let hash = try await hash(passphrase, salt: salt, cost: cost)
        return "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(written(salt))$\(written(hash))"
    }

    /// Whether a passphrase is the one that was stored. With nothing stored, or something that is no stored passphrase,
    /// the answer is no and takes as long, so that the time does not tell which names exist.
    package static func matches(_ passphrase: String, stored: String?) async -> Bool {
        // Nobody's is as long, and making normal forms of a whole body would be work for nothing.
        let passphrase = passphrase.utf8.count <= 4_096 ? passphrase : ""
        let known = stored.flatMap(Parts.init)
        let parts = known ?? Parts(salt: [UInt8](repeating: 0, count: saltLength))
        guard let hash = try? await hash(passphrase, salt: parts.salt, cost: parts.cost) else { return false }
        return known != nil && isSame(hash, parts.hash)
    }

    private static func hash(_ passphrase: String, salt: [UInt8], cost: Cost) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(passphrase.precomposedStringWithCompatibilityMapping.utf8), salt: salt,
                            outputByteCount: hashLength, rounds: cost.rounds,
                            blockSize: cost.blockSize, parallelism: cost.parallelism, maxMemory: 1 << 26
                        ).withUnsafeBytes(Array.init)
                    })
            }
        }
    }

    /// Without telling by its time where the first difference is.
    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private struct Parts {
        var cost = Cost()
        var salt: [UInt8]
        var hash: [UInt8] = []

        init(salt: [UInt8]) {
            self.salt = salt
        }

        /// Nil for anything but what ``stored(_:)`` has written, at costs this program would use.
        init?(_ stored: String) {
            let fields = stored.split(separator: "$", omittingEmptySubsequences: false)
            guard fields.count == 6, fields[0] == "scrypt", let rounds = Int(fields[1]), let block = Int(fields[2]),
                let parallelism = Int(fields[3]), (2...1 << 15).contains(rounds), rounds & (rounds - 1) == 0,
                (1...8).contains(block), (1...4).contains(parallelism),
                let salt = PassphraseHash.read(fields[4]), let hash = PassphraseHash.read(fields[5]),
                salt.count == saltLength, hash.count == hashLength
            else { return nil }
            cost = Cost(rounds: rounds, blockSize: block, parallelism: parallelism)
            self.salt = salt
            self.hash = hash
        }
    }

    private static func written(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private static func read(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
