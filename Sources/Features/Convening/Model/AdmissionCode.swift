/// A code that lets one person into a dialogue: 120 bits of chance as 24 characters of Crockford's base 32, written in groups
/// of four.
package struct AdmissionCode: Sendable, Hashable {
    package static let length = 24

    /// Twenty-four digits and capital letters without I, L, O and U.
    package let characters: String

    package init(using generator: inout some RandomNumberGenerator) {
        let drawn = (0..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<32, using: &generator)] }
        characters = String(decoding: drawn, as: UTF8.self)
    }

    /// Reads what somebody typed: small or capital letters, O for 0, I and L for 1, Persian and Arabic digits, spaces and dashes
    /// anywhere. Nil for anything else.
    package init?(typed text: String) {
        var read: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20, 0x2D, 0x2010...0x2015, 0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069:
                continue
            case 0x660...0x669: read.append(UInt8(0x30 + scalar.value - 0x660))
            case 0x6F0...0x6F9: read.append(UInt8(0x30 + scalar.value - 0x6F0))
            case 0x4F, 0x6F: read.append(UInt8(ascii: "0"))
            case 0x49, 0x69, 0x4C, 0x6C: read.append(UInt8(ascii: "1"))
            case 0x61...0x7A: read.append(UInt8(scalar.value - 0x20))
            case 0x30...0x39, 0x41...0x5A: read.append(UInt8(scalar.value))
            default: return nil
            }
            guard read.count <= Self.length else { return nil }
        }
        guard read.count == Self.length, read.allSatisfy(Self.alphabet.contains) else { return nil }
        characters = String(decoding: read, as: UTF8.self)
    }

    /// The form people read: `7QK2-…` in six groups.
    package var written: String {
        stride(from: 0, to: Self.length, by: 4).map { String(characters.dropFirst($0).prefix(4)) }.joined(
            separator: "-")
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
