/// Goes through the files of a log from the entries up and finds the first thing that does not fit.
///
/// It hashes every entry anew and builds every tile from them; what is stored is only compared with. It shares no code with
/// ``TreeFrontier`` and ``TileWriter``, which made the log.
///
/// - Complexity: O(*n*) time; memory for one tile of each level.
public struct LogCheck<Store: TileStore> {
    private let store: Store
    private let layout: TileLayout
    /// Hashes of the levels above that wait until there are 256 of them.
    private var pending: [[TreeHash]]

    /// - Parameter size: how many entries the log says it has.
    public init(_ store: Store, size: UInt64) {
        self.store = store
        layout = TileLayout(size: size)
        pending = layout.levels.map { _ in [] }
    }

    /// - Parameters:
    ///   - roots: roots of earlier or the last checkpoint, by size; each must be the root of that many entries.
    ///   - visit: looks at each entry, in order; throws to say that something is wrong with it.
    /// - Throws: ``Inconsistency``, what the store throws and what `visit` throws.
    public mutating func run(
        roots: [UInt64: TreeHash] = [:], visit: (UInt64, [UInt8]) throws -> Void = { _, _ in }
    ) throws {
        var wanted = roots.keys.sorted()[...]
        try check(roots, until: 0, &wanted)
        var index: UInt64 = 0
        var bundle: UInt64 = 0
        while let path = layout.path(of: .entries, index: bundle) {
            let entries: [[UInt8]]
            do {
                entries = try store.entries(path)
            } catch let problem as TileProblem {
                throw Inconsistency.files(problem)
            }
            var hashes: [TreeHash] = []
            hashes.reserveCapacity(entries.count)
            for entry in entries {
                let hash = TreeHash.leaf(entry)
                // A checkpoint may end inside of a bundle.
                hashes.append(hash)
                try visit(index, entry)
                index += 1
                if wanted.first == index { try check(roots, inside: hashes, until: index, &wanted) }
            }
            try compare(hashes, level: 0, index: bundle)
            bundle += 1
        }
        if let size = wanted.first { throw Inconsistency.tooShort(size: layout.size, wanted: size) }
    }

    /// Compares one tile with what was computed, and hands its root to the level above.
    private mutating func compare(_ hashes: [TreeHash], level: Int, index: UInt64) throws {
        guard let path = layout.path(of: .hashes(level: level), index: index) else { return }
        guard let stored = try store.hashes(path) else { throw Inconsistency.files(.missing(path)) }
        if let place = hashes.indices.first(where: { stored[$0] != hashes[$0] }) {
            let at = index << 8 | UInt64(place)
            throw level == 0
                ? Inconsistency.leafDiffers(index: at, computed: hashes[place], stored: stored[place])
                : Inconsistency.nodeDiffers(path, place: place, computed: hashes[place], stored: stored[place])
        }
        guard path.isFull, pending.indices.contains(level + 1) else { return }
        pending[level + 1].append(Self.root(of: hashes))
        if pending[level + 1].count == TilePath.fullWidth {
            let full = pending[level + 1]
            pending[level + 1] = []
            try compare(full, level: level + 1, index: index >> 8)
        } else if index + 1 == layout.levels[level].full, !pending[level + 1].isEmpty {
            // Nothing more is coming: the last tile of the level above is as wide as it gets.
            try compare(pending[level + 1], level: level + 1, index: index >> 8)
        }
    }

    private func check(
        _ roots: [UInt64: TreeHash], inside hashes: [TreeHash] = [], until size: UInt64,
        _ wanted: inout ArraySlice<UInt64>
    ) throws {
        guard wanted.first == size, let root = roots[size] else { return }
        wanted.removeFirst()
        // From the widest nodes on the left to the leaves of this bundle.
        var nodes: [(height: Int, hash: TreeHash)] = []
        for (level, waiting) in pending.enumerated().dropFirst().reversed() {
            nodes += Self.perfect(waiting, height: level * 8)
        }
        nodes += Self.perfect(hashes, height: 0)
        var computed = nodes.last?.hash ?? .emptyTree
        for node in nodes.dropLast().reversed() { computed = TreeHash.node(node.hash, computed) }
        guard computed == root else {
            throw Inconsistency.rootDiffers(size: size, computed: computed, signed: root)
        }
    }

    /// The hashes as the perfect subtrees they make, the largest first.
    private static func perfect(_ hashes: [TreeHash], height: Int) -> [(height: Int, hash: TreeHash)] {
        var rest = hashes[...]
        var nodes: [(height: Int, hash: TreeHash)] = []
        while !rest.isEmpty {
            let count = 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount)
            nodes.append((height + count.trailingZeroBitCount, root(of: Array(rest.prefix(count)))))
            rest = rest.dropFirst(count)
        }
        return nodes
    }

    private static func root(of hashes: [TreeHash]) -> TreeHash {
        var hashes = hashes
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { TreeHash.node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes.first ?? .emptyTree
    }
}

/// The first thing in a log that does not fit, with what shows it.
public enum Inconsistency: Error, Hashable, Sendable {
    /// A file is missing or can't be read.
    case files(TileProblem)
    /// The entry at an index is not the one its hash was made of.
    case leafDiffers(index: UInt64, computed: TreeHash, stored: TreeHash)
    /// A hash above the leaves is not the one that follows from them.
    case nodeDiffers(TilePath, place: Int, computed: TreeHash, stored: TreeHash)
    /// The entries do not lead to the root that was signed.
    case rootDiffers(size: UInt64, computed: TreeHash, signed: TreeHash)
    /// A checkpoint speaks of more entries than there are.
    case tooShort(size: UInt64, wanted: UInt64)
}
