import PolisFormat
import Testing

@testable import jirga

@Suite struct `A matrix for researchers` {
    /// Ten people answered statements 1 to 6, two of them statement 7 as well, and one person answered 1 to 4 alone.
    private let conversation: PolisConversation = {
        var votes: [PolisVote] = []
        for person in 0..<10 {
            for statement in 1...6 { votes.append(PolisVote(participant: person, statement: statement, vote: 1)) }
        }
        for person in 0..<2 { votes.append(PolisVote(participant: person, statement: 7, vote: -1)) }
        for statement in 1...4 { votes.append(PolisVote(participant: 10, statement: statement, vote: 0)) }
        return PolisConversation(
            summary: PolisSummary(topic: "Water", voters: 11, votersClustered: 10, groups: 2),
            statements: (1...7).map { PolisStatement(id: $0, text: "S\($0)", statedAgrees: 10, statedDisagrees: 0) },
            participants: (0...10).map { PolisParticipant(id: $0, group: $0 % 2, statedVotes: 6) }, votes: votes)
    }()

    @Test func `has no groups, no rare statements and nobody who voted little`() {
        let matrix = conversation.forResearchers(fewestVotes: 3)
        #expect(matrix.statements.map(\.id) == Array(1...6))
        #expect(matrix.participants.map(\.id) == Array(0..<10))
        #expect(matrix.participants.allSatisfy { $0.group == nil && $0.statedVotes == 6 })
        #expect(matrix.votes.count == 60 && matrix.voteHistory == matrix.votes)
        #expect(matrix.summary.groups == nil && matrix.summary.votersClustered == nil && matrix.summary.voters == 10)
        #expect(matrix.statements.allSatisfy { $0.statedAgrees == 10 && $0.statedDisagrees == 0 })
    }
}
