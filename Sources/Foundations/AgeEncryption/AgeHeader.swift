import Crypto
import Foundation

/// The first lines of a file: the key of its content, wrapped for each recipient, and a check over them.
enum AgeHeader {
    static let version = "age-encryption.org/v1"
    /// More than a thousand recipients.
    static let mostBytes = 1 << 18

    /// The text before the nonce and the content.
    static func text(for recipients: [AgeRecipient], fileKey: SymmetricKey) throws -> [UInt8] {
        var text = version + "\n"
        for recipient in recipients {
            let once = Curve25519.KeyAgreement.PrivateKey()
            let share = Array(once.publicKey.rawRepresentation)
            let wrap = wrapKey(
                try secret(of: once, with: recipient.bytes), share: share, recipient: recipient.bytes)
            let body = try ChaChaPoly.seal(
                fileKey.withUnsafeBytes { Array($0) }, using: wrap, nonce: ChaChaPoly.Nonce(data: noNonce))
            text += "-> X25519 \(base64(share))\n\(base64(Array(body.ciphertext + body.tag)))\n"
        }
        text += "---"
        let check = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: checkKey(fileKey))
        return Array("\(text) \(base64(Array(check)))\n".utf8)
    }

    /// The key of the content.
    static func fileKey(in header: [UInt8], identities: [AgeIdentity]) throws -> SymmetricKey {
        guard let text = String(validating: header, as: UTF8.self), text.hasSuffix("\n") else {
            throw AgeProblem.badHeader
        }
        var lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == version[...], let last = lines.popLast(), last.hasPrefix("--- "),
            let check = bytes(last.dropFirst(4))
        else { throw AgeProblem.badHeader }
        var found: SymmetricKey?
        while let line = lines.popFirst() {
            let stanza = try Stanza(line, &lines)
            if found == nil { found = try stanza.fileKey(identities) }
        }
        guard let found else { throw AgeProblem.noMatchingIdentity }
        let covered = header.dropLast(last.utf8.count - 3 + 1)
        guard HMAC<SHA256>.isValidAuthenticationCode(check, authenticating: covered, using: checkKey(found)) else {
            throw AgeProblem.badHeader
        }
        return found
    }

    static func contentKey(_ fileKey: SymmetricKey, nonce: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: fileKey, salt: nonce, info: Array("payload".utf8), outputByteCount: 32)
    }

    static let noNonce = [UInt8](repeating: 0, count: 12)

    static func wrapKey(_ secret: SharedSecret, share: [UInt8], recipient: [UInt8]) -> SymmetricKey {
        secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: share + recipient, sharedInfo: Array("\(version)/X25519".utf8),
            outputByteCount: 32)
    }

    private static func checkKey(_ fileKey: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: fileKey, info: Array("header".utf8), outputByteCount: 32)
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    /// Nil unless it is exactly what ``base64(_:)`` writes.
    static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding), base64(Array(data)) == text else { return nil }
        return Array(data)
    }
}

/// What one recipient can open. Kinds that are not known are passed over.
private struct Stanza {
    private let arguments: [Substring]
    private let body: [UInt8]

    /// Takes the lines of the body, of which all but the last are full.
    init(_ line: Substring, _ lines: inout ArraySlice<Substring>) throws {
        arguments = line.split(separator: " ", omittingEmptySubsequences: false)
        guard arguments.count >= 2, arguments[0] == "->",
            arguments.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (33...126).contains($0) } })
        else { throw AgeProblem.badHeader }
        var text = ""
        while true {
            guard let next = lines.popFirst(), next.utf8.count <= 64 else { throw AgeProblem.badHeader }
            text += next
            if next.utf8.count < 64 { break }
        }
        guard let body = AgeHeader.bytes(text[...]) else { throw AgeProblem.badHeader }
        self.body = body
    }

    func fileKey(_ identities: [AgeIdentity]) throws -> SymmetricKey? {
        guard arguments[1] == "X25519" else { return nil }
        guard arguments.count == 3, let share = AgeHeader.bytes(arguments[2]), share.count == 32, body.count == 32
        else { throw AgeProblem.badHeader }
        for identity in identities {
            let wrap: SymmetricKey
            do {
                wrap = AgeHeader.wrapKey(
                    try secret(of: identity.key, with: share), share: share, recipient: identity.recipient.bytes)
            } catch {
                throw AgeProblem.badHeader
            }
            if let key = try? ChaChaPoly.open(
                ChaChaPoly.SealedBox(combined: AgeHeader.noNonce + body), using: wrap)
            {
                return SymmetricKey(data: key)
            }
        }
        return nil
    }
}
