/// The languages the pages speak. Adding one means: a case here, a `strings.xx.txt` in every feature, plural rules,
/// digits and month names in ``LocalFormat``.
package enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case dari = "fa-AF"

    package static let all: [Language] = allCases

    /// BCP 47 tag, for `lang` attributes.
    package var tag: String { rawValue }

    /// The first segment of an address in this language: `/fa/d/water`.
    package var prefix: String {
        switch self {
        case .english: "en"
        case .dari: "fa"
        }
    }

    /// The language's name in itself, as it stands in the list of languages.
    package var nativeName: String {
        switch self {
        case .english: "English"
        case .dari: "دری"
        }
    }

    package var direction: Direction {
        switch self {
        case .english: .leftToRight
        case .dari: .rightToLeft
        }
    }

    /// The language whose address prefix is `prefix`, if any.
    package init?(prefix: some StringProtocol) {
        guard let language = Self.all.first(where: { $0.prefix == prefix }) else { return nil }
        self = language
    }

    /// Chooses by an `Accept-Language` value (RFC 9110 §12.5.4): the highest weight wins, then the earlier one; `*`
    /// and unknown tags are skipped; English when nothing fits. Any Persian tag (`fa`, `fa-IR`, `prs`) gets Dari.
    ///
    /// Only the first 16 ranges of at most 1,000 bytes are looked at, since the header comes from outside.
    package static func negotiate(_ acceptLanguage: String?) -> Language {
        guard let acceptLanguage else { return .english }
        var best: (language: Language, weight: Double) = (.english, 0)
        let header = String(decoding: acceptLanguage.utf8.prefix(1_000), as: UTF8.self)
        for range in header.split(separator: ",").prefix(16) {
            let parts = range.split(separator: ";").map { trimmed($0).lowercased() }
            guard let tag = parts.first, let language = matching(tag) else { continue }
            var weight = 1.0
            for parameter in parts.dropFirst() where parameter.hasPrefix("q=") {
                weight = Double(parameter.dropFirst(2)).map { $0.isFinite ? min(max($0, 0), 1) : 0 } ?? 0
            }
            if weight > best.weight { best = (language, weight) }
        }
        return best.language
    }

    private static func matching(_ tag: String) -> Language? {
        switch tag.split(separator: "-").first {
        case "en": .english
        case "fa", "prs": .dari
        default: nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let end = text.lastIndex { $0 != " " && $0 != "\t" }.map(text.index(after:)) ?? text.startIndex
        return text[..<end].drop { $0 == " " || $0 == "\t" }
    }
}

package enum Direction: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
}

/// Plural categories of Unicode CLDR. Only those a language really distinguishes need a form.
package enum PluralCategory: String, Sendable, CaseIterable {
    case zero, one, two, few, many, other
}

extension Language {
    /// The categories whole numbers fall into, each of which a plural text must have.
    package var pluralCategories: [PluralCategory] { [.one, .other] }

    /// CLDR cardinal rules for whole numbers. English: one for 1. Persian: one for 0 and 1.
    package func pluralCategory(of number: Int) -> PluralCategory {
        switch self {
        case .english: number == 1 || number == -1 ? .one : .other
        case .dari: (-1...1).contains(number) ? .one : .other
        }
    }
}
