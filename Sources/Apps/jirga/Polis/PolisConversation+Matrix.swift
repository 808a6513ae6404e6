import Journal
import OpinionAnalysis
import PolisFormat

extension PolisConversation {
    /// The votes for the engine. Rejected statements and those about people take part as Polis lets them.
    func matrix() throws -> VoteMatrix {
        let people = Set(votes.map(\.participant)).union(participants.map(\.id)).sorted()
        let columns = Set(votes.map(\.statement)).sorted()
        let rows = Dictionary(people.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var excluded: Set<Int> = []
        var meta: Set<Int> = []
        for statement in statements {
            guard let place = places[statement.id] else { continue }
            if statement.moderation == .rejected { excluded.insert(place) }
            if statement.isMeta == true { meta.insert(place) }
        }
        return try VoteMatrix(
            participants: people.map(String.init), statements: columns.map(String.init),
            votes: votes.lazy.compactMap { vote in
                guard let row = rows[vote.participant], let column = places[vote.statement] else { return nil }
                return (participant: row, statement: column, vote: vote.opinion)
            }, excluded: excluded, meta: meta)
    }

    /// SHA-256 of `participant,statement,vote` lines in ascending order, as hexadecimal digits; the digest that a dialogue's
    /// results page shows for the same votes.
    var votesDigest: String {
        var text = "jirga votes 1\n"
        for vote in votes.sorted(by: { ($0.participant, $0.statement) < ($1.participant, $1.statement) }) {
            text += "\(vote.participant),\(vote.statement),\(vote.vote)\n"
        }
        return hexadecimal(digest(of: text))
    }
}

extension PolisFormat.PolisVote {
    var opinion: Vote { vote > 0 ? .agree : vote < 0 ? .disagree : .pass }

    /// The vote for the engine's own steps of Polis.
    var step: OpinionAnalysis.PolisVote {
        OpinionAnalysis.PolisVote(participant: participant, statement: statement, vote: opinion)
    }
}
