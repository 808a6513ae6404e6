/// That a tree only grew: everything in the old one is in the new one, at its place (RFC 9162, section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    public let oldSize: UInt64
    public let newSize: UInt64
    public let hashes: [TreeHash]

    public init(oldSize: UInt64, newSize: UInt64, hashes: [TreeHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// How many hashes a proof between trees of these sizes has.
    ///
    /// - Precondition: `oldSize <= newSize`.
    public static func length(from oldSize: UInt64, to newSize: UInt64) -> Int {
        guard oldSize > 0, oldSize < newSize else { return 0 }
        let shift = UInt64((oldSize).trailingZeroBitCount)
        let inner = InclusionProof.length(index: oldSize - 1, size: newSize)
        // Where the old tree is one perfect subtree, its own root need not be sent.
        return inner - Int(shift) + (oldSize.nonzeroBitCount == 1 ? 0 : 1)
    }

    /// - Throws: ``ProofProblem``, unless the tree with `newRoot` continues the one with `oldRoot`.
    public func verify(from oldRoot: TreeHash, to newRoot: TreeHash) throws(ProofProblem) {
        guard oldSize <= newSize else { throw .sizesOutOfOrder(old: oldSize, new: newSize) }
        let length = Self.length(from: oldSize, to: newSize)
        guard hashes.count == length else { throw .wrongLength(expected: length, found: hashes.count) }
        if oldSize == newSize {
            guard oldRoot == newRoot else { throw .rootsOfSameSizeDiffer(oldRoot, newRoot) }
            return
        }
        guard oldSize > 0 else {
            guard oldRoot == .emptyTree else { throw .oldRootDiffers(computed: .emptyTree, expected: oldRoot) }
            return
        }
        let shift = UInt64(oldSize.trailingZeroBitCount)
        var (place, last) = ((oldSize - 1) >> shift, (newSize - 1) >> shift)
        var rest = hashes[...]
        guard let start = oldSize.nonzeroBitCount == 1 ? oldRoot : rest.popFirst() else {
            throw .wrongLength(expected: length, found: hashes.count)
        }
        var (old, new) = (start, start)
        for hash in rest {
            if place & 1 == 1 || place == last {
                old = TreeHash.node(hash, old)
                new = TreeHash.node(hash, new)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = TreeHash.node(new, hash)
            }
            place >>= 1
            last >>= 1
        }
        guard old == oldRoot else { throw .oldRootDiffers(computed: old, expected: oldRoot) }
        guard new == newRoot else { throw .rootDiffers(computed: new, expected: newRoot) }
    }
}
