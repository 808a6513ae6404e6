import LinearAlgebra

/// Who voted what: the latest votes, participant by participant.
///
/// The votes of the participant at position *p* are those at `rowStarts[p]..<rowStarts[p + 1]`, with the statements in
/// ascending order. Five bytes for each vote, where a list of ``PolisVote`` takes 32.
package struct PolisVoteTable: Equatable, Sendable {
    /// Ids in ascending order; somebody in the list may have no votes.
    package let participants: [Int]
    /// Ids of the statements voted on, in ascending order.
    package let statements: [Int]
    package let rowStarts: [Int]
    /// For each vote the position of its statement.
    package let columns: [Int32]
    /// For each vote 1 agree, 0 pass, -1 disagree.
    package private(set) var values: [Int8]

    package var voteCount: Int { values.count }

    init(participants: [Int], statements: [Int], rowStarts: [Int], columns: [Int32], values: [Int8]) {
        self.participants = participants
        self.statements = statements
        self.rowStarts = rowStarts
        self.columns = columns
        self.values = values
    }

    /// The votes of a conversation, with everybody who is known to have taken part.
    ///
    /// - Complexity: O(votes), with 16 bytes for each vote on the way.
    package init(_ conversation: PolisConversation) {
        let votes = conversation.votes
        let people = IDIndex(conversation.voters.ids + conversation.participants.map(\.id))
        let columnOf = conversation.votedStatements
        var starts = [Int](repeating: 0, count: people.count + 1)
        var columns: [Int32] = []
        var values: [Int8] = []
        columns.reserveCapacity(votes.count)
        values.reserveCapacity(votes.count)
        for position in conversation.votesInOrder {
            let vote = votes[position]
            guard let row = people.place(of: vote.participant), let column = columnOf.place(of: vote.statement) else {
                continue
            }
            starts[row + 1] += 1
            columns.append(Int32(truncatingIfNeeded: column))
            values.append(Int8(truncatingIfNeeded: vote.vote.signum()))
        }
        for row in people.ids.indices { starts[row + 1] += starts[row] }
        self.init(
            participants: people.ids, statements: columnOf.ids, rowStarts: starts, columns: columns, values: values)
    }

    mutating func negate() {
        for place in values.indices { values[place].negate() }
    }

    /// How many of either sign each statement got.
    ///
    /// - Complexity: O(votes).
    var statementCounts: VoteCounts {
        let pieceCount = (values.count + Self.votesInPiece - 1) / Self.votesInPiece
        let pieces = concurrentMap(pieceCount) { piece in
            // Disagreeing, passing and agreeing for each statement.
            var counts = [Int](repeating: 0, count: 3 * statements.count)
            let start = piece * Self.votesInPiece
            columns.withUnsafeBufferPointer { columns in
                values.withUnsafeBufferPointer { values in
                    for vote in start..<min(start + Self.votesInPiece, values.count) {
                        counts[3 * Int(columns[vote]) + Int(values[vote]) + 1] += 1
                    }
                }
            }
            return counts
        }
        let signs = statements.indices.map { column in
            var signs = VoteCounts.Signs()
            for piece in pieces {
                signs.minus += piece[3 * column]
                signs.plus += piece[3 * column + 2]
            }
            return signs
        }
        return VoteCounts(ids: statements, signs: signs)
    }

    private static let votesInPiece = 1 << 20
}
