extension String {
    /// The text with `< > & " '` written as character references, fit for element content and quoted attributes.
    package var escapedForHTML: String {
        let needsEscaping = utf8.contains { byte in
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
            default: false
            }
        }
        guard needsEscaping else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 16)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Markup made by a writer of ours that escapes what it takes in: the one kind of value that is not escaped again.
/// Templates place it with `{{{figure.svg}}}`.
package struct SVG: Sendable {
    package let markup: String

    /// - Parameter markup: complete and already escaped; never anything a person typed as it came.
    package init(markup: String) { self.markup = markup }
}
