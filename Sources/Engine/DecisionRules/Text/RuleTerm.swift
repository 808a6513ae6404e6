/// The syntax of rule texts: words, quoted texts and lists in parentheses.
enum RuleTerm: Hashable {
    case word(String)
    case text(String)
    case list([RuleTerm])

    static func field(_ name: String, _ terms: RuleTerm...) -> RuleTerm { .list([.word(name)] + terms) }
    static func field(_ name: String, _ terms: [RuleTerm]) -> RuleTerm { .list([.word(name)] + terms) }
    static func number(_ number: Int) -> RuleTerm { .word("\(number)") }

    var written: String {
        switch self {
        case .word(let word): word
        case .text(let text): "\"\(Self.escaped(text))\""
        case .list(let terms): "(\(terms.map(\.written).joined(separator: " ")))"
        }
    }

    /// Quotation marks, backslashes and control characters are written as their number.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar.properties.generalCategory == .control {
                escaped += "\\\(String(scalar.value, radix: 16));"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The terms of one line, one after another.
    ///
    /// - Throws: ``RuleTextProblem/Reason`` where the line is none.
    static func terms(of line: Substring) throws(RuleTextProblem.Reason) -> [RuleTerm] {
        var reader = Reader(rest: line.unicodeScalars)
        return try reader.terms()
    }

    private struct Reader {
        var rest: Substring.UnicodeScalarView
        static let deepest = 64

        mutating func terms() throws(RuleTextProblem.Reason) -> [RuleTerm] {
            var open: [[RuleTerm]] = [[]]
            func add(_ term: RuleTerm) { open[open.count - 1].append(term) }
            while let next = rest.popFirst() {
                switch next {
                case " ": continue
                case "(":
                    guard open.count < Self.deepest else { throw .tooDeep }
                    open.append([])
                case ")":
                    guard open.count > 1, let list = open.popLast() else { throw .strayParenthesis }
                    add(.list(list))
                case "\"": add(.text(try quoted()))
                default: add(.word(try word(from: next)))
                }
            }
            guard open.count == 1 else { throw .openParenthesis }
            return open.first ?? []
        }

        private mutating func quoted() throws(RuleTextProblem.Reason) -> String {
            var text = String.UnicodeScalarView()
            while let next = rest.popFirst() {
                if next == "\"" { return String(text) }
                guard next == "\\" else {
                    text.append(next)
                    continue
                }
                let digits = rest.prefix { $0 != ";" }
                guard digits.count <= 6, digits.count < rest.count,
                    let value = UInt32(String(Substring(digits)), radix: 16),
                    let scalar = Unicode.Scalar(value)
                else { throw .badEscape }
                rest = rest.dropFirst(digits.count + 1)
                text.append(scalar)
            }
            throw .openQuotation
        }

        private mutating func word(from first: Unicode.Scalar) throws(RuleTextProblem.Reason) -> String {
            var word = String.UnicodeScalarView([first])
            while let next = rest.first, next != " ", next != "(", next != ")" {
                word.append(next)
                rest = rest.dropFirst()
            }
            guard word.allSatisfy({ (0x21...0x7E).contains($0.value) }) else { throw .badWord(String(word)) }
            return String(word)
        }
    }
}

/// Why a text is no rule.
public struct RuleTextProblem: Error, Sendable, Hashable {
    /// From 1.
    public var line: Int
    public var reason: Reason

    public enum Reason: Error, Sendable, Hashable {
        /// The first line is not ``DecisionLadder/textVersion``.
        case unknownVersion
        case noStage
        case tooLong
        case tooDeep
        case openParenthesis
        case strayParenthesis
        case openQuotation
        case badEscape
        case badWord(String)
        case expected(String, found: String)
        /// The same rule is written otherwise.
        case notCanonical
    }
}
