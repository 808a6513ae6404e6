import Synchronization

/// Where the files of a published log are: tiles, bundles and the checkpoint.
public protocol TileStore: Sendable {
    /// Nil for a file that is not there.
    func read(_ name: String) throws -> [UInt8]?
    /// Afterwards the file is there as a whole, even after a loss of power; a reader sees the old or the new one.
    func write(_ bytes: [UInt8], to name: String) throws
    /// A file that is not there is no error.
    func remove(_ name: String) throws
}

extension TileStore {
    /// The tile as it was asked for or, once it is full, the full one; nil where neither is there.
    public func tile(_ path: TilePath) throws -> [UInt8]? {
        if let bytes = try read(path.text) { return bytes }
        return path.isFull ? nil : try read(path.full.text)
    }

    /// The hashes of a tile; nil where it is not there or has too few of them.
    public func hashes(_ path: TilePath) throws -> [TreeHash]? {
        guard let bytes = try tile(path), bytes.count.isMultiple(of: TreeHash.byteCount),
            bytes.count >= path.width * TreeHash.byteCount
        else { return nil }
        return (0..<path.width).compactMap { place in
            TreeHash(bytes[place * TreeHash.byteCount..<(place + 1) * TreeHash.byteCount])
        }
    }
}

extension TileStore {
    /// The entries of a bundle; the first of the full one where the unfinished one is gone.
    ///
    /// - Throws: ``TileProblem``, and what the store throws.
    public func entries(_ path: TilePath) throws -> [[UInt8]] {
        if let bytes = try read(path.text) {
            guard let bundle = EntryBundle(bytes, width: path.width) else { throw TileProblem.undecodable(path) }
            return bundle.entries
        }
        guard !path.isFull, let bytes = try read(path.full.text) else { throw TileProblem.missing(path) }
        guard let bundle = EntryBundle(bytes, width: TilePath.fullWidth) else {
            throw TileProblem.undecodable(path.full)
        }
        return Array(bundle.entries.prefix(path.width))
    }
}

/// A log whose files are all in memory, for tests and for small ones.
public struct MemoryTileStore: TileStore {
    private let files: Files

    public init() { files = Files() }

    public func read(_ name: String) -> [UInt8]? { files.value.withLock { $0[name] } }
    public func write(_ bytes: [UInt8], to name: String) { files.value.withLock { $0[name] = bytes } }
    public func remove(_ name: String) { files.value.withLock { $0[name] = nil } }
    public var names: [String] { files.value.withLock { $0.keys.sorted() } }
}

private final class Files: Sendable {
    let value = Mutex<[String: [UInt8]]>([:])
}
