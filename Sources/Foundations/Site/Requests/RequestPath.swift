/// The address of a request, checked, and the language taken off its front.
package struct RequestPath: Sendable, Equatable {
    /// Path and query without language prefix, as the router sees it.
    package var path: String
    /// The language named by the prefix, if any.
    package var language: Language?

    static let limit = 8_192
    static let mostParameters = 100

    /// Refuses what no page of ours has: more than 8,192 bytes, anything but `/…`, broken or non-UTF-8 % codes, NUL and
    /// other controls, backslashes, empty segments, and dot segments however often encoded.
    package init(_ target: String) throws(PageProblem) {
        guard target.utf8.count <= Self.limit else { throw .addressTooLong }
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badPath }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let rawPath = parts[0]
        var decoded = String(rawPath)
        // Twice encoded dots and slashes only matter to programs that decode twice; refusing them costs nobody a page.
        for _ in 0..<3 {
            guard let next = PercentCoding.decoded(decoded.utf8, plusIsSpace: false) else { throw .badPath }
            guard Self.isClean(next) else { throw .badPath }
            if next == decoded { break }
            decoded = next
            if !decoded.contains("%") { break }
            guard PercentCoding.decoded(decoded.utf8, plusIsSpace: false) != nil else { break }
        }
        if parts.count > 1, PercentCoding.decoded(parts[1].utf8, plusIsSpace: true)?.contains("\0") ?? true {
            throw .badPath
        }
        if parts.count > 1 { try Self.check(query: parts[1]) }
        let segments = rawPath.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // A plus is a space in what forms send, and only there; from here on there is one way to write it.
        let query = parts.count > 1 ? "?" + parts[1].replacing("+", with: "%20") : ""
        if let first = segments.first, let language = Language(prefix: first) {
            self.language = language
            self.path = "/" + (segments.count > 1 ? segments[1] : "") + query
        } else {
            self.path = rawPath + query
        }
    }

    /// A parameter that comes twice means one thing to one program and another to the next, so it means nothing here.
    private static func check(query: Substring) throws(PageProblem) {
        var names: Set<String> = []
        for pair in query.split(separator: "&") {
            let name = PercentCoding.decoded(pair.prefix { $0 != "=" }.utf8, plusIsSpace: true) ?? ""
            guard names.insert(name).inserted else { throw FormProblem.duplicateField(String(name.prefix(40))).page }
            guard names.count <= mostParameters else { throw .badPath }
        }
    }

    private static func isClean(_ path: String) -> Bool {
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }) { return false }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        return !segments.dropLast().contains("") && !segments.contains(".") && !segments.contains("..")
    }
}

enum PercentCoding {
    /// Undoes %-encoding; nil for a broken code or bytes that are not UTF-8.
    static func decoded(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool) -> String? {
        var result: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexValue), let low = iterator.next().flatMap(hexValue) else {
                    return nil
                }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    /// All but letters, digits and `- . _ ~` as % codes.
    static func encoded(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded += [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : 0x37 + $0 }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension PercentCoding {
    /// Whether every `%` is followed by two hexadecimal digits.
    static func hasCompleteCodes(_ bytes: some Collection<UInt8>) -> Bool {
        var digitsWanted = 0
        for byte in bytes {
            if digitsWanted > 0 {
                guard hexValue(byte) != nil else { return false }
                digitsWanted -= 1
            } else if byte == UInt8(ascii: "%") {
                digitsWanted = 2
            }
        }
        return digitsWanted == 0
    }
}
