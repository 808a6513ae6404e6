/// Where a tile or a bundle of entries is found, by the C2SP specification tlog-tiles.
///
///     tile/<level>/<index>[.p/<width>]       hashes
///     tile/entries/<index>[.p/<width>]       entries
///
/// The index is written in groups of three digits, all but the last with an `x` in front: 1234067 is `x001/x234/067`.
public struct TilePath: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Roots of subtrees of 256^level leaves each; 0 for the leaf hashes themselves.
        case hashes(level: Int)
        case entries
    }

    /// How many hashes or entries a full tile has.
    public static let fullWidth = 256
    static let highestLevel = 7

    public let kind: Kind
    public let index: UInt64
    /// 1 to 256.
    public let width: Int

    /// Nil for a width outside 1…256, a level outside 0…7 or an index no tree of 2^64 leaves has.
    public init?(_ kind: Kind, index: UInt64, width: Int = fullWidth) {
        if case .hashes(let level) = kind, !(0...Self.highestLevel).contains(level) { return nil }
        guard (1...Self.fullWidth).contains(width), index <= UInt64.max >> 8 else { return nil }
        self.kind = kind
        self.index = index
        self.width = width
    }

    public var isFull: Bool { width == Self.fullWidth }

    /// The same tile when it is full.
    public var full: TilePath { TilePath(kind, index: index) ?? self }

    public var text: String {
        let start =
            switch kind {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            }
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1_000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1_000
        } while rest > 0
        let last = groups.removeFirst()
        return start + groups.reversed().map { "x\($0)/" }.joined() + last + (isFull ? "" : ".p/\(width)")
    }

    /// Nil for anything but the one way to write a path.
    ///
    /// What is asked for from outside is read into numbers here and written anew, so that no path of a file ever comes from
    /// outside.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 64 else { return nil }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.count >= 3, parts.removeFirst() == "tile", let head = parts.popFirst() else { return nil }
        let kind: Kind
        if head == "entries" {
            kind = .entries
        } else {
            guard head.utf8.count == 1, let level = Int(head) else { return nil }
            kind = .hashes(level: level)
        }
        var width = Self.fullWidth
        if let last = parts.last, let place = parts.dropLast().last, place.hasSuffix(".p") {
            guard last.utf8.count <= 3, let found = Int(last), (1..<Self.fullWidth).contains(found) else { return nil }
            width = found
            parts.removeLast(2)
            parts.append(place.dropLast(2))
        }
        var index: UInt64 = 0
        for (place, part) in zip(parts.indices, parts) {
            let digits = place == parts.indices.last ? part[...] : part.dropFirst()
            guard place == parts.indices.last || part.hasPrefix("x"), digits.utf8.count == 3,
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt64(digits)
            else { return nil }
            let (shifted, hasOverflown) = index.multipliedReportingOverflow(by: 1_000)
            let (sum, isTooMuch) = shifted.addingReportingOverflow(value)
            guard !hasOverflown, !isTooMuch else { return nil }
            index = sum
        }
        guard !parts.isEmpty, let path = TilePath(kind, index: index, width: width), path.text == text else {
            return nil
        }
        self = path
    }
}

extension TilePath: CustomStringConvertible {
    public var description: String { text }
}

/// Which tiles a tree of a size has.
public struct TileLayout: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        public let level: Int
        /// How many full tiles; they are 0 ..< `full`.
        public let full: UInt64
        /// The width of the tile after them; 0 where there is none.
        public let partialWidth: Int
    }

    public let size: UInt64
    /// From the leaf hashes up to the level of fewer than 256 hashes.
    public let levels: [Level]

    public init(size: UInt64) {
        self.size = size
        var levels: [Level] = []
        var hashes = size
        while hashes > 0, levels.count <= TilePath.highestLevel {
            levels.append(Level(level: levels.count, full: hashes >> 8, partialWidth: Int(hashes & 255)))
            hashes >>= 8
        }
        self.levels = levels
    }

    /// How wide a tile of this tree is; 0 for one it does not have.
    public func width(of kind: TilePath.Kind, index: UInt64) -> Int {
        let level = if case .hashes(let level) = kind { level } else { 0 }
        guard levels.indices.contains(level) else { return 0 }
        if index < levels[level].full { return TilePath.fullWidth }
        return index == levels[level].full ? levels[level].partialWidth : 0
    }

    /// The tile of this tree at an index, as wide as it is; nil where the tree has none.
    public func path(of kind: TilePath.Kind, index: UInt64) -> TilePath? {
        TilePath(kind, index: index, width: width(of: kind, index: index))
    }
}
