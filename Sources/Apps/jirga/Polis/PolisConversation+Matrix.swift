import Journal
import OpinionAnalysis
import PolisFormat

extension CountedConversation {
    /// The votes for the engine. Rejected statements and those about people take part as Polis lets them.
    func matrix() throws -> VoteMatrix {
        let columns = IDIndex(votes.statements)
        var excluded: Set<Int> = []
        var meta: Set<Int> = []
        for statement in conversation.statements {
            guard let place = columns.place(of: statement.id) else { continue }
            if statement.moderation == .rejected { excluded.insert(place) }
            if statement.isMeta == true { meta.insert(place) }
        }
        return try VoteMatrix(
            participants: votes.participants, statements: votes.statements, rowStarts: votes.rowStarts,
            columns: votes.columns, values: votes.values, excluded: excluded, meta: meta)
    }
}

extension PolisFormat.PolisVote {
    var opinion: Vote { vote > 0 ? .agree : vote < 0 ? .disagree : .pass }

    /// The vote for the engine's own steps of Polis.
    var step: OpinionAnalysis.PolisVote {
        OpinionAnalysis.PolisVote(participant: participant, statement: statement, vote: opinion)
    }
}
