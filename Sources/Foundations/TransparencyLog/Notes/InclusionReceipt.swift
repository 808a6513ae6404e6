/// Everything it takes to show, offline and for ever, that an entry is in a log (C2SP tlog-proof).
public struct InclusionReceipt: Hashable, Sendable {
    static let firstLine = "c2sp.org/tlog-proof@v1"

    /// Any bytes; in our receipts the entry itself.
    public let extra: [UInt8]?
    public let index: UInt64
    public let hashes: [TreeHash]
    /// The signed checkpoint.
    public let note: SignedNote

    public init(extra: [UInt8]?, index: UInt64, hashes: [TreeHash], note: SignedNote) {
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.note = note
    }

    /// - Throws: ``ReceiptProblem``.
    public init(_ bytes: [UInt8]) throws(ReceiptProblem) {
        guard bytes.count <= SignedNote.largestSize, let text = String(validating: bytes, as: UTF8.self),
            !text.utf8.contains(0x0D)
        else { throw .malformed(line: 1) }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { $0 }[...]
        guard lines.popFirst()?.element == Self.firstLine[...] else { throw .otherFormat }
        var extra: [UInt8]?
        if let line = lines.first, line.element.hasPrefix("extra ") {
            guard let bytes = Base64.bytes(of: line.element.dropFirst(6)) else { throw .malformed(line: 2) }
            extra = bytes
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.element.hasPrefix("index "),
            let index = UInt64(line.element.dropFirst(6)), String(index) == line.element.dropFirst(6)
        else { throw .malformed(line: extra == nil ? 2 : 3) }
        var hashes: [TreeHash] = []
        while let line = lines.popFirst(), !line.element.isEmpty {
            guard hashes.count < AddCheckpoint.mostHashes, let hash = TreeHash(base64: line.element) else {
                throw .malformed(line: line.offset + 1)
            }
            hashes.append(hash)
        }
        do {
            note = try SignedNote(parsing: lines.map(\.element).joined(separator: "\n"))
        } catch {
            throw .note(error)
        }
        self.extra = extra
        self.index = index
        self.hashes = hashes
    }

    public var bytes: [UInt8] {
        let extra = extra.map { "extra \(Base64.text(of: $0))\n" } ?? ""
        let hashes = hashes.map { "\($0.base64)\n" }.joined()
        return Array("\(Self.firstLine)\n\(extra)index \(index)\n\(hashes)\n\(note.note)".utf8)
    }

    /// - Returns: the checkpoint under which the leaf stands in the log.
    /// - Throws: ``ReceiptProblem``.
    @discardableResult
    public func verify(_ leaf: TreeHash, signedBy keys: [VerifierKey]) throws(ReceiptProblem) -> Checkpoint {
        do {
            try note.verified(by: keys)
        } catch {
            throw .note(error)
        }
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(note.text)
        } catch {
            throw .checkpoint(error)
        }
        do {
            try InclusionProof(index: index, size: checkpoint.size, hashes: hashes).verify(leaf, in: checkpoint.root)
        } catch {
            throw .proof(error)
        }
        return checkpoint
    }
}

/// Why a receipt shows nothing.
public enum ReceiptProblem: Error, Hashable, Sendable {
    case otherFormat
    case malformed(line: Int)
    case note(NoteProblem)
    case checkpoint(CheckpointProblem)
    case proof(ProofProblem)
}
