/// A text some words of which are not agreed: they stand in square brackets, with whose they are.
///
///     The parties shall report [P1: within two years] [P3: within one year] to the Commission.
///
/// - A bracket is `[AUTHORS: words]`, or `[words]` where nobody is named. An author is a code of up to eight capital Latin
///   letters and digits that begins with a letter, such as P2; several are parted by commas.
/// - Brackets with nothing but spaces between them are alternatives for one place. Without words, `[P2: ]`, an alternative
///   says that there should be nothing.
/// - Brackets are never nested: whoever wants other words inside a bracket offers an alternative beside it.
/// - A square bracket that belongs to the wording is written `\[` or `\]`, and a backslash `\\`.
public struct BracketedText: Sendable, Hashable {
    /// One offer for a place.
    public struct Alternative: Sendable, Hashable {
        /// Codes in the order in which they were written; empty where nobody is named.
        public let authors: [String]
        public let words: String
        /// The spaces between it and the one before.
        let spaceBefore: String

        public init(authors: [String], words: String) {
            self.init(authors: authors, words: words, spaceBefore: " ")
        }

        init(authors: [String], words: String, spaceBefore: String) {
            (self.authors, self.words, self.spaceBefore) = (authors, words, spaceBefore)
        }
    }

    enum Part: Sendable, Hashable {
        case plain(String)
        case open([Alternative])
    }

    /// A place that is still open.
    public struct OpenPlace: Sendable, Hashable {
        /// From 1, in the order of the text. Settling a place gives those behind it lower numbers.
        public let number: Int
        /// Of the paragraph, from 1.
        public let paragraph: Int
        /// At least one.
        public let alternatives: [Alternative]
    }

    /// How a place is settled.
    public enum Settlement: Sendable, Hashable {
        /// By one of its alternatives, from 0.
        case alternative(Int)
        /// By other words.
        case words(String)
        /// By leaving the place out, with one of the spaces around it.
        case nothing
    }

    private(set) var parts: [Part]

    /// - Throws: where the brackets don't fit together.
    public init(_ source: String) throws(BracketProblem) {
        var reader = BracketReader(source.composed)
        parts = try reader.read()
    }

    private init(parts: [Part]) {
        self.parts = parts
    }

    /// A text in which nothing is open, whatever characters it has.
    public init(plain wording: String) {
        parts = wording.isEmpty ? [] : [.plain(wording.composed)]
    }

    /// The text with its brackets; reads back as the same.
    public var source: String {
        parts.map { part in
            switch part {
            case .plain(let text): return Self.escaped(text)
            case .open(let alternatives):
                return alternatives.map { alternative in
                    let authors = alternative.authors.isEmpty ? "" : alternative.authors.joined(separator: ", ") + ": "
                    return alternative.spaceBefore + "[" + authors + Self.escaped(alternative.words) + "]"
                }.joined()
            }
        }.joined()
    }

    /// What is not settled yet.
    public var openPlaces: [OpenPlace] {
        var places: [OpenPlace] = []
        var paragraph = 1
        var hasText = false
        for part in parts {
            switch part {
            case .plain(let plain):
                // A bracket before the first line end makes a paragraph of its line as words do.
                let text = TokenizedText(hasText ? "x" + plain : plain)
                paragraph += text.paragraph(of: text.count)
                hasText = text.spans.last { $0.kind != .space }.map { $0.kind != .lineEnd } ?? false
            case .open(let alternatives):
                places.append(OpenPlace(number: places.count + 1, paragraph: paragraph, alternatives: alternatives))
                hasText = true
            }
        }
        return places
    }

    public var isSettled: Bool {
        !parts.contains { if case .open = $0 { true } else { false } }
    }

    /// The words without any bracket; nil while something is open.
    public var wording: String? {
        isSettled ? plainText : nil
    }

    private var plainText: String {
        parts.map { if case .plain(let text) = $0 { text } else { "" } }.joined()
    }

    /// The text with one place settled; nil where there is no such place or alternative.
    public func settling(_ number: Int, by settlement: Settlement) -> BracketedText? {
        var found = 0
        for (index, part) in parts.enumerated() {
            guard case .open(let alternatives) = part else { continue }
            found += 1
            guard found == number else { continue }
            let words: String
            switch settlement {
            case .alternative(let chosen):
                guard alternatives.indices.contains(chosen) else { return nil }
                words = alternatives[chosen].words
            case .words(let other): words = other.composed
            case .nothing: words = ""
            }
            return replacing(index, by: words)
        }
        return nil
    }

    private func replacing(_ index: Int, by words: String) -> BracketedText {
        var before = Array(parts[..<index])
        var after = Array(parts[(index + 1)...])
        if words.isEmpty { Self.closeGap(&before, &after) }
        var joined: [Part] = []
        for part in before + [.plain(words)] + after {
            if case .plain(let text) = part, case .plain(let earlier) = joined.last {
                joined[joined.count - 1] = .plain(earlier + text)
            } else if part != .plain("") {
                joined.append(part)
            }
        }
        return BracketedText(parts: joined)
    }

