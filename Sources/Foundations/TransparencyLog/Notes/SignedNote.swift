/// A text and who signed it (C2SP signed-note).
///
///     text, ends in a newline
///     <empty line>
///     — name base64(key id | signature)
///
/// Reading a note does not verify it: see ``verified(by:)``.
public struct SignedNote: Hashable, Sendable {
    public struct Signature: Hashable, Sendable {
        public let name: String
        /// Four bytes.
        public let keyID: [UInt8]
        public let bytes: [UInt8]

        public init(name: String, keyID: [UInt8], bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }
    }

    static let largestSize = 1_000_000
    static let mostSignatures = 100

    /// What was signed, with its last newline.
    public let text: String
    public private(set) var signatures: [Signature]

    /// An unsigned note.
    ///
    /// - Throws: ``NoteProblem`` for a text that can't be signed: without a newline at its end, or with control characters.
    public init(text: String) throws(NoteProblem) {
        try Self.check(text)
        guard text.utf8.last == 0x0A else { throw .noNewlineAtEnd }
        self.text = text
        signatures = []
    }

    /// - Throws: ``NoteProblem``.
    public init(_ bytes: [UInt8]) throws(NoteProblem) {
        guard bytes.count <= Self.largestSize else { throw .tooLarge }
        guard let note = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        try self.init(parsing: note)
    }

    /// - Throws: ``NoteProblem``.
    public init(parsing note: String) throws(NoteProblem) {
        guard note.utf8.count <= Self.largestSize else { throw .tooLarge }
        try Self.check(note)
        let bytes = Array(note.utf8)
        guard bytes.last == 0x0A else { throw .noNewlineAtEnd }
        // The last empty line; the text itself may hold others.
        guard bytes.count >= 2,
            let end = (1..<bytes.count - 1).last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A })
        else { throw .noEmptyLine }
        text = String(decoding: bytes[..<end], as: UTF8.self)
        let lines = bytes[(end + 1)...].dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count <= Self.mostSignatures else { throw .tooManySignatures }
        var signatures: [Signature] = []
        for line in lines {
            guard let signature = Signature(line: String(decoding: line, as: UTF8.self)) else {
                throw .badSignatureLine(signatures.count + 1)
            }
            signatures.append(signature)
        }
        self.signatures = signatures
    }

    /// The note as it is written down.
    public var note: String {
        text + "\n" + signatures.map { "\($0.line)\n" }.joined()
    }

    public var bytes: [UInt8] { Array(note.utf8) }

    /// Adds the signature of a key over the text.
    ///
    /// - Precondition: the key is one of ``NoteKeyType/ed25519``; witnesses use ``Cosignature``.
    public mutating func sign(with key: SigningKey) throws {
        precondition(key.verifier.type == .ed25519, "a witness signs a time as well")
        let signature = try key.signature(over: Array(text.utf8))
        add(Signature(name: key.verifier.name, keyID: key.verifier.id, bytes: signature))
    }

    /// Adds a signature made elsewhere, unless it is there already.
    public mutating func add(_ signature: Signature) {
        if !signatures.contains(signature) { signatures.append(signature) }
    }

    /// Who of those with known keys signed. Signatures by others say nothing and are passed over.
    ///
    /// - Returns: the keys, in the order of the signatures; at least one.
    /// - Throws: ``NoteProblem/badSignature(_:)`` where a signature under a known name and id is not that key's, and
    ///   ``NoteProblem/noKnownSignature`` where nobody known signed.
    @discardableResult
    public func verified(by keys: [VerifierKey]) throws(NoteProblem) -> [VerifierKey] {
        var verified: [VerifierKey] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.name == signature.name && $0.id == signature.keyID }),
                !verified.contains(key)
            else { continue }
            guard isGood(signature, by: key) else { throw .badSignature(key.name) }
            verified.append(key)
        }
        guard !verified.isEmpty else { throw .noKnownSignature }
        return verified
    }

    private func isGood(_ signature: Signature, by key: VerifierKey) -> Bool {
        switch key.type {
        case .ed25519: key.isSignature(signature.bytes, over: Array(text.utf8))
        case .cosignature: Cosignature(signature)?.isGood(over: text, by: key) ?? false
        }
    }

    /// No control characters but newlines.
    private static func check(_ text: String) throws(NoteProblem) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A }) else { throw .controlCharacter }
    }
}

extension SignedNote.Signature {
    fileprivate static let start = "\u{2014} "

    /// `— name base64`
    public var line: String { "\(Self.start)\(name) \(Base64.text(of: keyID + bytes))" }

    /// Nil for anything else.
    public init?(line: String) {
        guard line.unicodeScalars.starts(with: Self.start.unicodeScalars) else { return nil }
        let parts = line.unicodeScalars.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, VerifierKey.isName(String(parts[0])), let bytes = Base64.bytes(of: String(parts[1])),
            bytes.count > 4
        else { return nil }
        name = String(parts[0])
        keyID = Array(bytes.prefix(4))
        self.bytes = Array(bytes.dropFirst(4))
    }
}

/// Why a note can't be read, or is not to be believed.
public enum NoteProblem: Error, Hashable, Sendable {
    case tooLarge
    case notUTF8
    /// Tabs, carriage returns and other invisible characters: two texts could look the same.
    case controlCharacter
    case noNewlineAtEnd
    /// Nothing separates the text from its signatures.
    case noEmptyLine
    /// The nth line after the empty one is not `— name base64`.
    case badSignatureLine(Int)
    case tooManySignatures
    /// The text or the signature was changed after the key of this name signed.
    case badSignature(String)
    /// Nobody whose key was given signed.
    case noKnownSignature
}
