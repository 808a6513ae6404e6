import LinearAlgebra

/// The rows of a votes file in which nothing needs a closer look, read on all cores into four bytes for each vote.
///
/// Where anything is unusual (quotation marks, large ids, an error) there is no result, and the file is left to
/// ``VotesFile``, which reads every export and knows what is wrong with it.
///
/// The file is cut at line ends into pieces. Each piece becomes a list of votes sorted by blocks of people, so that
/// ``PlainVoteBlocks`` finds all votes of a person close together, wherever they stand in the file.
struct PlainVotes {
    let pieces: [Piece]
    /// Where each piece begins, and where the last one ends.
    let bounds: [Int]
    let source: PlainVotesSource

    struct Piece {
        /// Participant within the block, statement and choice of each vote; block after block, in the order of the file.
        var codes: PieceCodes
        /// For each block where it begins among the codes, and where the last one ends.
        var blockStarts: [UInt32]
        /// How often each choice was made, four places for each statement, the last of which is not used.
        var choiceCounts: [UInt32]
        /// Statement and choice of the first vote of each author on their own statement in the piece.
        var authorVotes: [UInt32]
        var rowCount: Int
        var hasSeconds: Bool
    }

    /// Sixteen bits of a statement and two of a choice.
    static let codeBits = 18
    /// A block is the people whose ids differ in the last twelve bits alone.
    static let blockBits = 12
    static let pieceLength = 1 << 22

    /// - Parameters:
    ///   - authors: for each statement who wrote it, where that is known.
    ///   - pieceLength: bytes of a piece, about.
    init?(
        _ bytes: PlacedBytes, name: String, authors: [Int: Int], limits: PolisLimits,
        pieceLength: Int = PlainVotes.pieceLength
    ) {
        guard bytes.count <= limits.bytes,
            let source = PlainVotesSource(bytes, name: name, limits: limits),
            let bounds = source.bounds(pieceLength: pieceLength)
        else { return nil }
        let table = AuthorTable(authors)
        let pieces = concurrentMap(bounds.count - 1) { piece in
            Self.piece(source, bounds[piece]..<bounds[piece + 1], authors: table)
        }
        let plain = pieces.compactMap { $0 }
        guard plain.count == pieces.count, plain.reduce(1, { $0 + $1.rowCount }) <= limits.rows else { return nil }
        self.pieces = plain
        self.bounds = bounds
        self.source = source
    }

    var rowCount: Int { pieces.reduce(0) { $0 + $1.rowCount } }

    var hasSeconds: Bool { pieces.contains(where: \.hasSeconds) }

    private static func piece(_ source: PlainVotesSource, _ range: Range<Int>, authors: AuthorTable) -> Piece? {
        // No row is shorter than "0,0,0" and its line end.
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: range.count / 6 + 1) { votes -> Piece? in
            guard let codes = PieceCodes(count: 0) else { return nil }
            var piece = Piece(
                codes: codes, blockStarts: [], choiceCounts: [UInt32](repeating: 0, count: 4_096), authorVotes: [],
                rowCount: 0, hasSeconds: false)
            var authors = authors
            var count = 0
            var previousPair = UInt64.max
            var previousTime: Int64 = -1
            var largest: UInt64 = 0
            let isPlain = source.forEachRow(in: range) { row in
                let code = row.pair << 2 | UInt64(truncatingIfNeeded: row.choice)
                let place = row.statement << 2 | row.choice
                while place >= piece.choiceCounts.count {
                    piece.choiceCounts += [UInt32](repeating: 0, count: piece.choiceCounts.count)
                }
                piece.choiceCounts[place] &+= 1
                piece.rowCount += 1
                if row.isInSeconds { piece.hasSeconds = true }
                if authors.isFirst(row) { piece.authorVotes.append(UInt32(truncatingIfNeeded: place)) }
                if row.pair == previousPair {
                    if previousTime >= 0, row.time >= 0, row.time < previousTime { return }
                    votes[count - 1] = code
                } else {
                    votes[count] = code
                    count += 1
                    previousPair = row.pair
                }
                previousTime = row.time
                largest = max(largest, code)
            }
            guard isPlain else { return nil }
            guard let codes = PieceCodes(count: count) else { return nil }
            piece.codes = codes
            sort(votes[..<count], largest: largest, into: &piece)
            return piece
        }
    }

    private static func sort(
        _ votes: Slice<UnsafeMutableBufferPointer<UInt64>>, largest: UInt64, into piece: inout Piece
    ) {
        let votes = UnsafeMutableBufferPointer(rebasing: votes)
        let shift = UInt64(codeBits + blockBits)
        var starts = [UInt32](repeating: 0, count: Int(largest >> shift) + 2)
        for vote in votes { starts[Int(truncatingIfNeeded: vote >> shift) + 1] &+= 1 }
        for block in 1..<starts.count { starts[block] &+= starts[block - 1] }
        piece.blockStarts = starts
        let codes = piece.codes.numbers
        for vote in votes {
            let block = Int(truncatingIfNeeded: vote >> shift)
            codes[Int(starts[block])] = UInt32(truncatingIfNeeded: vote & (1 << shift - 1))
            starts[block] &+= 1
        }
    }
}

/// Who wrote each statement, for finding the votes of authors on what they wrote themselves.
private struct AuthorTable {
    private var authors: [Int32]

    init(_ known: [Int: Int]) {
        authors = []
        for (statement, author) in known where (0...PlainVoteRow.largestStatement).contains(statement) {
            while authors.count <= statement { authors.append(-1) }
            authors[statement] = Int32(exactly: author) ?? -1
        }
    }

    /// Whether this is an author's vote on their own statement, the first that was asked about.
    mutating func isFirst(_ row: PlainVoteRow) -> Bool {
        guard row.statement < authors.count, authors[row.statement] == row.participant else { return false }
        authors[row.statement] = -1
        return true
    }
}
