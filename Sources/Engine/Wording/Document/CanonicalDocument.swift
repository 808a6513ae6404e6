import Crypto

/// A whole text in all its languages, in one form of bytes that anybody can write and compare.
///
/// The bytes, version 1. `n` is a number as four bytes, the highest first. `s(x)` is `n` for the number of bytes of x in UTF-8, then
/// those bytes.
///
///     "jirga/v1/document" 00
///     n(languages)   for each, in the order of the bytes of its code:
///                        s(code), 01 if the text in it is authentic, otherwise 00, s(title)
///     n(clauses)     for each, in the order of the text:
///                        s(eId), s(number), and for each language in the order above:
///                            00 if the clause has no wording in it, otherwise 01 and s(wording)
///
/// Every piece of text was brought into one form before: normalization form C; each of CR LF, CR, U+0085, U+2028 and U+2029 is LF;
/// spaces and tabs at the end of lines are gone, and line ends at the end of the text.
///
/// Every length is said before what it is the length of, so two different documents never have the same bytes.
/// In Python, of `{"languages": [(code, authentic, title)], "clauses": [(eId, number, {code: wording})]}`:
///
///     import hashlib, re, struct, unicodedata
///     def clean(x):
///         x = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", unicodedata.normalize("NFC", x))
///         return re.sub("[ \t]+(?=\n|\\Z)", "", x).rstrip("\n")
///     n = lambda i: struct.pack(">I", i)
///     def s(x):
///         x = clean(x).encode()
///         return n(len(x)) + x
///     def canonical(d):
///         ls = sorted(d["languages"], key=lambda l: l[0].encode())
///         out = b"jirga/v1/document\0" + n(len(ls))
///         for code, authentic, title in ls:
///             out += s(code) + (b"\1" if authentic else b"\0") + s(title)
///         out += n(len(d["clauses"]))
///         for eid, number, wording in d["clauses"]:
///             out += s(eid) + s(number)
///             for code, _, _ in ls:
///                 out += b"\1" + s(wording[code]) if code in wording else b"\0"
///         return out
///     digest = hashlib.sha256(canonical(d)).digest()
///     number = int.from_bytes(hashlib.sha256(b"jirga/v1/document-fingerprint\0" + digest).digest(), "big")
///     print(digest.hex(), str(number % 10**24).zfill(24))
public struct CanonicalDocument: Sendable, Hashable {
    public struct Language: Sendable, Hashable {
        /// A tag such as fa or en.
        public let code: String
        /// Whether the text in this language rules.
        public let isAuthentic: Bool
        public let title: String

        public init(code: String, isAuthentic: Bool, title: String) {
            self.code = DocumentText.canonical(code)
            self.isAuthentic = isAuthentic
            self.title = DocumentText.canonical(title)
        }
    }

    public struct Clause: Sendable, Hashable {
        /// Its identifier in the text, as in Akoma Ntoso: art_3 or art_3__para_1.
        public let eId: String
        /// As people call it.
        public let number: String
        /// By the code of the language.
        public let wording: [String: String]

        public init(eId: String, number: String, wording: [String: String]) {
            self.eId = DocumentText.canonical(eId)
            self.number = DocumentText.canonical(number)
            self.wording = Dictionary(
                wording.map { (DocumentText.canonical($0), DocumentText.canonical($1)) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// In the order of the bytes of their codes.
    public let languages: [Language]
    /// In the order of the text.
    public let clauses: [Clause]

    /// - Throws: where it isn't clear what the document says.
    public init(languages: [Language], clauses: [Clause]) throws(DocumentProblem) {
        var codes: Set<String> = []
        for language in languages {
            guard !language.code.isEmpty else { throw .languageWithoutCode }
            guard codes.insert(language.code).inserted else { throw .languageTwice(language.code) }
        }
        guard languages.contains(where: \.isAuthentic) else { throw .noAuthenticLanguage }
        var eIds: Set<String> = []
        for clause in clauses {
            guard !clause.eId.isEmpty else { throw .clauseWithoutIdentifier(number: clause.number) }
            guard eIds.insert(clause.eId).inserted else { throw .clauseTwice(clause.eId) }
            if let stranger = clause.wording.keys.sorted().first(where: { !codes.contains($0) }) {
                throw .unknownLanguage(stranger, eId: clause.eId)
            }
        }
        self.languages = languages.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
        self.clauses = clauses
    }

    /// What is hashed and signed.
    public var bytes: [UInt8] {
        var bytes = Array("jirga/v1/document".utf8) + [0]
        func add(_ number: Int) {
            let number = UInt32(clamping: number)
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
        }
        func add(_ text: String) {
            add(text.utf8.count)
            bytes += text.utf8
        }
        add(languages.count)
        for language in languages {
            add(language.code)
            bytes.append(language.isAuthentic ? 1 : 0)
            add(language.title)
        }
        add(clauses.count)
        for clause in clauses {
            add(clause.eId)
            add(clause.number)
            for language in languages {
                if let wording = clause.wording[language.code] {
                    bytes.append(1)
                    add(wording)
                } else {
                    bytes.append(0)
                }
            }
        }
        return bytes
    }

    /// Of ``bytes``: 32 bytes.
    public var sha256: [UInt8] { Array(SHA256.hash(data: bytes)) }

    public var fingerprint: DocumentFingerprint { DocumentFingerprint(sha256: sha256) }

    /// Eids of the clauses that have no wording in a language, in the order of the text.
    public func missing(in code: String) -> [String] {
        clauses.filter { $0.wording[code] == nil }.map(\.eId)
    }
}

public enum DocumentProblem: Error, Sendable, Hashable {
    case noAuthenticLanguage
    case languageWithoutCode
    case languageTwice(String)
    case clauseWithoutIdentifier(number: String)
    case clauseTwice(String)
    case unknownLanguage(String, eId: String)
}

/// The one form in which a piece of text is in a document.
public enum DocumentText {
    /// Normalization form C, LF, nothing but words at the end of a line and of the text.
    public static func canonical(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var waiting = String.UnicodeScalarView()
        var lines = 0
        var endedWithReturn = false
        for scalar in text.composed.unicodeScalars {
            switch scalar.value {
            case 0x0A where endedWithReturn: endedWithReturn = false
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
                lines += 1
                waiting = String.UnicodeScalarView()
                endedWithReturn = scalar.value == 0x0D
            case 0x20, 0x09:
                waiting.append(scalar)
                endedWithReturn = false
            default:
                for _ in 0..<lines { result.append("\n") }
                result.append(contentsOf: waiting)
                result.append(scalar)
                (lines, waiting, endedWithReturn) = (0, String.UnicodeScalarView(), false)
            }
        }
        return String(result)
    }
}
