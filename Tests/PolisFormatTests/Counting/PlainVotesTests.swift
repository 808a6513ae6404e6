import Foundation
import Testing

@testable import PolisFormat

struct PlainVotesTests {
    private let header = "timestamp,datetime,comment-id,voter-id,vote\n"

    /// Rows with repetitions, some without a time, in an order of which little is known.
    private func rows(seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        let people = [3, 40, 9_000].randomElement(using: &generator) ?? 3
        let statements = [2, 30, 300].randomElement(using: &generator) ?? 2
        let isRepeating = Bool.random(using: &generator)
        let ending = Bool.random(using: &generator) ? "\r" : ""
        var rows: [(statement: Int, participant: Int, text: String)] = []
        for _ in 0..<Int.random(in: 0...400, using: &generator) {
            let statement = Int.random(in: 0..<statements, using: &generator)
            let participant = Int.random(in: 0..<people, using: &generator)
            let time = Int.random(in: 0...3, using: &generator)
            for _ in 0..<(isRepeating ? Int.random(in: 1...3, using: &generator) : 1) {
                let moment = time == 0 ? "" : "\(1_700_000_000_000 + Int.random(in: 0...time, using: &generator))"
                let vote = Int.random(in: -1...1, using: &generator)
                rows.append((statement, participant, "\(moment),a b,\(statement),\(participant),\(vote)\(ending)\n"))
            }
        }
        switch Int.random(in: 0...2, using: &generator) {
        case 0: rows.sort { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
        case 1: rows.sort { ($0.participant, $0.statement) < ($1.participant, $1.statement) }
        default: rows.shuffle(using: &generator)
        }
        return rows.map(\.text)
    }

    @Test(arguments: 0..<300) func `plain votes in pieces are the latest of all votes`(seed: UInt64) throws {
        let text = header + rows(seed: seed).joined()
        let read = try PolisConversation.read([file("votes.csv", text)])
        let votes = try #require(
            PlainVotes(
                PlacedBytes(Array(text.utf8)), name: "votes.csv", authors: [:], limits: PolisLimits(),
                pieceLength: [100, 1_000, 1 << 22][Int(seed % 3)]),
            "seed \(seed)")
        let blocks = try #require(PlainVoteBlocks(votes), "seed \(seed)")
        #expect(blocks.table == PolisVoteTable(read), "seed \(seed)")
        #expect(
            blocks.repeated == read.warnings.first { $0.kind == .repeatedVotes }?.count ?? 0, "seed \(seed)")
    }

    @Test(arguments: 0..<50) func `counting says the same as reading`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let votes = file("votes.csv", header + rows(seed: seed).joined())
        let statements = (0..<300).map { id in
            let author = Bool.random(using: &generator) ? "\(Int.random(in: 0..<40, using: &generator))" : ""
            return "\(id),\(author),\(Int.random(in: 0...9, using: &generator)),1,text\n"
        }
        let comments = file(
            "comments.csv", "comment-id,author-id,agrees,disagrees,comment-body\n" + statements.joined())
        for files in [[votes], [votes, comments]] {
            let read = try PolisConversation.read(files)
            let counted = try PolisConversation.counted(files)
            #expect(counted.votes == PolisVoteTable(read), "seed \(seed)")
            #expect(counted.conversation.warnings == read.warnings, "seed \(seed)")
            #expect(counted.conversation.voteSign == read.voteSign, "seed \(seed)")
            #expect(counted.conversation.layout == read.layout, "seed \(seed)")
            #expect(counted.conversation.statements == read.statements, "seed \(seed)")
            #expect(counted.conversation.votes.isEmpty, "seed \(seed)")
        }
    }

    @Test(
        arguments: [
            "1,,0,0,2\n", "1700000000000,,0,0,2\n", "1700000000000,,0,0\n", "1700000000000,,x,0,1\n",
            "1700000000000,,0,0,1\n\n1700000000000,,0,1,1\n", "1700000000000,,0,-3,1\n", "99,,0,0,1\n",
            "1700000000000,,0,0,1\r", "1700000000000,\"a,0,0,1\n", "1700000000000,\u{1},0,0,1\n",
            "1700000000000,,12345678901234567890,0,1\n", ",,,,\n", "1700000000000,,0,0,1,7\n",
            "1700000000000,,0,0,+1\n",
        ]
    )
    func `what is wrong is said as ever`(rows: String) throws {
        let files = [file("votes.csv", header + "1700000000000,,0,9,1\n" + rows)]
        let error = #expect(throws: PolisFormatError.self) { try PolisConversation.read(files) }
        #expect(throws: try #require(error)) { try PolisConversation.counted(files) }
    }

    @Test(
        arguments: [
            "1700000000000,,0,0,1", "1700000000000,,0,0,1\n\n\r\n", "1700000000000,\"a,b\",\"0\",0,-0\n",
            "1700000000000,é,0,0,1\n", "1700000000,,70000,99999999999,1\n",
            "1700000000000,,000000000000000000,0,01\n", "",
        ]
    )
    func `what is odd but right counts`(rows: String) throws {
        let files = [file("votes.csv", header + rows)]
        let read = try PolisConversation.read(files, sign: .agreeIsPlus)
        #expect(try PolisConversation.counted(files, sign: .agreeIsPlus).votes == PolisVoteTable(read))
    }

    @Test func `a votes file is counted from the disk and only then missed`() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/votes.csv"
            let text = header + rows(seed: 5).joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let table = try PolisVoteTable(PolisConversation.read([file("votes.csv", text)]))
            #expect(try PolisConversation.counted(at: path).votes == table)
            #expect(try PolisConversation.counted(at: folder).votes == table)
            let link = folder + "/link.csv"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(try PolisConversation.counted(at: link).votes == table)
            let named = folder + "/answers of people.csv"
            try Data(text.utf8).write(to: URL(fileURLWithPath: named))
            #expect(try PolisConversation.counted(at: named).votes == table)
            #expect(StoredFile(path: link)?.size == text.utf8.count)
            #expect(StoredFile(path: folder)?.size == nil)
            #expect(throws: PolisFormatError(file: "votes.csv", reason: .limit(.bytes, most: 20))) {
                try PolisConversation.counted(at: path, limits: PolisLimits(bytes: 20))
            }
            #expect(throws: PolisFormatError(file: "none.csv", reason: .notFound)) {
                try PolisConversation.counted(at: folder + "/none.csv")
            }
        }
    }

    @Test func `more rows than allowed are refused by name`() throws {
        let files = [file("votes.csv", header + (0..<6).map { "1700000000000,,\($0),0,1\n" }.joined())]
        #expect(try PolisConversation.counted(files, limits: PolisLimits(rows: 7)).votes.voteCount == 6)
        #expect(throws: PolisFormatError(file: "votes.csv", line: 7, reason: .limit(.rows, most: 6))) {
            try PolisConversation.counted(files, limits: PolisLimits(rows: 6))
        }
    }
}
