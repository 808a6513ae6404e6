import Foundation

/// Which text of people is let in, and in what form it is kept.
///
/// The steps, in this order: valid UTF-8; size in bytes; each scalar checked, and invisible ones without a purpose
/// dropped; line ends to `\n`; normalization form C; white space and direction marks trimmed; length in characters and
/// bytes; at least one letter or number. Compatibility forms (`ﬁ`, full width) are kept, because they carry meaning.
///
/// Markup is text like any other: it is kept, and shown as it is.
///
/// - Complexity: O(bytes).
package struct TextPolicy: Equatable, Sendable {
    /// The limit that people are told, in characters as they perceive them.
    package var characters: Int
    /// The limit that protects the machine. With fewer than four bytes a character, emoji reach it first.
    package var bytes: Int
    /// Without line breaks, each becomes a space.
    package var allowsNewlines: Bool

    /// More combining marks in a row than any script needs.
    static let mostMarks = 8
    /// More direction marks in a row than any text needs; those beyond are dropped.
    static let mostDirectionMarks = 4

    package init(characters: Int, bytes: Int, allowsNewlines: Bool = false) {
        self.characters = characters
        self.bytes = bytes
        self.allowsNewlines = allowsNewlines
    }

    /// The text in the form in which it is kept.
    package func admit(_ bytes: some Collection<UInt8>) throws(TextProblem) -> String {
        // Counted first, so that a long text costs nothing; checked second, so that broken text is called broken.
        guard bytes.count <= self.bytes else { throw .tooManyBytes(bytes: bytes.count, limit: self.bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return try admit(text)
    }

    /// The text in the form in which it is kept.
    package func admit(_ text: String) throws(TextProblem) -> String {
        guard text.utf8.count <= bytes else { throw .tooManyBytes(bytes: text.utf8.count, limit: bytes) }
        let admitted = String(String.UnicodeScalarView(try admittedScalars(of: text)))
        let trimmed = Self.trimmed(admitted.precomposedStringWithCanonicalMapping)
        guard !trimmed.isEmpty else { throw .empty }
        let length = trimmed.count
        guard length <= characters else { throw .tooLong(characters: length, limit: characters) }
        guard trimmed.utf8.count <= bytes else { throw .tooManyBytes(bytes: trimmed.utf8.count, limit: bytes) }
        guard trimmed.unicodeScalars.contains(where: \.isLetterOrNumber) else { throw .noLetters }
        return trimmed
    }

    private func admittedScalars(of text: String) throws(TextProblem) -> [Unicode.Scalar] {
        let scalars = Array(text.unicodeScalars)
        var kept: [Unicode.Scalar] = []
        kept.reserveCapacity(scalars.count)
        var marks = 0
        var directionMarks = 0
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch Admission(of: scalar, after: kept.last, before: next) {
            case .kept:
                // Counted among those kept, so that dropped ones between them hide nothing.
                marks = scalar.isMark ? marks + 1 : 0
                guard marks <= Self.mostMarks else { throw .marks(limit: Self.mostMarks) }
                directionMarks = scalar.isDirectionMark ? directionMarks + 1 : 0
                if directionMarks <= Self.mostDirectionMarks { kept.append(scalar) }
            case .dropped: continue
            case .space: kept.append(" ")
            case .newline:
                // The line feed of a CRLF has been taken with its carriage return.
                if scalar == "\n", index > 0, scalars[index - 1] == "\r" { continue }
                kept.append(allowsNewlines ? "\n" : " ")
            case .hiddenDirection: throw .directionMark(scalar)
            case .refused: throw .character(scalar)
            }
        }
        return kept
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isOuter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar.isDirectionMark }
        guard let first = scalars.firstIndex(where: { !isOuter($0) }),
            let last = scalars.lastIndex(where: { !isOuter($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}

/// Why text is not let in, with the facts.
package enum TextProblem: Error, Equatable, Sendable {
    case notUTF8
    /// Nothing is left to see.
    case empty
    /// Neither a letter nor a number.
    case noLetters
    case tooLong(characters: Int, limit: Int)
    /// Within the limit of characters perhaps, but of large ones, such as emoji.
    case tooManyBytes(bytes: Int, limit: Int)
    /// A control, tag, private or otherwise unfit character.
    case character(Unicode.Scalar)
    /// An invisible mark that turns the direction of what follows.
    case directionMark(Unicode.Scalar)
    /// More combining marks in a row than any script needs.
    case marks(limit: Int)
}
