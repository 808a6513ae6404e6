/// Why an export could not be read or written: where, what was found, and what to do about it.
///
/// The facts are data; ``description`` is the one place where they become an English sentence, for command lines and
/// logs.
package struct PolisFormatError: Error, Equatable, Sendable {
    /// Name of the file, without its folder.
    package let file: String
    /// Line of the file, counted from 1 as a text editor does; a row with line breaks in a cell is known by its first
    /// line.
    package let line: Int?
    /// Name of the column as the file spells it.
    package let column: String?
    package let reason: Reason

    package enum Reason: Equatable, Sendable {
        case notFound
        case unreadable(cause: String)
        case noVotes(found: [String])
        case severalFiles(found: [String])
        case empty
        case notUTF8
        case loneCarriageReturn
        case openQuote
        case strayQuote
        /// A control character, which no export contains on purpose.
        case character(Unicode.Scalar)
        case columnCount(found: Int, expected: Int)
        case separator(Unicode.Scalar)
        case missingColumn(String, found: [String])
        case duplicateColumn(String)
        case cell(found: String, expected: String)
        case unknown(found: String, listedIn: String)
        case repeated(found: String)
        case limit(Limit, most: Int)
        case compression(cause: String)
        case json(cause: String)
        case voteSign(expectedAgree: Int, evidenceAgree: Int, evidence: PolisVoteSign.Basis)
        case folderNotEmpty
        case unwritable(cause: String)
    }

    package enum Limit: String, Equatable, Sendable {
        case bytes, rows, columns
        case cellBytes = "bytes in one cell"
    }

    package init(file: String, line: Int? = nil, column: String? = nil, reason: Reason) {
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason
    }
}

extension PolisFormatError: CustomStringConvertible {
    package var description: String {
        let verb =
            switch reason {
            case .folderNotEmpty, .unwritable: "write"
            default: "read"
            }
        let place = line.map { ", line \(grouped($0))" } ?? ""
        return "cannot \(verb) \(excerpt(file))\(place): \(problem); \(fix)"
    }

    /// What is wrong, as half a sentence.
    package var problem: String {
        switch reason {
        case .notFound: "there is no such file or folder"
        case .unreadable(let cause), .unwritable(let cause): cause
        case .noVotes(let found): "no votes among \(list(found))"
        case .severalFiles(let found): "several files for one purpose: \(list(found))"
        case .empty: "the file is empty"
        case .notUTF8: inColumn("the text is not UTF-8")
        case .loneCarriageReturn: "a line ends with a carriage return alone"
        case .openQuote: "the quotation mark opened here is never closed"
        case .strayQuote: inColumn("a quotation mark stands where none may stand")
        case .character(let scalar): inColumn("the character U+\(hexadecimal(scalar.value)) is not text")
        case .columnCount(let found, let expected):
            "the line has \(grouped(found)) columns, \(grouped(expected)) expected"
        case .separator(let scalar): "this looks like a \(scalar == "\t" ? "tab" : "semicolon") file"
        case .missingColumn(let name, let found): "there is no column \"\(name)\" among \(list(found))"
        case .duplicateColumn(let name): "the column \"\(excerpt(name))\" is there twice"
        case .cell(let found, _):
            "\"\(excerpt(column ?? "value"))\" is \(found.isEmpty ? "blank" : "\"\(excerpt(found))\"")"
        case .unknown(let found, let listedIn):
            "\"\(column ?? "id")\" is \"\(excerpt(found))\", which \(listedIn) does not list"
        case .repeated(let found): "\"\(column ?? "id")\" \"\(excerpt(found))\" is there twice"
        case .limit(let limit, let most): "more than \(grouped(most)) \(limit.rawValue)"
        case .compression(let cause), .json(let cause): cause
        case .voteSign(let expected, let evidenceAgree, let evidence):
            "this kind of file has \(signed(expected)) for agree, but \(evidence.words) say \(signed(evidenceAgree))"
        case .folderNotEmpty: "the folder is not empty"
        }
    }

    /// What the person at the keyboard can do about it, as half a sentence.
    package var fix: String {
        switch reason {
        case .notFound: "check the spelling of the path"
        case .unreadable: "check that it is a file that you may read"
        case .noVotes: "give a folder with votes.csv or participants-votes.csv, or one of these files"
        case .severalFiles: "keep one of them in the folder"
        case .empty: "export it again"
        case .notUTF8: "save the file as UTF-8"
        case .loneCarriageReturn: "save the file with LF or CRLF line ends"
        case .openQuote: "close it, or write it twice where it belongs to the text"
        case .strayQuote: "put the whole cell in quotation marks and write those of the text twice"
        case .character: "remove it"
        case .columnCount: "put text with commas or line breaks in quotation marks"
        case .separator: "save the file with commas between the columns"
        case .missingColumn: "add it, or export the file again"
        case .duplicateColumn: "remove one of them"
        case .cell(_, let expected): "use \(expected)"
        case .unknown: "export both files again at the same time"
        case .repeated: "remove one of the lines"
        case .limit: "split the export, or raise the limit"
        case .compression: "compress the file again with gzip"
        case .json: "export it again"
        case .voteSign: "say which sign means agree"
        case .folderNotEmpty: "choose a new folder"
        case .unwritable: "check that the place exists and that you may write there"
        }
    }

    private func inColumn(_ problem: String) -> String {
        column.map { "in \"\(excerpt($0))\", \(problem)" } ?? problem
    }
}

/// At most 40 characters of outside text, with everything that could disturb a terminal or a sentence escaped.
func excerpt(_ text: String) -> String {
    var shown = ""
    for (count, character) in text.enumerated() {
        if count == 40 { return shown + "…" }
        for scalar in character.unicodeScalars.prefix(8) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                shown += "\\u{\(hexadecimal(scalar.value))}"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
    }
    return shown
}

private func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "nothing" }
    return names.prefix(12).map { "\"\(excerpt($0))\"" }.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
}

private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

private func signed(_ value: Int) -> String { value > 0 ? "+\(value)" : "\(value)" }

/// 1204 as "1,204".
private func grouped(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
        groups.append(Substring(String(digits.suffix(3))))
        digits.removeLast(3)
    }
    groups.append(Substring(digits))
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
}
