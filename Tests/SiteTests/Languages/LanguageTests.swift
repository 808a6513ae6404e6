import Site
import Testing

struct LanguageTests {
    @Test(
        arguments: [
            (nil, Language.english), ("", .english), ("fa", .dari), ("fa-AF,en;q=0.8", .dari), ("en,fa", .english),
            ("fa;q=0.3, en;q=0.9", .english), ("de, fa;q=0.1", .dari), ("prs", .dari), ("*", .english),
            ("fa;q=0", .english), ("fa;q=nan", .english), (";;;,,,q=", .english), ("FA-ir", .dari),
        ] as [(String?, Language)])
    func `the best known language is chosen`(header: String?, expected: Language) {
        #expect(Language.negotiate(header) == expected)
    }

    @Test func `each language has its prefix, direction and own name`() {
        #expect(Language.all.map(\.prefix) == ["en", "fa"])
        #expect(Language.dari.direction == .rightToLeft)
        #expect(Language(prefix: "fa") == .dari)
        #expect(Language(prefix: "fa-AF") == nil)
        #expect(Language.dari.nativeName == "دری")
    }

    @Test func `plural categories follow CLDR`() {
        #expect([0, 1, 2].map(Language.english.pluralCategory) == [.other, .one, .other])
        #expect([0, 1, 2].map(Language.dari.pluralCategory) == [.one, .one, .other])
    }
}
