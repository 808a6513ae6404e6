/// The smallest part of a text that a comparison moves: a word, the spaces between two words, one mark.
///
/// Words are never taken apart, because joined scripts would change their shape: a joiner (U+200C, U+200D), a vowel sign and an
/// apostrophe between letters belong to their word, a separator between digits to its number. A letter of a script that
/// writes words without spaces and has no dictionary here (Han, Hiragana) is a word of its own; Thai, Lao and Khmer are
/// compared phrase by phrase.
public struct WordToken: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case word
        /// Spaces in a row, without line ends.
        case space
        /// One end of a line.
        case lineEnd
        /// One sign of punctuation, one symbol, one direction mark.
        case mark
    }

    public let kind: Kind
    public let text: String

    /// The parts of a text in their order, in normalization form C: joined they are the text.
    ///
    /// - Complexity: O(length).
    public static func tokens(of text: String) -> [WordToken] {
        let tokens = TokenizedText(text)
        return tokens.spans.indices.map { WordToken(kind: tokens.spans[$0].kind, text: tokens.text(of: $0..<$0 + 1)) }
    }
}

/// A text with the places of its tokens.
struct TokenizedText: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        var kind: WordToken.Kind
        /// Places in the text's UTF-8.
        var start: Int
        var end: Int
        /// A token of its own wherever it stands, so that a line may break before it.
        var isIdeograph = false
    }

    let bytes: [UInt8]
    private(set) var spans: [Span] = []
    /// The line ends that close a paragraph: those with something on their line.
    private var paragraphEnds: [Int] = []

    init(_ text: String) {
        var text = text.composed
        text.makeContiguousUTF8()
        bytes = Array(text.utf8)
        spans.reserveCapacity(bytes.count / 3)
        let scalars = text.unicodeScalars
        var index = text.startIndex
        var start = 0
        var before = Sort.mark
        while index < text.endIndex {
            let next = text.index(after: index)
            let end = start + text.utf8.distance(from: index, to: next)
            var sort = Sort(scalars[index])
            // What stands between two letters or two digits may belong to them.
            if sort == .apostrophe || sort == .separator {
                let after = next < text.endIndex ? Sort(scalars[next]) : .mark
                let joins =
                    sort == .apostrophe ? before == .letter && after == .letter : before == .digit && after == .digit
                sort = joins ? before : .mark
            }
            add(sort, from: start, to: end)
            (index, start, before) = (next, end, sort)
        }
        var hasText = false
        for (token, span) in spans.enumerated() {
            switch span.kind {
            case .lineEnd:
                if hasText { paragraphEnds.append(token) }
                hasText = false
            case .space: break
            case .word, .mark: hasText = true
            }
        }
    }

    private mutating func add(_ sort: Sort, from start: Int, to end: Int) {
        let kind = sort.kind
        let isIdeograph = sort == .ideograph
        if kind == .word || kind == .space, !isIdeograph, let last = spans.last, last.kind == kind, !last.isIdeograph {
            spans[spans.count - 1].end = end
        } else {
            spans.append(Span(kind: kind, start: start, end: end, isIdeograph: isIdeograph))
        }
    }

    var count: Int { spans.count }

    /// The whole text, in normalization form C.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func text(of tokens: Range<Int>) -> String {
        guard let first = tokens.first, let last = tokens.last, last < spans.count else { return "" }
        return String(decoding: bytes[spans[first].start..<spans[last].end], as: UTF8.self)
    }

    func bytes(of token: Int) -> ArraySlice<UInt8> { bytes[spans[token].start..<spans[token].end] }

    func words(in tokens: Range<Int>) -> Int { tokens.count { spans[$0].kind == .word } }

    /// The number of a token's paragraph, from 0.
    func paragraph(of token: Int) -> Int {
        var (low, high) = (0, paragraphEnds.count)
        while low < high {
            let half = (low + high) / 2
            if paragraphEnds[half] < token { low = half + 1 } else { high = half }
        }
        return low
    }
}

extension TokenizedText {
    /// What a letter is for finding words.
    enum Sort: Equatable {
        case letter, digit, ideograph, space, lineEnd, apostrophe, separator, mark

        var kind: WordToken.Kind {
            switch self {
            case .letter, .digit, .ideograph: .word
            case .space: .space
            case .lineEnd: .lineEnd
            case .apostrophe, .separator, .mark: .mark
            }
        }

        init(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x61...0x7A, 0x41...0x5A, 0x620...0x64A, 0x671...0x6D3: self = .letter
            case 0x30...0x39, 0x660...0x669, 0x6F0...0x6F9: self = .digit
            case 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: self = .lineEnd
            case 0x20, 0x09, 0xA0: self = .space
            case 0x27, 0x2019: self = .apostrophe
            case 0x2C, 0x2E, 0x66B, 0x66C: self = .separator
            case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD, 0x3041...0x309F:
                self = .ideograph
            // Direction marks and isolates are invisible; a change of one is shown by itself, not as a change of a word.
            case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: self = .mark
            case 0..<0x80: self = .mark
            default:
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .nonspacingMark,
                    .spacingMark, .enclosingMark, .format, .letterNumber:
                    self = .letter
                case .decimalNumber, .otherNumber: self = .digit
                case .spaceSeparator: self = .space
                case .lineSeparator, .paragraphSeparator: self = .lineEnd
                default: self = .mark
                }
            }
        }
    }
}
