import PolisFormat
import Publication

extension PolisConversation {
    /// What researchers may get: without groups, without statements on which too few voted, and without people who voted
    /// little.
    ///
    /// - Parameter fewestVotes: on a statement.
    func forResearchers(fewestVotes: Int) -> PolisConversation {
        var matrix = self
        let onStatement = Dictionary(grouping: votes, by: \.statement).mapValues(\.count)
        let kept = votes.filter { onStatement[$0.statement, default: 0] >= fewestVotes }
        let ofPerson = Dictionary(grouping: kept, by: \.participant).mapValues(\.count)
        matrix.votes = kept.filter { ofPerson[$0.participant, default: 0] >= MatrixLevel.fewestVotesOfPerson }
        matrix.voteHistory = matrix.votes
        let left = Dictionary(grouping: matrix.votes, by: \.participant).mapValues(\.count)
        matrix.participants = participants.filter { left[$0.id] != nil }
            .map { PolisParticipant(id: $0.id, statedVotes: left[$0.id]) }
        matrix.summary.voters = matrix.participants.count
        matrix.summary.votersClustered = nil
        matrix.summary.groups = nil
        matrix.statements = statements.filter { onStatement[$0.id, default: 0] >= fewestVotes }.map { statement in
            var statement = statement
            statement.statedAgrees = matrix.votes.count { $0.statement == statement.id && $0.vote == 1 }
            statement.statedDisagrees = matrix.votes.count { $0.statement == statement.id && $0.vote == -1 }
            return statement
        }
        return matrix
    }
}
