/// That a leaf stands at an index of a tree of a size: the siblings on the way from the leaf to the root.
///
/// The steps are those of RFC 9162, section 2.1.3; the tree is that of RFC 6962.
public struct InclusionProof: Hashable, Sendable {
    public let index: UInt64
    public let size: UInt64
    /// The lowest sibling first.
    public let hashes: [TreeHash]

    public init(index: UInt64, size: UInt64, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// How many hashes a proof of this leaf has.
    ///
    /// - Precondition: `index < size`.
    public static func length(index: UInt64, size: UInt64) -> Int {
        let inner = (index ^ (size - 1)).bitLength
        return inner + (index >> UInt64(inner)).nonzeroBitCount
    }

    /// The root the hashes lead to.
    ///
    /// - Throws: ``ProofProblem`` for an index outside the tree or a wrong number of hashes.
    public func root(from leaf: TreeHash) throws(ProofProblem) -> TreeHash {
        guard index < size else { throw .indexOutsideTree(index: index, size: size) }
        let length = Self.length(index: index, size: size)
        guard hashes.count == length else { throw .wrongLength(expected: length, found: hashes.count) }
        var (place, last) = (index, size - 1)
        var root = leaf
        for hash in hashes {
            if place & 1 == 1 || place == last {
                root = TreeHash.node(hash, root)
                // A node without a sibling moves up as it is.
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                root = TreeHash.node(root, hash)
            }
            place >>= 1
            last >>= 1
        }
        return root
    }

    /// - Throws: ``ProofProblem``, unless the leaf is at this index of the tree with this root.
    public func verify(_ leaf: TreeHash, in root: TreeHash) throws(ProofProblem) {
        let computed = try self.root(from: leaf)
        guard computed == root else { throw .rootDiffers(computed: computed, expected: root) }
    }
}

extension UInt64 {
    /// The number of bits up to the highest one that is set.
    var bitLength: Int { bitWidth - leadingZeroBitCount }
}
