import Foundation
import Testing

@testable import PolisFormat

private func conversation(using generator: inout SeededGenerator) -> PolisConversation {
    let texts = [
        "=1+1", "'=x", "plain", "two\nlines", "\"quoted\", with comma", "کاریزها باید پاک شوند", "-5", "", "@a",
    ]
    let time: Int64 = 1_700_000_000_000
    let participants = (0..<Int.random(in: 1...12, using: &generator)).map {
        PolisParticipant(id: $0 * 3, group: [nil, 0, 1].randomElement(using: &generator)!)
    }.shuffled(using: &generator)
    let statements = (0..<Int.random(in: 1...8, using: &generator)).map { index in
        PolisStatement(
            id: index * 2, author: Bool.random(using: &generator) ? participants[0].id : nil,
            time: Bool.random(using: &generator) ? time + Int64(index) : nil,
            text: texts.randomElement(using: &generator)!,
            moderation: [.rejected, .pending, .accepted].randomElement(using: &generator)!,
            isMeta: Bool.random(using: &generator), isSeed: Bool.random(using: &generator))
    }
    var votes: [PolisVote] = []
    for participant in participants {
        for statement in statements where Bool.random(using: &generator) {
            votes.append(
                PolisVote(
                    participant: participant.id, statement: statement.id,
                    vote: Int.random(in: -1...1, using: &generator),
                    time: Bool.random(using: &generator) ? time + Int64(votes.count) : nil))
        }
    }
    return PolisConversation(
        summary: PolisSummary(topic: "+water", description: "a\n\"b\"", url: "https://example.org/d/1"),
        statements: statements, participants: participants, votes: votes)
}

struct PolisExportTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `what is exported is read again in every layout`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = conversation(using: &generator)
        for layout in [PolisExport.Layout.report2025, .openData] {
            let read = try PolisConversation.read(PolisExport(original, layout: layout, software: "test 1").files())
            #expect(Set(read.votes) == Set(original.votes), "seed \(seed)")
            #expect(read.summary.topic == original.summary.topic)
            #expect(read.summary.description == original.summary.description)
            #expect(read.participants.map(\.id) == original.participants.map(\.id), "seed \(seed)")
            #expect(read.participants.map(\.group) == original.participants.map(\.group), "seed \(seed)")
            var statements = read.statements
            for index in statements.indices {
                statements[index].statedAgrees = nil
                statements[index].statedDisagrees = nil
            }
            #expect(statements == original.statements, "seed \(seed)")
            #expect(read.layout == (layout == .openData ? .openData : .report2025))
            #expect(read.voteSign.basis == [.manifest])
            #expect(read.warnings.isEmpty, "seed \(seed)")
        }
    }

    @Test func `C17 text that begins like a formula is guarded and given back`() throws {
        let original = PolisConversation(
            statements: [PolisStatement(id: 0, text: "=HYPERLINK(\"x\")")], participants: [], votes: [])
        let files = PolisExport(original, software: "test 1").files()
        let comments = try #require(files.first { $0.name == "comments.csv" })
        #expect(String(decoding: comments.bytes, as: UTF8.self).contains(",\"'=HYPERLINK(\"\"x\"\")\"\n"))
        #expect(try PolisConversation.read(files).statements[0].text == "=HYPERLINK(\"x\")")
    }

    @Test func `groups are counted apart`() throws {
        let original = PolisConversation(
            statements: [PolisStatement(id: 4, text: "x")],
            participants: [.init(id: 0, group: 0), .init(id: 1, group: 1), .init(id: 2), .init(id: 3, group: 1)],
            votes: [
                PolisVote(participant: 0, statement: 4, vote: 1), PolisVote(participant: 1, statement: 4, vote: -1),
                PolisVote(participant: 2, statement: 4, vote: 1), PolisVote(participant: 3, statement: 4, vote: 0),
            ])
        let files = PolisExport(original, software: "test 1").files()
        let groups = try #require(files.first { $0.name == "comment-groups.csv" })
        #expect(
            String(decoding: groups.bytes, as: UTF8.self) == """
                comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes,\
                group-a-votes,group-a-agrees,group-a-disagrees,group-a-passes,\
                group-b-votes,group-b-agrees,group-b-disagrees,group-b-passes
                4,"x",4,2,1,1,1,1,0,0,2,0,1,1

                """)
        #expect(abs(Tallies(original).groupInformedConsensus(on: 4) - 2.0 / 3 * 1 / 4) < 1e-15)
    }

    @Test func `a folder is written as a whole and never over another`() throws {
        var generator = SeededGenerator(seed: 7)
        let original = conversation(using: &generator)
        let export = PolisExport(original, software: "test 1")
        try withTemporaryFolder { folder in
            try export.write(to: folder + "/export/")
            #expect(try Set(PolisConversation.read(at: folder + "/export").votes) == Set(original.votes))
            #expect(throws: PolisFormatError(file: "export", reason: .folderNotEmpty)) {
                try export.write(to: folder + "/export")
            }
            try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: false)
            try export.write(to: folder + "/empty")
            #expect(throws: PolisFormatError.self) { try export.write(to: folder + "/no/such/place") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["empty", "export"])
        }
    }
}
