import LinearAlgebra

/// What somebody's vote on a statement is from now on.
public struct VoteChange: Sendable, Hashable {
    /// The identifier of the participant.
    public let participant: String
    /// The identifier of the statement.
    public let statement: String
    /// Nil where the vote was taken back.
    public let vote: Vote?

    public init(participant: String, statement: String, vote: Vote?) {
        self.participant = participant
        self.statement = statement
        self.vote = vote
    }
}

extension VoteMatrix {
    /// The matrix after some votes have changed: what one made from scratch of all votes as they now are would be.
    ///
    /// Participants who are not here yet are put in. Nobody is taken out, not even those who took back their last vote.
    ///
    /// - Parameters:
    ///   - changes: in any order; of several for the same place the last counts.
    ///   - statements: all statements of the result, in any order: votes on others are left out. By default those here
    ///     and those that the changes name.
    ///   - excluded: identifiers of the statements a moderator took out; by default those taken out here. Ones that are
    ///     not among the statements have no effect.
    ///   - meta: the same for those about the participant rather than the matter.
    /// - Complexity: O(*v* + *n* + *m* + *c* log *c* + *c* log *n*) for *c* changes; the votes that stay are copied, not looked
    ///   up.
    /// - Throws: ``VoteMatrixError/repeatedStatement(_:)``, ``VoteMatrixError/tooLarge(participants:statements:)``.
    public func updated(
        with changes: some Sequence<VoteChange>, statements: [String]? = nil, excluded: Set<String>? = nil,
        meta: Set<String>? = nil
    ) throws(VoteMatrixError) -> VoteMatrix {
        let changes = Array(changes)
        let rows = Merge(participants, with: changes.map(\.participant))
        let columns =
            if let statements {
                try Merge(self.statements, replacedBy: statements)
            } else {
                Merge(self.statements, with: changes.map(\.statement))
            }
        guard rows.merged.count <= Int(Int32.max), columns.merged.count <= Int(Int32.max) else {
            throw .tooLarge(participants: rows.merged.count, statements: columns.merged.count)
        }
        let cells = changes.enumerated().compactMap { order, change -> (order: Int, cell: SparseMatrix.Change)? in
            guard let row = Self.place(of: change.participant, in: rows.merged),
                let column = Self.place(of: change.statement, in: columns.merged)
            else { return nil }
            return (order, SparseMatrix.Change(row: row, column: column, value: change.vote?.rawValue))
        }.sorted { ($0.cell.row, $0.cell.column, $0.order) < ($1.cell.row, $1.cell.column, $1.order) }
        let last = cells.indices.filter { index in
            index + 1 == cells.count || cells[index + 1].cell.row != cells[index].cell.row
                || cells[index + 1].cell.column != cells[index].cell.column
        }
        let known = self
        func positions(_ identifiers: Set<String>?, or own: Set<Int>) -> Set<Int> {
            let identifiers = identifiers ?? Set(own.map { known.statements[$0] })
            return Set(identifiers.compactMap { Self.place(of: $0, in: columns.merged) })
        }
        return VoteMatrix(
            participants: rows.merged, statements: columns.merged, excluded: positions(excluded, or: self.excluded),
            meta: positions(meta, or: self.meta),
            cells: self.cells.changed(
                rows: rows.sources, columns: columns.places, columnCount: columns.merged.count,
                changes: last.map { cells[$0].cell }))
    }

    /// Where an identifier stands in a list in order.
    ///
    /// - Complexity: O(log *list*).
    static func place(of identifier: String, in identifiers: [String]) -> Int? {
        let place = firstPlace(notBefore: identifier, in: identifiers)
        return place < identifiers.count && identifiers[place] == identifier ? place : nil
    }

    private static func firstPlace(notBefore identifier: String, in identifiers: [String]) -> Int {
        var low = 0
        var high = identifiers.count
        while low < high {
            let middle = (low + high) / 2
            if areIdentifiersInOrder(identifiers[middle], identifier) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A list in order, after others have come in or some have gone.
    private struct Merge {
        let merged: [String]
        /// For each of the merged ones where it stood before; nil for new ones.
        let sources: [Int?]
        /// For each of the earlier ones where it stands now; nil for those that are gone.
        let places: [Int?]

        init(_ earlier: [String], with others: [String]) {
            let added = Set(others.filter { VoteMatrix.place(of: $0, in: earlier) == nil })
                .sorted(by: VoteMatrix.areIdentifiersInOrder)
            var merged: [String] = []
            var sources: [Int?] = []
            var places: [Int?] = []
            if added.isEmpty {
                merged = earlier
                sources = Array(earlier.indices)
                places = sources
            } else {
                merged.reserveCapacity(earlier.count + added.count)
                sources.reserveCapacity(earlier.count + added.count)
                places.reserveCapacity(earlier.count)
                var start = 0
                for addition in added {
                    let end = VoteMatrix.firstPlace(notBefore: addition, in: earlier)
                    for place in start..<max(start, end) {
                        places.append(merged.count)
                        sources.append(place)
                        merged.append(earlier[place])
                    }
                    start = max(start, end)
                    sources.append(nil)
                    merged.append(addition)
                }
                for place in start..<earlier.count {
                    places.append(merged.count)
                    sources.append(place)
                    merged.append(earlier[place])
                }
            }
            self.merged = merged
            self.sources = sources
            self.places = places
        }

        init(_ earlier: [String], replacedBy others: [String]) throws(VoteMatrixError) {
            merged = others.sorted(by: VoteMatrix.areIdentifiersInOrder)
            if let repeated = zip(merged, merged.dropFirst()).first(where: { $0.0 == $0.1 }) {
                throw .repeatedStatement(repeated.0)
            }
            sources = VoteMatrix.places(of: merged, in: earlier)
            places = VoteMatrix.places(of: earlier, in: merged)
        }
    }
}

extension VoteMatrix {
    /// Hands over the votes of a participant, by statement.
    ///
    /// - Precondition: the position lies inside ``participants``.
    /// - Complexity: O(*votes of the participant*).
    public func forEachVote(of participant: Int, _ body: (_ statement: Int, _ vote: Vote) -> Void) {
        cells.forEachCell(inRow: participant) { column, value in
            if let vote = Vote(rawValue: value) { body(column, vote) }
        }
    }
}