    /// One of two spaces around words that are gone goes with them; before a mark that closes, so does a single one.
    private static func closeGap(_ before: inout [Part], _ after: inout [Part]) {
        let next: Character?
        if case .plain(let text) = after.first { next = text.first } else { next = after.isEmpty ? nil : "[" }
        if case .plain(let text) = before.last {
            if text.last == " ", next == nil || next == " " || next == "\n" || next.map(Self.closes) == true {
                before[before.count - 1] = .plain(String(text.dropLast()))
            } else if text.last == "\n", next == " ", case .plain(let rest) = after.first {
                after[0] = .plain(String(rest.dropFirst()))
            }
        } else if before.isEmpty, next == " ", case .plain(let rest) = after.first {
            after[0] = .plain(String(rest.dropFirst()))
        }
    }

    private static func closes(_ mark: Character) -> Bool {
        [".", ",", ";", ":", "!", "?", "،", "؛", "؟", "۔", ")"].contains(mark)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "[" || scalar == "]" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar)
        }
        return String(escaped)
    }
}

/// Why brackets could not be read, and where.
public struct BracketProblem: Error, Sendable, Hashable {
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// A bracket opens inside another one.
        case nested
        /// A bracket opens and never closes.
        case unclosed
        /// A bracket closes that was not opened.
        case unopened
        /// A bracket has neither author nor words.
        case empty
        /// A backslash before something that needs none.
        case unknownEscape
    }

    public let reason: Reason
    /// Of the bracket it is about, or of the backslash, from 1.
    public let line: Int
    /// In characters (Unicode scalars), from 1.
    public let column: Int
}

private struct BracketReader {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var parts: [BracketedText.Part] = []
    private var plain = String.UnicodeScalarView()

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    mutating func read() throws(BracketProblem) -> [BracketedText.Part] {
        while index < scalars.count {
            switch scalars[index] {
            case "[": add(try bracket())
            case "]": throw problem(.unopened, at: index)
            default: plain.append(try scalar())
            }
        }
        endPlain()
        return parts
    }

    /// One scalar of the wording, without its backslash.
    private mutating func scalar() throws(BracketProblem) -> Unicode.Scalar {
        let scalar = scalars[index]
        guard scalar == "\\" else {
            index += 1
            return scalar
        }
        guard index + 1 < scalars.count,
            scalars[index + 1] == "[" || scalars[index + 1] == "]" || scalars[index + 1] == "\\"
        else { throw problem(.unknownEscape, at: index) }
        index += 2
        return scalars[index - 1]
    }

    private mutating func bracket() throws(BracketProblem) -> BracketedText.Alternative {
        let start = index
        index += 1
        let authors = self.authors()
        var words = String.UnicodeScalarView()
        while index < scalars.count, scalars[index] != "]" {
            if scalars[index] == "[" { throw problem(.nested, at: index) }
            words.append(try scalar())
        }
        guard index < scalars.count else { throw problem(.unclosed, at: start) }
        index += 1
        guard !authors.isEmpty || !words.allSatisfy(\.properties.isWhitespace) else { throw problem(.empty, at: start) }
        return BracketedText.Alternative(authors: authors, words: String(words), spaceBefore: "")
    }

    /// The codes before a colon, which is passed over with the one space behind it; none where there is no such list.
    private mutating func authors() -> [String] {
        var authors: [String] = []
        var code = ""
        var place = index
        while place < scalars.count {
            let scalar = scalars[place]
            switch scalar {
            case "A"..."Z", "0"..."9":
                code.unicodeScalars.append(scalar)
            case ",", ":":
                guard let first = code.unicodeScalars.first, ("A"..."Z").contains(first), code.utf8.count <= 8 else {
                    return []
                }
                authors.append(code)
                code = ""
                let isSpaced = place + 1 < scalars.count && scalars[place + 1] == " "
                if scalar == ":" {
                    index = place + (isSpaced ? 2 : 1)
                    return authors
                }
                if isSpaced { place += 1 }
            default: return []
            }
            place += 1
        }
        return []
    }

    private mutating func add(_ alternative: BracketedText.Alternative) {
        // Spaces alone since the bracket before: an alternative to it.
        if plain.allSatisfy({ $0 == " " || $0 == "\u{A0}" || $0 == "\t" }), case .open(var others) = parts.last {
            // Taken out first, so that what is there already is not copied for each alternative.
            parts.removeLast()
            others.append(
                BracketedText.Alternative(
                    authors: alternative.authors, words: alternative.words, spaceBefore: String(plain)))
            parts.append(.open(others))
            plain = String.UnicodeScalarView()
        } else {
            endPlain()
            parts.append(.open([alternative]))
        }
    }

    private mutating func endPlain() {
        if !plain.isEmpty { parts.append(.plain(String(plain))) }
        plain = String.UnicodeScalarView()
    }

    private func problem(_ reason: BracketProblem.Reason, at place: Int) -> BracketProblem {
        let before = scalars.prefix(place)
        let line = before.count { $0 == "\n" }
        let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return BracketProblem(reason: reason, line: line + 1, column: place - start + 1)
    }
}
