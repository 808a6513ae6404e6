/// Everything it takes to show what one vote was: with it, anybody finds the one entry that commits to it.
///
///     nonce, 32 bytes
///     "JVB1" | dialogue, 16 | statement, 16 | tag, 16 | revision, u32 | choice, u8
package struct VoteOpening: Sendable, Hashable {
    package let nonce: [UInt8]
    package let dialogue: [UInt8]
    package let statement: [UInt8]
    /// The same in all votes of one person in one dialogue.
    package let tag: [UInt8]
    package let revision: UInt32
    /// 0 withdrawn, 1 agree, 2 disagree, 3 pass.
    package let choice: UInt8

    /// Nil unless the parts have their lengths, the revision is above 0 and there is such a choice.
    package init?(
        nonce: [UInt8], dialogue: [UInt8], statement: [UInt8], tag: [UInt8], revision: UInt32, choice: UInt8
    ) {
        guard nonce.count == 32, dialogue.count == 16, statement.count == 16, tag.count == 16, revision > 0,
            choice <= 3
        else { return nil }
        self.nonce = nonce
        self.dialogue = dialogue
        self.statement = statement
        self.tag = tag
        self.revision = revision
        self.choice = choice
    }

    /// The opening of a vote by what blinds it.
    package init?(
        of choice: UInt8, dialogue: [UInt8], statement: [UInt8], revision: UInt32, secrets: ParticipantSecrets
    ) {
        self.init(
            nonce: voteNonce(key: secrets.key, dialogue: dialogue, statement: statement, revision: revision),
            dialogue: dialogue, statement: statement, tag: secrets.tag, revision: revision, choice: choice)
    }

    /// Nil for anything but 57 bytes of a body.
    package init?(nonce: [UInt8], body: [UInt8]) {
        guard body.count == 57, body.starts(with: Array("JVB1".utf8)) else { return nil }
        self.init(
            nonce: nonce, dialogue: Array(body[4..<20]), statement: Array(body[20..<36]), tag: Array(body[36..<52]),
            revision: body[52..<56].reduce(0) { $0 << 8 | UInt32($1) }, choice: body[56])
    }

    package var body: [UInt8] {
        Array("JVB1".utf8) + dialogue + statement + tag + bigEndian(revision) + [choice]
    }

    package var commitment: Commitment { Commitment(voteNonce: nonce, body: body) }

    /// The entry that commits to it.
    package var entry: [UInt8] { Act.vote(commitment).entry(in: dialogue, at: 0).bytes }

    /// How it is handed out, as lines of text:
    ///
    ///     jirga/v1/opening
    ///     dialogue …, statement …, revision …, choice …, nonce …, body …, entry …      each on a line of its own
    package var text: String {
        let lines = [
            "jirga/v1/opening", "dialogue \(hexadecimal(dialogue))", "statement \(hexadecimal(statement))",
            "revision \(revision)", "choice \(choice)", "nonce \(hexadecimal(nonce))", "body \(hexadecimal(body))",
            "entry \(hexadecimal(entry))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Nil for anything but ``text``.
    package init?(text: String) {
        let lines = text.split(separator: "\n")
        var values: [Substring: Substring] = [:]
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            if words.count == 2 { values[words[0]] = words[1] }
        }
        guard lines.first == "jirga/v1/opening", let nonce = values["nonce"].flatMap({ bytes(hexadecimal: $0) }),
            let body = values["body"].flatMap({ bytes(hexadecimal: $0) })
        else { return nil }
        self.init(nonce: nonce, body: body)
        guard self.text == text else { return nil }
    }
}
