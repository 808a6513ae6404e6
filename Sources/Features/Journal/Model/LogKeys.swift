import Crypto
import FoundationEssentials
package import TransparencyLog

/// The private keys of an installation. Every log signs with a key of its own, derived from a master seed and the log's
/// origin, so that there is one small file to guard however many dialogues there are.
package struct LogKeys: Sendable {
    /// The first is generation 1. 32 bytes each.
    private let seeds: [[UInt8]]
    /// Signs the promises.
    package let promise: SigningKey
    package let installation: String

    package init(seeds: [[UInt8]], promise: SigningKey, installation: String) {
        self.seeds = seeds
        self.promise = promise
        self.installation = installation
    }

    package var newestGeneration: Int { seeds.count }

    /// Nil for a generation whose seed is not here, and for a name that no key can have.
    package func key(of log: LogID, epoch: Int, generation: Int) -> SigningKey? {
        guard seeds.indices.contains(generation - 1) else { return nil }
        let origin = log.origin(in: installation, epoch: epoch)
        let seed = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: seeds[generation - 1]), salt: Data("jirga/v1/log-key".utf8),
            info: Data(origin.utf8), outputByteCount: 32)
        return SigningKey(name: origin, type: .ed25519, seed: seed.withUnsafeBytes(Array.init))
    }

    package static func promiseName(in installation: String) -> String { "\(installation)/promise" }

    /// 1 to 128 letters, digits, dots, hyphens, colons and slashes inside: what can stand in an origin and in an address.
    package static func isInstallationName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count) && !name.hasPrefix("/") && !name.hasSuffix("/")
            && name.utf8.allSatisfy { byte in
                (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x2E, 0x2F].contains(byte)
            }
    }
}
