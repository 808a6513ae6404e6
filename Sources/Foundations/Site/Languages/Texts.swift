/// A value put into a text.
package enum TextArgument: Sendable, Equatable {
    case text(String)
    /// A whole number, written in the language's digits. The one named `count` chooses the plural form.
    case number(Int)
}

/// The texts of one language.
package struct Texts: Sendable {
    package let language: Language
    package let format: LocalFormat
    private let forms: [String: TextForms]

    init(language: Language, forms: [String: TextForms]) {
        self.language = language
        self.format = LocalFormat(language)
        self.forms = forms
    }

    package func contains(_ key: String) -> Bool { forms[key] != nil }

    /// The text of `key`; `⟦key⟧` if there is none, so that the gap is seen and nothing breaks.
    package subscript(_ key: String) -> String { self(key, [:]) }

    /// The text of `key` with its arguments put in. Nothing is escaped: templates do that.
    package func callAsFunction(_ key: String, _ arguments: [String: TextArgument]) -> String {
        compose(key, arguments) { $0 }
    }

    /// The text for output that is not HTML: every text argument is isolated (U+2068 … U+2069), because its writing
    /// direction is unknown.
    package func plain(_ key: String, _ arguments: [String: TextArgument] = [:]) -> String {
        compose(key, arguments) { "\u{2068}\($0)\u{2069}" }
    }

    private func compose(
        _ key: String, _ arguments: [String: TextArgument], isolate: (String) -> String
    ) -> String {
        guard let forms = forms[key], let entry = form(of: forms, arguments["count"]) else { return "⟦\(key)⟧" }
        var result = ""
        for piece in entry.pieces {
            switch piece {
            case .literal(let text): result += text
            case .argument(let name):
                switch arguments[name] {
                case .text(let text): result += isolate(text)
                case .number(let number): result += format.number(number)
                case nil: result += "⟦\(name)⟧"
                }
            }
        }
        return result
    }

    private func form(of forms: TextForms, _ count: TextArgument?) -> CatalogueEntry? {
        if let plain = forms.plain { return plain }
        guard case .number(let number) = count else { return forms.plural[.other] }
        return forms.plural[language.pluralCategory(of: number)] ?? forms.plural[.other]
    }
}

extension Texts {
    /// How far `instant` is from `now` in the largest fitting unit: "in 29 days", "14 minutes ago", "just now".
    /// Both in milliseconds since 1970. Whole units, rounded down.
    package func relative(_ instant: Int64, at now: Int64) -> String {
        let (difference, overflow) = instant.subtractingReportingOverflow(now)
        let isFuture = instant > now
        let seconds = overflow ? Int64.max / 1_000 : Int64((difference / 1_000).magnitude)
        guard seconds >= 60 else { return self["time.now"] }
        let (unit, count) =
            switch seconds {
            case ..<3_600: ("minutes", seconds / 60)
            case ..<86_400: ("hours", seconds / 3_600)
            default: ("days", seconds / 86_400)
            }
        return self("time.\(isFuture ? "in" : "ago")_\(unit)", ["count": .number(Int(count))])
    }
}
