import Testing

@testable import TextAnalysis

struct FoldedTextTests {
    @Test(arguments: [
        ("كتاب علي", "کتاب علی"), ("مدرسة", "مدرسه"), ("أمن إلى آب مسؤول", "امن الی اب مسوول"), ("صـلـح", "صلح"),
        ("صُلْحٌ", "صلح"),
        ("می\u{200C}شود", "میشود"), ("سال ۱۴۰۳", "سال 1403"), ("٢٠٢٤", "2024"), ("CAFÉ  au-lait!", "cafe au lait"),
        ("İstanbul", "istanbul"),
        ("ISPARTA ısparta", "isparta isparta"), ("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος"), ("خانهٔ ما", "خانه ما"),
        ("ﬁne", "fine"),
    ])
    func `spellings of one word fold together`(first: String, second: String) {
        #expect(FoldedText(first).text == FoldedText(second).text)
    }

    @Test func `letters of Pashto stay apart`() {
        let letters = ["ټ", "ت", "ډ", "د", "ړ", "ر", "ښ", "س", "ګ", "گ", "ڼ", "ن", "ې", "ی", "ۍ", "ځ", "ح", "څ", "چ"]
        #expect(Set(letters.map { FoldedText($0).text }).count == letters.count)
    }

    @Test func `vowel signs of Indic scripts stay`() {
        #expect(FoldedText("की").text != FoldedText("कु").text)
    }
}

struct TextLikenessTests {
    static let sentences = [
        "Canals should be cleaned before the planting season.", "The canals should be cleaned before planting season",
        "Girls should be able to go to school in every province.", "Schools for girls should open in every province.",
        "Taxes on imported wheat should fall.", "کاریزها باید پیش از فصل کشت پاک شوند",
        "كاريزها بايد پيش از فصل كشت پاك شوند.",
        "پیش از فصل کشت باید کاریزها پاک شوند", "دختران باید در هر ولایت به مکتب بروند", "",
    ]

    @Test(arguments: [(0, 1), (5, 6), (5, 7), (2, 3)])
    func `sentences that say the same are close`(first: Int, second: Int) {
        #expect(TextLikeness.similarity(Self.sentences[first], Self.sentences[second]) > 0.6)
    }

    @Test(arguments: [(0, 2), (0, 4), (2, 4), (5, 8), (0, 5), (7, 8)])
    func `sentences about other things are far`(first: Int, second: Int) {
        #expect(TextLikeness.similarity(Self.sentences[first], Self.sentences[second]) < 0.4)
    }

    @Test func `likeness is symmetric, from 0 to 1, and 1 for equal folded texts`() {
        for first in Self.sentences {
            #expect(TextLikeness.similarity(first, first) == 1)
            #expect(TextLikeness.similarity(first, first.uppercased() + " !") == 1)
            for second in Self.sentences {
                let similarity = TextLikeness.similarity(first, second)
                #expect((0...1).contains(similarity))
                #expect(similarity == TextLikeness.similarity(second, first))
                #expect(similarity == TextLikeness.similarity(FoldedText(first).text, second))
            }
        }
    }

    @Test func `the nearest come first and are those that comparing all gives`() {
        let texts = (0..<500).map { "\(Self.sentences[$0 % 9]) \($0 % 7)" }.map { FoldedText($0) }
        for sentence in Self.sentences.map({ FoldedText($0) }) {
            let nearest = TextLikeness.nearest(to: sentence, in: texts, limit: 20, threshold: 0.4)
            let all = texts.indices.map { ($0, TextLikeness.similarity(sentence, texts[$0])) }
                .filter { $0.1 >= 0.4 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(20)
            #expect(nearest.map(\.index) == all.map(\.0))
            #expect(nearest.map(\.similarity) == all.map(\.1))
        }
        #expect(TextLikeness.nearest(to: FoldedText("x"), in: texts, limit: -1).isEmpty)
    }
}

struct LanguageTagTests {
    @Test(arguments: [
        ("fa-AF", "fa-AF"), ("PS", "ps"), ("uz-arab-af", "uz-Arab-AF"), ("prs", "prs"), ("es-419", "es-419"),
    ])
    func `tags are known and written in the customary way`(tag: String, canonical: String) {
        #expect(LanguageTag(tag)?.text == canonical)
    }

    @Test(arguments: ["", "xx", "en_US", "en-", "-en", "e", "en-US-x", "qaa", "12", "fa-A", "فا", "en-USA"])
    func `U17 what is no language tag is refused`(tag: String) {
        #expect(LanguageTag(tag) == nil)
        #expect(LanguageTag(String(repeating: "a", count: 300)) == nil)
    }
}
