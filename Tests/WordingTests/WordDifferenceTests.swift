import JirgaTestSupport
import Testing

@testable import Wording

/// A difference as people would write it: –old– and +new+.
func marked(_ from: String, _ to: String) -> String {
    WordDifference(from: from, to: to).runs.map { run in
        switch run.kind {
        case .same: run.text
        case .removed: "–\(run.text)–"
        case .inserted: "+\(run.text)+"
        }
    }.joined()
}

struct WordTokenTests {
    @Test(arguments: [
        ("within two years.", ["within", " ", "two", " ", "years", "."]),
        ("این کار می\u{200C}شود؟", ["این", " ", "کار", " ", "می\u{200C}شود", "؟"]),
        ("اُمّید", ["اُمّید"]), ("don't l’eau 'so'", ["don't", " ", "l’eau", " ", "'", "so", "'"]),
        ("1,000.5 and ۱٬۲۳۴٫۵", ["1,000.5", " ", "and", " ", "۱٬۲۳۴٫۵"]),
        ("a,b 1, 2", ["a", ",", "b", " ", "1", ",", " ", "2"]),
        ("a \n\nb", ["a", " ", "\n", "\n", "b"]), ("水法", ["水", "法"]), ("👩‍🌾🇦🇫", ["👩‍🌾", "🇦🇫"]),
        ("P2\u{200F}و", ["P2", "\u{200F}", "و"]), ("", []),
    ])
    func `words, spaces and marks are parts; joiners and vowel signs belong to their word`(
        text: String, parts: [String]
    ) {
        #expect(WordToken.tokens(of: text).map(\.text) == parts)
    }

    @Test func `a token knows its paragraph`() {
        let text = TokenizedText(" \na b\n\n c\nd")
        let found = text.spans.indices.filter { text.spans[$0].kind == .word }.map(text.paragraph)
        #expect(found == [0, 0, 1, 2] && text.paragraph(of: text.count) == 2)
    }

    @Test func `parts together are the text in form C, and never begin inside a letter`() {
        for seed in UInt64(1)...300 {
            var random = RandomWording(seed: seed)
            let text = random.text(words: 40)
            let tokens = WordToken.tokens(of: text).map(\.text)
            #expect(tokens.joined().unicodeScalars.elementsEqual(text.composed.unicodeScalars), "seed \(seed)")
            #expect(tokens.reduce(0) { $0 + $1.count } == text.composed.count, "seed \(seed)")
        }
    }
}

struct WordDifferenceTests {
    @Test(arguments: [
        (
            "Each district shall install a gauge at every canal head within two years.",
            "Each district shall install a gauge at every canal head within one year.",
            "Each district shall install a gauge at every canal head within –two years–+one year+."
        ),
        (
            "shall publish the readings.", "shall publish the readings each spring.",
            "shall publish the readings+ each spring+."
        ),
        // A lone common word between replaced phrases goes with them.
        (
            "the council of elders decides", "the assembly of women decides",
            "the –council of elders–+assembly of women+ decides"
        ),
        // What is left out on either side of a word leaves the word.
        ("the red big house", "the big blue house", "the –red –big +blue +house"),
        // A sentence that is put in is put in whole.
        ("He came. He left.", "He came. He stayed. He left.", "He came. +He stayed. +He left."),
        (
            "آب در بهار میان همه تقسیم می\u{200C}شود.", "آب در تابستان میان همه تقسیم می\u{200C}گردد.",
            "آب در –بهار–+تابستان+ میان همه تقسیم –می\u{200C}شود–+می\u{200C}گردد+."
        ),
        ("د ۱۲ میاشتو", "د ۱۸ میاشتو", "د –۱۲–+۱۸+ میاشتو"), ("گروه P2 و HRW", "گروه P3 و HRW", "گروه –P2–+P3+ و HRW"),
        ("in 12 months", "in ۱۲ months", "in –12–+۱۲+ months"), ("می\u{200C}شود", "میشود", "–می\u{200C}شود–+میشود+"),
        ("one  space", "one space", "one–  –+ +space"), ("a b", "a\nb", "a– –+\n+b"), ("", "all new", "+all new+"),
        ("gone", "", "–gone–"),
        ("", "", ""),
    ])
    func `changes read as people would mark them`(from: String, to: String, expected: String) {
        #expect(marked(from, to) == expected)
    }

    @Test func `a change inside of a word shows the whole word, in any script`() {
        for (from, to) in [("gauge", "gauges"), ("ولسوالی", "ولسوالی\u{200C}ها"), ("اُمید", "امید"), ("حکومت", "حكومت")]
        {
            #expect(WordDifference(from: from, to: to).runs.map(\.text) == [from, to])
        }
    }

    @Test func `two ways of writing one letter are no change`() {
        #expect(!WordDifference(from: "caf\u{E9} آب", to: "cafe\u{301} ا\u{653}ب").hasChanges)
    }

