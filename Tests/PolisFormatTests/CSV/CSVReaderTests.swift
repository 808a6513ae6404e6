import Testing

@testable import PolisFormat

private func rows(_ text: String) throws -> [[String]] { try rows(Array(text.utf8)) }

private func rows(_ bytes: [UInt8], limits: PolisLimits = PolisLimits()) throws -> [[String]] {
    var reader = try CSVReader(file: "test.csv", bytes: bytes, limits: limits)
    try reader.readHeader()
    var rows = [reader.header]
    while try reader.readRow() { rows.append((0..<reader.cellCount).map { reader.text(at: $0) }) }
    return rows
}

private func failure(_ text: String) -> PolisFormatError? { failure(Array(text.utf8)) }

private func failure(_ bytes: [UInt8], limits: PolisLimits = PolisLimits()) -> PolisFormatError? {
    do {
        _ = try rows(bytes, limits: limits)
        return nil
    } catch {
        return error as? PolisFormatError
    }
}

struct CSVReaderTests {
    @Test func `C1 a byte order mark is removed`() throws {
        #expect(try rows("\u{FEFF}a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
    }

    @Test func `C2 bytes that are not UTF-8 are refused with line and column`() {
        #expect(
            failure(Array("a,b\n1,2\n1,".utf8) + [0xE9, 0x0A])
                == PolisFormatError(file: "test.csv", line: 3, column: "b", reason: .notUTF8))
        #expect(failure([0xFF, 0xFE, 0x61, 0x00])?.reason == .notUTF8)
    }

    @Test func `C3 both line ends are accepted, a lone carriage return is refused with its line`() throws {
        #expect(try rows("a,b\r\n1,2\n3,4\r\n") == [["a", "b"], ["1", "2"], ["3", "4"]])
        #expect(
            failure("a,b\n1,2\r3,4\n")
                == PolisFormatError(file: "test.csv", line: 2, reason: .loneCarriageReturn))
    }

    @Test func `C4 line breaks, commas and doubled quotes within quotes are kept exactly`() throws {
        #expect(
            try rows("a,b\n\"x,\r\ny\",\"say \"\"yes\"\"\"\n\"\",\"\"\"\"\n")
                == [["a", "b"], ["x,\r\ny", "say \"yes\""], ["", "\""]])
    }

    @Test func `C5 an open quote is refused with the line where it opened`() {
        #expect(
            failure("a,b\n1,2\n3,\"x\ny\nz\n")
                == PolisFormatError(file: "test.csv", line: 3, column: "b", reason: .openQuote))
    }

    @Test(arguments: ["a,b\n\"x\"y,2\n", "a,b\nx\"y,2\n", "a,b\n\"x\" ,2\n"])
    func `C6 text after a closing quote and quotes in bare cells are refused`(text: String) {
        #expect(failure(text) == PolisFormatError(file: "test.csv", line: 2, column: "a", reason: .strayQuote))
    }

    @Test func `C8 rows too short or too long are refused with both numbers`() {
        #expect(
            failure("a,b\n1,2\n1\n")
                == PolisFormatError(file: "test.csv", line: 3, reason: .columnCount(found: 1, expected: 2)))
        #expect(failure("a,b\n1,2,3\n")?.reason == .columnCount(found: 3, expected: 2))
        #expect(failure("a,b\n1,2\n\n3,4\n")?.reason == .columnCount(found: 1, expected: 2))
    }

    @Test func `C10 an empty file is refused, a header alone and blank lines at the end are not`() throws {
        #expect(failure("")?.reason == .empty)
        #expect(failure("\u{FEFF}")?.reason == .empty)
        #expect(failure("\n\n")?.reason == .empty)
        #expect(try rows("a,b\n") == [["a", "b"]])
        #expect(try rows("a,b\n1,2\n\n\r\n\n") == [["a", "b"], ["1", "2"]])
    }

    @Test func `C16 limits are named`() {
        let limits = PolisLimits(bytes: 60, rows: 3, columns: 4, cellBytes: 10)
        func reason(_ text: String) -> PolisFormatError.Reason? { failure(Array(text.utf8), limits: limits)?.reason }
        #expect(reason(String(repeating: "a", count: 61)) == .limit(.bytes, most: 60))
        #expect(reason("a\n1\n2\n3\n") == .limit(.rows, most: 3))
        #expect(reason("a,b,c,d,e\n") == .limit(.columns, most: 4))
        #expect(reason("12345678901\n") == .limit(.cellBytes, most: 10))
        #expect(reason("\"12345678901\"\n") == .limit(.cellBytes, most: 10))
    }

    @Test(arguments: ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx"])
    func `C17 cells that begin like formulas are kept exactly`(text: String) throws {
        #expect(try rows("a,b\n\(text),2\n")[1] == [text, "2"])
    }

    @Test(arguments: [[0x00], [0x0B], [0x1B], [0x7F], [0xC2, 0x85]] as [[UInt8]])
    func `C18 control characters are refused with line and column`(bytes: [UInt8]) {
        for quote in ["", "\""] {
            let error = failure(Array("a,b\n1,\(quote)x".utf8) + bytes + Array("y\(quote)\n".utf8))
            #expect(error?.line == 2)
            #expect(error?.column == "b")
            guard case .character = error?.reason else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test(
        arguments: [[0xC0, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80]] as [[UInt8]])
    func `C18 overlong forms and surrogates are refused`(bytes: [UInt8]) {
        #expect(failure(Array("a,b\n1,".utf8) + bytes)?.reason == .notUTF8)
    }

    @Test func `C19 semicolon and tab files are recognized`() {
        #expect(failure("a;b\n1;2\n")?.reason == .separator(";"))
        #expect(failure("\"a\";\"b\"\n")?.reason == .separator(";"))
        #expect(failure("a\tb\n1\t2\n")?.reason == .separator("\t"))
        #expect(failure("a,b\n1;x,2\n") == nil)
    }

    @Test func `whole numbers are digits and nothing else`() throws {
        for (text, value) in [("12", 12), ("-1", -1), ("0", 0), ("1000000000000", 1_000_000_000_000)] {
            var reader = try CSVReader(file: "test.csv", bytes: Array(text.utf8))
            _ = try reader.readRow()
            #expect(reader.integer(at: 0) == value)
        }
        for text in ["+5", " 5", "5 ", "1.0", "٣", "1e3", "0x10", "-", "9999999999999999999"] {
            var reader = try CSVReader(file: "test.csv", bytes: Array(text.utf8))
            _ = try reader.readRow()
            #expect(reader.integer(at: 0) == nil, "\(text)")
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is written is read, and no bytes trap the reader`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["a", "\"", ",", "\n", "\r\n", "=", "'", "سلام", "é", "🌾", " ", ";", "\t"]
        let cells = (0..<20).map { _ in
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
                .joined()
        }
        var writer = CSVWriter()
        writer.name("x")
        writer.name("y")
        writer.endRow()
        for (index, cell) in cells.enumerated() {
            writer.number(index)
            writer.text(cell)
            writer.endRow()
        }
        let read = try rows(writer.bytes).dropFirst().map { FormulaGuard.unguarded($0[1]) }
        #expect(read == cells, "seed \(seed)")

        var damaged = writer.bytes
        for _ in 0..<3 {
            damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        // Either rows or an error; getting here is the point.
        _ = failure(damaged)
    }

    @Test func `the formula guard can be undone for every text`() {
        for text in ["", "'", "''", "=", "'=", "''=", "'a", "-", "'-1", "\t", "\r", "@x", "+", "=\u{301}", "'\u{301}="]
        {
            let guarded = FormulaGuard.guarded(text)
            #expect(FormulaGuard.unguarded(guarded) == text)
            #expect(!["=", "+", "-", "@", "\t", "\r"].contains(guarded.unicodeScalars.first.map(String.init) ?? ""))
        }
    }
}
