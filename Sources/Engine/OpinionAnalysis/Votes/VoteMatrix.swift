import LinearAlgebra

/// Who voted what: participants × statements, most places empty.
///
/// The matrix depends on the *set* of latest votes alone. Participants and statements stand in the order of
/// ``areIdentifiersInOrder(_:_:)`` however they were handed over, so that no result can depend on who came first.
public struct VoteMatrix: Sendable, Hashable {
    /// The identifiers of the rows, in order.
    public let participants: [String]

    /// The identifiers of the columns, in order.
    public let statements: [String]

    /// Positions in ``statements`` of those a moderator took out.
    public let excluded: Set<Int>

    /// Positions in ``statements`` of those that say who somebody is rather than what they think.
    public let meta: Set<Int>

    /// +1 agree, 0 pass, −1 disagree.
    let cells: SparseMatrix

    /// Makes a matrix from votes in any order.
    ///
    /// - Parameters:
    ///   - participants: an identifier for each participant, in any order; those without a vote may be among them.
    ///   - statements: an identifier for each statement, in any order; those without a vote may be among them.
    ///   - votes: positions in the two lists above as given, and the vote; of several votes of the same participant on
    ///     the same statement the last counts.
    ///   - excluded: positions in `statements` as given of those a moderator took out.
    ///   - meta: positions in `statements` as given of those about the participant rather than the matter.
    /// - Complexity: O(*v* + *n* log *n* + *m* log *m*).
    public init(
        participants: [String], statements: [String],
        votes: some Sequence<(participant: Int, statement: Int, vote: Vote)>,
        excluded: Set<Int> = [], meta: Set<Int> = []
    ) throws(VoteMatrixError) {
        let participantOrder = participants.indices.sorted {
            Self.areIdentifiersInOrder(participants[$0], participants[$1])
        }
        let statementOrder = statements.indices.sorted { Self.areIdentifiersInOrder(statements[$0], statements[$1]) }
        self.participants = participantOrder.map { participants[$0] }
        self.statements = statementOrder.map { statements[$0] }
        if let repeated = Self.firstRepetition(in: self.participants) {
            throw .repeatedParticipant(repeated)
        }
        if let repeated = Self.firstRepetition(in: self.statements) {
            throw .repeatedStatement(repeated)
        }
        guard participants.count <= Int(Int32.max), statements.count <= Int(Int32.max) else {
            throw .tooLarge(participants: participants.count, statements: statements.count)
        }
        let rowOf = Self.inverse(of: participantOrder)
        let columnOf = Self.inverse(of: statementOrder)
        for position in excluded.union(meta).sorted() where !columnOf.indices.contains(position) {
            throw .noSuchStatement(position: position, statements: statements.count)
        }
        self.excluded = Set(excluded.map { Int(columnOf[$0]) })
        self.meta = Set(meta.map { Int(columnOf[$0]) })

        var rows: [Int32] = []
        var columns: [Int32] = []
        var values: [Int8] = []
        for (participant, statement, vote) in votes {
            guard rowOf.indices.contains(participant) else {
                throw .noSuchParticipant(position: participant, participants: participants.count)
            }
            guard columnOf.indices.contains(statement) else {
                throw .noSuchStatement(position: statement, statements: statements.count)
            }
            rows.append(rowOf[participant])
            columns.append(columnOf[statement])
            values.append(vote.rawValue)
        }
        cells = SparseMatrix(
            rowCount: participants.count, columnCount: statements.count, rows: rows, columns: columns, values: values)
    }

    /// Makes a matrix from votes that are in order already, without a copy of them.
    ///
    /// - Parameters:
    ///   - participants: whole numbers from 0 in ascending order; their identifiers are their digits.
    ///   - statements: the same.
    ///   - rowStarts: where the votes of each participant begin, and where the last ones end.
    ///   - columns: for each vote the position of the statement, ascending for each participant.
    ///   - values: for each vote 1 agree, 0 pass, -1 disagree.
    ///   - excluded: positions of statements a moderator took out.
    ///   - meta: positions of statements about the participant rather than the matter.
    /// - Complexity: O(*v* + *n* + *m*).
    package init(
        participants: [Int], statements: [Int], rowStarts: [Int], columns: [Int32], values: [Int8],
        excluded: Set<Int>, meta: Set<Int>
    ) throws(VoteMatrixError) {
        guard Self.areAscending(participants), Self.areAscending(statements),
            rowStarts.count == participants.count + 1, values.allSatisfy({ (-1...1).contains($0) }),
            let cells = SparseMatrix(
                checking: rowStarts, columnCount: statements.count, columns: columns, values: values)
        else { throw .notInOrder }
        for position in excluded.union(meta).sorted() where !statements.indices.contains(position) {
            throw .noSuchStatement(position: position, statements: statements.count)
        }
        self.participants = participants.map(String.init)
        self.statements = statements.map(String.init)
        self.excluded = excluded
        self.meta = meta
        self.cells = cells
    }

    /// - Precondition: both lists in order and without repetitions, the positions inside them, the cells of their shape.
    init(
        participants: [String], statements: [String], excluded: Set<Int>, meta: Set<Int>, cells: SparseMatrix
    ) {
        self.participants = participants
        self.statements = statements
        self.excluded = excluded
        self.meta = meta
        self.cells = cells
    }

    private static func areAscending(_ ids: [Int]) -> Bool {
        ids.first ?? 0 >= 0 && zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// How many votes there are, counting one for each participant and statement.
    public var voteCount: Int { cells.cellCount }

    /// The vote at a place, nil where there is none.
    ///
    /// - Precondition: the positions lie inside ``participants`` and ``statements``.
    /// - Complexity: O(log of the participant's votes).
    public func vote(participant: Int, statement: Int) -> Vote? {
        cells[participant, statement].flatMap(Vote.init(rawValue:))
    }

    private static func inverse(of order: [Int]) -> [Int32] {
        var inverse = [Int32](repeating: 0, count: order.count)
        for (position, original) in order.enumerated() { inverse[original] = Int32(truncatingIfNeeded: position) }
        return inverse
    }

    private static func firstRepetition(in sorted: [String]) -> String? {
        zip(sorted, sorted.dropFirst()).first { $0.0 == $0.1 }?.0
    }
}

/// Why votes do not make a matrix.
public enum VoteMatrixError: Error, Sendable, Hashable {
    /// A vote names a participant who is not in the list.
    case noSuchParticipant(position: Int, participants: Int)
    /// A vote, or a set of statements, names a statement that is not in the list.
    case noSuchStatement(position: Int, statements: Int)
    /// Two participants have the same identifier.
    case repeatedParticipant(String)
    /// Two statements have the same identifier.
    case repeatedStatement(String)
    /// Votes that were to be in order are not.
    case notInOrder
    /// More rows or columns than can be numbered.
    case tooLarge(participants: Int, statements: Int)
}
