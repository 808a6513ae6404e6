/// Where two texts differ, in tokens, cleaned up so that people can read it.
///
/// Words and marks are compared; the spaces between them follow. Then two things are put right that a shortest answer gets
/// wrong: a lone common word between replaced phrases is replaced with them, and what was put in or taken out begins where a
/// sentence or a line does, if it can.
struct TextComparison: Sendable {
    typealias Hunk = SequenceDifference.Hunk

    let from: TokenizedText
    let to: TokenizedText
    /// Changed places in tokens, spaces included, in order; what stands between two of them is the same in both.
    private(set) var hunks: [Hunk] = []

    init(from: TokenizedText, to: TokenizedText) {
        self.from = from
        self.to = to
        guard from.bytes != to.bytes else { return }
        var symbols = Symbols(expecting: from.count + to.count)
        let x = from.spans.indices.map { symbols.number(of: from.bytes(of: $0)) }
        let y = to.spans.indices.map { symbols.number(of: to.bytes(of: $0)) }
        let xSide = Side(from, numbers: x)
        let ySide = Side(to, numbers: y)
        var changes = SequenceDifference(from: xSide.symbols, to: ySide.symbols, symbols: symbols.count).hunks
        Self.slide(&changes, xSide, ySide)
        Self.dissolve(&changes, xSide)
        hunks = Self.withSpaces(changes, xSide, ySide, x, y)
    }

    init(from: String, to: String) {
        self.init(from: TokenizedText(from), to: TokenizedText(to))
    }
}

extension TextComparison {
    /// What is compared of a text: its words and marks.
    private struct Side {
        var symbols: [Int32] = []
        /// Which token each is.
        var tokens: [Int] = []
        /// Whether a line ends between each and the one before.
        var followsLineEnd: [Bool] = []
        var isWord: [Bool] = []
        /// How good a place before each is to begin something: a line, a sentence, a part of one, anything.
        var beginning: [Int] = []
        let all: Int

        init(_ text: TokenizedText, numbers: [Int32]) {
            all = text.count
            var endsLine = true
            var mark = 0
            for (token, span) in text.spans.enumerated() {
                switch span.kind {
                case .space: continue
                case .lineEnd:
                    endsLine = true
                    continue
                case .word, .mark: break
                }
                symbols.append(numbers[token])
                tokens.append(token)
                followsLineEnd.append(endsLine)
                isWord.append(span.kind == .word)
                beginning.append(endsLine ? 3 : mark)
                endsLine = false
                mark = span.kind == .mark ? Self.weight(of: text.text(of: token..<token + 1)) : 0
            }
        }

        private static func weight(of mark: String) -> Int {
            switch mark {
            case ".", "!", "?", "؟", "۔", "。", "！", "？", "।": 2
            case ",", ";", ":", "،", "؛", "、", "，", "；", "：", "–", "—": 1
            default: 0
            }
        }

        /// Twice the words and once the marks.
        func weight(_ range: Range<Int>) -> Int { range.reduce(0) { $0 + (isWord[$1] ? 2 : 1) } }
    }

    // MARK: Where a change begins

    /// Moves what was only put in or only taken out to the best of the places where it may stand: "the old [and the ]new" says
    /// the same as "the [old and ]the new".
    private static func slide(_ changes: inout [Hunk], _ x: Side, _ y: Side) {
        for index in changes.indices {
            let change = changes[index]
            guard change.from.isEmpty != change.to.isEmpty else { continue }
            let isInsertion = change.from.isEmpty
            let side = isInsertion ? y : x
            let range = isInsertion ? change.to : change.from
            // At least one element stays between two changes.
            let first = index > 0 ? (isInsertion ? changes[index - 1].to : changes[index - 1].from).upperBound + 1 : 0
            let last =
                index + 1 < changes.count
                ? (isInsertion ? changes[index + 1].to : changes[index + 1].from).lowerBound - 1 : side.symbols.count
            var (best, bestWeight) = (0, side.beginning[range.lowerBound])
            var shift = 0
            while range.lowerBound + shift > first,
                side.symbols[range.lowerBound + shift - 1] == side.symbols[range.upperBound + shift - 1]
            {
                shift -= 1
                let weight = side.beginning[range.lowerBound + shift]
                if weight > bestWeight { (best, bestWeight) = (shift, weight) }
            }
            shift = 0
            while range.upperBound + shift < last,
                side.symbols[range.lowerBound + shift] == side.symbols[range.upperBound + shift]
            {
                shift += 1
                let weight = side.beginning[range.lowerBound + shift]
                if weight > bestWeight { (best, bestWeight) = (shift, weight) }
            }
            changes[index].from = change.from.lowerBound + best..<change.from.upperBound + best
            changes[index].to = change.to.lowerBound + best..<change.to.upperBound + best
        }
    }

