/// What a log asks of a witness: to sign a checkpoint, with the proof that it continues the last one (C2SP tlog-witness).
///
///     old <size>
///     <hash in base64>…
///     <empty line>
///     <checkpoint>
public struct AddCheckpoint: Hashable, Sendable {
    static let mostHashes = 63

    /// The size of the checkpoint the witness signed last, as far as the log knows.
    public let oldSize: UInt64
    public let proof: [TreeHash]
    public let note: SignedNote

    public init(oldSize: UInt64, proof: [TreeHash], note: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    /// - Throws: ``WitnessRefusal/malformed``.
    public init(_ bytes: [UInt8]) throws(WitnessRefusal) {
        guard let body = String(validating: bytes, as: UTF8.self), !body.utf8.contains(0x0D) else { throw .malformed }
        var lines = body.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.hasPrefix("old "), let size = UInt64(first.dropFirst(4)),
            String(size) == first.dropFirst(4), size <= UInt64(Int64.max)
        else { throw .malformed }
        var proof: [TreeHash] = []
        while let line = lines.popFirst(), !line.isEmpty {
            guard proof.count < Self.mostHashes, let hash = TreeHash(base64: line) else { throw .malformed }
            proof.append(hash)
        }
        guard let note = try? SignedNote(parsing: lines.joined(separator: "\n")) else { throw .malformed }
        oldSize = size
        self.proof = proof
        self.note = note
    }

    public var bytes: [UInt8] {
        Array("old \(oldSize)\n\(proof.map { "\($0.base64)\n" }.joined())\n\(note.note)".utf8)
    }
}

/// When a witness signs: only what continues everything it has signed of that log.
public enum WitnessRules {
    /// - Parameters:
    ///   - logs: the keys of each log the witness knows, by origin.
    ///   - last: what it signed last of a log; nil for nothing yet.
    /// - Returns: the checkpoint to keep and then to sign. Keeping must come first and must be one step with asking for
    ///   `last`, or two requests at once get two histories signed.
    /// - Throws: ``WitnessRefusal``.
    public static func judge(
        _ request: AddCheckpoint, logs: [String: [VerifierKey]], last: (String) throws -> Checkpoint?
    ) throws -> Checkpoint {
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(request.note.text)
        } catch {
            throw WitnessRefusal.malformed
        }
        guard let keys = logs[checkpoint.origin] else { throw WitnessRefusal.unknownLog }
        do {
            try request.note.verified(by: keys)
        } catch {
            throw WitnessRefusal.notSigned
        }
        guard request.oldSize <= checkpoint.size else { throw WitnessRefusal.malformed }
        let known = try last(checkpoint.origin) ?? Checkpoint(origin: checkpoint.origin, size: 0, root: .emptyTree)
        guard request.oldSize == known.size else { throw WitnessRefusal.otherSize(known.size) }
        do {
            try ConsistencyProof(oldSize: known.size, newSize: checkpoint.size, hashes: request.proof)
                .verify(from: known.root, to: checkpoint.root)
        } catch {
            throw WitnessRefusal.notConsistent(error)
        }
        return checkpoint
    }
}

/// Why a witness does not sign.
public enum WitnessRefusal: Error, Hashable, Sendable {
    case malformed
    case unknownLog
    case notSigned
    /// The log thinks the witness is elsewhere than it is.
    case otherSize(UInt64)
    /// The checkpoint does not continue the one signed before: somebody may be shown another history.
    case notConsistent(ProofProblem)

    /// The status of HTTP the specification gives it.
    public var status: Int {
        switch self {
        case .malformed: 400
        case .unknownLog: 404
        case .notSigned: 403
        case .otherSize: 409
        case .notConsistent: 422
        }
    }
}
