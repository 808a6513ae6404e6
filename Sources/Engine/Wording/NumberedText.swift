/// A text in numbered lines, the same on every screen and on paper.
///
/// A line is as wide as a number of columns says, counted in characters: East Asian ones take two, marks that join none. Lines
/// break at spaces, and between ideographs; a word that is wider than a line is left whole and makes the line wider. The
/// numbers go through all paragraphs; empty lines have none. Equal text and width give equal lines, always.
public struct NumberedText: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        /// From 1.
        public let number: Int
        /// Of the paragraph, from 1.
        public let paragraph: Int
        public let isFirstOfParagraph: Bool
        /// Without spaces at either end.
        public let text: String
        /// The tokens of the line, with the spaces and line ends that follow it; together the lines have all tokens but
        /// those before the first line.
        let tokens: Range<Int>
    }

    public let lines: [Line]
    public let width: Int
    let text: TokenizedText

    /// - Parameter width: columns of a line; below 8 counts as 8. Without it ``width(suiting:)``.
    public init(_ text: String, width: Int? = nil) {
        self.init(TokenizedText(text), width: width ?? Self.width(suiting: text))
    }

    init(_ text: TokenizedText, width: Int) {
        self.text = text
        self.width = max(8, width)
        var breaker = Breaker(text: text, width: self.width)
        for token in text.spans.indices { breaker.take(token) }
        breaker.close(before: text.count)
        lines = breaker.lines
    }

    /// Columns that fill a line of print at the size in which the script is read: 72, and 80 for the narrower letters of Arabic
    /// script. Whichever most letters are of.
    public static func width(suiting text: String) -> Int {
        var (arabic, other) = (0, 0)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: arabic += 1
            default: if scalar.properties.isAlphabetic { other += 1 }
            }
        }
        return arabic > other ? 80 : 72
    }

    /// The line on which a token stands; the last one for what is behind it, 1 for what is before the first.
    func line(of token: Int) -> Int {
        var (low, high) = (0, lines.count)
        while low < high {
            let half = (low + high) / 2
            if lines[half].tokens.upperBound <= token { low = half + 1 } else { high = half }
        }
        return max(1, min(low + 1, lines.count))
    }
}

extension NumberedText {
    private struct Breaker {
        let text: TokenizedText
        let width: Int
        var lines: [Line] = []
        /// Of the line that is being filled.
        private var start: Int?
        private var columns = 0
        /// Where the line may break last, and how many columns come after that place.
        private var opportunity: Int?
        private var columnsSince = 0
        private var paragraph = 0
        private var isFirst = true
        private var breaksBeforeNext = false

        init(text: TokenizedText, width: Int) {
            self.text = text
            self.width = width
        }

        mutating func take(_ token: Int) {
            let span = text.spans[token]
            let columns = Self.columns(text.text(of: token..<token + 1))
            switch span.kind {
            case .lineEnd:
                if start != nil { close(before: token + 1, endsParagraph: true) } else { extendLast(to: token + 1) }
            case .space:
                guard start != nil else { return extendLast(to: token + 1) }
                self.columns += columns
                columnsSince += columns
                breaksBeforeNext = text.text(of: token..<token + 1).unicodeScalars.contains { !Self.keepsTogether($0) }
            case .word, .mark:
                if start == nil {
                    begin(at: token)
                } else if breaksBeforeNext || mayBreak(before: token) {
                    (opportunity, columnsSince) = (token, 0)
                }
                breaksBeforeNext = false
                self.columns += columns
                columnsSince += columns
                guard self.columns > width, let place = opportunity else { return }
                let rest = columnsSince
                close(before: place)
                begin(at: place)
                (self.columns, columnsSince) = (rest, rest)
            }
        }

        private static func keepsTogether(_ space: Unicode.Scalar) -> Bool {
            [0xA0, 0x2007, 0x202F].contains(space.value)
        }

        /// Between two ideographs, but not before a closing mark nor after an opening one.
        private func mayBreak(before token: Int) -> Bool {
            guard token > 0, text.spans[token].isIdeograph else { return false }
            let before = text.spans[token - 1]
            if before.isIdeograph { return true }
            guard before.kind == .mark, let scalar = text.text(of: token - 1..<token).unicodeScalars.first else {
                return false
            }
            switch scalar.properties.generalCategory {
            case .openPunctuation, .initialPunctuation: return false
            default: return true
            }
        }

        private mutating func begin(at token: Int) {
            if isFirst { paragraph += 1 }
            (start, columns, columnsSince, opportunity) = (token, 0, 0, nil)
        }

        mutating func close(before token: Int, endsParagraph: Bool = false) {
            defer { if endsParagraph { isFirst = true } }
            guard let start else { return }
            var end = token
            while end > start, text.spans[end - 1].kind == .space || text.spans[end - 1].kind == .lineEnd { end -= 1 }
            lines.append(
                Line(
                    number: lines.count + 1, paragraph: paragraph, isFirstOfParagraph: isFirst,
                    text: text.text(of: start..<end), tokens: start..<token))
            (self.start, isFirst, breaksBeforeNext) = (nil, false, false)
        }

        /// Spaces and empty lines behind a line belong to it.
        private mutating func extendLast(to token: Int) {
            guard let last = lines.popLast() else { return }
            lines.append(
                Line(
                    number: last.number, paragraph: last.paragraph, isFirstOfParagraph: last.isFirstOfParagraph,
                    text: last.text, tokens: last.tokens.lowerBound..<token))
        }

        private static func columns(_ text: String) -> Int {
            text.unicodeScalars.reduce(0) { sum, scalar in
                switch scalar.value {
                case 0x20..<0x300: return sum + 1
                case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                    0xFE30...0xFE6F,
                    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                    return sum + 2
                default:
                    switch scalar.properties.generalCategory {
                    case .nonspacingMark, .enclosingMark, .format, .control: return sum
                    default: return sum + 1
                    }
                }
            }
        }
    }
}
