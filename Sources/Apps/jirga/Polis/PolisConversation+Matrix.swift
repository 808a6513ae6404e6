import Journal
import OpinionAnalysis
import PolisFormat

extension PolisConversation {
    /// The votes for the engine. Rejected statements and those about people take part as Polis lets them.
    func matrix() throws -> VoteMatrix {
        let people = IDIndex(voters.ids + participants.map(\.id))
        let columns = votedStatements
        var excluded: Set<Int> = []
        var meta: Set<Int> = []
        for statement in statements {
            guard let place = columns.place(of: statement.id) else { continue }
            if statement.moderation == .rejected { excluded.insert(place) }
            if statement.isMeta == true { meta.insert(place) }
        }
        return try VoteMatrix(
            participants: people.ids.map(String.init), statements: columns.ids.map(String.init),
            votes: PlacedVotes(votes: votes, people: people, columns: columns), excluded: excluded, meta: meta)
    }

    /// SHA-256 of `participant,statement,vote` lines in ascending order, as hexadecimal digits; the digest that a dialogue's
    /// results page shows for the same votes.
    var votesDigest: String {
        let columns = votedStatements
        let statementTexts = columns.ids.map { Array("\($0),".utf8) }
        let voteTexts = (-1...1).map { Array("\($0)\n".utf8) }

        var digest = RunningDigest()
        var chunk = Array("jirga votes 1\n".utf8)
        var person: (id: Int, text: [UInt8])?
        for position in votesInOrder {
            let vote = votes[position]
            guard let column = columns.place(of: vote.statement) else { continue }
            if person?.id != vote.participant { person = (vote.participant, Array("\(vote.participant),".utf8)) }
            chunk += person?.text ?? []
            chunk += statementTexts[column]
            chunk += voteTexts[vote.vote.signum() + 1]
            if chunk.count > 1 << 16 {
                digest.append(chunk)
                chunk.removeAll(keepingCapacity: true)
            }
        }
        digest.append(chunk)
        return hexadecimal(digest.bytes)
    }
}

/// Votes with their places in the matrix, one after another.
///
/// A type of its own because the matrix takes any sequence: over millions of votes a lazy map costs more there than
/// everything else.
private struct PlacedVotes: Sequence, IteratorProtocol {
    let votes: [PolisFormat.PolisVote]
    let people: IDIndex
    let columns: IDIndex
    private var position = 0

    init(votes: [PolisFormat.PolisVote], people: IDIndex, columns: IDIndex) {
        self.votes = votes
        self.people = people
        self.columns = columns
    }

    mutating func next() -> (participant: Int, statement: Int, vote: OpinionAnalysis.Vote)? {
        while position < votes.count {
            let vote = votes[position]
            position += 1
            guard let row = people.place(of: vote.participant), let column = columns.place(of: vote.statement) else {
                continue
            }
            return (row, column, vote.opinion)
        }
        return nil
    }
}

extension PolisFormat.PolisVote {
    var opinion: Vote { vote > 0 ? .agree : vote < 0 ? .disagree : .pass }

    /// The vote for the engine's own steps of Polis.
    var step: OpinionAnalysis.PolisVote {
        OpinionAnalysis.PolisVote(participant: participant, statement: statement, vote: opinion)
    }
}
