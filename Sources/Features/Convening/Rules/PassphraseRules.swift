import Foundation
import TextAnalysis

/// What makes a passphrase easy to guess.
package enum PassphraseWeakness: String, Sendable, Hashable, CaseIterable {
    case digits, repeated, sequence, common, ownName
}

/// Which passphrases are taken. Any characters; long enough; and enough of it left once everything is taken away that
/// others would try first: words that many use, the names of the person and of this place, years, the order of the
/// alphabet and of the keyboard, and what is only said again.
package enum PassphraseRules {
    /// In characters of the form that is hashed, which is normalization form KC.
    package static let shortest = 15
    package static let longest = 200
    /// So many letters and digits must be left that nobody would guess.
    private static let needed = 8

    /// - Parameter names: of the person, and whatever else others would think of.
    /// - Throws: ``SignInRefusal/passphraseTooShort(minimum:)``, ``SignInRefusal/passphraseTooLong(maximum:)``,
    ///   ``SignInRefusal/passphraseTooEasy(_:)``.
    package static func check(_ passphrase: String, names: [String]) throws(SignInRefusal) {
        let scalars = Array(passphrase.precomposedStringWithCompatibilityMapping.unicodeScalars)
        if scalars.count < shortest { throw .passphraseTooShort(minimum: shortest) }
        if scalars.count > longest { throw .passphraseTooLong(maximum: longest) }
        if let found = weakness(of: scalars, names: names) { throw .passphraseTooEasy(found) }
    }

    private static func weakness(of scalars: [Unicode.Scalar], names: [String]) -> PassphraseWeakness? {
        let digits = scalars.count { $0.properties.generalCategory == .decimalNumber }
        if !scalars.contains(where: \.properties.isAlphabetic), digits * 2 >= scalars.count { return .digits }
        if Set(scalars).count < 5 || period(of: scalars) < needed { return .repeated }
        let own = names.flatMap { FoldedText($0).text.split(separator: " ") }.map { Array($0.unicodeScalars) }
            .filter { $0.count >= 3 }
        let text = String(String.UnicodeScalarView(scalars))
        for spelled in [text, plain(text)] {
            if let found = weaknessOfRest(letters(spelled), own: own) { return found }
        }
        return nil
    }

    /// Letters and digits alone, as they are compared.
    private static func letters(_ text: String) -> [Unicode.Scalar] {
        FoldedText(text).text.unicodeScalars.filter { $0 != " " }
    }

    /// `p@ssw0rd` as `password`.
    private static func plain(_ text: String) -> String {
        let meant: [Character: Character] = [
            "@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t",
        ]
        return String(text.map { meant[$0] ?? $0 })
    }

    private static func weaknessOfRest(_ letters: [Unicode.Scalar], own: [[Unicode.Scalar]]) -> PassphraseWeakness? {
        var rest = letters
        var taken: [PassphraseWeakness: Int] = [:]
        func take(_ weakness: PassphraseWeakness, _ shortened: [Unicode.Scalar]) {
            taken[weakness, default: 0] += rest.count - shortened.count
            rest = shortened
        }
        take(.ownName, without(own, in: rest))
        take(.common, without(commonWords, in: rest))
        take(.sequence, withoutSequences(rest))
        take(.common, withoutYears(rest))
        take(.repeated, withoutRepetition(rest))
        guard rest.count < needed else { return nil }
        // With nothing taken away it is made of signs, which are as good as letters.
        return taken.filter { $0.value > 0 }.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
    }

    /// After how many characters a text begins anew, to its end; its length where it does not.
    private static func period(of scalars: [Unicode.Scalar]) -> Int {
        var borders = [0]
        for index in scalars.indices.dropFirst() {
            var border = borders[index - 1]
            while border > 0, scalars[index] != scalars[border] { border = borders[border - 1] }
            borders.append(scalars[index] == scalars[border] ? border + 1 : 0)
        }
        return scalars.count - (borders.last ?? 0)
    }

    private static func without(_ words: [[Unicode.Scalar]], in letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var rest = letters
        for word in words.sorted(by: { $0.count > $1.count }) where !word.isEmpty {
            var kept: [Unicode.Scalar] = []
            var index = 0
            while index < rest.count {
                if rest[index...].starts(with: word) {
                    index += word.count
                } else {
                    kept.append(rest[index])
                    index += 1
                }
            }
            rest = kept
        }
        return rest
    }

    /// Four and more in the order of an alphabet, of digits or of a row of keys, forwards or backwards.
    private static func withoutSequences(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        var index = 0
        while index < letters.count {
            let length = sequences.map { run(of: $0, in: letters[index...]) }.max() ?? 0
            if length >= 4 {
                index += length
            } else {
                kept.append(letters[index])
                index += 1
            }
        }
        return kept
    }

    private static func run(of sequence: [Unicode.Scalar], in letters: ArraySlice<Unicode.Scalar>) -> Int {
        guard let first = letters.first, let start = sequence.firstIndex(of: first) else { return 0 }
        return zip(letters, sequence[start...]).prefix { $0 == $1 }.count
    }

    /// 1900 to 2099, and 1300 to 1499 of the Solar Hijri calendar.
    private static func withoutYears(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        var index = 0
        while index < letters.count {
            let four = String(String.UnicodeScalarView(letters[index...].prefix(4)))
            if four.utf8.count == 4, let year = Int(four),
                (1_300...1_499).contains(year) || (1_900...2_099).contains(year)
            {
                index += 4
            } else {
                kept.append(letters[index])
                index += 1
            }
        }
        return kept
    }

    /// Three and more of the same become one.
    private static func withoutRepetition(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        for letter in letters where kept.suffix(2) != [letter, letter] { kept.append(letter) }
        return kept
    }

    /// Our own guess at what people think of first here; not a list of what people were found to use.
    private static let commonWords: [[Unicode.Scalar]] = [
        "password", "passphrase", "passwort", "motdepasse", "letmein", "welcome", "administrator", "admin", "secret",
        "iloveyou", "changeme", "default", "login", "master", "qwerty", "access", "trustno", "superuser", "sunshine",
        "princess", "football", "correcthorsebatterystaple", "jirga", "dialogue", "facilitator", "moderator",
        "observer",
        "afghanistan", "kabul", "herat", "kandahar", "bismillah", "allahuakbar", "khodahafez", "salam", "zindabad",
        "رمز", "جملهٔ رمز", "سلام", "افغانستان", "کابل", "هرات", "قندهار", "بسم الله", "الله اکبر", "خدا حافظ",
        "زنده باد",
        "جرگه", "گفت‌وگو",
    ].map(letters)

    private static let sequences: [[Unicode.Scalar]] = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
        "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgb", "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ",
        "ظطزرذدپو",
    ].flatMap { text in [Array(text.unicodeScalars), Array(text.unicodeScalars.reversed())] }
}
