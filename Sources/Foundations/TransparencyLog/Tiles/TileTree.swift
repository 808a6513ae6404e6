/// A tree read from its tiles.
public struct TileTree<Store: TileStore>: TreeReader {
    public let store: Store
    public let layout: TileLayout

    public init(_ store: Store, size: UInt64) {
        self.store = store
        layout = TileLayout(size: size)
    }

    /// - Throws: ``TileProblem/missing(_:)`` and what the store throws.
    public func subtree(level: Int, index: UInt64) throws -> TreeHash {
        let (tileLevel, height) = (level / 8, UInt64(level % 8))
        // The hashes of the tile's level that lie under the node.
        let first = index << height
        let kind = TilePath.Kind.hashes(level: tileLevel)
        let width = layout.width(of: kind, index: first >> 8)
        guard let path = TilePath(kind, index: first >> 8, width: width) else {
            throw ProofProblem.indexOutsideTree(index: index, size: layout.size)
        }
        guard let tile = try store.hashes(path) else { throw TileProblem.missing(path) }
        let start = Int(first & 255)
        guard start + 1 << height <= tile.count else {
            throw ProofProblem.indexOutsideTree(index: index, size: layout.size)
        }
        var hashes = Array(tile[start..<start + 1 << height])
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { TreeHash.node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes[0]
    }
}

/// What is wrong with the files of a log.
public enum TileProblem: Error, Hashable, Sendable {
    /// Not there, or shorter than it must be.
    case missing(TilePath)
    /// Not the number of entries its name says, each behind its length.
    case undecodable(TilePath)
}
