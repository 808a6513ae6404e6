/// Somebody who looks at a log from time to time and remembers the last checkpoint.
///
/// A log that shows different people different histories is found out as soon as two of them compare.
public struct LogMonitor: Hashable, Sendable {
    public let origin: String
    public let keys: [VerifierKey]
    /// The last checkpoint that was seen, as it was signed.
    public private(set) var last: SignedNote?

    public init(origin: String, keys: [VerifierKey], last: SignedNote? = nil) {
        self.origin = origin
        self.keys = keys
        self.last = last
    }

    /// Takes a newer checkpoint over the last one.
    ///
    /// - Parameter proof: asked for the proof between two sizes where both are above 0 and differ.
    /// - Returns: the checkpoint.
    /// - Throws: ``SplitView``, which holds both signed checkpoints; ``NoteProblem``, ``CheckpointProblem``, and what
    ///   `proof` throws.
    @discardableResult
    public mutating func observe(
        _ note: SignedNote, proof: (_ oldSize: UInt64, _ newSize: UInt64) throws -> ConsistencyProof
    ) throws -> Checkpoint {
        let checkpoint = try Checkpoint(note, signedBy: keys, origin: origin)
        guard let last else {
            self.last = note
            return checkpoint
        }
        let before = try Checkpoint(last, signedBy: keys, origin: origin)
        let (older, newer) = before.size <= checkpoint.size ? (before, checkpoint) : (checkpoint, before)
        do {
            let shown =
                older.size == 0 || older.size == newer.size
                ? ConsistencyProof(oldSize: older.size, newSize: newer.size, hashes: [])
                : try proof(older.size, newer.size)
            guard shown.oldSize == older.size, shown.newSize == newer.size else {
                throw ProofProblem.sizesOutOfOrder(old: shown.oldSize, new: shown.newSize)
            }
            try shown.verify(from: older.root, to: newer.root)
        } catch let problem as ProofProblem {
            throw SplitView(earlier: last, later: note, problem: problem)
        }
        if checkpoint.size >= before.size { self.last = note }
        return checkpoint
    }
}

/// Two checkpoints, both signed by the log, of which neither continues the other, or of which it can't show that one
/// does: evidence that anybody with the key of the log can check.
public struct SplitView: Error, Hashable, Sendable {
    public let earlier: SignedNote
    public let later: SignedNote
    public let problem: ProofProblem
}
