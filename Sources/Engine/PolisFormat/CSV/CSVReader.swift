/// Reads comma separated values row by row from bytes, strictly by RFC 4180.
///
/// Accepted beyond the letter of the RFC: a byte order mark, LF as line end, blank lines at the end, a last line
/// without an end. Everything else that is not CSV is refused with its line and column. Cells are kept exactly.
///
/// The reader works on bytes: no cell becomes a `String` unless it is asked for. A row is valid until the next is read.
///
/// - Complexity: O(bytes); no allocation per row once the widest row has been seen.
package struct CSVReader {
    package let file: String
    /// Line on which the current row begins.
    package private(set) var line = 1
    /// Column names as the header spells them; empty before ``readHeader()``.
    package private(set) var header: [String] = []

    private let bytes: [UInt8]
    private let limits: PolisLimits
    private var position = 0
    private var currentLine = 1
    private var rowCount = 0
    private var cells: [Cell] = []

    private struct Cell {
        var start: Int
        var end: Int
        var isQuoted: Bool
        var hasDoubledQuotes: Bool
    }

    package init(file: String, bytes: [UInt8], limits: PolisLimits = PolisLimits()) throws(PolisFormatError) {
        self.file = file
        self.bytes = bytes
        self.limits = limits
        guard bytes.count <= limits.bytes else {
            throw PolisFormatError(file: file, reason: .limit(.bytes, most: limits.bytes))
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw PolisFormatError(file: file, line: 1, reason: .notUTF8)
        }
        guard position < bytes.count else { throw PolisFormatError(file: file, reason: .empty) }
        try checkSeparator()
    }

    // MARK: Rows

    /// Reads the names of the columns, after which every row must have as many.
    package mutating func readHeader() throws(PolisFormatError) {
        guard try readCells() else { throw PolisFormatError(file: file, reason: .empty) }
        header = cells.indices.map { text(at: $0) }
        var seen: Set<String> = []
        for name in header where !seen.insert(Self.folded(name)).inserted {
            throw PolisFormatError(file: file, line: line, reason: .duplicateColumn(name))
        }
    }

    /// Reads the next row; false at the end of the file.
    ///
    /// - Parameter joiningLast: a row with too many cells is accepted; its last text is ``restOfRow(from:)``.
    package mutating func readRow(joiningLast: Bool = false) throws(PolisFormatError) -> Bool {
        guard try readCells() else { return false }
        let expected = header.count
        guard expected == 0 || cells.count == expected || (joiningLast && cells.count > expected) else {
            throw PolisFormatError(
                file: file, line: line, reason: .columnCount(found: cells.count, expected: expected))
        }
        return true
    }

    /// Reads rows of whole numbers without making cells, as long as they are plain and accepted.
    ///
    /// A row is plain when it has as many cells as the header, all of them ASCII text without quotation marks, and in each
    /// of the wanted columns a number as ``integer(at:)`` has it. Every other row, and one that is not accepted, is left
    /// for ``readRow(joiningLast:)``, which reads it strictly and knows what is wrong with it.
    ///
    /// - Parameters:
    ///   - wanted: for each column the place of its number among those handed over; nil where any text will do.
    ///   - blank: stands for a cell with nothing in it.
    ///   - isAccepted: gets the numbers of one row, in a buffer with as many places as there are columns.
    mutating func readPlainRows(
        wanted: [Int?], blank: Int, isAccepted: (UnsafeMutableBufferPointer<Int>) -> Bool
    ) {
        guard wanted.count == header.count, wanted.allSatisfy({ $0.map(wanted.indices.contains) ?? true }) else {
            return
        }
        let bytes = bytes
        let places = wanted.map { $0 ?? -1 }
        var numbers = [Int](repeating: blank, count: wanted.count)
        bytes.withUnsafeBufferPointer { bytes in
            places.withUnsafeBufferPointer { places in
                numbers.withUnsafeMutableBufferPointer { numbers in
                    while rowCount < limits.rows,
                        let end = PlainRow.read(bytes, from: position, places: places, blank: blank, into: numbers),
                        end - position <= limits.cellBytes, isAccepted(numbers)
                    {
                        position = end
                        currentLine += 1
                        rowCount += 1
                    }
                }
            }
        }
    }

    package var cellCount: Int { cells.count }

    package func isBlank(at column: Int) -> Bool { cells[column].start == cells[column].end }

    package func isQuoted(at column: Int) -> Bool { cells[column].isQuoted }

    package func text(at column: Int) -> String {
        let cell = cells[column]
        guard cell.hasDoubledQuotes else { return String(decoding: bytes[cell.start..<cell.end], as: UTF8.self) }
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(cell.end - cell.start)
        var index = cell.start
        while index < cell.end {
            unescaped.append(bytes[index])
            index += bytes[index] == quotationMark ? 2 : 1
        }
        return String(decoding: unescaped, as: UTF8.self)
    }

    /// The cell and all that follow it, with the commas between them.
    package func restOfRow(from column: Int) -> String {
        (column..<cells.count).map { text(at: $0) }.joined(separator: ",")
    }

    /// The cell as a whole number; nil unless it is `-?[0-9]{1,18}`.
    package func integer(at column: Int) -> Int? {
        let cell = cells[column]
        var index = cell.start
        let isNegative = index < cell.end && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard (1...18).contains(cell.end - index) else { return nil }
        var value = 0
        while index < cell.end {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            index += 1
        }
        return isNegative ? -value : value
    }

    // MARK: Columns

    /// Index of the first of these names that the header has; capitals, spaces and underscores do not matter.
    package func column(_ names: String...) -> Int? {
        let folded = header.map(Self.folded)
        for name in names {
            if let index = folded.firstIndex(of: name) { return index }
        }
        return nil
    }

    package func requiredColumn(_ names: String...) throws(PolisFormatError) -> Int {
        let folded = header.map(Self.folded)
        for name in names {
            if let index = folded.firstIndex(of: name) { return index }
        }
        throw PolisFormatError(file: file, line: line, reason: .missingColumn(names.first ?? "", found: header))
    }

    /// The error for a cell of the current row.
    package func cellError(at column: Int, expected: String) -> PolisFormatError {
        error(at: column, .cell(found: text(at: column), expected: expected))
    }

    package func error(at column: Int, _ reason: PolisFormatError.Reason) -> PolisFormatError {
        PolisFormatError(file: file, line: line, column: columnName(column), reason: reason)
    }

    static func folded(_ name: String) -> String {
        String(
            name.lowercased().split(whereSeparator: { $0 == " " || $0 == "_" || $0 == "\t" }).joined(separator: "-"))
    }

    private func columnName(_ column: Int) -> String {
        header.indices.contains(column) ? header[column] : "column \(column + 1)"
    }

    // MARK: Bytes

    private mutating func readCells() throws(PolisFormatError) -> Bool {
        cells.removeAll(keepingCapacity: true)
        try skipBlankLines()
        guard position < bytes.count else { return false }
        line = currentLine
        rowCount += 1
        guard rowCount <= limits.rows else { throw failure(.limit(.rows, most: limits.rows)) }
        let bytes = bytes
        try bytes.withUnsafeBufferPointer { (bytes) throws(PolisFormatError) in
            var isLast = false
            while !isLast {
                let isQuoted = position < bytes.count && bytes[position] == quotationMark
                isLast = try isQuoted ? readQuotedCell(bytes) : readBareCell(bytes)
                guard cells.count <= limits.columns else { throw failure(.limit(.columns, most: limits.columns)) }
            }
        }
        return true
    }

    /// Returns whether the row ends with the cell.
    private mutating func readBareCell(_ bytes: UnsafeBufferPointer<UInt8>) throws(PolisFormatError) -> Bool {
        let start = position
        var index = start
        var isASCII = true
        scan: while index < bytes.count {
            let byte = bytes[index]
            // Digits, letters and the minus sign lie here; all that needs a closer look does not.
            if byte > comma, byte < 0x7F {
                index += 1
                continue
            }
            switch byte {
            case comma, lineFeed, carriageReturn: break scan
            case quotationMark: throw failure(.strayQuote, inCell: cells.count)
            case 0x80...: isASCII = false
            case 0x20...0x7E, tab: break
            default: throw failure(.character(Unicode.Scalar(byte)), inCell: cells.count)
            }
            index += 1
        }
        let cell = Cell(start: start, end: index, isQuoted: false, hasDoubledQuotes: false)
        return try finish(cell, isASCII: isASCII, next: index, bytes)
    }

    private mutating func readQuotedCell(_ bytes: UnsafeBufferPointer<UInt8>) throws(PolisFormatError) -> Bool {
        let openedOnLine = currentLine
        let start = position + 1
        var index = start
        var isASCII = true
        var hasDoubledQuotes = false
        while true {
            guard index < bytes.count else {
                throw PolisFormatError(
                    file: file, line: openedOnLine, column: columnName(cells.count), reason: .openQuote)
            }
            let byte = bytes[index]
            switch byte {
            case quotationMark:
                guard index + 1 < bytes.count, bytes[index + 1] == quotationMark else {
                    let cell = Cell(start: start, end: index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
                    return try finish(cell, isASCII: isASCII, next: index + 1, bytes)
                }
                hasDoubledQuotes = true
                index += 1
            case lineFeed: currentLine += 1
            case carriageReturn, tab, 0x20...0x7E: break
            case 0x80...: isASCII = false
            default: throw failure(.character(Unicode.Scalar(byte)), inCell: cells.count)
            }
            index += 1
        }
    }

    /// Checks the cell, keeps it and steps over the comma or line end after it.
    private mutating func finish(
        _ cell: Cell, isASCII: Bool, next: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(PolisFormatError) -> Bool {
        guard cell.end - cell.start <= limits.cellBytes else {
            throw failure(.limit(.cellBytes, most: limits.cellBytes), inCell: cells.count)
        }
        if !isASCII { try checkText(UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end])) }
        let index = cells.count
        cells.append(cell)
        guard next < bytes.count else {
            position = next
            return true
        }
        switch bytes[next] {
        case comma:
            position = next + 1
            return false
        case lineFeed:
            position = next + 1
            currentLine += 1
            return true
        case carriageReturn:
            guard next + 1 < bytes.count, bytes[next + 1] == lineFeed else { throw failure(.loneCarriageReturn) }
            position = next + 2
            currentLine += 1
            return true
        default:
            throw failure(.strayQuote, inCell: index)
        }
    }

    private func checkText(_ cell: UnsafeBufferPointer<UInt8>) throws(PolisFormatError) {
        guard let text = String(validating: cell, as: UTF8.self) else { throw failure(.notUTF8, inCell: cells.count) }
        // U+0080…009F are C2 80 … C2 9F.
        guard cell.contains(0xC2) else { return }
        for scalar in text.unicodeScalars where (0x80...0x9F).contains(scalar.value) {
            throw failure(.character(scalar), inCell: cells.count)
        }
    }

    /// Blank lines are nothing at the end and before the header, and a short row elsewhere.
    private mutating func skipBlankLines() throws(PolisFormatError) {
        let firstBlank = currentLine
        let start = position
        while position < bytes.count {
            if bytes[position] == lineFeed {
                position += 1
            } else if bytes[position] == carriageReturn {
                guard position + 1 < bytes.count, bytes[position + 1] == lineFeed else {
                    throw PolisFormatError(file: file, line: currentLine, reason: .loneCarriageReturn)
                }
                position += 2
            } else {
                break
            }
            currentLine += 1
        }
        guard position > start, position < bytes.count, rowCount > 0 else { return }
        throw PolisFormatError(
            file: file, line: firstBlank, reason: .columnCount(found: 1, expected: max(2, header.count)))
    }

    /// The first separator of the first line tells a semicolon or tab file before anything else goes wrong.
    private func checkSeparator() throws(PolisFormatError) {
        var isQuoted = false
        for byte in bytes[position...].prefix(4096) {
            switch byte {
            case quotationMark: isQuoted.toggle()
            case comma where !isQuoted, lineFeed where !isQuoted, carriageReturn where !isQuoted: return
            case UInt8(ascii: ";") where !isQuoted, tab where !isQuoted:
                throw PolisFormatError(file: file, line: 1, reason: .separator(Unicode.Scalar(byte)))
            default: break
            }
        }
    }

    private func failure(_ reason: PolisFormatError.Reason, inCell cell: Int? = nil) -> PolisFormatError {
        PolisFormatError(file: file, line: currentLine, column: cell.map(columnName), reason: reason)
    }
}

private let quotationMark = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let tab = UInt8(ascii: "\t")
