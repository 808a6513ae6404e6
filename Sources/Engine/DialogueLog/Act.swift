/// Something that was done and that the log will show.
///
/// Everything that changes what people see or what is counted has a case; state that no act explains is a bug. What is
/// public is written in clear or as the hash of a text; votes and flags only as commitments, with nothing else.
package enum Act: Sendable, Hashable {
    /// The one who acted, as far as the log tells: in what role, never by name.
    package enum Role: UInt8, Sendable, Hashable {
        case owner = 1
        case facilitator = 2
        case moderator = 3
        case participant = 4
        case program = 5
    }

    /// A dialogue was made. `rules` is the text of its settings as they were then.
    case dialogueMade(rules: String, role: Role)
    /// Its settings or texts were changed; `rules` is the whole text as it is now.
    case dialogueChanged(rules: String, role: Role)
    case phaseChanged(to: UInt8, role: Role)
    /// A vote was cast, changed or withdrawn.
    case vote(Commitment)
    /// Somebody said that they do not understand a statement, or took that back.
    case flag(Commitment)
    case statement(id: [UInt8], text: Commitment, language: String, origin: UInt8)
    case translation(id: [UInt8], text: Commitment, language: String, role: Role)
    case moderation(id: [UInt8], action: UInt8, reason: UInt8, role: Role)
    /// A result was published: the digest of its canonical text and of the votes it was computed from.
    /// - Parameter log: the size and root of the log at a moment when every vote of the dialogue had been sealed.
    case result(digest: [UInt8], input: [UInt8], algorithm: String, log: SealedRoot? = nil)
    /// The first entry of every log.
    /// - Parameters:
    ///   - rules: the SHA-256 of the rules as they were then.
    ///   - former: the last published checkpoint of the epoch before, where there was one.
    case logOpened(origin: String, rules: [UInt8], key: String, former: String?)
    /// The log signs with another key from a size on.
    /// - Parameter signature: by the new key, over ``keyChangeMessage(origin:size:)``.
    case keyChanged(to: String, from: UInt64, signature: [UInt8])
    /// In the anchor log: another log had this size and root.
    case anchored(origin: String, at: SealedRoot)
    /// What blinds so many entries was erased; which ones is only committed to.
    case erased(count: UInt64, list: Commitment)
    /// Somebody was admitted.
    case admitted(batch: [UInt8], credential: Commitment)
    /// The votes of a batch no longer count, or count again, by the word of two.
    case batchExcluded(batch: [UInt8], reason: UInt8, approvers: [Role])
    case batchRestored(batch: [UInt8], reason: UInt8, approvers: [Role])
    /// Ways in were given out. `count` is 0 for an open link.
    case batchIssued(batch: [UInt8], kind: BatchKind, count: UInt64)

    /// Whether it is sealed at the pace of votes rather than at once: also who came in, as the moment at which somebody
    /// did says as much of a person as a vote's.
    package var isBlinded: Bool {
        switch self {
        case .vote, .flag, .admitted: true
        default: false
        }
    }

    /// - Parameter time: milliseconds since 1970. Entries carry it rounded down to ten minutes; votes carry no time.
    package func entry(in dialogue: [UInt8], at time: Int64) -> CanonicalEntry {
        let step = UInt64(clamping: time / 600_000 * 600)
        var entry = CanonicalEntry(type: type)
        switch self {
        case .dialogueMade(let rules, let role), .dialogueChanged(let rules, let role):
            entry.append(0x02, dialogue)
            entry.append(0x04, digest(of: rules))
            entry.append(0x24, [role.rawValue])
            entry.append(0x27, integer: step)
        case .phaseChanged(let phase, let role):
            entry.append(0x24, [role.rawValue])
            entry.append(0x26, [phase])
            entry.append(0x27, integer: step)
        case .vote(let commitment), .flag(let commitment):
            entry.append(0x20, commitment.bytes)
        case .statement(let id, let text, let language, let origin):
            entry.append(0x12, id)
            entry.append(0x20, text.bytes)
            entry.append(0x21, text: language)
            entry.append(0x2A, [origin])
        case .translation(let id, let text, let language, let role):
            entry.append(0x12, id)
            entry.append(0x20, text.bytes)
            entry.append(0x21, text: language)
            entry.append(0x24, [role.rawValue])
        case .moderation(let id, let action, let reason, let role):
            entry.append(0x12, id)
            entry.append(0x22, [action])
            entry.append(0x23, [reason])
            entry.append(0x24, [role.rawValue])
        case .result(let digest, let input, let algorithm, let log):
            entry.append(0x27, integer: step)
            entry.append(0x50, digest)
            if let log { log.append(to: &entry) }
            entry.append(0x53, text: algorithm)
            entry.append(0x54, input)
        case .logOpened(let origin, let rules, let key, let former):
            entry.append(0x01, text: origin)
            entry.append(0x02, dialogue)
            entry.append(0x03, integer: 1)
            entry.append(0x04, rules)
            entry.append(0x05, text: key)
            if let former { entry.append(0x06, text: former) }
        case .keyChanged(let key, let size, let signature):
            entry.append(0x05, text: key)
            entry.append(0x07, integer: size)
            entry.append(0x08, signature)
        case .anchored(let origin, let root):
            entry.append(0x01, text: origin)
            root.append(to: &entry)
        case .erased(let count, let list):
            entry.append(0x09, integer: count)
            entry.append(0x20, list.bytes)
        case .admitted(let batch, let credential):
            entry.append(0x02, dialogue)
            entry.append(0x11, batch)
            entry.append(0x20, credential.bytes)
        case .batchExcluded(let batch, let reason, let approvers), .batchRestored(let batch, let reason, let approvers):
            entry.append(0x11, batch)
            entry.append(0x23, [reason])
            entry.append(0x25, approvers.map(\.rawValue))
        case .batchIssued(let batch, let kind, let count):
            entry.append(0x02, dialogue)
            entry.append(0x11, batch)
            entry.append(0x2B, [kind.rawValue])
            entry.append(0x2C, integer: count)
        }
        return entry
    }

    private var type: UInt16 {
        switch self {
        case .dialogueMade: 0x0022
        case .dialogueChanged: 0x0023
        case .phaseChanged: 0x0020
        case .vote: 0x0011
        case .flag: 0x0016
        case .statement: 0x0012
        case .translation: 0x0015
        case .moderation: 0x0013
        case .result: 0x0050
        case .logOpened: 0x0001
        case .keyChanged: 0x0002
        case .anchored: 0x0060
        case .erased: 0x0003
        case .admitted: 0x0010
        case .batchExcluded: 0x0014
        case .batchRestored: 0x0017
        case .batchIssued: 0x0018
        }
    }
}

/// How the people of a batch come in.
package enum BatchKind: UInt8, Sendable, Hashable {
    case openLink = 1
    case codes = 2
    case vouched = 3
}

extension Act {
    /// What a new key signs to show that its owner has it: `"jirga/v1/keychange" 00 | origin | size u64`.
    package static func keyChangeMessage(origin: String, size: UInt64) -> [UInt8] {
        Array("jirga/v1/keychange".utf8) + [0] + Array(origin.utf8) + bigEndian(size)
    }
}

/// How large a log was, and the root it had then.
package struct SealedRoot: Sendable, Hashable {
    package let size: UInt64
    /// 32 bytes.
    package let root: [UInt8]

    package init(size: UInt64, root: [UInt8]) {
        self.size = size
        self.root = root
    }

    fileprivate func append(to entry: inout CanonicalEntry) {
        entry.append(0x51, integer: size)
        entry.append(0x52, root)
    }
}
