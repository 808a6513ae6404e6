import Mustache

/// A template as written, before the texts of a language are put in.
struct TemplateSource {
    var file: String
    var text: String

    /// Puts the fixed texts in for `{{t.key}}` and compiles. Every other `{{key}}` becomes unescaped, because the
    /// values come escaped from ``ModelTree``; what is written with three braces must be called `….svg`.
    func compiled(_ texts: Texts) throws -> MustacheTemplate {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            result += rest[..<open.lowerBound]
            let isTriple = rest[open.upperBound...].hasPrefix("{")
            let closing = isTriple ? "}}}" : "}}"
            let start = isTriple ? rest.index(after: open.upperBound) : open.upperBound
            guard let close = rest[start...].firstRange(of: closing) else {
                throw WebFolderError(file: file, problem: "\"{{\" has no \"\(closing)\"")
            }
            result += try tag(trimmed(rest[start..<close.lowerBound]), isTriple: isTriple, texts)
            rest = rest[close.upperBound...]
        }
        do {
            return try MustacheTemplate(string: result + rest)
        } catch {
            throw WebFolderError(file: file, problem: "the template does not parse: \(error)")
        }
    }

    private func tag(_ content: Substring, isTriple: Bool, _ texts: Texts) throws -> String {
        if content.hasPrefix("t.") {
            let key = String(content.dropFirst(2))
            guard texts.contains(key) else {
                throw WebFolderError(file: file, problem: "the text \"\(key)\" is in no catalogue")
            }
            return texts[key].escapedForHTML.split(separator: "{", omittingEmptySubsequences: false)
                .joined(separator: "&#123;")
        }
        if isTriple || content.hasPrefix("&") {
            guard content.hasSuffix(".svg") else {
                throw WebFolderError(file: file, problem: "\"{{{\(content)}}}\": only \"….svg\" may stay unescaped")
            }
            return "{{{\(content)}}}"
        }
        let isPlainName = content.first.map { $0.isLetter || $0 == "." || $0 == "_" } ?? false
        return isPlainName ? "{{{\(content)}}}" : "{{\(content)}}"
    }
}
