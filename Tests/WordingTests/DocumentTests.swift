import Crypto
import Foundation
import JirgaTestSupport
import Testing

@testable import Wording

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct CanonicalDocumentTests {
    private func document(_ change: (inout [CanonicalDocument.Clause]) -> Void = { _ in }) throws -> CanonicalDocument {
        var clauses = [
            CanonicalDocument.Clause(
                eId: "art_1", number: "1",
                wording: [
                    "fa": "هر ولسوالی می\u{200C}تواند  آب بگیرد. ", "en": "Each district may\r\ndraw water.\n\n",
                ]),
            CanonicalDocument.Clause(eId: "art_2", number: "2", wording: ["fa": "در ۱۲ ماه، کافe\u{301}."]),
        ]
        change(&clauses)
        return try CanonicalDocument(
            languages: [
                .init(code: "fa", isAuthentic: true, title: "توافق\u{200C}نامهٔ حوزه"),
                .init(code: "en", isAuthentic: false, title: "Basin agreement \t"),
            ], clauses: clauses)
    }

    /// Written by the Python program in the description of the type, not by this code.
    @Test func `the bytes, the hash and the fingerprint are those another program writes`() throws {
        let document = try document()
        #expect(document.bytes.count == 251)
        #expect(
            document.sha256.map {
                String($0, radix: 16).count == 1 ? "0" + String($0, radix: 16) : String($0, radix: 16)
            }.joined()
                == "8934a28e2e4b6e6eb487d34e78943b3c5d1d73a925dffac42f95ac8e1b99e76e")
        #expect(document.fingerprint.description == "8566 8805 4110 8676 7596 9336")
    }

    @Test(arguments: [
        ("a \t\r\nb\rc\u{2028}d\u{85}e  \n\n", "a\nb\nc\nd\ne"), ("e\u{301}", "\u{E9}"), ("  a  b", "  a  b"),
        ("\n a", "\n a"),
        (" \n ", ""), ("می\u{200C}شود", "می\u{200C}شود"), ("a\r\r\nb", "a\n\nb"),
    ])
    func `text has one form`(text: String, form: String) {
        #expect(DocumentText.canonical(text).unicodeScalars.elementsEqual(form.unicodeScalars))
        #expect(DocumentText.canonical(form).unicodeScalars.elementsEqual(form.unicodeScalars))
    }

    @Test func `composed and decomposed letters are the same document`() throws {
        func forms(_ form: (String) -> String) throws -> CanonicalDocument {
            try CanonicalDocument(
                languages: [.init(code: "fa", isAuthentic: true, title: form("آب و café"))],
                clauses: [.init(eId: "art_1", number: form("é"), wording: ["fa": form("مؤسسهٔ آب، 각")])])
        }
        let composed = try forms(\.precomposedStringWithCanonicalMapping)
        let decomposed = try forms(\.decomposedStringWithCanonicalMapping)
        #expect(composed.bytes == decomposed.bytes && composed.fingerprint == decomposed.fingerprint)
    }

    @Test func `the order in which languages are given does not matter, the order of clauses does`() throws {
        let document = try document()
        #expect(
            try CanonicalDocument(languages: document.languages.reversed(), clauses: document.clauses).bytes
                == document.bytes)
        #expect(try self.document { $0.reverse() }.bytes != document.bytes)
    }

    /// Any two of these could be confused by a form that only joined their pieces.
    @Test func `documents that differ anywhere have different bytes`() throws {
        var all: [[UInt8]] = []
        let words = ["", "1", "art_1", "a", "a\nb"]
        for title in words {
            for number in words {
                for wording in words.map({ ["en": $0] }) + [[:]] {
                    for isAuthentic in [true, false] {
                        let languages = [
                            CanonicalDocument.Language(code: "en", isAuthentic: isAuthentic, title: title),
                            CanonicalDocument.Language(code: "fa", isAuthentic: true, title: ""),
                        ]
                        let clause = CanonicalDocument.Clause(eId: "art_1", number: number, wording: wording)
                        all.append(try CanonicalDocument(languages: languages, clauses: [clause]).bytes)
                    }
                }
            }
        }
        #expect(Set(all).count == all.count)
        #expect(all.count == 300)
    }

    @Test func `what does not say what it is, is refused`() throws {
        let english = CanonicalDocument.Language(code: "en", isAuthentic: true, title: "")
        let dari = CanonicalDocument.Language(code: "fa", isAuthentic: false, title: "")
        func problem(_ languages: [CanonicalDocument.Language], _ clauses: [CanonicalDocument.Clause])
            -> DocumentProblem?
        {
            do throws(DocumentProblem) {
                _ = try CanonicalDocument(languages: languages, clauses: clauses)
                return nil
            } catch { return error }
        }
        let clause = CanonicalDocument.Clause(eId: "art_1", number: "1", wording: [:])
        #expect(problem([], []) == .noAuthenticLanguage)
        #expect(problem([dari], []) == .noAuthenticLanguage)
        #expect(problem([english, english], []) == .languageTwice("en"))
        #expect(problem([english], [clause, clause]) == .clauseTwice("art_1"))
        #expect(
            problem([english], [.init(eId: " ", number: "7", wording: [:])]) == .clauseWithoutIdentifier(number: "7"))
        #expect(
            problem([english], [.init(eId: "a", number: "", wording: ["fa": ""])]) == .unknownLanguage("fa", eId: "a"))
        #expect(problem([english, dari], [clause]) == nil)
    }

    @Test func `it knows which clauses a language lacks`() throws {
        #expect(try document().missing(in: "en") == ["art_2"])
        #expect(try document().missing(in: "fa") == [])
    }
}

