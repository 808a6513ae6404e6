import Crypto

/// Thirty-two bytes that bind to something without showing it.
///
/// Binding rests on SHA-256 being free of collisions; hiding on a key or salt that is stored apart and may be erased.
/// Every label ends in a zero byte and is followed by parts of fixed length and at most one final text, so that two kinds
/// of commitment can never be mistaken for each other.
package struct Commitment: Sendable, Hashable {
    package let bytes: [UInt8]

    /// To one revision of one person's vote on one statement.
    ///
    ///     nonce  = HMAC-SHA256(key, "jirga/v1/nonce" 00 | dialogue | statement | revision u32)
    ///     body   = "JVB1" | dialogue | statement | tag | revision u32 | choice u8
    ///     commit = SHA-256("jirga/v1/vote" 00 | nonce | body)
    ///
    /// - Parameters:
    ///   - dialogue, statement: 16 bytes each.
    ///   - revision: 1 for the first vote of this person on this statement, one more for each change.
    ///   - choice: 0 withdrawn, 1 agree, 2 disagree, 3 pass.
    package init(
        vote choice: UInt8, dialogue: [UInt8], statement: [UInt8], revision: UInt32, secrets: ParticipantSecrets
    ) {
        self.init(
            nonceLabel: "jirga/v1/nonce", label: "jirga/v1/vote", magic: "JVB1", value: choice, dialogue: dialogue,
            statement: statement, revision: revision, secrets: secrets)
    }

    /// To whether one person says they do not understand a statement; the same with other labels.
    package init(
        notUnderstood isRaised: Bool, dialogue: [UInt8], statement: [UInt8], revision: UInt32,
        secrets: ParticipantSecrets
    ) {
        self.init(
            nonceLabel: "jirga/v1/flag-nonce", label: "jirga/v1/flag", magic: "JFB1", value: isRaised ? 1 : 0,
            dialogue: dialogue, statement: statement, revision: revision, secrets: secrets)
    }

    private init(
        nonceLabel: StaticString, label text: StaticString, magic: StaticString, value: UInt8, dialogue: [UInt8],
        statement: [UInt8], revision: UInt32, secrets: ParticipantSecrets
    ) {
        let nonceInput = label(nonceLabel) + dialogue + statement + bigEndian(revision)
        let nonce = HMAC<SHA256>.authenticationCode(for: nonceInput, using: SymmetricKey(data: secrets.key))
        var input = label(text) + Array(nonce)
        input += Array(magic.description.utf8) + dialogue + statement + secrets.tag + bigEndian(revision) + [value]
        bytes = Array(SHA256.hash(data: input))
    }

    /// As it stands in an entry; nil unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// To what blinds a vote and its body, both as an opening shows them.
    init(voteNonce nonce: [UInt8], body: [UInt8]) {
        bytes = Array(SHA256.hash(data: label("jirga/v1/vote") + nonce + body))
    }

    /// To a text: `SHA-256("jirga/v1/text" 00 | salt | UTF-8 text)`.
    package init(text: String, salt: [UInt8]) {
        bytes = Array(SHA256.hash(data: label("jirga/v1/text") + salt + Array(text.utf8)))
    }
}

/// What blinds one person's votes in one dialogue. It is stored apart from the votes and never published; once it is
/// erased, nobody can connect the entries with the person, the operator included.
package struct ParticipantSecrets: Sendable {
    /// 32 bytes.
    package let key: [UInt8]
    /// 16 bytes.
    package let tag: [UInt8]

    package init(key: [UInt8], tag: [UInt8]) {
        self.key = key
        self.tag = tag
    }

    package init(using generator: inout some RandomNumberGenerator) {
        key = randomBytes(32, using: &generator)
        tag = randomBytes(16, using: &generator)
    }
}

/// Bytes of chance, for salts and keys.
package func randomBytes(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

/// The SHA-256 of a text, for what is public anyway and too long for an entry.
package func digest(of text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
}

/// The SHA-256 of bytes that come in pieces, so that a long text need never be in memory as a whole.
package struct RunningDigest: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func append(_ piece: [UInt8]) { hash.update(data: piece) }

    package mutating func append(_ piece: UnsafeRawBufferPointer) { hash.update(bufferPointer: piece) }

    /// The digest of all pieces so far, one after another.
    package var bytes: [UInt8] { Array(hash.finalize()) }
}

/// `HMAC-SHA256(key, label | dialogue | statement | revision u32)`
func voteNonce(key: [UInt8], dialogue: [UInt8], statement: [UInt8], revision: UInt32) -> [UInt8] {
    let input = label("jirga/v1/nonce") + dialogue + statement + bigEndian(revision)
    return Array(HMAC<SHA256>.authenticationCode(for: input, using: SymmetricKey(data: key)))
}

private func label(_ text: StaticString) -> [UInt8] {
    Array(text.description.utf8) + [0]
}

extension Commitment {
    /// To what somebody was admitted with: `SHA-256("jirga/v1/cred" 00 | salt | credential)`.
    ///
    /// - Parameters:
    ///   - credential: the keyed digest of a code, never the code.
    ///   - salt: 32 bytes.
    package init(credential: [UInt8], salt: [UInt8]) {
        self.bytes = Array(SHA256.hash(data: label("jirga/v1/cred") + salt + credential))
    }

    /// To somebody's having come in by the open link, where nothing but what blinds their votes is known of them:
    /// the credential is their tag, `salt = HMAC-SHA256(key, "jirga/v1/cred-salt" 00)`.
    package init(openLink secrets: ParticipantSecrets) {
        let salt = HMAC<SHA256>.authenticationCode(
            for: label("jirga/v1/cred-salt"), using: SymmetricKey(data: secrets.key))
        self.init(credential: secrets.tag, salt: Array(salt))
    }
}

/// HMAC-SHA256 of a text: what is kept of a secret that people type, with a key that is kept elsewhere.
package func keyedDigest(of text: String, key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
}
