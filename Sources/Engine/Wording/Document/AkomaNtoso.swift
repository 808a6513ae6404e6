/// A document as Akoma Ntoso 3.0: one expression, in one language, of an adopted text.
///
/// Clauses nest by their eIds: art_3__para_1 goes into art_3 where that is a clause before it. What an identifier begins with
/// says which element it becomes. A text with open brackets isn't adopted, and is refused.
public struct AkomaNtoso: Sendable, Hashable {
    /// What the document itself doesn't say.
    public struct Description: Sendable, Hashable {
        /// In addresses, lowercase Latin letters, digits and hyphens: basin-agreement.
        public var name: String
        /// Two letters, or un.
        public var country: String
        /// Of the work and of this expression: 2026-11-22.
        public var workDate: String
        public var expressionDate: String
        /// Who made the text, as people know them.
        public var author: String

        public init(name: String, country: String, workDate: String, expressionDate: String, author: String) {
            self.name = name
            self.country = country
            self.workDate = workDate
            self.expressionDate = expressionDate
            self.author = author
        }
    }

    public let xml: String

    /// - Throws: where the language isn't one of the document, a clause has no wording in it, has open brackets, or stands in too
    ///   many others.
    public init(_ document: CanonicalDocument, language: String, description: Description) throws(AkomaNtosoProblem) {
        guard let own = document.languages.first(where: { $0.code == language }) else {
            throw .noSuchLanguage(language)
        }
        var nodes: [Node] = []
        // The clauses that are not closed yet, from the outermost.
        var path: [Node] = []
        func close(to depth: Int) {
            while path.count > depth, let node = path.popLast() {
                if path.isEmpty { nodes.append(node) } else { path[path.count - 1].children.append(node) }
            }
        }
        for clause in document.clauses {
            guard let source = clause.wording[language] else { throw .missing(eId: clause.eId) }
            let bracketed: BracketedText
            do { bracketed = try BracketedText(source) } catch { throw .brackets(error, eId: clause.eId) }
            guard let wording = bracketed.wording else { throw .open(eId: clause.eId) }
            while let last = path.last, !clause.eId.hasPrefix(last.eId + "__") { close(to: path.count - 1) }
            guard path.count < Self.deepest else { throw .tooDeep(eId: clause.eId) }
            path.append(Node(eId: clause.eId, number: clause.number, wording: wording))
        }
        close(to: 0)
        xml =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n<act name=\"agreement\">\n"
            + Self.meta(document, own, description)
            + "<preface><longTitle><p><docTitle>\(Self.escaped(own.title))</docTitle></p></longTitle></preface>\n"
            + "<body>\n" + nodes.map(\.xml).joined() + "</body>\n</act>\n</akomaNtoso>\n"
    }

    /// So many clauses may stand in one another.
    private static let deepest = 32

    private static func meta(
        _ document: CanonicalDocument, _ language: CanonicalDocument.Language, _ description: Description
    ) -> String {
        let work = "/akn/\(description.country)/act/\(description.workDate)/\(description.name)"
        let expression = "\(work)/\(language.code)@\(description.expressionDate)"
        func properties(_ address: String, _ part: String, _ date: String, _ event: String, _ more: String) -> String {
            "<FRBRthis value=\"\(escaped(part))\"/><FRBRuri value=\"\(escaped(address))\"/>"
                + "<FRBRdate date=\"\(escaped(date))\" name=\"\(event)\"/><FRBRauthor href=\"#author\"/>\(more)"
        }
        let authentic = document.languages.filter(\.isAuthentic).map(\.code).joined(separator: ", ")
        return "<meta>\n<identification source=\"#author\">\n<FRBRWork>"
            + properties(
                work, "\(work)/!main", description.workDate, "adoption",
                "<FRBRcountry value=\"\(escaped(description.country))\"/>")
            + "</FRBRWork>\n<FRBRExpression>"
            + properties(
                expression, "\(expression)/!main", description.expressionDate, "adoption",
                "<FRBRlanguage language=\"\(escaped(language.code))\"/>"
                    + "<FRBRauthoritative value=\"\(language.isAuthentic)\"/>")
            + "</FRBRExpression>\n<FRBRManifestation>"
            + properties("\(expression).xml", "\(expression)/!main.xml", description.expressionDate, "markup", "")
            + "</FRBRManifestation>\n</identification>\n<references source=\"#author\">"
            + "<TLCOrganization eId=\"author\" href=\"/akn/ontology/organization/author\" "
            + "showAs=\"\(escaped(description.author))\"/></references>\n<notes source=\"#author\">"
            + "<note eId=\"authentic\"><p>Authentic: \(escaped(authentic))</p></note>"
            + "<note eId=\"fingerprint\"><p>\(document.fingerprint)</p></note></notes>\n</meta>\n"
    }

    /// What XML gives a meaning is written otherwise; what it can't hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

public enum AkomaNtosoProblem: Error, Sendable, Hashable {
    case noSuchLanguage(String)
    case missing(eId: String)
    case open(eId: String)
    case brackets(BracketProblem, eId: String)
    /// It stands in more clauses than anybody numbers.
    case tooDeep(eId: String)
}

extension AkomaNtoso {
    private struct Node {
        var eId: String
        var number: String
        var wording: String
        var children: [Node] = []

        var xml: String {
            let paragraphs = wording.split(separator: "\n").map { "<p>\(AkomaNtoso.escaped(String($0)))</p>" }.joined()
            // A clause with clauses in it says its own words first; an element without words has to have content all the same.
            let inside =
                children.isEmpty
                ? "<content>\(paragraphs.isEmpty ? "<p/>" : paragraphs)</content>"
                : (paragraphs.isEmpty ? "" : "<intro>\(paragraphs)</intro>") + "\n" + children.map(\.xml).joined()
            return "<\(element) eId=\"\(AkomaNtoso.escaped(eId))\"><num>\(AkomaNtoso.escaped(number))</num>"
                + "\(inside)</\(element)>\n"
        }

        private var element: String {
            // The last part of the identifier, without its number: art_3__para_1 is a paragraph.
            var last = eId[...]
            var place = eId.startIndex
            while let next = eId[place...].firstIndex(of: "_") {
                let after = eId.index(after: next)
                if after < eId.endIndex, eId[after] == "_" { last = eId[eId.index(after: after)...] }
                place = after
            }
            switch last.prefix(while: { $0 != "_" }) {
            case "part": return "part"
            case "title": return "title"
            case "chp": return "chapter"
            case "sec": return "section"
            case "art": return "article"
            case "para": return "paragraph"
            case "subpara": return "subparagraph"
            case "point": return "point"
            default: return "clause"
            }
        }
    }
}
