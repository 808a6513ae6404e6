import Crypto

/// Whom a file is encrypted to: the public half of an identity, as in `age1…`.
package struct AgeRecipient: Hashable, Sendable {
    let bytes: [UInt8]

    /// - Throws: ``AgeProblem/badRecipient``.
    package init(_ text: String) throws {
        guard let bytes = Bech32.bytes(text, prefix: "age"), bytes.count == 32, text == text.lowercased(),
            // Points of low order give everybody the same secret; agreeing on one with any key shows it.
            (try? secret(of: Curve25519.KeyAgreement.PrivateKey(), with: bytes)) != nil
        else { throw AgeProblem.badRecipient }
        self.bytes = bytes
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var text: String { Bech32.text(bytes, prefix: "age") }
}

/// What opens a file: the secret half, as in `AGE-SECRET-KEY-1…`. Whoever has its text can read every file made for it.
package struct AgeIdentity: Sendable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// A new one, of chance.
    package init() {
        key = Curve25519.KeyAgreement.PrivateKey()
    }

    /// - Throws: ``AgeProblem/badIdentity``.
    package init(_ text: String) throws {
        guard let bytes = Bech32.bytes(text, prefix: "age-secret-key-"), text == text.uppercased(),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw AgeProblem.badIdentity }
        self.key = key
    }

    package var text: String { Bech32.text(Array(key.rawRepresentation), prefix: "age-secret-key-").uppercased() }

    package var recipient: AgeRecipient { AgeRecipient(bytes: Array(key.publicKey.rawRepresentation)) }

    /// The identities of a key file: one a line, with empty lines and `#` comments between them.
    ///
    /// - Throws: ``AgeProblem/badIdentity`` also where there is none.
    package static func all(in text: String) throws -> [AgeIdentity] {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
        guard !lines.isEmpty else { throw AgeProblem.badIdentity }
        return try lines.map { try AgeIdentity(String($0)) }
    }
}

/// What two keys share; refused when it is nothing, as with points of low order.
func secret(of key: Curve25519.KeyAgreement.PrivateKey, with point: [UInt8]) throws -> SharedSecret {
    let secret = try key.sharedSecretFromKeyAgreement(
        with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: point))
    guard secret.withUnsafeBytes({ $0.contains { $0 != 0 } }) else { throw AgeProblem.badHeader }
    return secret
}
