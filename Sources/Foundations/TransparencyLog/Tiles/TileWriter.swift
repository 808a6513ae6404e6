/// Makes the tiles of a log as it grows.
///
/// Between publications it holds the hashes of the last, unfinished tile of each level and the entries of the last bundle:
/// at most 2,048 hashes and 255 entries, whatever the size.
public struct TileWriter: Sendable {
    public struct File: Hashable, Sendable {
        public let path: TilePath
        public let bytes: [UInt8]
    }

    /// The hashes of the unfinished tile of each level.
    private var levels: [[TreeHash]] = []
    private var bundle: [[UInt8]] = []
    /// How many tiles of each level are finished.
    private var finished: [UInt64] = []
    private var files: [File] = []
    public private(set) var size: UInt64 = 0

    /// For a log without entries.
    public init() {}

    /// Goes on where a published log ends.
    ///
    /// - Throws: ``TileProblem`` where a tile of its right edge is missing, and what the store throws.
    public init(continuing store: some TileStore, size: UInt64) throws {
        let layout = TileLayout(size: size)
        self.size = size
        for level in layout.levels {
            finished.append(level.full)
            levels.append([])
            guard level.partialWidth > 0 else { continue }
            guard let path = layout.path(of: .hashes(level: level.level), index: level.full) else { continue }
            guard let hashes = try store.hashes(path) else { throw TileProblem.missing(path) }
            levels[level.level] = hashes
        }
        guard let entries = layout.levels.first, entries.partialWidth > 0,
            let path = layout.path(of: .entries, index: entries.full)
        else { return }
        bundle = try store.entries(path)
    }

    public mutating func append(_ entry: [UInt8]) {
        bundle.append(entry)
        if bundle.count == TilePath.fullWidth {
            finish(.entries, index: size >> 8, bytes: EntryBundle(bundle).bytes)
            bundle = []
        }
        append(.leaf(entry), level: 0)
        size += 1
    }

    private mutating func append(_ hash: TreeHash, level: Int) {
        if level == levels.count {
            levels.append([])
            finished.append(0)
        }
        levels[level].append(hash)
        guard levels[level].count == TilePath.fullWidth else { return }
        finish(.hashes(level: level), index: finished[level], bytes: levels[level].flatMap(\.bytes))
        var hashes = levels[level]
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { TreeHash.node(hashes[$0], hashes[$0 + 1]) }
        }
        levels[level] = []
        finished[level] += 1
        append(hashes[0], level: level + 1)
    }

    private mutating func finish(_ kind: TilePath.Kind, index: UInt64, bytes: [UInt8]) {
        if let path = TilePath(kind, index: index) { files.append(File(path: path, bytes: bytes)) }
    }

    /// The files that came since the last time, the unfinished ones as they are now. The writer forgets them.
    public mutating func takeFiles() -> [File] {
        var taken = files
        files = []
        for (level, hashes) in levels.enumerated() {
            guard let path = TilePath(.hashes(level: level), index: finished[level], width: hashes.count) else {
                continue
            }
            taken.append(File(path: path, bytes: hashes.flatMap(\.bytes)))
        }
        if let path = TilePath(.entries, index: size >> 8, width: bundle.count) {
            taken.append(File(path: path, bytes: EntryBundle(bundle).bytes))
        }
        return taken
    }

    /// The root of everything so far, from the unfinished tiles.
    public var root: TreeHash {
        var subtrees: [TreeHash] = []
        for hashes in levels.reversed() {
            var edge = TreeFrontier()
            for hash in hashes { edge.append(hash) }
            subtrees += edge.subtrees
        }
        return TreeFrontier(size: size, subtrees: subtrees)?.root ?? .emptyTree
    }
}
