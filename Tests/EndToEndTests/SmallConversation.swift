import Foundation
import JirgaTestSupport
import PolisFormat

/// Two camps of people who answer a dozen statements: enough for groups, small enough to read.
struct SmallConversation {
    static let people = 40
    static let statements = 12

    let conversation: PolisConversation

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var votes: [PolisVote] = []
        for person in 0..<Self.people {
            // The last few people answer too little to be grouped.
            let answers = person < Self.people - 3 ? Self.statements : 2
            for statement in 0..<answers {
                let leaning = (person % 2 == 0) == (statement % 2 == 0) ? 1 : -1
                let isPass = Int.random(in: 0..<10, using: &generator) == 0
                let isContrary = Int.random(in: 0..<8, using: &generator) == 0
                votes.append(
                    PolisVote(
                        participant: person, statement: statement, vote: isPass ? 0 : isContrary ? -leaning : leaning))
            }
        }
        conversation = PolisConversation(
            summary: PolisSummary(topic: "Water", description: "Who gets how much"),
            statements: (0..<Self.statements).map {
                PolisStatement(
                    id: $0, time: 1_700_000_000_000, text: "Statement \($0), with a comma", moderation: .accepted)
            },
            participants: (0..<Self.people).map { PolisParticipant(id: $0) }, votes: votes)
    }

    func write(to folder: String) throws {
        try PolisExport(conversation, software: "test 1").write(to: folder)
    }
}

/// What a conversation says when the numbers of people are left out: each person's answers, sorted.
func answerSheets(of conversation: PolisConversation) -> [[String]] {
    Dictionary(grouping: conversation.votes, by: \.participant).values
        .map { votes in votes.map { "\($0.statement): \($0.vote)" }.sorted() }
        .sorted { $0.lexicographicallyPrecedes($1) }
}
