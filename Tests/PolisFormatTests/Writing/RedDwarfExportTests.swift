import Foundation
import Testing

@testable import PolisFormat

struct RedDwarfExportTests {
    private let conversation = PolisConversation(
        summary: PolisSummary(topic: "Water", description: "Who gets how much"),
        statements: [
            PolisStatement(id: 2, time: 1_700_000_000_000, text: "=1+1", moderation: .accepted, isSeed: true),
            PolisStatement(id: 3, author: 1, text: "two", moderation: .rejected, isMeta: true),
        ],
        participants: [.init(id: 0), .init(id: 1), .init(id: 4)],
        votes: [
            PolisVote(participant: 4, statement: 2, vote: -1, time: 1_700_000_000_001),
            PolisVote(participant: 0, statement: 3, vote: 0), PolisVote(participant: 0, statement: 2, vote: 1),
        ])

    @Test func `fills what red-dwarf refuses blank with numbers that nobody has`() throws {
        let files = RedDwarfExport(conversation).files()
        #expect(files.map(\.name) == ["votes.json", "comments.json", "conversation.json"])
        func text(_ index: Int) -> String { String(decoding: files[index].bytes, as: UTF8.self) }
        #expect(
            text(0) == """
                [{"modified":0,"participant_id":0,"statement_id":2,"vote":1},\
                {"modified":1700000000001,"participant_id":4,"statement_id":2,"vote":-1},\
                {"modified":0,"participant_id":0,"statement_id":3,"vote":0}]
                """)
        #expect(
            text(1) == """
                [{"created":1700000000000,"is_meta":false,"is_seed":true,"moderated":1,"participant_id":5,\
                "statement_id":2,"txt":"=1+1"},\
                {"created":0,"is_meta":true,"moderated":-1,"participant_id":1,"statement_id":3,"txt":"two"}]
                """)
        #expect(text(2) == #"{"description":"Who gets how much","topic":"Water"}"#)
    }

    @Test func `is read again as it was written`() throws {
        let read = try PolisConversation.read(RedDwarfExport(conversation).files())
        #expect(Set(read.votes) == Set(conversation.votes))
        #expect(read.statements.map(\.text) == ["=1+1", "two"])
        #expect(read.statements.map(\.time) == [1_700_000_000_000, nil])
        #expect(read.statements.map(\.moderation) == [.accepted, .rejected])
        #expect(read.summary.topic == "Water")
        #expect(read.layout == .fixture)
    }
}
