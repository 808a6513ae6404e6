import OpinionAnalysis

/// What one walk through all opened votes finds.
///
/// - Complexity: O(*votes*) time on all cores; memory for some hundred thousand votes, and five bytes for each where the
///   matrix is asked for.
struct OpenedVotes: Sendable {
    /// Of all commitments.
    private(set) var sum = KeyedSum()
    private(set) var published: UInt64 = 0
    private(set) var superseded: UInt64 = 0
    private(set) var withdrawn: UInt64 = 0
    /// By the place of the statement: the last votes that count.
    private(set) var tallies: [StatementVotes]
    /// Empty where it was not asked for.
    private(set) var matrix = Matrix()

    /// The last votes that count, person after person.
    struct Matrix: Sendable {
        fileprivate(set) var rowStarts = [0]
        fileprivate(set) var columns: [Int32] = []
        fileprivate(set) var values: [Int8] = []
        private var lastParticipant: Int?

        fileprivate mutating func append(_ more: ArraySlice<Int32>, _ choices: ArraySlice<Int8>, of participant: Int) {
            columns += more
            values += choices
            if participant == lastParticipant { rowStarts.removeLast() }
            rowStarts.append(columns.count)
            lastParticipant = participant
        }

        /// Gives the columns other places; those that get none must have no votes.
        mutating func move(to places: [Int32]) {
            for place in columns.indices { columns[place] = places[Int(columns[place])] }
        }
    }

    private static let blocksAtOnce: UInt64 = 8

    /// - Parameters:
    ///   - key: of the sum.
    ///   - excluded: batches whose votes do not count.
    ///   - columns: the column of each statement in the matrix, ascending for votes in their order; nil for a statement
    ///     whose votes belong to nothing.
    ///   - keepsMatrix: whether the matrix is wanted.
    ///   - votesInBlock: how many votes one core takes at a time.
    /// - Throws: ``ArchiveProblem/unreadable(file:)``.
    init(
        _ openings: SealedOpenings, key: RunKey, excluded: Set<[UInt8]>, columns: [Int32?], keepsMatrix: Bool,
        votesInBlock: UInt64 = 1 << 15
    ) throws {
        tallies = [StatementVotes](repeating: .init(), count: openings.statements.count)
        var start: UInt64 = 0
        while start < openings.count {
            let begin = start
            let blocks = min(Self.blocksAtOnce, (openings.count - start - 1) / votesInBlock + 1)
            let found = parallel(Int(blocks)) { number -> Result<Block, any Error> in
                let first = begin + UInt64(number) * votesInBlock
                let range = first..<min(openings.count, first + votesInBlock)
                return Result {
                    try Block(
                        range, of: openings, key: key, excluded: excluded, columns: columns, keepsMatrix: keepsMatrix)
                }
            }
            for block in found { take(try block.get()) }
            start = min(openings.count, start + blocks * votesInBlock)
        }
    }

    private mutating func take(_ block: Block) {
        sum.add(block.sum)
        published += block.published
        superseded += block.superseded
        withdrawn += block.withdrawn
        for (statement, counts) in block.tallies.enumerated() where counts != .zero {
            tallies[statement].agrees += Int(counts[1])
            tallies[statement].disagrees += Int(counts[2])
            tallies[statement].passes += Int(counts[3])
        }
        var place = 0
        for run in block.runs {
            let end = place + run.count
            matrix.append(block.columns[place..<end], block.values[place..<end], of: run.participant)
            place = end
        }
    }

    /// Some thousands of votes one after another.
    private struct Block: Sendable {
        var sum = KeyedSum()
        var published: UInt64 = 0
        var superseded: UInt64 = 0
        var withdrawn: UInt64 = 0
        /// By the place of the statement, then by choice.
        var tallies: [SIMD4<UInt32>]
        var runs: [(participant: Int, count: Int)] = []
        var columns: [Int32] = []
        var values: [Int8] = []

        init(
            _ range: Range<UInt64>, of openings: SealedOpenings, key: RunKey, excluded: Set<[UInt8]>,
            columns places: [Int32?], keepsMatrix: Bool
        ) throws {
            tallies = [SIMD4<UInt32>](repeating: .zero, count: openings.statements.count)
            try openings.walk(range) { vote, commitment in
                sum.add(key.digest(of: commitment))
                guard vote.isLast else {
                    superseded += 1
                    return
                }
                guard vote.choice > 0 else {
                    withdrawn += 1
                    return
                }
                published += 1
                guard excluded.isEmpty || !excluded.contains(vote.batch), let column = places[vote.statement] else {
                    return
                }
                tallies[vote.statement][Int(vote.choice)] &+= 1
                guard keepsMatrix else { return }
                if runs.last?.participant == vote.participant {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append((vote.participant, 1))
                }
                columns.append(column)
                values.append(vote.choice == 1 ? 1 : vote.choice == 2 ? -1 : 0)
            }
        }
    }
}
