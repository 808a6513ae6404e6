/// One `strings.xx.txt` read into entries. The format, one text a line:
///
///     # a comment
///     floor.title = What do you think?
///     floor.answers[one] = {count} answer
///     floor.answers[other] = {count} answers
///     floor.privacy = A longer text goes on
///       in lines that begin with spaces.
///
/// Keys are made of `a-z A-Z 0-9 . _ -`. `{name}` is an argument. Lines are joined with one space.
struct CatalogueFile {
    var entries: [CatalogueEntry] = []

    /// - Throws: ``CatalogueError`` with file and line.
    init(_ text: String, file: String) throws {
        var current: (entry: CatalogueEntry, text: String)?
        func finished() throws -> CatalogueEntry? {
            guard var entry = current?.entry, let text = current?.text else { return nil }
            guard !text.isEmpty else { throw CatalogueError(file: file, line: entry.line, reason: .emptyText) }
            entry.pieces = try TextPiece.pieces(of: text, file: file, line: entry.line)
            return entry
        }
        for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            let line = rawLine.hasSuffix("\r") ? rawLine.dropLast() : rawLine
            let content = trimmed(line)
            if content.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix(" ") || line.hasPrefix("\t") {
                guard let (entry, text) = current else {
                    throw CatalogueError(file: file, line: number, reason: .strayContinuation)
                }
                current = (entry, text.isEmpty ? String(content) : "\(text) \(content)")
                continue
            }
            if let entry = try finished() { entries.append(entry) }
            guard let equals = line.firstIndex(of: "=") else {
                throw CatalogueError(file: file, line: number, reason: .missingEquals)
            }
            let (key, category) = try Self.key(trimmed(line[..<equals]), file: file, line: number)
            let entry = CatalogueEntry(key: key, category: category, pieces: [], file: file, line: number)
            current = (entry, String(trimmed(line[line.index(after: equals)...])))
        }
        if let entry = try finished() { entries.append(entry) }
    }

    private static func key(
        _ text: Substring, file: String, line: Int
    ) throws -> (key: String, category: PluralCategory?) {
        var name = text
        var category: PluralCategory?
        if let bracket = text.firstIndex(of: "[") {
            guard text.hasSuffix("]"),
                let found = PluralCategory(rawValue: String(text[text.index(after: bracket)...].dropLast()))
            else { throw CatalogueError(file: file, line: line, reason: .unknownPluralForm(String(text))) }
            category = found
            name = trimmed(text[..<bracket])
        }
        guard !name.isEmpty, name.utf8.allSatisfy(isKeyByte) else {
            throw CatalogueError(file: file, line: line, reason: .badKey(String(name)))
        }
        return (String(name), category)
    }

    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// One line of a catalogue: a text, or one plural form of a text.
struct CatalogueEntry: Sendable {
    var key: String
    var category: PluralCategory?
    var pieces: [TextPiece]
    var file: String
    var line: Int

    var argumentNames: Set<String> {
        Set(pieces.compactMap { if case .argument(let name) = $0 { name } else { nil } })
    }

    var hasBidiControls: Bool {
        pieces.contains { piece in
            guard case .literal(let text) = piece else { return false }
            return text.unicodeScalars.contains {
                (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
                    || [0x200E, 0x200F, 0x061C].contains($0.value)
            }
        }
    }
}

/// A text is literals and places for arguments in turn.
enum TextPiece: Sendable, Equatable {
    case literal(String)
    case argument(String)

    static func pieces(of text: String, file: String, line: Int) throws -> [TextPiece] {
        var pieces: [TextPiece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw CatalogueError(file: file, line: line, reason: .openBrace)
            }
            let name = rest[rest.index(after: open)..<close]
            guard !name.isEmpty, name.utf8.allSatisfy(CatalogueFile.isKeyByte) else {
                throw CatalogueError(file: file, line: line, reason: .badArgument(String(name)))
            }
            if open > rest.startIndex { pieces.append(.literal(String(rest[..<open]))) }
            pieces.append(.argument(String(name)))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.literal(String(rest))) }
        return pieces
    }
}

/// Why a catalogue file cannot be used, and where.
package struct CatalogueError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        case missingEquals, strayContinuation, emptyText, openBrace
        case badKey(String)
        case badArgument(String)
        case unknownPluralForm(String)
        case defined(before: String)
    }

    package var file: String
    package var line: Int
    package var reason: Reason

    package var description: String {
        let what =
            switch reason {
            case .missingEquals: "there is no \"=\"; write: key = text"
            case .strayContinuation: "the line begins with a space but continues no text; start it with a key"
            case .emptyText: "the text is empty; write one or remove the line"
            case .openBrace: "\"{\" has no \"}\"; write an argument as {name}"
            case .badKey(let key): "\"\(key)\" is no key; use a-z A-Z 0-9 . _ -"
            case .badArgument(let name): "\"{\(name)}\" is no argument; use a-z A-Z 0-9 . _ -"
            case .unknownPluralForm(let key): "\"\(key)\" has no known plural form; use [one] and [other]"
            case .defined(let before): "the key is already defined at \(before); remove one"
            }
        return "\(file):\(line): \(what)"
    }
}

func trimmed(_ text: some StringProtocol) -> Substring {
    let text = Substring(text)
    let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
    return text[..<end].drop { $0.isWhitespace }
}
