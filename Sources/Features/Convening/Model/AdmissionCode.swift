/// A code that lets one person into a dialogue: 120 bits of chance as 24 characters of Crockford's base 32, and a last one
/// that shows whether the others were typed right. Written in five groups of five.
package struct AdmissionCode: Sendable, Hashable {
    package static let length = 25

    /// Twenty-five digits and capital letters without I, L, O and U.
    package let characters: String

    package init(using generator: inout some RandomNumberGenerator) {
        var values = (0..<Self.length - 1).map { _ in UInt8.random(in: 0..<32, using: &generator) }
        values.append(Self.timesPrimitive(Self.remainder(of: values)))
        characters = String(decoding: values.map { Self.alphabet[Int($0)] }, as: UTF8.self)
    }

    /// Reads what somebody typed: small or capital letters, O for 0, I and L for 1, Persian and Arabic digits, spaces and dashes
    /// anywhere.
    ///
    /// - Throws: ``AdmissionRefusal/codeTypo``, ``AdmissionRefusal/codeIncomplete(found:needed:)``.
    package init(reading text: String) throws(AdmissionRefusal) {
        var values: [UInt8] = []
        for scalar in text.unicodeScalars {
            let byte: UInt8
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20, 0x2D, 0x2010...0x2015, 0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069:
                continue
            case 0x660...0x669: byte = UInt8(0x30 + scalar.value - 0x660)
            case 0x6F0...0x6F9: byte = UInt8(0x30 + scalar.value - 0x6F0)
            case 0x4F, 0x6F: byte = UInt8(ascii: "0")
            case 0x49, 0x69, 0x4C, 0x6C: byte = UInt8(ascii: "1")
            case 0x61...0x7A: byte = UInt8(scalar.value - 0x20)
            case 0x30...0x39, 0x41...0x5A: byte = UInt8(scalar.value)
            default: throw .codeTypo
            }
            guard let value = Self.alphabet.firstIndex(of: byte) else { throw .codeTypo }
            values.append(UInt8(value))
            guard values.count <= 2 * Self.length else { break }
        }
        guard values.count == Self.length else {
            throw .codeIncomplete(found: values.count, needed: Self.length)
        }
        guard Self.remainder(of: values) == 0 else { throw .codeTypo }
        characters = String(decoding: values.map { Self.alphabet[Int($0)] }, as: UTF8.self)
    }

    /// The form people read: `7QK2M-…` in five groups.
    package var written: String {
        stride(from: 0, to: Self.length, by: 5).map { String(characters.dropFirst($0).prefix(5)) }.joined(
            separator: "-")
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The characters as a polynomial over the field of 32 elements, at the primitive element.
    ///
    /// A good code gives 0. Each place has another weight, as the element's powers repeat after 31, so that one wrong
    /// character and any two that changed places always show.
    private static func remainder(of values: [UInt8]) -> UInt8 {
        values.reduce(0) { timesPrimitive($0) ^ $1 }
    }

    /// Times x, modulo x⁵ + x² + 1.
    private static func timesPrimitive(_ value: UInt8) -> UInt8 {
        let doubled = value << 1
        return doubled & 0b10_0000 == 0 ? doubled : doubled ^ 0b10_0101
    }
}