    // MARK: Common words between replaced phrases

    /// Takes into a change what is the same between two changes, where at least twice as much changed on either side of it.
    /// Never across a line end.
    private static func dissolve(_ changes: inout [Hunk], _ x: Side) {
        /// What changed, in the weight of both texts; a word put in for another one counts for both.
        struct Change {
            var hunk: Hunk
            var weight: Int
        }
        func allows(_ change: Change, _ common: Int) -> Bool {
            let replaces = !change.hunk.from.isEmpty && !change.hunk.to.isEmpty
            return replaces ? 2 * common <= change.weight : 2 * common < change.weight
        }
        var kept: [Change] = []
        for hunk in changes {
            // The weight of words alone: what was put in is as long as it is, whatever it is made of.
            var next = Change(hunk: hunk, weight: x.weight(hunk.from) + 2 * hunk.to.count)
            while let before = kept.last {
                let between = before.hunk.from.upperBound..<next.hunk.from.lowerBound
                // A long stretch is never dissolved; not to weigh it keeps the work linear.
                guard between.count <= min(before.weight, next.weight) else { break }
                let common = x.weight(between)
                let endsLine = (between.lowerBound...between.upperBound).contains {
                    $0 < x.followsLineEnd.count && x.followsLineEnd[$0]
                }
                guard !endsLine, allows(before, common), allows(next, common) else { break }
                kept.removeLast()
                next.hunk.from = before.hunk.from.lowerBound..<next.hunk.from.upperBound
                next.hunk.to = before.hunk.to.lowerBound..<next.hunk.to.upperBound
                next.weight += before.weight + 2 * common
            }
            kept.append(next)
        }
        changes = kept.map(\.hunk)
    }

    // MARK: Spaces

    /// The same changes in tokens; a change of spaces alone is one too.
    private static func withSpaces(_ changes: [Hunk], _ x: Side, _ y: Side, _ xAll: [Int32], _ yAll: [Int32]) -> [Hunk]
    {
        var hunks: [Hunk] = []
        func add(_ from: Range<Int>, _ to: Range<Int>) {
            var (fromStart, fromEnd) = (from.lowerBound, from.upperBound)
            var (toStart, toEnd) = (to.lowerBound, to.upperBound)
            while fromStart < fromEnd, toStart < toEnd, xAll[fromStart] == yAll[toStart] {
                (fromStart, toStart) = (fromStart + 1, toStart + 1)
            }
            while fromStart < fromEnd, toStart < toEnd, xAll[fromEnd - 1] == yAll[toEnd - 1] {
                (fromEnd, toEnd) = (fromEnd - 1, toEnd - 1)
            }
            guard fromStart < fromEnd || toStart < toEnd else { return }
            hunks.append(Hunk(from: fromStart..<fromEnd, to: toStart..<toEnd))
        }
        var (i, j) = (0, 0)
        // The token after the last pair that is the same.
        var (from, to) = (0, 0)
        var rest = changes[...]
        while true {
            if let change = rest.first, change.from.lowerBound == i, change.to.lowerBound == j {
                rest = rest.dropFirst()
                (i, j) = (change.from.upperBound, change.to.upperBound)
            }
            let (fromEnd, toEnd) = (i < x.tokens.count ? x.tokens[i] : x.all, j < y.tokens.count ? y.tokens[j] : y.all)
            add(from..<fromEnd, to..<toEnd)
            guard i < x.tokens.count, j < y.tokens.count else { break }
            (from, to) = (fromEnd + 1, toEnd + 1)
            (i, j) = (i + 1, j + 1)
        }
        return hunks
    }
}

/// Numbers for pieces of text, the same for equal ones.
private struct Symbols {
    private var table: [Int32]
    private var pieces: [ArraySlice<UInt8>] = []
    private var hashes: [Int] = []
    private let mask: Int

    init(expecting tokens: Int) {
        var size = 16
        while size < 2 * tokens { size *= 2 }
        table = Array(repeating: -1, count: size)
        mask = size - 1
    }

    var count: Int { pieces.count }

    /// At most as often as was expected.
    mutating func number(of piece: ArraySlice<UInt8>) -> Int32 {
        // A hash with a secret of the process: nobody can write a text that makes this slow.
        var hasher = Hasher()
        piece.withUnsafeBytes { hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        var place = hash & mask
        while table[place] >= 0 {
            let number = Int(table[place])
            if hashes[number] == hash, pieces[number].elementsEqual(piece) { return table[place] }
            place = (place + 1) & mask
        }
        let number = Int32(truncatingIfNeeded: pieces.count)
        pieces.append(piece)
        hashes.append(hash)
        table[place] = number
        return number
    }
}
