/// Writes comma separated values: UTF-8, LF line ends, text always in quotation marks, numbers never.
package struct CSVWriter {
    package private(set) var bytes: [UInt8] = []
    private var isRowStart = true

    package init() {}

    package mutating func name(_ name: String) { raw(name) }

    /// A whole number; nothing for nil.
    package mutating func number(_ number: (some BinaryInteger)?) { raw(number.map { String($0) } ?? "") }

    /// A word of ours that needs no quotation marks: a time, a flag, a decimal number.
    package mutating func plain(_ word: String) { raw(word) }

    /// Text of people, guarded against being read as a formula; see ``FormulaGuard``.
    package mutating func text(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in FormulaGuard.guarded(text).utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isRowStart = true
    }

    /// A row of a file of votes whose `datetime` is blank, because it would double the size.
    package mutating func vote(_ vote: Int8, of participant: Int, on statement: Int, at time: Int64) {
        digits(time)
        bytes.append(UInt8(ascii: ","))
        bytes.append(UInt8(ascii: ","))
        digits(Int64(statement))
        bytes.append(UInt8(ascii: ","))
        digits(Int64(participant))
        bytes.append(UInt8(ascii: ","))
        digits(Int64(vote))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Many cells of −1, 0 and 1 one after another; anything else is a blank cell.
    package mutating func votes(_ votes: [Int8]) {
        for vote in votes {
            separate()
            switch vote {
            case 1: bytes.append(UInt8(ascii: "1"))
            case 0: bytes.append(UInt8(ascii: "0"))
            case -1:
                bytes.append(UInt8(ascii: "-"))
                bytes.append(UInt8(ascii: "1"))
            default: break
            }
        }
    }

    /// Forgets what was written, and keeps the room for more.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Without a `String` in between, of which there would be four for each of millions of rows.
    private mutating func digits(_ number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let first = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        var low = first
        var high = bytes.count - 1
        while low < high {
            bytes.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if !isRowStart { bytes.append(UInt8(ascii: ",")) }
        isRowStart = false
    }
}

/// Keeps spreadsheets from running people's text as a formula.
///
/// Text that begins with `=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe in front. So does text that
/// begins with apostrophes followed by one of these, which makes the step reversible: taking away one apostrophe gives
/// back exactly what was written.
package enum FormulaGuard {
    package static func guarded(_ text: String) -> String { startsLikeFormula(text[...]) ? "'" + text : text }

    package static func unguarded(_ text: String) -> String {
        text.utf8.first == UInt8(ascii: "'") && startsLikeFormula(text[...]) ? String(text.dropFirstScalar()) : text
    }

    private static func startsLikeFormula(_ text: Substring) -> Bool {
        switch text.utf8.first(where: { $0 != UInt8(ascii: "'") }) {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"):
            true
        default: false
        }
    }
}

extension String {
    /// By scalar, because a combining mark after an apostrophe makes both one `Character`.
    fileprivate func dropFirstScalar() -> Substring.UnicodeScalarView { unicodeScalars.dropFirst() }
}
