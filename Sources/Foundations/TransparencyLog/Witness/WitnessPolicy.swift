/// Whose cosignatures make a checkpoint final, written as in C2SP tlog-policy:
///
///     log <key>
///     witness <name> <key> [address]
///     group <name> any|all|<number> <member> <member> …
///     quorum <name>|none
///
/// Members are witnesses and groups named before. Lines that are empty or begin with `#` are passed over.
public struct WitnessPolicy: Hashable, Sendable {
    public struct Witness: Hashable, Sendable {
        public let name: String
        public let key: VerifierKey
        /// Where it takes checkpoints, if the policy says so.
        public let address: String?
    }

    struct Group: Hashable, Sendable {
        let needed: Int
        let members: [String]
    }

    public private(set) var logs: [VerifierKey] = []
    public private(set) var witnesses: [Witness] = []
    private var groups: [String: Group] = [:]
    /// Nil where nobody needs to have signed.
    private var quorum: String?

    /// A policy that nobody needs to meet.
    public static let none = WitnessPolicy()

    private init() {}

    /// Every one of these witnesses is needed, or so many of them.
    ///
    /// - Precondition: `needed` is not more than there are witnesses.
    public init(needing needed: Int? = nil, of keys: [VerifierKey]) {
        precondition(needed ?? 0 <= keys.count, "more witnesses are needed than there are")
        witnesses = keys.map { Witness(name: $0.name, key: $0, address: nil) }
        groups["all"] = Group(needed: needed ?? keys.count, members: keys.map(\.name))
        quorum = "all"
    }

    /// - Throws: ``PolicyProblem``.
    public init(_ text: String) throws(PolicyProblem) {
        var hasQuorum = false
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            do {
                switch first {
                case "log" where words.count >= 2: logs.append(try VerifierKey(words[1]))
                case "witness" where (3...4).contains(words.count): try add(witness: words, line: number + 1)
                case "group" where words.count >= 4: try add(group: words, line: number + 1)
                case "quorum" where words.count == 2:
                    guard !hasQuorum else { throw PolicyProblem.twoQuorums(line: number + 1) }
                    guard words[1] == "none" || isKnown(words[1]) else {
                        throw PolicyProblem.unknownName(words[1], line: number + 1)
                    }
                    quorum = words[1] == "none" ? nil : words[1]
                    hasQuorum = true
                default: throw PolicyProblem.unreadableLine(number + 1)
                }
            } catch let problem as PolicyProblem {
                throw problem
            } catch {
                throw .badKey(line: number + 1)
            }
        }
        guard hasQuorum else { throw .noQuorum }
    }

    private mutating func add(witness words: [String], line: Int) throws {
        guard !isKnown(words[1]), words[1] != "none" else { throw PolicyProblem.nameTwice(words[1], line: line) }
        let key = try VerifierKey(words[2])
        guard key.type == .cosignature else { throw PolicyProblem.badKey(line: line) }
        witnesses.append(Witness(name: words[1], key: key, address: words.count > 3 ? words[3] : nil))
    }

    private mutating func add(group words: [String], line: Int) throws {
        guard !isKnown(words[1]), words[1] != "none" else { throw PolicyProblem.nameTwice(words[1], line: line) }
        let members = Array(words.dropFirst(3))
        if let unknown = members.first(where: { !isKnown($0) }) {
            throw PolicyProblem.unknownName(unknown, line: line)
        }
        let needed = words[2] == "any" ? 1 : words[2] == "all" ? members.count : Int(words[2]) ?? 0
        guard (1...members.count).contains(needed), Set(members).count == members.count else {
            throw PolicyProblem.impossibleCount(line: line)
        }
        groups[words[1]] = Group(needed: needed, members: members)
    }

    private func isKnown(_ name: String) -> Bool {
        groups[name] != nil || witnesses.contains { $0.name == name }
    }

    /// Whether enough of the witnesses signed the note. Signatures that are not theirs count as none.
    public func isMet(by note: SignedNote) -> Bool {
        guard let quorum else { return true }
        return isMet(quorum, by: signers(of: note))
    }

    /// The names of the witnesses whose good cosignatures the note has.
    public func signers(of note: SignedNote) -> Set<String> {
        Set(
            witnesses.filter { witness in
                note.signatures.contains { signature in
                    signature.name == witness.key.name && signature.keyID == witness.key.id
                        && Cosignature(signature)?.isGood(over: note.text, by: witness.key) ?? false
                }
            }.map(\.name))
    }

    private func isMet(_ name: String, by signers: Set<String>) -> Bool {
        guard let group = groups[name] else { return signers.contains(name) }
        return group.members.count { isMet($0, by: signers) } >= group.needed
    }

    /// Whether any witness is needed at all.
    public var needsWitnesses: Bool { quorum != nil }

    /// The names of the witnesses that have not signed.
    public func missing(from note: SignedNote) -> [String] {
        let signers = signers(of: note)
        return witnesses.map(\.name).filter { !signers.contains($0) }
    }
}

/// Why a text is no policy.
public enum PolicyProblem: Error, Hashable, Sendable {
    case unreadableLine(Int)
    case badKey(line: Int)
    case unknownName(String, line: Int)
    case nameTwice(String, line: Int)
    /// As many as are needed can't be had from the members, or one is named twice.
    case impossibleCount(line: Int)
    case twoQuorums(line: Int)
    case noQuorum
}
