import Testing

@testable import PolisFormat

private let header = "timestamp,datetime,comment-id,voter-id,vote\n"

/// A conversation, or why there is none.
private func outcome(
    _ rows: String, limits: PolisLimits = PolisLimits()
) -> Result<PolisConversation, PolisFormatError> {
    do throws(PolisFormatError) {
        return .success(try PolisConversation.read([file("votes.csv", header + rows)], limits: limits))
    } catch {
        return .failure(error)
    }
}

private func time(_ milliseconds: Int) -> String { "\(1_542_406_176_000 + milliseconds)" }

struct VotesFileTests {
    /// Cells in quotation marks are read with the strict reader alone, so both ways of reading can be compared.
    @Test(arguments: 0..<200) func `rows with and without quotation marks give the same`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bare = ""
        var quoted = ""
        for _ in 0..<Int.random(in: 1...30, using: &generator) {
            var cells = [
                Bool.random(using: &generator) ? "" : time(Int.random(in: 0...5, using: &generator)),
                ["", "Sat Nov 17 05:09:36 WIB 2018", "a b!", "é"].randomElement(using: &generator) ?? "",
                "\(Int.random(in: 0...6, using: &generator))", "\(Int.random(in: 0...6, using: &generator))",
                "\(Int.random(in: -1...1, using: &generator))",
            ]
            if Int.random(in: 0..<60, using: &generator) == 0 {
                let place = Int.random(in: 0..<cells.count, using: &generator)
                let odd = ["x", "-", "--1", "+1", "1.0", "9999999999999999999", "-3", "", "1542406176", "\u{7}"]
                cells[place] = odd.randomElement(using: &generator) ?? ""
            }
            if Int.random(in: 0..<80, using: &generator) == 0 { cells.append("0") }
            let end = Bool.random(using: &generator) ? "\n" : "\r\n"
            bare += cells.joined(separator: ",") + end
            quoted += cells.map { "\"\($0)\"" }.joined(separator: ",") + end
        }
        #expect(outcome(bare) == outcome(quoted), "seed \(seed)")
    }

    @Test func `plain and unusual rows may alternate, and the last needs no end`() throws {
        let rows = "\(time(1)),x,1,0,1\n\(time(2)),\"a,\nb\",2,0,-1\n\(time(3)),x,\"3\",0,0\n,,4,0,1"
        let conversation = try outcome(rows).get()
        #expect(conversation.votes.map(\.statement) == [1, 2, 3, 4])
        #expect(conversation.votes.map(\.vote) == [1, -1, 0, 1])
        #expect(conversation.votes.map(\.time) == [1_542_406_176_001, 1_542_406_176_002, 1_542_406_176_003, nil])
    }

    @Test func `an error after plain rows and a cell of two lines has its line`() {
        let error = readingError(
            file("votes.csv", header + ",x,1,0,1\n,\"a\nb\",2,0,1\n,x,3,0,1\r\n,x,4,0,2\n,x,5,0,1\n"))
        #expect(
            error
                == PolisFormatError(
                    file: "votes.csv", line: 6, column: "vote", reason: .cell(found: "2", expected: "1, 0 or -1")))
    }

    @Test func `blank lines and missing cells among plain rows are refused with their line`() {
        #expect(
            readingError(file("votes.csv", header + ",x,1,0,1\n\n,x,2,0,1\n"))
                == PolisFormatError(file: "votes.csv", line: 3, reason: .columnCount(found: 1, expected: 5)))
        #expect(
            readingError(file("votes.csv", header + ",x,1,0,1\n,x,2,0\n"))
                == PolisFormatError(file: "votes.csv", line: 3, reason: .columnCount(found: 4, expected: 5)))
    }

    @Test func `the limits hold for plain rows`() throws {
        let rows = ",x,1,0,1\n,x,2,0,1\n,x,3,0,1\n"
        #expect(try outcome(rows, limits: PolisLimits(rows: 4)).get().votes.count == 3)
        #expect(
            outcome(rows, limits: PolisLimits(rows: 3))
                == .failure(PolisFormatError(file: "votes.csv", line: 4, reason: .limit(.rows, most: 3))))
        #expect(
            outcome(",x,1,0,1\n,0123456789abcdefg,2,0,1\n", limits: PolisLimits(cellBytes: 16))
                == .failure(
                    PolisFormatError(
                        file: "votes.csv", line: 3, column: "datetime", reason: .limit(.cellBytes, most: 16))))
    }

    @Test func `without history the events are the latest votes`() throws {
        let files = [file("votes.csv", header + "\(time(1)),x,5,0,1\n\(time(2)),x,5,0,-1\n\(time(1)),x,6,0,0\n")]
        let whole = try PolisConversation.read(files)
        let short = try PolisConversation.read(files, keepsHistory: false)
        #expect(whole.voteHistory.map(\.vote) == [1, -1, 0])
        #expect(short.votes == whole.votes)
        #expect(short.voteHistory == short.votes)
        #expect(short.warnings == whole.warnings)
    }
}
