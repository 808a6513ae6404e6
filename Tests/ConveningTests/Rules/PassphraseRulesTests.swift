import Convening
import Testing

@Suite struct PassphraseRulesTests {
    private func refusal(_ passphrase: String, names: [String] = ["Zarina Karimi"]) -> SignInRefusal? {
        do throws(SignInRefusal) {
            try PassphraseRules.check(passphrase, names: names)
            return nil
        } catch {
            return error
        }
    }

    private static let good: [String] = [
        "water runs to everyone", "rain on the northern fields", "آب برای همهٔ مردم است", "سه گاو سفید در باغ ما",
        "my 3 goats ate the blue door", "zq9!Lm2#vT8@pX4", "correct goats battery fields",
        "Zarina has seven blue kites",
        "پنج سیب روی میز سنگی", "🐐🌾🚪🪁🌙 blue goats", "a b c d e water fields",
        "wet goat wet goat wet goat wet goat by the old blue mill",
    ]

    @Test(arguments: good)
    func `sentences and other things nobody would think of are taken`(passphrase: String) {
        #expect(refusal(passphrase) == nil)
    }

    private static let easy: [(String, PassphraseWeakness)] = [
        ("123456789012345", .digits), ("0799 123 456 0799 1", .digits), ("۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵", .digits),
        ("2024-01-01 2025-01-01", .digits), ("aaaaaaaaaaaaaaaaaa", .repeated), ("abababababababab", .repeated),
        ("water water water", .repeated), ("سلامسلامسلامسلامسلام", .repeated), ("qwertyuiopasdfgh", .sequence),
        ("abcdefghijklmnopqrst", .sequence), ("zyxwvutsrqponmlkji", .sequence), ("1q2w3e4r5t6y7u8i", .sequence),
        ("ضصثقفغعهخحجچ ضصثق", .sequence), ("password password1!", .common), ("P@ssw0rd P@ssw0rd!", .common),
        ("welcomeadmin2024", .common), ("jirgafacilitator1", .common), ("بسم الله الله اکبر", .common),
        ("correct horse battery staple", .common), ("Afghanistan-2024-Kabul", .common),
        ("zarina karimi 1990", .ownName), ("ZarinaZarinaKarimi", .ownName), ("Karimi.Zarina.1234", .ownName),
    ]

    @Test(arguments: easy)
    func `what others would try first is refused`(passphrase: String, weakness: PassphraseWeakness) {
        #expect(refusal(passphrase) == .passphraseTooEasy(weakness))
    }

    @Test func `length is counted in characters of the form that is hashed`() {
        #expect(refusal("fourteen chars") == .passphraseTooShort(minimum: 15))
        #expect(refusal("fifteen charact") == nil)
        // Two marks that become one letter are one.
        #expect(refusal("goats me\u{301} goate\u{301}") == .passphraseTooShort(minimum: 15))
        let long = "wet goats by the old mill, dry boats on the new hill, and nobody ever counts the blue kites twice. "
        #expect(refusal(String((long + long + long).unicodeScalars.prefix(200).map(Character.init))) == nil)
        #expect(refusal(String(repeating: long, count: 3)) == .passphraseTooLong(maximum: 200))
    }

    @Test func `nothing makes the rules trap`() {
        var state: UInt64 = 7
        let pieces: [Character] = [
            "a", "1", "0", "ا", "س", "@", " ", "\u{301}", "ß", "İ", "🐐", "9", "q", "w", "e", "r",
        ]
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(pieces[Int(state >> 33) % pieces.count])
            }
            _ = refusal(text, names: [text, "", "ab"])
        }
    }
}