struct DocumentFingerprintTests {
    private let fingerprint = DocumentFingerprint(sha256: Array(repeating: 7, count: 32))

    @Test func `six groups of four digits are the same number in three digit sets`() throws {
        for set in DocumentFingerprint.DigitSet.allCases {
            let groups = fingerprint.groups(in: set)
            #expect(groups.count == 6)
            #expect(groups.allSatisfy { $0.count == 4 })
            #expect(try DocumentFingerprint(reading: fingerprint.text(in: set)) == fingerprint)
        }
        let texts = DocumentFingerprint.DigitSet.allCases.map { fingerprint.text(in: $0) }
        #expect(Set(texts).count == 3)
    }

    @Test func `what was written down is read with any separators and mixed digits`() throws {
        let groups = DocumentFingerprint.DigitSet.allCases.flatMap { set in
            fingerprint.groups(in: set).enumerated().filter {
                $0.offset % 3 == (set == .latin ? 0 : set == .arabic ? 1 : 2)
            }
        }.sorted { $0.offset < $1.offset }.map(\.element)
        #expect(groups.count == 6)
        #expect(try DocumentFingerprint(reading: "\u{200F} " + groups.joined(separator: " – ") + ".\n") == fingerprint)
        #expect(try DocumentFingerprint(reading: groups.joined()) == fingerprint)
    }

    @Test func `a slip of the pen is told apart from a missing digit`() {
        let text = fingerprint.description
        #expect(throws: FingerprintProblem.wrongLength(23)) {
            try DocumentFingerprint(reading: String(text.dropLast()))
        }
        #expect(throws: FingerprintProblem.wrongLength(0)) { try DocumentFingerprint(reading: "") }
        #expect(throws: FingerprintProblem.notADigit("O")) { try DocumentFingerprint(reading: text + "O") }
    }

    @Test func `any change of a hash changes the fingerprint`() {
        var seen: Set<DocumentFingerprint> = []
        for place in 0..<32 {
            for bit in UInt8(0)..<8 {
                var hash = Array(repeating: UInt8(7), count: 32)
                hash[place] ^= 1 << bit
                seen.insert(DocumentFingerprint(sha256: hash))
            }
        }
        #expect(seen.count == 256)
        #expect(!seen.contains(fingerprint))
    }
}

