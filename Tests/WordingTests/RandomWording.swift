import JirgaTestSupport

/// Texts to try rules on: few words, so that they repeat, in two scripts, with marks, digits and line ends.
struct RandomWording {
    private var chance: SeededGenerator

    init(seed: UInt64) {
        chance = SeededGenerator(seed: seed)
    }

    static let pieces = [
        "the", "of", "gauge", "canal", "shall", "publish", "می\u{200C}شود", "ولسوالی", "در", "آب", "۱۲", "12", "P2",
        "اُمید", "don't",
        "水", "法", ".", ",", "؛", "(", ")", "\u{200F}", "e\u{301}", "👩‍🌾",
    ]
    static let gaps = [" ", " ", " ", " ", "  ", "", "\n", "\u{A0}"]

    mutating func text(words: Int) -> String {
        var text = ""
        for _ in 0..<words { text += pick(Self.pieces) + pick(Self.gaps) }
        return text
    }

    mutating func pick<Element>(_ all: [Element]) -> Element { all[Int.random(in: all.indices, using: &chance)] }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &chance) }

    /// The same text with some tokens gone, replaced or added.
    mutating func changed(_ pieces: [String], times: Int) -> [String] {
        var pieces = pieces
        for _ in 0..<times {
            let place = number(0...pieces.count)
            switch number(0...2) {
            case 0: pieces.insert(pick(Self.pieces), at: place)
            case 1 where place < pieces.count: pieces.remove(at: place)
            case 2 where place < pieces.count: pieces[place] = pick(Self.pieces)
            default: break
            }
        }
        return pieces
    }
}
