/// Up to 256 entries of a log as they are stored, with the hash that was computed of each.
public struct CheckedBundle: Sendable {
    /// The index of the first entry.
    public let start: UInt64
    public let hashes: [TreeHash]
    private let bytes: [UInt8]
    private let places: [Range<Int>]

    /// - Parameter mayHaveMore: the file may have become fuller since.
    /// - Throws: ``TileProblem/undecodable(_:)`` unless the bytes are as many entries as the path says, and nothing else.
    init(_ bytes: [UInt8], at path: TilePath, mayHaveMore: Bool) throws(TileProblem) {
        var places: [Range<Int>] = []
        places.reserveCapacity(path.width)
        var place = 0
        while place < bytes.count {
            guard bytes.count - place >= 2, places.count < TilePath.fullWidth else { throw .undecodable(path) }
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            place += 2
            guard bytes.count - place >= length else { throw .undecodable(path) }
            places.append(place..<place + length)
            place += length
        }
        guard places.count == path.width || mayHaveMore && places.count > path.width else {
            throw .undecodable(path)
        }
        places.removeLast(places.count - path.width)
        self.bytes = bytes
        self.places = places
        start = path.index << 8
        hashes = bytes.withUnsafeBytes { buffer in
            places.map { TreeHash.leaf(UnsafeRawBufferPointer(rebasing: buffer[$0])) }
        }
    }

    /// Hands over every entry in order. The bytes are there for the time of the call only.
    public func forEachEntry(
        _ body: (_ index: UInt64, _ entry: UnsafeRawBufferPointer, _ hash: TreeHash) throws -> Void
    ) rethrows {
        try bytes.withUnsafeBytes { buffer in
            for (offset, place) in places.enumerated() {
                try body(start + UInt64(offset), UnsafeRawBufferPointer(rebasing: buffer[place]), hashes[offset])
            }
        }
    }

    /// The root of the tree over these entries alone.
    var root: TreeHash { TreeHash.root(of: hashes) }
}

extension TreeHash {
    /// The root of the tree whose leaves these are; their number is a power of two.
    static func root(of hashes: [TreeHash]) -> TreeHash {
        guard hashes.count > 1 else { return hashes.first ?? .emptyTree }
        var hashes = hashes
        var count = hashes.count
        while count > 1 {
            count /= 2
            for place in 0..<count { hashes[place] = node(hashes[2 * place], hashes[2 * place + 1]) }
        }
        return hashes[0]
    }
}
