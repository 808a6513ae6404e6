import LinearAlgebra

/// The votes of ``PlainVotes`` put together: the latest of each participant on each statement.
struct PlainVoteBlocks {
    let table: PolisVoteTable
    /// Events that a later one replaced, or that came too late in the file to count.
    let repeated: Int

    /// - Complexity: O(votes), with another five bytes for each; the file is read once more if there are repetitions whose
    ///   rows do not follow one another.
    /// - Returns: nil when the file is no longer what it was.
    init?(_ votes: PlainVotes) {
        let statements = votes.statements
        var placing = Placing(votes, statements: statements)
        let repetitions = placing.place()
        if !repetitions.isEmpty {
            guard let settled = RepeatedPlainVotes(repetitions, in: votes) else { return nil }
            placing.settle(settled)
        }
        let counts = placing.counts
        let participants = counts.indices.filter { counts[$0] > 0 }
        var starts = [0]
        starts.reserveCapacity(participants.count + 1)
        var start = 0
        for participant in participants {
            start += Int(counts[participant])
            starts.append(start)
        }
        table = PolisVoteTable(
            participants: participants, statements: statements, rowStarts: starts, columns: placing.columns,
            values: placing.values)
        repeated = votes.rowCount - table.voteCount
    }
}

extension PlainVotes {
    /// Ids of all statements voted on, ascending.
    var statements: [Int] {
        let most = pieces.map { $0.choiceCounts.count / 4 }.max() ?? 0
        return (0..<most).filter { statement in
            pieces.contains { piece in
                let place = 4 * statement
                return place < piece.choiceCounts.count
                    && piece.choiceCounts[place] | piece.choiceCounts[place + 1] | piece.choiceCounts[place + 2] > 0
            }
        }
    }
}

/// The votes on their way into rows: first all of them, then without the repeated ones.
private struct Placing {
    private let votes: PlainVotes
    private let statements: [Int]
    /// For each statement id its position.
    private let columnOf: [Int32]
    private(set) var columns: [Int32] = []
    private(set) var values: [Int8] = []
    /// For each participant id the number of votes.
    private(set) var counts: [UInt32] = []

    init(_ votes: PlainVotes, statements: [Int]) {
        self.votes = votes
        self.statements = statements
        var columnOf = [Int32](repeating: -1, count: (statements.last ?? -1) + 1)
        for (column, statement) in statements.enumerated() {
            columnOf[statement] = Int32(truncatingIfNeeded: column)
        }
        self.columnOf = columnOf
    }

    /// Fills the rows with all votes and returns the pairs of participant and statement that are there several times.
    mutating func place() -> [UInt64] {
        let blockCount = (votes.pieces.map(\.blockStarts.count).max() ?? 1) - 1
        var starts = [0]
        for block in 0..<blockCount {
            starts.append(votes.pieces.reduce(starts[block]) { $0 + $1.votes(inBlock: block).count })
        }
        let total = starts[blockCount]
        var blocks: [Block] = []
        columns = [Int32](unsafeUninitializedCapacity: total) { columns, initializedCount in
            values = [Int8](unsafeUninitializedCapacity: total) { values, initializedCount in
                blocks = concurrentMap(blockCount) { block in
                    let range = starts[block]..<starts[block + 1]
                    return place(
                        block, UnsafeMutableBufferPointer(rebasing: columns[range]),
                        UnsafeMutableBufferPointer(rebasing: values[range]))
                }
                initializedCount = total
            }
            initializedCount = total
        }
        counts = blocks.flatMap(\.counts)
        return blocks.flatMap(\.repetitions)
    }

    private struct Block {
        var counts: [UInt32]
        var repetitions: [UInt64]
    }

    private static let peopleInBlock = 1 << PlainVotes.blockBits