    @Test func `a change of spaces alone is told from a change of words`() {
        #expect(WordDifference(from: "a b c", to: "a  b\nc").changesSpacesAlone)
        #expect(!WordDifference(from: "a b c", to: "a  b\nd").changesSpacesAlone)
        #expect(!WordDifference(from: "a b", to: "a b").changesSpacesAlone)
    }

    @Test func `the way there and the way back give the texts again, byte by byte`() {
        for seed in UInt64(1)...1_500 {
            var random = RandomWording(seed: seed)
            let from = random.text(words: random.number(0...60))
            let pieces = WordToken.tokens(of: from).map(\.text)
            let to =
                seed.isMultiple(of: 4)
                ? random.text(words: random.number(0...60))
                : random.changed(pieces, times: random.number(0...8)).joined()
            let difference = WordDifference(from: from, to: to)
            let comment: Comment = "seed \(seed)"
            #expect(difference.from.utf8.elementsEqual(from.composed.utf8), comment)
            #expect(difference.to.utf8.elementsEqual(to.composed.utf8), comment)
            #expect(difference.applied(to: from)?.utf8.elementsEqual(to.composed.utf8) == true, comment)
            #expect(difference.reversed.applied(to: to)?.utf8.elementsEqual(from.composed.utf8) == true, comment)
            #expect(difference.reversed.reversed == difference, comment)
            #expect(difference.applied(to: from + " more") == nil, comment)
            #expect(difference.hasChanges == !from.composed.utf8.elementsEqual(to.composed.utf8), comment)
            #expect(difference.runs.allSatisfy { !$0.text.isEmpty }, comment)
            #expect(zip(difference.runs, difference.runs.dropFirst()).allSatisfy { $0.kind != $1.kind }, comment)
        }
    }
}

struct SequenceDifferenceTests {
    /// How much changes at least, by the table of all pairs.
    private func least(_ from: [Int32], _ to: [Int32]) -> Int {
        var row = Array(0...to.count)
        for x in from.indices {
            var next = [x + 1]
            for y in to.indices {
                next.append(from[x] == to[y] ? row[y] : 1 + min(row[y + 1], next[y]))
            }
            row = next
        }
        return row[to.count]
    }

    private func changes(_ difference: SequenceDifference) -> Int {
        difference.hunks.reduce(0) { $0 + $1.from.count + $1.to.count }
    }

    private func isRight(_ difference: SequenceDifference, _ from: [Int32], _ to: [Int32]) -> Bool {
        var result: [Int32] = []
        var place = 0
        for hunk in difference.hunks {
            result += from[place..<hunk.from.lowerBound] + to[hunk.to]
            place = hunk.from.upperBound
        }
        return result + from[place...] == to
    }

    @Test func `where nothing stands once only, the answer is as short as can be`() {
        for seed in UInt64(1)...400 {
            var chance = SeededGenerator(seed: seed)
            // Doubled, so that no element is unique and the search alone decides.
            func draw() -> [Int32] {
                let half = (0..<Int.random(in: 0...25, using: &chance)).map { _ in
                    Int32.random(in: 0..<4, using: &chance)
                }
                return half + half.shuffled(using: &chance)
            }
            let (from, to) = (draw(), draw())
            let difference = SequenceDifference(from: from, to: to, symbols: 4)
            #expect(isRight(difference, from, to), "seed \(seed)")
            #expect(changes(difference) == least(from, to), "seed \(seed)")
        }
    }

    @Test func `one change in a long text is found as it is`() {
        let from = (0..<10_000).map { Int32($0 % 997) }
        var to = from
        to[5_000] = 998
        to.remove(at: 7_000)
        let difference = SequenceDifference(from: from, to: to, symbols: 999)
        #expect(changes(difference) == 3)
        #expect(isRight(difference, from, to))
    }

    /// Each would take hundreds of millions of steps if nothing bounded them.
    @Test(arguments: [2, 3, 40, 3_000, 30_000])
    func `texts that have little in common get a right answer within the bound`(symbols: Int32) {
        var chance = SeededGenerator(seed: 7)
        let from = (0..<30_000).map { _ in Int32.random(in: 0..<symbols, using: &chance) }
        let to = (0..<30_000).map { _ in Int32.random(in: 0..<symbols, using: &chance) }
        let difference = SequenceDifference(from: from, to: to, symbols: Int(symbols))
        #expect(isRight(difference, from, to))
        // One search may end in the middle of its last round, and no further.
        #expect(difference.steps <= SequenceDifference.mostSteps + 4 * SequenceDifference.mostCost * 60_000)
        let backwards = Array(from.reversed())
        #expect(isRight(SequenceDifference(from: from, to: backwards, symbols: Int(symbols)), from, backwards))
    }
}
