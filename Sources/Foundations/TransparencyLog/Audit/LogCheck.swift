import Dispatch
import Synchronization

/// Goes through the files of a log from the entries up and finds the first thing that does not fit.
///
/// It hashes every entry anew and builds every tile from them; what is stored is only compared with. It shares no code with
/// ``TreeFrontier`` and ``TileWriter``, which made the log. Bundles are read and hashed on all cores, and taken in their order.
///
/// - Complexity: O(*n*) time; memory for some dozens of bundles and one tile of each level.
public struct LogCheck<Store: TileStore>: Sendable {
    /// How many bundles are in memory at once.
    private static var bundlesAtOnce: UInt64 { 64 }

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
        try run(roots: roots) {
            $0
        } then: { bundle in
            try bundle.forEachEntry { index, entry, _ in try visit(index, Array(entry)) }
        }
    }

    /// - Parameters:
    ///   - roots: roots of earlier or the last checkpoint, by size; each must be the root of that many entries.
    ///   - read: makes of a bundle what is to be known of it; called for several bundles at once.
    ///   - take: is handed what `read` made, in the order of the log.
    /// - Throws: ``Inconsistency``, what the store throws and what `read` and `take` throw: the first in the order of the log.
    public mutating func run<Reading: Sendable>(
        roots: [UInt64: TreeHash] = [:], reading read: @Sendable (CheckedBundle) throws -> Reading,
        then take: (Reading) throws -> Void
    ) throws {
        var wanted = roots.keys.sorted()[...]
        try check(roots, inside: [], from: 0, &wanted)
        let count = layout.levels.first.map { $0.full + ($0.partialWidth > 0 ? 1 : 0) } ?? 0
        var start: UInt64 = 0
        while start < count {
            let end = min(count, start + Self.bundlesAtOnce)
            for outcome in outcomes(of: start..<end, reading: read) {
                let found = try outcome.get()
                try take(try found.reading.get())
                // Before the roots, which say that something is wrong and not what.
                if let difference = found.difference { throw difference }
                try check(roots, inside: found.bundle.hashes, from: found.bundle.start, &wanted)
                if let root = found.root { try rise(root, level: 1, index: found.bundle.start >> 8) }
            }
            start = end
        }
        if let size = wanted.first { throw Inconsistency.tooShort(size: layout.size, wanted: size) }
    }

    private struct Found<Reading: Sendable>: Sendable {
        let bundle: CheckedBundle
        let reading: Result<Reading, any Error>
        /// Where the hashes that are stored differ.
        let difference: Inconsistency?
        /// Nil for a bundle that is not full.
        let root: TreeHash?
    }

    private func outcomes<Reading: Sendable>(
        of bundles: Range<UInt64>, reading read: @Sendable (CheckedBundle) throws -> Reading
    ) -> [Result<Found<Reading>, any Error>] {
        let found = Slots<Result<Found<Reading>, any Error>>()
        DispatchQueue.concurrentPerform(iterations: bundles.count) { place in
            found.put(Result { try look(at: bundles.lowerBound + UInt64(place), reading: read) }, at: place)
        }
        return found.all
    }

    private func look<Reading: Sendable>(
        at index: UInt64, reading read: (CheckedBundle) throws -> Reading
    ) throws -> Found<Reading> {
        guard let path = layout.path(of: .entries, index: index),
            let tile = layout.path(of: .hashes(level: 0), index: index)
        else { throw Inconsistency.tooShort(size: layout.size, wanted: index) }
        let bundle: CheckedBundle
        do {
            if let bytes = try store.read(path.text) {
                bundle = try CheckedBundle(bytes, at: path, mayHaveMore: false)
            } else if !path.isFull, let bytes = try store.read(path.full.text) {
                bundle = try CheckedBundle(bytes, at: path, mayHaveMore: true)
            } else {
                throw TileProblem.missing(path)
            }
        } catch let problem as TileProblem {
            throw Inconsistency.files(problem)
        }
        return Found(
            bundle: bundle, reading: Result { try read(bundle) }, difference: try difference(of: bundle, from: tile),
            root: path.isFull ? bundle.root : nil)
    }

    /// The first leaf whose stored hash is another one.
    private func difference(of bundle: CheckedBundle, from path: TilePath) throws -> Inconsistency? {
        guard let bytes = try store.tile(path), bytes.count.isMultiple(of: TreeHash.byteCount),
            bytes.count >= path.width * TreeHash.byteCount
        else { return .files(.missing(path)) }
        return bytes.withUnsafeBytes { stored in
            for (place, hash) in bundle.hashes.enumerated() {
                let found = TreeHash(unaligned: stored, at: place * TreeHash.byteCount)
                if found != hash {
                    return .leafDiffers(index: bundle.start + UInt64(place), computed: hash, stored: found)
                }
            }
            return nil
        }
    }

    /// Hands the root of a full tile to the level above, whose tile is compared once all below it are there.
    private mutating func rise(_ root: TreeHash, level: Int, index: UInt64) throws {
        guard pending.indices.contains(level) else { return }
        pending[level].append(root)
        if pending[level].count == TilePath.fullWidth {
            let full = pending[level]
            pending[level] = []
            try compare(full, level: level, index: index >> 8)
            try rise(TreeHash.root(of: full), level: level + 1, index: index >> 8)
        } else if index + 1 == layout.levels[level - 1].full {
            // Nothing more is coming: the last tile of the level is as wide as it gets.
            try compare(pending[level], level: level, index: index >> 8)
        }
    }

    private func compare(_ hashes: [TreeHash], level: Int, index: UInt64) throws {
        guard let path = layout.path(of: .hashes(level: level), index: index) else { return }
        guard let stored = try store.hashes(path) else { throw Inconsistency.files(.missing(path)) }
        if let place = hashes.indices.first(where: { stored[$0] != hashes[$0] }) {
            throw Inconsistency.nodeDiffers(path, place: place, computed: hashes[place], stored: stored[place])
        }
    }

    /// Looks at every wanted root that lies inside of a bundle or at its end.
    private func check(
        _ roots: [UInt64: TreeHash], inside hashes: [TreeHash], from start: UInt64, _ wanted: inout ArraySlice<UInt64>
    ) throws {
        while let size = wanted.first, size <= start + UInt64(hashes.count), let root = roots[size] {
            wanted.removeFirst()
            // From the widest nodes on the left to the leaves of this bundle.
            var nodes: [TreeHash] = []
            for waiting in pending.dropFirst().reversed() { nodes += Self.perfect(waiting[...]) }
            nodes += Self.perfect(hashes.prefix(Int(size - start)))
            var computed = nodes.last ?? .emptyTree
            for node in nodes.dropLast().reversed() { computed = TreeHash.node(node, computed) }
            guard computed == root else {
                throw Inconsistency.rootDiffers(size: size, computed: computed, signed: root)
            }
        }
    }

    /// The roots of the perfect subtrees that the hashes make, the largest first.
    private static func perfect(_ hashes: ArraySlice<TreeHash>) -> [TreeHash] {
        var rest = hashes
        var nodes: [TreeHash] = []
        while !rest.isEmpty {
            let count = 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount)
            nodes.append(TreeHash.root(of: Array(rest.prefix(count))))
            rest = rest.dropFirst(count)
        }
        return nodes
    }
}

/// What several threads made, by place.
private final class Slots<Value: Sendable>: Sendable {
    private let values = Mutex<[(place: Int, value: Value)]>([])

    func put(_ value: Value, at place: Int) { values.withLock { $0.append((place, value)) } }

    var all: [Value] { values.withLock { $0 }.sorted { $0.place < $1.place }.map(\.value) }
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