    private func place(
        _ block: Int, _ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Int8>
    ) -> Block {
        var counts = [UInt32](repeating: 0, count: Self.peopleInBlock)
        for piece in votes.pieces {
            piece.withVotes(inBlock: block) { codes in
                for code in codes { counts[Int(code >> UInt32(PlainVotes.codeBits))] &+= 1 }
            }
        }
        var repetitions: [UInt64] = []
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: columns.count) { sorted in
            var places = counts
            var sum: UInt32 = 0
            for person in places.indices {
                let count = places[person]
                places[person] = sum
                sum &+= count
            }
            for piece in votes.pieces {
                piece.withVotes(inBlock: block) { codes in
                    places.withUnsafeMutableBufferPointer { places in
                        for code in codes {
                            let person = Int(code >> UInt32(PlainVotes.codeBits))
                            sorted[Int(places[person])] = code & (1 << UInt32(PlainVotes.codeBits) - 1)
                            places[person] &+= 1
                        }
                    }
                }
            }
            var start = 0
            for person in counts.indices where counts[person] > 0 {
                let row = UnsafeMutableBufferPointer(rebasing: sorted[start..<start + Int(counts[person])])
                start += row.count
                if Self.sortByStatement(row) {
                    let participant = UInt64(truncatingIfNeeded: block << PlainVotes.blockBits | person)
                    Self.noteRepetitions(in: row, of: participant, in: &repetitions)
                }
            }
            columnOf.withUnsafeBufferPointer { columnOf in
                for place in 0..<columns.count {
                    let code = sorted[place]
                    columns[place] = columnOf[Int(code >> 2)]
                    values[place] = Int8(truncatingIfNeeded: code & 3) - 1
                }
            }
        }
        return Block(counts: counts, repetitions: repetitions)
    }

    /// Puts a row into ascending order of statements, equal ones in the order of the file.
    ///
    /// - Returns: whether a statement is in it several times.
    private static func sortByStatement(_ row: UnsafeMutableBufferPointer<UInt32>) -> Bool {
        var isAscending = true
        var isStrict = true
        var previous = row[0] >> 2
        for code in row.dropFirst() {
            let statement = code >> 2
            if statement <= previous {
                isStrict = false
                if statement < previous { isAscending = false }
            }
            previous = statement
        }
        if isStrict { return false }
        if !isAscending {
            let ordered = row.enumerated()
                .map { UInt64($1 >> 2) << 34 | UInt64($0) << 2 | UInt64($1 & 3) }
                .sorted()
            for (place, code) in ordered.enumerated() {
                row[place] = UInt32(truncatingIfNeeded: (code >> 34) << 2 | code & 3)
            }
        }
        return zip(row, row.dropFirst()).contains { $0 >> 2 == $1 >> 2 }
    }

    private static func noteRepetitions(
        in row: UnsafeMutableBufferPointer<UInt32>, of participant: UInt64, in repetitions: inout [UInt64]
    ) {
        for (code, next) in zip(row, row.dropFirst()) where code >> 2 == next >> 2 {
            let pair = participant << 16 | UInt64(code >> 2)
            if repetitions.last != pair { repetitions.append(pair) }
        }
    }

    /// Leaves one vote of each repeated pair.
    mutating func settle(_ repeated: RepeatedPlainVotes) {
        var kept = 0
        var next = 0
        for participant in counts.indices where counts[participant] > 0 {
            let range = next..<next + Int(counts[participant])
            let start = kept
            next = range.upperBound
            for place in range {
                let isRepeated = place > range.lowerBound && kept > start && columns[kept - 1] == columns[place]
                if isRepeated {
                    let pair = UInt64(participant) << 16 | UInt64(statements[Int(columns[place])])
                    if let choice = repeated.choices[pair] { values[kept - 1] = choice - 1 }
                    continue
                }
                columns[kept] = columns[place]
                values[kept] = values[place]
                kept += 1
            }
            counts[participant] = UInt32(truncatingIfNeeded: kept - start)
        }
        columns.removeLast(columns.count - kept)
        values.removeLast(values.count - kept)
    }
}

extension PlainVotes.Piece {
    fileprivate func votes(inBlock block: Int) -> Range<Int> {
        guard block + 1 < blockStarts.count else { return 0..<0 }
        return Int(blockStarts[block])..<Int(blockStarts[block + 1])
    }

    fileprivate func withVotes(inBlock block: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        withExtendedLifetime(codes) { codes in
            body(UnsafeBufferPointer(rebasing: codes.numbers[votes(inBlock: block)]))
        }
    }
}

/// What counts of several votes of one participant on one statement, where other rows stand between them.
///
/// The times that decide were not kept, so the file is read once more.
struct RepeatedPlainVotes {
    /// For each pair of participant and statement 0 disagree, 1 pass, 2 agree.
    private(set) var choices: [UInt64: Int8] = [:]

    /// Nil when the file is no longer what it was.
    init?(_ pairs: [UInt64], in votes: PlainVotes) {
        struct Event {
            var pair: UInt64
            var time: Int64
            var choice: Int8
        }
        let wanted = Set(pairs)
        var people = [Bool](repeating: false, count: Int((pairs.max() ?? 0) >> 16) + 1)
        for pair in pairs { people[Int(pair >> 16)] = true }
        let pieces = concurrentMap(votes.bounds.count - 1) { piece -> [Event]? in
            var events: [Event] = []
            let isPlain = votes.source.forEachRow(in: votes.bounds[piece]..<votes.bounds[piece + 1]) { row in
                guard row.participant < people.count, people[row.participant], wanted.contains(row.pair) else { return }
                events.append(Event(pair: row.pair, time: row.time, choice: Int8(truncatingIfNeeded: row.choice)))
            }
            return isPlain ? events : nil
        }
        var latest: [UInt64: Event] = [:]
        for events in pieces {
            guard let events else { return nil }
            for event in events {
                if let known = latest[event.pair], known.time >= 0, event.time >= 0, event.time < known.time {
                    continue
                }
                latest[event.pair] = event
            }
        }
        choices = latest.mapValues(\.choice)
    }
}
