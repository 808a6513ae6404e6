import Crypto
import FoundationEssentials

/// What a key of a note signs.
public enum NoteKeyType: UInt8, Hashable, Sendable {
    /// Ed25519 over the text of a note.
    case ed25519 = 0x01
    /// Ed25519 over a checkpoint and a time: the cosignature of a witness.
    case cosignature = 0x04
}

/// The public key of somebody who signs notes, written `name+id+key` (C2SP signed-note).
public struct VerifierKey: Hashable, Sendable {
    public let name: String
    public let type: NoteKeyType
    /// 32 bytes.
    public let publicKey: [UInt8]
    /// The first four bytes of `SHA-256(name | 0A | type | public key)`.
    public let id: [UInt8]

    /// Nil for a name that is empty or holds spaces or a plus, and for a key of another length than 32 bytes.
    public init?(name: String, type: NoteKeyType, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == 32 else { return nil }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        id = Array(SHA256.hash(data: Array(name.utf8) + [0x0A, type.rawValue] + publicKey).prefix(4))
    }

    /// - Throws: ``KeyProblem``.
    public init(_ text: some StringProtocol) throws(KeyProblem) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notThreeParts }
        guard Self.isName(parts[0]) else { throw .badName }
        guard let bytes = Base64.bytes(of: parts[2]), let first = bytes.first else { throw .badKey }
        guard let type = NoteKeyType(rawValue: first) else { throw .unknownType(first) }
        guard let key = VerifierKey(name: String(parts[0]), type: type, publicKey: Array(bytes.dropFirst())) else {
            throw .badKey
        }
        guard parts[1] == hexadecimal(key.id) else {
            throw .idDiffers(written: String(parts[1].prefix(16)), computed: hexadecimal(key.id))
        }
        self = key
    }

    public var text: String { "\(name)+\(hexadecimal(id))+\(Base64.text(of: [type.rawValue] + publicKey))" }

    /// Whether the signature is one of this key over these bytes.
    func isSignature(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(Data(signature), for: Data(message))
    }

    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0 != "+" && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
    }
}

extension VerifierKey: CustomStringConvertible {
    public var description: String { text }
}

/// Why a text is no key.
public enum KeyProblem: Error, Hashable, Sendable {
    /// Not `name+id+key`.
    case notThreeParts
    /// The name is empty or has a space or a plus in it.
    case badName
    /// Not base64, or not of the length a key has.
    case badKey
    /// A kind of signature this program does not know.
    case unknownType(UInt8)
    /// A digit of the name, the id or the key was changed.
    case idDiffers(written: String, computed: String)
}

/// A key that signs notes. Its private part is never printed.
public struct SigningKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Nil for a name that is empty or holds spaces or a plus, and for a seed of another length than 32 bytes.
    public init?(name: String, type: NoteKeyType, seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifier = VerifierKey(name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.verifier = verifier
    }

    /// A key made of chance; nil for an impossible name.
    public init?(name: String, type: NoteKeyType) {
        self.init(name: name, type: type, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// Reads what ``privateText`` wrote.
    ///
    /// - Throws: ``KeyProblem``.
    public init(privateText text: some StringProtocol) throws(KeyProblem) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY" else { throw .notThreeParts }
        guard let bytes = Base64.bytes(of: parts[4]), let first = bytes.first else { throw .badKey }
        guard let type = NoteKeyType(rawValue: first) else { throw .unknownType(first) }
        guard VerifierKey.isName(parts[2]) else { throw .badName }
        guard let key = SigningKey(name: String(parts[2]), type: type, seed: Array(bytes.dropFirst())) else {
            throw .badKey
        }
        let id = hexadecimal(key.verifier.id)
        guard parts[3] == id else { throw .idDiffers(written: String(parts[3].prefix(16)), computed: id) }
        self = key
    }

    /// The form in which the key is kept in a file: `PRIVATE+KEY+name+id+key`.
    public var privateText: String {
        let key = Base64.text(of: [verifier.type.rawValue] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.name)+\(hexadecimal(verifier.id))+\(key)"
    }

    func signature(over message: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: Data(message)))
    }

    /// A signature over any bytes, for statements that are no notes.
    public func rawSignature(over message: [UInt8]) throws -> [UInt8] { try signature(over: message) }
}

extension VerifierKey {
    /// Whether somebody with this key signed these bytes with ``SigningKey/rawSignature(over:)``.
    public func isRawSignature(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        isSignature(signature, over: message)
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
