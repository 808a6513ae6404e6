/// What a log says of itself: who it is, how many entries it has, and the root over all of them (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The name of the log, the same for all its life.
    public let origin: String
    public let size: UInt64
    public let root: TreeHash
    /// Further lines; our logs have none, for nobody checks them.
    public let extensions: [String]

    public init(origin: String, size: UInt64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a note. That it is well formed says nothing about its signatures, and the other way round.
    ///
    /// - Throws: ``CheckpointProblem``.
    public init(_ text: String) throws(CheckpointProblem) {
        guard text.utf8.last == 0x0A else { throw .tooFewLines }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3 else { throw .tooFewLines }
        guard !lines[0].isEmpty else { throw .noOrigin }
        let digits = lines[1].utf8
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { throw .sizeNotDecimal }
        guard let size = UInt64(lines[1]), size <= UInt64(Int64.max) else { throw .sizeTooLarge }
        guard let bytes = Base64.bytes(of: lines[2]) else { throw .rootNotBase64 }
        guard let root = TreeHash(bytes) else { throw .rootLength(bytes.count) }
        guard size > 0 || root == .emptyTree else { throw .rootOfNothing }
        guard !lines.dropFirst(3).contains("") else { throw .emptyExtension }
        origin = String(lines[0])
        self.size = size
        self.root = root
        extensions = lines.dropFirst(3).map(String.init)
    }

    /// The text of the note.
    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { "\($0)\n" }.joined()
    }

    /// Reads a note that the log with this key signed.
    ///
    /// - Throws: ``NoteProblem`` or ``CheckpointProblem``, also where the origin is another than the key's name.
    public init(_ note: SignedNote, signedBy keys: [VerifierKey], origin: String) throws {
        try note.verified(by: keys)
        try self.init(note.text)
        guard self.origin == origin else { throw CheckpointProblem.otherOrigin(expected: origin, found: self.origin) }
    }
}

/// Why a text is no checkpoint, or not the one that was asked for.
public enum CheckpointProblem: Error, Hashable, Sendable {
    case tooFewLines
    case noOrigin
    /// A sign, a leading zero, or anything but digits.
    case sizeNotDecimal
    case sizeTooLarge
    case rootNotBase64
    /// How many bytes the root has; it should be 32.
    case rootLength(Int)
    /// A log without entries has one root only, and it is another.
    case rootOfNothing
    case emptyExtension
    case otherOrigin(expected: String, found: String)
}
