import Crypto

/// A checkpoint in 24 digits, to be read aloud and written into minutes: some 80 bits, in characters that every script and
/// every telephone has.
///
///     SHA-256("jirga/v1/fingerprint" 00 | text of the checkpoint), the first 16 bytes as a number, modulo 10^24
package struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
    /// Six groups of four digits.
    package let groups: [String]

    /// - Parameter checkpoint: the text that was signed, with its last newline.
    package init(checkpoint: String) {
        let hash = SHA256.hash(data: Array("jirga/v1/fingerprint".utf8) + [0] + Array(checkpoint.utf8))
        var number = hash.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) } % 1_000_000_000_000_000_000_000_000
        var groups: [String] = []
        for _ in 0..<6 {
            let group = String(number % 10_000)
            groups.insert(String(repeating: "0", count: 4 - group.count) + group, at: 0)
            number /= 10_000
        }
        self.groups = groups
    }

    package var description: String { groups.joined(separator: " ") }
}
