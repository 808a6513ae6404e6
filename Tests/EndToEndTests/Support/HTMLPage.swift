/// As much of a page as a person without script and style would use: its headings, links and forms.
struct HTMLPage: Sendable {
    let source: String

    init(_ source: String) {
        self.source = source
    }

    var title: String { Self.plain(source.firstMatch(of: /<title>(?s:(.*?))<\/title>/)?.1 ?? "") }
    var headings: [String] { source.matches(of: /<h1\b[^>]*>(?s:(.*?))<\/h1>/).map { Self.plain($0.1) } }

    /// Everything in words, with the tags taken away.
    var text: String {
        let body = source.firstMatch(of: /<body\b(?s:.*)/)?.0 ?? Substring(source)
        return Self.plain(body)
    }

    var links: [String] {
        source.matches(of: /<a\b([^>]*)>/).compactMap { Self.attributes($0.1)["href"] }
    }

    /// In the order of the page.
    var forms: [HTMLForm] {
        source.matches(of: /<form\b([^>]*)>(?s:(.*?))<\/form>/).map { match in
            HTMLForm(attributes: Self.attributes(match.1), inside: match.2)
        }
    }

    /// The first form that is sent to an address that ends so.
    func form(_ action: String) throws -> HTMLForm {
        guard let form = forms.first(where: { $0.action.hasSuffix(action) }) else {
            throw NoForm(action: action, page: text)
        }
        return form
    }

    struct NoForm: Error, CustomStringConvertible {
        let action: String
        let page: String

        var description: String { "no form for \(action) on this page:\n\(page.prefix(800))" }
    }

    /// `name="value"` and `name` alone.
    static func attributes(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for match in text.matches(of: /([A-Za-z][A-Za-z0-9-]*)(?:="([^"]*)")?/) {
            found[String(match.1).lowercased()] = match.2.map { unescaped($0) } ?? ""
        }
        return found
    }

    static func plain(_ html: Substring) -> String {
        unescaped(Substring(html.replacing(/<[^>]*>/, with: " ")))
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    }
}

/// A form as a browser would send it when nothing was typed and no button had a name.
struct HTMLForm: Sendable {
    let action: String
    let method: String
    var fields: [(name: String, value: String)] = []
    /// Names and values of the buttons.
    var buttons: [(name: String, value: String)] = []
    /// All choices that radio buttons offer.
    var choices: [(name: String, value: String)] = []

    init(attributes: [String: String], inside: Substring) {
        action = attributes["action"] ?? ""
        method = attributes["method"]?.lowercased() ?? "get"
        for match in inside.matches(of: /<(input|button|select)\b([^>]*)>|<textarea\b([^>]*)>([^<]*)<\/textarea>/) {
            if let textarea = match.3 {
                guard let name = HTMLPage.attributes(textarea)["name"] else { continue }
                fields.append((name, HTMLPage.unescaped(match.4 ?? "")))
                continue
            }
            let own = HTMLPage.attributes(match.2 ?? "")
            guard let name = own["name"] else { continue }
            switch (match.1 ?? "", own["type"] ?? "") {
            case ("button", _): buttons.append((name, own["value"] ?? ""))
            case ("select", _): fields.append((name, Self.chosenOption(after: match.range.upperBound, in: inside)))
            case (_, "radio"):
                choices.append((name, own["value"] ?? ""))
                if own["checked"] != nil { fields.append((name, own["value"] ?? "")) }
            case (_, "checkbox"):
                if own["checked"] != nil { fields.append((name, own["value"] ?? "on")) }
            default: fields.append((name, own["value"] ?? ""))
            }
        }
    }

    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    private static func chosenOption(after start: Substring.Index, in text: Substring) -> String {
        let options = text[start...].prefix { $0 != "\u{0}" }.firstMatch(of: /(?s:(.*?))<\/select>/)?.1 ?? ""
        let all = options.matches(of: /<option\b([^>]*)>/).map { HTMLPage.attributes($0.1) }
        return (all.first { $0["selected"] != nil } ?? all.first)?["value"] ?? ""
    }
}
