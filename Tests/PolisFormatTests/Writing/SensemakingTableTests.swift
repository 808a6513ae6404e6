import Foundation
import Testing

@testable import PolisFormat

struct SensemakingTableTests {
    private let conversation = PolisConversation(
        statements: [
            PolisStatement(id: 4, text: "Wells, \"deep\" ones", moderation: .accepted),
            PolisStatement(id: 5, text: "rejected", moderation: .rejected),
            PolisStatement(id: 6, text: "I live here", moderation: .accepted, isMeta: true),
            PolisStatement(id: 7, text: "waiting, and voted on", moderation: .pending),
            PolisStatement(id: 8, text: "waiting", moderation: .pending),
            PolisStatement(id: 9, text: "new", moderation: .accepted),
        ],
        participants: [.init(id: 0, group: 0), .init(id: 1, group: 1), .init(id: 2), .init(id: 3, group: 1)],
        votes: [
            PolisVote(participant: 0, statement: 4, vote: 1), PolisVote(participant: 1, statement: 4, vote: -1),
            PolisVote(participant: 2, statement: 4, vote: 1), PolisVote(participant: 3, statement: 4, vote: 0),
            PolisVote(participant: 0, statement: 5, vote: 1), PolisVote(participant: 1, statement: 6, vote: 1),
            PolisVote(participant: 2, statement: 7, vote: 0),
        ])

    @Test func `has a row for each statement and the votes of each group`() {
        #expect(
            String(decoding: SensemakingTable(conversation).csv(), as: UTF8.self) == """
                comment-id,comment_text,votes,agrees,disagrees,passes,\
                a-votes,a-agree-count,a-disagree-count,a-pass-count,\
                b-votes,b-agree-count,b-disagree-count,b-pass-count
                4,"Wells, ""deep"" ones",4,2,1,1,1,1,0,0,2,0,1,1
                7,"waiting, and voted on",1,0,0,1,0,0,0,0,0,0,0,0
                9,"new",0,0,0,0,0,0,0,0,0,0,0,0

                """)
        #expect(SensemakingTable(conversation).groupCount == 2)
    }

    /// The tools take everything before `-agree-count` in the first line for the name of a group, and count in columns of
    /// that name.
    @Test func `can be read the way the tools read it`() throws {
        let bytes = SensemakingTable(conversation).csv()
        let firstLine = try #require(String(decoding: bytes, as: UTF8.self).split(separator: "\n").first)
        let header = firstLine.split(separator: ",")
        let groups = header.filter { $0.contains("-agree-count") }.map { $0.dropLast("-agree-count".count) }
        #expect(groups == ["a", "b"])
        for group in groups {
            #expect(header.contains("\(group)-disagree-count") && header.contains("\(group)-pass-count"))
        }
        var reader = try CSVReader(file: "table.csv", bytes: bytes, limits: PolisLimits())
        try reader.readHeader()
        let text = try reader.requiredColumn("comment-text")
        let id = try reader.requiredColumn("comment-id")
        #expect(try reader.readRow(joiningLast: false))
        #expect(reader.text(at: text) == "Wells, \"deep\" ones")
        #expect(try reader.id(at: id) == 4)
    }

    @Test func `has no columns of groups where there are none`() {
        let alone = PolisConversation(
            statements: [PolisStatement(id: 0, text: "x")], participants: [.init(id: 0)],
            votes: [PolisVote(participant: 0, statement: 0, vote: -1)])
        #expect(
            String(decoding: SensemakingTable(alone).csv(), as: UTF8.self)
                == "comment-id,comment_text,votes,agrees,disagrees,passes\n0,\"x\",1,0,1,0\n")
    }

    @Test func `guards text that begins like a formula`() {
        let formula = PolisConversation(
            statements: [PolisStatement(id: 0, text: "=1+1", moderation: .accepted)], participants: [], votes: [])
        #expect(String(decoding: SensemakingTable(formula).csv(), as: UTF8.self).contains("0,\"'=1+1\",0,0,0,0\n"))
    }
}
