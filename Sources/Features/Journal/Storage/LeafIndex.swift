import TransparencyLog

/// Where a leaf stands in a log, found by its hash. The database has no such index, so that it can't say in which order
/// somebody's votes came.
///
/// For every 65,536 leaves there is a file of sorted (first eight bytes of the hash, place) beside the published ones. It
/// can be made anew from the tiles at any time; what came after the last of them is searched in the tiles themselves.
///
/// - Complexity: a binary search for each 65,536 leaves, and up to 256 tiles.
struct LeafIndex: Sendable {
    static let segmentWidth: UInt64 = 65_536
    private static let recordSize = 10

    let files: FileTileStore
    let published: PublishedLog
    let name: String

    /// - Parameter folder: not one that is published.
    init(folder: String, published: PublishedLog, log: LogID, epoch: Int) {
        files = FileTileStore(folder: folder)
        self.published = published
        name = "\(log).\(epoch)"
    }

    /// The indices of those leaves that are among the first `size`.
    func indices(of leaves: [TreeHash], size: UInt64) throws -> [TreeHash: UInt64] {
        var missing = Set(leaves)
        var found: [TreeHash: UInt64] = [:]
        let segments = size / Self.segmentWidth
        for segment in (0..<segments).reversed() where !missing.isEmpty {
            let records = try records(of: segment)
            for leaf in missing {
                for place in Self.places(of: leaf, in: records) {
                    let index = segment * Self.segmentWidth + place
                    if try hashes(of: index >> 8, size: size)[Int(index & 255)] == leaf { found[leaf] = index }
                }
            }
            missing.subtract(found.keys)
        }
        var tile = segments * Self.segmentWidth >> 8
        while tile << 8 < size, !missing.isEmpty {
            for (place, hash) in try hashes(of: tile, size: size).enumerated() where missing.contains(hash) {
                found[hash] = tile << 8 | UInt64(place)
                missing.remove(hash)
            }
            tile += 1
        }
        return found
    }

    private func hashes(of tile: UInt64, size: UInt64) throws -> [TreeHash] {
        guard let path = TileLayout(size: size).path(of: .hashes(level: 0), index: tile) else { return [] }
        guard let hashes = try published.store.hashes(path) else { throw TileProblem.missing(path) }
        return hashes
    }

    private func records(of segment: UInt64) throws -> [UInt8] {
        let file = "\(name)/\(segment)"
        if let bytes = try files.read(file), bytes.count == Int(Self.segmentWidth) * Self.recordSize { return bytes }
        var records: [(prefix: UInt64, place: UInt16)] = []
        records.reserveCapacity(Int(Self.segmentWidth))
        for tile in 0..<Self.segmentWidth >> 8 {
            let hashes = try hashes(of: segment << 8 | tile, size: (segment + 1) * Self.segmentWidth)
            for hash in hashes { records.append((Self.prefix(of: hash), UInt16(records.count))) }
        }
        records.sort { ($0.prefix, $0.place) < ($1.prefix, $1.place) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records.count * Self.recordSize)
        for record in records {
            withUnsafeBytes(of: record.prefix.bigEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: record.place.bigEndian) { bytes.append(contentsOf: $0) }
        }
        try files.write(bytes, to: file)
        return bytes
    }

    private static func prefix(of hash: TreeHash) -> UInt64 { hash.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    private static func places(of leaf: TreeHash, in records: [UInt8]) -> [UInt64] {
        func prefix(_ record: Int) -> UInt64 {
            records[record * recordSize..<record * recordSize + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        let wanted = Self.prefix(of: leaf)
        var (low, high) = (0, records.count / recordSize)
        while low < high {
            let middle = (low + high) / 2
            if prefix(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        var places: [UInt64] = []
        while low < records.count / recordSize, prefix(low) == wanted {
            let start = low * recordSize + 8
            places.append(UInt64(records[start]) << 8 | UInt64(records[start + 1]))
            low += 1
        }
        return places
    }
}
