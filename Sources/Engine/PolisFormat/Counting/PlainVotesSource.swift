/// A votes file as rows at places.
struct PlainVotesSource {
    private let bytes: PlacedBytes
    private let columns: PlainVoteColumns
    /// After the header.
    private let start: Int
    /// Before any blank lines at the end.
    private let end: Int
    private let limits: PolisLimits

    /// How far from a place its line and the lines around it are looked for.
    private static let window = 1 << 13

    init?(_ bytes: PlacedBytes, name: String, limits: PolisLimits) {
        let head = Self.copy(bytes, 0..<min(Self.window, bytes.count))
        guard let lineEnd = head?.firstIndex(of: lineFeed), let header = head?[...lineEnd],
            var reader = try? CSVReader(file: name, bytes: Array(header), limits: limits),
            (try? reader.readHeader()) != nil, let columns = PlainVoteColumns(header: reader),
            let tail = Self.copy(bytes, max(lineEnd + 1, bytes.count - Self.window)..<bytes.count)
        else { return nil }
        let blank = tail.reversed().prefix { $0 == lineFeed || $0 == carriageReturn }
        guard blank.count < Self.window else { return nil }
        // A return without its line feed is an error.
        for (index, byte) in blank.enumerated() where byte == carriageReturn {
            guard index > 0, tail[tail.count - index] == lineFeed else { return nil }
        }
        self.bytes = bytes
        self.columns = columns
        self.limits = limits
        start = lineEnd + 1
        end = bytes.count - blank.count
    }

    private static func copy(_ bytes: PlacedBytes, _ range: Range<Int>) -> [UInt8]? {
        bytes.read(range) { Array(UnsafeBufferPointer(start: $0, count: range.count)) }
    }

    /// Does something with each row; the range begins and ends where rows do.
    ///
    /// - Returns: false when a row is not plain.
    @inline(__always)
    func forEachRow(in range: Range<Int>, _ body: (PlainVoteRow) -> Void) -> Bool {
        if range.isEmpty { return true }
        return bytes.read(range) { first -> Bool? in
            columns.roles.withUnsafeBufferPointer { roles in
                var row = PlainVoteRow()
                var position = first
                let last = first + range.count
                while position < last {
                    let rowStart = position
                    guard row.read(&position, roles: roles), position - rowStart <= limits.cellBytes else {
                        return false
                    }
                    body(row)
                }
                return true
            }
        } ?? false
    }

    /// Places that cut the file into pieces of about a length, between rows that are not of the same pair of participant and
    /// statement. Nil when a place has no line end near it.
    func bounds(pieceLength: Int) -> [Int]? {
        guard start < end else { return [start, end] }
        var bounds = [start]
        while let last = bounds.last, end - last > 2 * pieceLength {
            guard let bound = bound(near: last + pieceLength), bound > last else { return nil }
            bounds.append(bound)
        }
        if bounds.last != end { bounds.append(end) }
        return bounds
    }

    private func bound(near place: Int) -> Int? {
        let range = place..<min(end, place + Self.window)
        // What is left is one piece, if there is nothing to cut.
        let otherwise = range.upperBound == end ? end : nil
        return bytes.read(range) { first in
            columns.roles.withUnsafeBufferPointer { roles -> Int? in
                let text = UnsafeBufferPointer(start: first, count: range.count)
                guard let lineEnd = text.firstIndex(of: lineFeed), let complete = text.lastIndex(of: lineFeed) else {
                    return otherwise
                }
                var row = PlainVoteRow()
                var position = first + lineEnd + 1
                var previous: UInt64?
                while position <= first + complete {
                    let rowStart = position
                    guard row.read(&position, roles: roles) else { return nil }
                    if let previous, previous != row.pair { return place + (rowStart - first) }
                    previous = row.pair
                }
                return otherwise
            }
        }
    }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
