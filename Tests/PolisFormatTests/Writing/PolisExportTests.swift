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

    /// A conversation as the report page gave it in 2024: in seconds, −1 for agree, text without quotation marks.
    private func files2024(of conversation: PolisConversation) -> [PolisFile] {
        var comments = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        for statement in conversation.statements {
            comments += "\(statement.time.map { String($0 / 1000) } ?? ""),x,\(statement.id),"
            comments += "\(statement.author.map { String($0) } ?? ""),0,0,\(statement.moderation.rawValue),"
            comments += statement.text + "\n"
        }
        var votes = "timestamp,datetime,comment-id,voter-id,vote\n"
        for vote in conversation.votes {
            let time = vote.time.map { String($0 / 1000) } ?? ""
            votes += "\(time),x,\(vote.statement),\(vote.participant),\(-vote.vote)\n"
        }
        return [
            file("summary.csv", "topic,\"\(conversation.summary.topic)\"\nvoters,\(conversation.participants.count)\n"),
            file("comments.csv", comments), file("votes.csv", votes),
        ]
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `the report export of 2024 is read and exported in both other layouts`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let statements = (0..<12).map {
            PolisStatement(
                id: $0, author: $0, time: 1_700_000_000_000 + Int64($0) * 1_000, text: "Plant, and water, tree \($0)",
                moderation: [.rejected, .pending, .accepted].randomElement(using: &generator)!)
        }
        let votes = (0..<15).flatMap { person in
            statements.map { statement in
                PolisVote(
                    participant: person, statement: statement.id,
                    vote: person == statement.id ? 1 : Int.random(in: -1...1, using: &generator),
                    time: 1_700_000_100_000 + Int64.random(in: 0..<100, using: &generator) * 1_000)
            }
        }
        let original = PolisConversation(
            summary: PolisSummary(topic: "Trees"), statements: statements,
            participants: (0..<15).map { PolisParticipant(id: $0) }, votes: votes)
        let read = try PolisConversation.read(files2024(of: original))
        #expect(read.layout == .report2024, "seed \(seed)")
        #expect(read.voteSign == PolisVoteSign(agree: -1, basis: [.authors, .layout]), "seed \(seed)")
        #expect(Set(read.votes) == Set(votes), "seed \(seed)")
        #expect(read.statements.map(\.text) == statements.map(\.text), "seed \(seed)")
        for layout in [PolisExport.Layout.report2025, .openData] {
            let files = PolisExport(read, layout: layout, software: "test 1").files()
            // Without the manifest the sign has to be told from the content.
            let again = try PolisConversation.read(files.filter { $0.name != "manifest.json" })
            #expect(Set(again.votes) == Set(votes), "seed \(seed)")
            #expect(again.voteSign.agree == 1 && again.voteSign.basis.contains(.participantCounts), "seed \(seed)")
            #expect(again.statements.map(\.text) == statements.map(\.text), "seed \(seed)")
        }
    }

    @Test(arguments: SharedData.conversations)
    func `a real export is exported and read again in both layouts`(path: String) throws {
        let original = try PolisConversation.read(at: path)
        for layout in [PolisExport.Layout.report2025, .openData] {
            let files = PolisExport(original, layout: layout, software: "test 1").files()
            let read = try PolisConversation.read(files)
            #expect(read.layout.rawValue == (layout == .openData ? "openData" : "report2025"))
            #expect(Set(read.votes) == Set(original.votes))
            #expect(read.participants.map(\.id) == original.participants.map(\.id))
            #expect(read.participants.map(\.group) == original.participants.map(\.group))
            #expect(read.statements.map(\.text) == original.statements.map(\.text))
            #expect(read.statements.map(\.moderation) == original.statements.map(\.moderation))
            #expect(read.warnings.isEmpty)
            guard layout == .openData else { continue }
            // Without the manifest the sign has to be told from the content.
            let bare = try PolisConversation.read(files.filter { $0.name != "manifest.json" })
            #expect(bare.voteSign.agree == 1 && bare.voteSign.basis.contains(.participantCounts))
            #expect(Set(bare.votes) == Set(original.votes))
        }
    }
}