struct AkomaNtosoTests {
    private let description = AkomaNtoso.Description(
        name: "basin-agreement", country: "un", workDate: "2026-11-22", expressionDate: "2026-11-23",
        author: "Secretariat & \"co\"")

    private func document(_ wording: [(String, String)], title: String = "On <water> & \u{1}land") throws
        -> CanonicalDocument
    {
        try CanonicalDocument(
            languages: [
                .init(code: "en", isAuthentic: true, title: title), .init(code: "fa", isAuthentic: true, title: "آب"),
            ],
            clauses: wording.map { .init(eId: $0.0, number: $0.0.suffix(1) + ".", wording: ["en": $0.1]) })
    }

    /// The elements and the words of a file, as a parser of XML reads them.
    private final class Reader: NSObject, XMLParserDelegate {
        var open: [String] = []
        var paths: [String] = []
        var words = ""

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(attributes["eId"].map { "\(element)#\($0)" } ?? element)
            if element != "p" { paths.append(open.joined(separator: "/")) }
        }

        func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { words += text }
    }

    private func read(_ xml: String) -> Reader? {
        let parser = XMLParser(data: Data(xml.utf8))
        let reader = Reader()
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }

    @Test func `a parser of XML reads the clauses, nested, with every character of theirs`() throws {
        let document = try document([
            ("art_1", "General <&> \"words\"\nand 'more'."), ("art_1__para_1", "First."),
            ("art_1__para_1__point_2", "Point."),
            ("art_2", "Second \\[not open\\]."), ("odd", ""),
        ])
        let xml = try AkomaNtoso(document, language: "en", description: description).xml
        let reader = try #require(read(xml))
        let body = "akomaNtoso/act/body/"
        #expect(
            reader.paths.filter { $0.hasPrefix(body) && $0.split(separator: "/").last?.contains("#") == true } == [
                body + "article#art_1", body + "article#art_1/paragraph#art_1__para_1",
                body + "article#art_1/paragraph#art_1__para_1/point#art_1__para_1__point_2", body + "article#art_2",
                body + "clause#odd",
            ])
        for words in ["General <&> \"words\"", "and 'more'.", "Second [not open].", "On <water> & \u{FFFD}land"] {
            #expect(reader.words.contains(words))
        }
        for layer in ["FRBRWork", "FRBRExpression", "FRBRManifestation"] {
            #expect(reader.paths.contains("akomaNtoso/act/meta/identification/\(layer)/FRBRuri"))
        }
        #expect(xml.contains("value=\"/akn/un/act/2026-11-22/basin-agreement/en@2026-11-23\""))
        #expect(xml.contains("Authentic: en, fa"))
        #expect(xml.contains(document.fingerprint.description))
    }

    @Test func `what is not adopted whole is refused`() throws {
        func problem(_ document: CanonicalDocument, _ language: String) -> AkomaNtosoProblem? {
            do throws(AkomaNtosoProblem) {
                _ = try AkomaNtoso(document, language: language, description: description)
                return nil
            } catch { return error }
        }
        #expect(problem(try document([("art_1", "a [P1: b] c")]), "en") == .open(eId: "art_1"))
        #expect(problem(try document([("art_1", "a")]), "fa") == .missing(eId: "art_1"))
        #expect(problem(try document([("art_1", "a")]), "ps") == .noSuchLanguage("ps"))
        let deep = (1...40).map { (String(repeating: "__point_1", count: $0), "a") }
        #expect(problem(try document(deep), "en") == .tooDeep(eId: deep[32].0))
        #expect(
            problem(try document([("art_1", "a ] b")]), "en")
                == .brackets(BracketProblem(reason: .unopened, line: 1, column: 3), eId: "art_1"))
    }
}
