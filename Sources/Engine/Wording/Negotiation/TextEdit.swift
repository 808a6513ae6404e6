/// Where in a text something is, in words that people can find again.
public struct TextAnchor: Sendable, Hashable {
    /// From 1.
    public let paragraph: Int
    /// Up to six words before, in the same paragraph.
    public let before: String
    /// The words themselves; empty for a place between two words.
    public let words: String
    /// Up to six words after, in the same paragraph.
    public let after: String

    init(_ text: TokenizedText, _ range: Range<Int>) {
        paragraph = text.paragraph(of: range.lowerBound) + 1
        words = text.text(of: range)
        var (start, found) = (range.lowerBound, 0)
        while start > 0, found < Self.context, text.spans[start - 1].kind != .lineEnd {
            start -= 1
            if text.spans[start].kind == .word { found += 1 }
        }
        before = text.text(of: start..<range.lowerBound)
        var end = range.upperBound
        found = 0
        while end < text.count, found < Self.context, text.spans[end].kind != .lineEnd {
            if text.spans[end].kind == .word { found += 1 }
            end += 1
        }
        after = text.text(of: range.upperBound..<end)
    }

    private static let context = 6
}

/// One change of one place of a certain text: an amendment, or an amendment to an amendment.
///
/// It is bound to the text it was written against. ``rebased(onto:)`` carries it over to a later one, by what changed between the
/// two, and never by looking for words that happen to be the same.
public struct TextEdit: Sendable, Hashable {
    let text: TokenizedText
    let range: Range<Int>
    /// What is to stand there.
    public let replacement: String

    init(text: TokenizedText, range: Range<Int>, replacement: String) {
        self.text = text
        self.range = range
        self.replacement = replacement
    }

    /// The changes that make one text another one.
    public static func edits(from: String, to: String) -> [TextEdit] {
        let comparison = TextComparison(from: from, to: to)
        return comparison.hunks.map { hunk in
            TextEdit(text: comparison.from, range: hunk.from, replacement: comparison.to.text(of: hunk.to))
        }
    }

    /// The text it was written against.
    public var base: String { text.text }

    /// The words it replaces; empty where it only adds.
    public var words: String { text.text(of: range) }

    public var anchor: TextAnchor { TextAnchor(text, range) }

    /// The base with all edits made.
    ///
    /// - Throws: where they are not all of this text, or two of them are of the same place.
    public static func applying(_ edits: [TextEdit], to base: String) throws(TextEditProblem) -> String {
        let text = TokenizedText(base)
        var result = ""
        var token = 0
        var last: Range<Int>?
        for edit in edits.sorted(by: {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }) {
            guard edit.text.bytes == text.bytes else { throw .ofAnotherText(edit.anchor) }
            guard edit.range.lowerBound >= token, edit.range != last || !edit.range.isEmpty else {
                throw .samePlace(edit.anchor)
            }
            result += text.text(of: token..<edit.range.lowerBound) + edit.replacement.composed
            (token, last) = (edit.range.upperBound, edit.range)
        }
        return result + text.text(of: token..<text.count)
    }

    /// The same change of a later text.
    public func rebased(onto new: String) -> RebasedEdit {
        rebased(by: TextComparison(from: text, to: TokenizedText(new)))
    }

    /// The same changes of a later text, in their order.
    public static func rebased(_ edits: [TextEdit], onto new: String) -> [RebasedEdit] {
        let target = TokenizedText(new)
        var comparison: TextComparison?
        return edits.map { edit in
            if let known = comparison, known.from.bytes == edit.text.bytes { return edit.rebased(by: known) }
            let fresh = TextComparison(from: edit.text, to: target)
            comparison = fresh
            return edit.rebased(by: fresh)
        }
    }

    func rebased(by comparison: TextComparison) -> RebasedEdit {
        let touching = comparison.hunks.filter { hunk in
            if range.isEmpty || hunk.from.isEmpty {
                // A change at the edge of words leaves them what they were; at a place between words it takes the place away.
                return range.isEmpty
                    ? hunk.from.lowerBound <= range.lowerBound && range.lowerBound <= hunk.from.upperBound
                    : range.lowerBound < hunk.from.lowerBound && hunk.from.lowerBound < range.upperBound
            }
            return hunk.from.overlaps(range)
        }
        let new = comparison.to
        // How far everything before has moved what comes after it.
        let before = comparison.hunks.last { $0.from.upperBound <= range.lowerBound && !touching.contains($0) }
        let shift = before.map { $0.to.upperBound - $0.from.upperBound } ?? 0
        guard let first = touching.first, let last = touching.last else {
            return .anchored(
                TextEdit(
                    text: new, range: range.lowerBound + shift..<range.upperBound + shift, replacement: replacement))
        }
        let start = range.lowerBound < first.from.lowerBound ? range.lowerBound + shift : first.to.lowerBound
        let end =
            range.upperBound > last.from.upperBound
            ? range.upperBound + last.to.upperBound - last.from.upperBound : last.to.upperBound
        let place = start..<end
        if touching.count == 1, first.from == range, new.text(of: place).utf8.elementsEqual(replacement.composed.utf8) {
            return .alreadyThere(TextAnchor(new, place))
        }
        return .lost(
            LostAnchor(edit: self, nowThere: new.text(of: place), seenInParagraphs: new.paragraphs(with: text, range)))
    }
}

/// What became of an edit when its text changed.
public enum RebasedEdit: Sendable, Hashable {
    /// The words it is about are there unchanged; this is the edit of the new text.
    case anchored(TextEdit)
    /// The new text has what the edit asks for, at the place where it asks for it.
    case alreadyThere(TextAnchor)
    /// What it is about changed. Somebody has to say what it means now.
    case lost(LostAnchor)
}

/// An edit whose words are not there any more. Nothing of it is forgotten, and nothing is put anywhere.
public struct LostAnchor: Sendable, Hashable {
    /// As it was, with its text, its words and what it would put there.
    public let edit: TextEdit
    /// What the new text has at this place; empty when it has nothing.
    public let nowThere: String
    /// Paragraphs of the new text, from 1, in which the same words stand: where they may have gone, for people to judge.
    public let seenInParagraphs: [Int]

    public var anchor: TextAnchor { edit.anchor }
}

public enum TextEditProblem: Error, Sendable, Hashable {
    case ofAnotherText(TextAnchor)
    case samePlace(TextAnchor)
}

extension TokenizedText {
    /// In which paragraphs, from 1, the tokens of another text stand in the same order.
    fileprivate func paragraphs(with other: TokenizedText, _ range: Range<Int>) -> [Int] {
        // Of longer passages a move is plain to see, and looking for them would take long.
        guard (1...200).contains(range.count), other.words(in: range) > 0, count >= range.count else { return [] }
        var found: [Int] = []
        for start in 0...(count - range.count) {
            let isSame = zip(range, start...).allSatisfy { bytes(of: $1).elementsEqual(other.bytes(of: $0)) }
            guard isSame else { continue }
            let paragraph = self.paragraph(of: start) + 1
            if found.last != paragraph { found.append(paragraph) }
        }
        return found
    }
}
