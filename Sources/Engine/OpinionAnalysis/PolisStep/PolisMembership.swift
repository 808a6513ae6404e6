// Whom Polis takes into the grouping, followed through the history of a conversation.
//
// The rule is that of `ClusteredParticipants`, asked anew at every update, and nobody is ever let go: whoever came in while
// there were few statements, or few people, stays. It needs no more than how many statements each has voted on, so it can be
// followed through a long history without finding a single axis.

struct PolisMembership: Sendable, Hashable {
    /// Everyone who voted, in the order of their first votes.
    private(set) var participants: [Int] = []

    /// Every statement voted on, in the order of the first votes on each.
    private(set) var statements: [Int] = []

    private(set) var rowOf: [Int: Int] = [:]
    private(set) var columnOf: [Int: Int] = [:]

    /// In the order of ``participants``; a changed vote counts once.
    private(set) var voteCounts: [Int] = []

    /// Everyone who was ever taken in.
    var clustered: Set<Int>

    private struct Place: Hashable {
        let row: Int
        let column: Int
    }

    private var voted: Set<Place> = []

    /// Rows with a new vote since the last update. Nobody else can have come to the threshold, which never falls.
    private var rowsWithNewVotes: Set<Int> = []

    init(clustered: Set<Int> = []) {
        self.clustered = clustered
    }

    /// Counts a vote and tells its row and column.
    @discardableResult
    mutating func add(_ vote: PolisVote) -> (row: Int, column: Int) {
        let row = Self.place(of: vote.participant, in: &participants, &rowOf)
        let column = Self.place(of: vote.statement, in: &statements, &columnOf)
        if row == voteCounts.count { voteCounts.append(0) }
        if voted.insert(Place(row: row, column: column)).inserted {
            voteCounts[row] += 1
            rowsWithNewVotes.insert(row)
        }
        return (row, column)
    }

    private static func place(of name: Int, in names: inout [Int], _ places: inout [Int: Int]) -> Int {
        if let place = places[name] { return place }
        places[name] = names.count
        names.append(name)
        return names.count - 1
    }

    /// Takes in whom an update would take in with the votes so far.
    ///
    /// - Complexity: O(*new votes*), and O(*participants*) as long as fewer than fifteen people are in.
    mutating func update() {
        let threshold = ClusteredParticipants.threshold(votedStatementCount: statements.count)
        for row in rowsWithNewVotes where voteCounts[row] >= threshold { clustered.insert(participants[row]) }
        rowsWithNewVotes.removeAll(keepingCapacity: true)
        guard clustered.count < ClusteredParticipants.fewestParticipants else { return }
        let rows = ClusteredParticipants.select(
            voteCounts: voteCounts, votedStatementCount: statements.count,
            members: Set(clustered.compactMap { rowOf[$0] }),
            tieOrder: HashOrder.ordered(participants).compactMap { rowOf[$0] })
        clustered.formUnion(rows.map { participants[$0] })
    }
}

extension PolisMembership {
    /// The members after the last of these votes, given in any order.
    ///
    /// - Complexity: O(*votes*·log *votes*).
    init(after events: [PolisVoteEvent]) {
        self.init()
        for batch in PolisReplay.batches(of: events) {
            for vote in PolisReplay.asLoaded(batch) { add(vote) }
            update()
        }
    }
}
