package import TransparencyLog

/// The end of a log as it is read back before it is signed.
///
/// Everything up to the last full bundle of the published part is taken from the published tiles; what follows is hashed
/// anew from the entries. It shares no code with ``TreeFrontier``, which computed the root that is to be confirmed.
package struct SealedPart<Store: TileStore>: TreeReader {
    private let published: TileTree<Store>
    /// The index of the first entry that was read back; a multiple of 256.
    private let start: UInt64
    private let leaves: [TreeHash]

    /// - Parameters:
    ///   - size: how much is published.
    ///   - entries: everything from the last full bundle of the published part on.
    package init(after size: UInt64, of store: Store, entries: [[UInt8]]) {
        published = TileTree(store, size: size)
        start = Self.start(after: size)
        leaves = entries.map { TreeHash.leaf($0) }
    }

    /// From which index on entries must be read back.
    package static func start(after size: UInt64) -> UInt64 { size & ~255 }

    package func subtree(level: Int, index: UInt64) throws -> TreeHash {
        if (index + 1) << UInt64(level) <= start { return try published.subtree(level: level, index: index) }
        guard level > 0 else {
            guard index >= start, index - start < UInt64(leaves.count) else {
                throw ProofProblem.indexOutsideTree(index: index, size: start + UInt64(leaves.count))
            }
            return leaves[Int(index - start)]
        }
        return TreeHash.node(
            try subtree(level: level - 1, index: index << 1), try subtree(level: level - 1, index: index << 1 | 1))
    }

    /// The first entry from `index` on that has another hash than the one noted when it was sealed.
    package func firstChanged(from index: UInt64, noted: [TreeHash]) -> UInt64? {
        for (offset, hash) in noted.enumerated() {
            let at = index + UInt64(offset)
            guard at >= start else { continue }
            guard at - start < UInt64(leaves.count), leaves[Int(at - start)] == hash else { return at }
        }
        return nil
    }
}
