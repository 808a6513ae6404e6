/// Up to 256 entries, each behind its length in two bytes, big-endian (tlog-tiles).
public struct EntryBundle: Hashable, Sendable {
    /// The longest entry that can be written.
    public static let longestEntry = 65_535

    public let entries: [[UInt8]]

    public init(_ entries: [[UInt8]]) {
        self.entries = entries
    }

    /// - Precondition: no entry is longer than ``longestEntry``.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
        for entry in entries {
            precondition(entry.count <= Self.longestEntry, "an entry of a bundle has at most 65,535 bytes")
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 255))
            bytes += entry
        }
        return bytes
    }

    /// Nil unless the bytes are this many entries and nothing else.
    public init?(_ bytes: [UInt8], width: Int) {
        self.init(anyNumber: bytes)
        guard entries.count == width else { return nil }
    }

    /// Nil unless the bytes are entries, at most 256 of them, and nothing else.
    public init?(anyNumber bytes: [UInt8]) {
        var entries: [[UInt8]] = []
        var place = 0
        while place < bytes.count {
            guard bytes.count - place >= 2, entries.count < TilePath.fullWidth else { return nil }
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            place += 2
            guard bytes.count - place >= length else { return nil }
            entries.append(Array(bytes[place..<place + length]))
            place += length
        }
        self.entries = entries
    }
}
