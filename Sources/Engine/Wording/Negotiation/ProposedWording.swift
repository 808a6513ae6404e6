/// How a text would read if a proposal were accepted, and whose proposal it is.
public struct ProposedWording: Sendable, Hashable {
    /// The code of who proposes, such as P2.
    public let author: String
    /// The number by which the proposal is called.
    public let number: Int
    /// The whole text as it would read.
    public let wording: String

    public init(author: String, number: Int, wording: String) {
        self.author = author
        self.number = number
        self.wording = wording
    }

    public var attribution: Attribution { Attribution(author: author, number: number) }
}

/// Whose proposal something is from.
public struct Attribution: Sendable, Hashable, Comparable {
    public let author: String
    public let number: Int

    public init(author: String, number: Int) {
        self.author = author
        self.number = number
    }

    public static func < (first: Attribution, second: Attribution) -> Bool {
        (first.number, first.author) < (second.number, second.author)
    }
}

/// All that several proposals change of one text, by place.
///
/// Two changes collide when nothing but spaces stands between them in the text, and they do not say the same: "two years" made
/// "three years" by one and "two months" by another never becomes "three months", which nobody proposed.
struct Overlay: Sendable {
    /// What proposals want of one place.
    struct Variant: Sendable, Hashable {
        var text: String
        /// Which proposals.
        var proposals: [Int]
    }

    struct Place: Sendable, Hashable {
        /// Tokens of the text.
        var range: Range<Int>
        /// In the order of the proposals; never empty.
        var variants: [Variant]

        var isCollision: Bool { variants.count > 1 }
    }

    let base: TokenizedText
    /// In the order of the text.
    private(set) var places: [Place] = []

    /// - Parameter wordings: the whole text as each proposal would have it.
    init(base: TokenizedText, wordings: [String]) {
        self.base = base
        struct Change {
            var range: Range<Int>
            var text: String
            var proposal: Int
        }
        let changes = wordings.enumerated().flatMap { proposal, wording in
            let comparison = TextComparison(from: base, to: TokenizedText(wording))
            return comparison.hunks.map { hunk in
                Change(range: hunk.from, text: comparison.to.text(of: hunk.to), proposal: proposal)
            }
        }.sorted { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var rest = changes[...]
        while let first = rest.popFirst() {
            var members = [first]
            var end = first.range.upperBound
            while let next = rest.first, !isSeparated(end, next.range.lowerBound) {
                members.append(next)
                end = max(end, next.range.upperBound)
                rest = rest.dropFirst()
            }
            let range = first.range.lowerBound..<end
            var variants: [Variant] = []
            for proposal in Set(members.map(\.proposal)).sorted() {
                var text = ""
                var token = range.lowerBound
                for member in members where member.proposal == proposal {
                    text += base.text(of: token..<member.range.lowerBound) + member.text
                    token = member.range.upperBound
                }
                text += base.text(of: token..<range.upperBound)
                if let same = variants.firstIndex(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
                    variants[same].proposals.append(proposal)
                } else {
                    variants.append(Variant(text: text, proposals: [proposal]))
                }
            }
            places.append(Place(range: range, variants: variants))
        }
    }

    private func isSeparated(_ end: Int, _ start: Int) -> Bool {
        end < start && (end..<start).contains { base.spans[$0].kind != .space }
    }

    /// The text with a replacement for each place; nil leaves a place as it is.
    func text(_ replacement: (Place) -> String?) -> String {
        var text = ""
        var token = 0
        for place in places {
            text += base.text(of: token..<place.range.lowerBound)
            text += replacement(place) ?? base.text(of: place.range)
            token = place.range.upperBound
        }
        return text + base.text(of: token..<base.count)
    }
}
