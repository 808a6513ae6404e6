/// JSON with its numbers as they were written, so that 0.1 is a tenth.
public indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case list([JSONValue])
    /// In the order of the file; every name once.
    case object([Field])

    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: JSONValue
    }

    /// - Throws: ``Problem`` with the place of the first byte that is no JSON.
    init(_ bytes: [UInt8]) throws(Problem) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }

    struct Problem: Error {
        /// From 1.
        var line: Int
        var what: VectorProblem.Reason
    }

    subscript(_ name: String) -> JSONValue? {
        guard case .object(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// As it would stand on one line of a file.
    public var written: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number
        case .text(let text): Self.quoted(text)
        case .list(let values): "[\(values.map(\.written).joined(separator: ", "))]"
        case .object(let fields):
            "{\(fields.map { "\(Self.quoted($0.name)): \($0.value.written)" }.joined(separator: ", "))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                quoted += "\\\(scalar)"
            } else if scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var place = 0
    static let deepest = 64

    private func problem(_ what: VectorProblem.Reason = .notJSON) -> JSONValue.Problem {
        JSONValue.Problem(line: bytes.prefix(place).count { $0 == UInt8(ascii: "\n") } + 1, what: what)
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func take(_ byte: Character) throws(JSONValue.Problem) {
        guard next == byte.asciiValue else { throw problem() }
        place += 1
    }

    mutating func document() throws(JSONValue.Problem) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        let value = try value(depth: 0)
        skipSpace()
        guard next == nil else { throw problem() }
        return value
    }

    private mutating func value(depth: Int) throws(JSONValue.Problem) -> JSONValue {
        guard depth < Self.deepest else { throw problem() }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONValue.Problem) -> JSONValue {
        guard bytes.dropFirst(place).starts(with: word.utf8) else { throw problem() }
        place += word.utf8.count
        return value
    }

    private mutating func object(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
        try take("{")
        var fields: [JSONValue.Field] = []
        var names: Set<String> = []
        skipSpace()
        while next != UInt8(ascii: "}") {
            if !fields.isEmpty { try take(",") }
            skipSpace()
            let name = try string()
            guard names.insert(name).inserted else { throw problem(.repeatedField(name)) }
            skipSpace()
            try take(":")
            fields.append(JSONValue.Field(name: name, value: try value(depth: depth + 1)))
            skipSpace()
        }
        try take("}")
        return .object(fields)
    }

    private mutating func list(_ depth: Int) throws(JSONValue.Problem) -> JSONValue {
        try take("[")
        var values: [JSONValue] = []
        skipSpace()
        while next != UInt8(ascii: "]") {
            if !values.isEmpty { try take(",") }
            values.append(try value(depth: depth + 1))
            skipSpace()
        }
        try take("]")
        return .list(values)
    }

    private mutating func number() throws(JSONValue.Problem) -> String {
        let start = place
        func digits() throws(JSONValue.Problem) {
            let first = place
            while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
            guard place > first else { throw problem() }
        }
        if next == UInt8(ascii: "-") { place += 1 }
        let first = place
        try digits()
        guard place == first + 1 || bytes[first] != UInt8(ascii: "0") else { throw problem() }
        if next == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string() throws(JSONValue.Problem) -> String {
        try take("\"")
        var content: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem() }
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                content.append(byte)
                continue
            }
            content += try escaped()
        }
        try take("\"")
        guard let text = String(validating: content, as: UTF8.self) else { throw problem() }
        return text
    }

    private mutating func escaped() throws(JSONValue.Problem) -> [UInt8] {
        guard let byte = next else { throw problem() }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): break
        default: throw problem()
        }
        var value = try fourDigits()
        if (0xD800...0xDBFF).contains(value) {
            try take("\\")
            try take("u")
            let low = try fourDigits()
            guard (0xDC00...0xDFFF).contains(low) else { throw problem() }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw problem() }
        return Array(String(scalar).utf8)
    }

    private mutating func fourDigits() throws(JSONValue.Problem) -> UInt32 {
        let digits = bytes.dropFirst(place).prefix(4)
        guard digits.count == 4,
            digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || (0x41...0x46) ~= $0 & 0xDF }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem() }
        place += 4
        return value
    }
}
