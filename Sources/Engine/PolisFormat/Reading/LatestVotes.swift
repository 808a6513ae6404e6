/// The latest vote of each participant on each statement, in order of first appearance.
///
/// Later by time where both votes have one, else by place in the file; at the same time the later row counts.
struct LatestVotes {
    private(set) var votes: [PolisVote]
    /// Events that a later one replaced, or that came too late in the file to count.
    private(set) var repeated = 0

    /// - Complexity: O(events); about 8 bytes for each event on the way, and no copy where no pair is repeated.
    init(_ events: [PolisVote]) {
        votes = events
        let statements = IDIndex(events.lazy.map(\.statement))
        let people = IDIndex(events.lazy.map(\.participant))
        // Statement by statement, so that one note for each participant tells whether they voted on it before. Exports
        // stand in this order already, which keeps the walk through the memory straight.
        var firsts = [Int](repeating: -1, count: people.count)
        var statementOfFirst = [Int](repeating: -1, count: people.count)
        var replacements: [(first: Int, event: Int)] = []
        for position in statements.positions(in: events.lazy.map(\.statement)) {
            let event = events[position]
            guard let person = people.place(of: event.participant) else { continue }
            if firsts[person] >= 0, statementOfFirst[person] == event.statement {
                replacements.append((firsts[person], position))
            } else {
                firsts[person] = position
                statementOfFirst[person] = event.statement
            }
        }
        guard !replacements.isEmpty else { return }
        repeated = replacements.count
        var isRepetition = [Bool](repeating: false, count: events.count)
        for (first, position) in replacements {
            isRepetition[position] = true
            if let known = votes[first].time, let new = events[position].time, new < known { continue }
            votes[first] = events[position]
        }
        var kept = 0
        for position in votes.indices where !isRepetition[position] {
            votes[kept] = votes[position]
            kept += 1
        }
        votes.removeLast(votes.count - kept)
    }

    /// Votes of which no two are of one participant on one statement.
    init(unique votes: [PolisVote]) { self.votes = votes }

    mutating func negate() {
        for index in votes.indices { votes[index].vote.negate() }
    }

    /// Compares with other votes, of which no two are of one participant on one statement, and takes in those that are
    /// missing here.
    ///
    /// - Returns: the votes taken in, and how many differ.
    mutating func complete(with others: [PolisVote]) -> (missing: [PolisVote], different: Int) {
        var known: [Pair: Int] = [:]
        known.reserveCapacity(votes.count)
        for vote in votes { known[Pair(vote)] = vote.vote }
        var missing: [PolisVote] = []
        var different = 0
        for other in others {
            switch known[Pair(other)] {
            case other.vote: continue
            case nil:
                missing.append(other)
                known[Pair(other)] = other.vote
            default: different += 1
            }
        }
        votes += missing
        return (missing, different)
    }

    private struct Pair: Hashable {
        var participant: Int
        var statement: Int

        init(_ vote: PolisVote) {
            participant = vote.participant
            statement = vote.statement
        }
    }
}
