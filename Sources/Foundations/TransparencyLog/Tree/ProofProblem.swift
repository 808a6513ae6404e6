/// Why a proof proves nothing.
public enum ProofProblem: Error, Hashable, Sendable {
    /// The leaf would stand beyond the end of the tree.
    case indexOutsideTree(index: UInt64, size: UInt64)
    /// The second tree is smaller than the first: nothing can be consistent with what came after it.
    case sizesOutOfOrder(old: UInt64, new: UInt64)
    /// A proof between trees of these sizes has another number of hashes.
    case wrongLength(expected: Int, found: Int)
    /// The hashes lead to another root than the one that was signed.
    case rootDiffers(computed: TreeHash, expected: TreeHash)
    /// The hashes lead to another root of the earlier tree.
    case oldRootDiffers(computed: TreeHash, expected: TreeHash)
    /// Two trees of one size with different roots: the log has two histories.
    case rootsOfSameSizeDiffer(TreeHash, TreeHash)
}
