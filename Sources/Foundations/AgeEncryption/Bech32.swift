/// Bytes as letters and digits that are read out and typed without being mistaken, with a checksum (BIP 173).
enum Bech32 {
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    static func text(_ bytes: [UInt8], prefix: String) -> String {
        let words = regrouped(bytes.map { UInt32($0) }, from: 8, to: 5, isPadded: true) ?? []
        let check = checksum(expanded(prefix) + words + [0, 0, 0, 0, 0, 0]) ^ 1
        let all = words + (0..<6).map { (check >> (5 * (5 - UInt32($0)))) & 31 }
        return prefix + "1" + String(decoding: all.map { alphabet[Int($0)] }, as: UTF8.self)
    }

    /// Nil where a letter is wrong, large and small ones are mixed, or the padding is not zero.
    static func bytes(_ text: String, prefix: String) -> [UInt8]? {
        let small = text.lowercased()
        guard text == small || text == text.uppercased(), small.utf8.count <= 128,
            small.hasPrefix(prefix + "1")
        else { return nil }
        let words = small.utf8.dropFirst(prefix.utf8.count + 1).map { alphabet.firstIndex(of: $0).map { UInt32($0) } }
        let known = words.compactMap(\.self)
        guard known.count == words.count, known.count >= 6, checksum(expanded(prefix) + known) == 1 else { return nil }
        return regrouped(Array(known.dropLast(6)), from: 5, to: 8, isPadded: false)?
            .map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func expanded(_ prefix: String) -> [UInt32] {
        prefix.utf8.map { UInt32($0 >> 5) } + [0] + prefix.utf8.map { UInt32($0 & 31) }
    }

    private static func checksum(_ words: [UInt32]) -> UInt32 {
        let generators: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        return words.reduce(1) { sum, word in
            generators.enumerated().reduce((sum & 0x1ff_ffff) << 5 ^ word) { sum2, generator in
                (sum >> 25) >> UInt32(generator.offset) & 1 == 1 ? sum2 ^ generator.element : sum2
            }
        }
    }

    private static func regrouped(_ words: [UInt32], from: UInt32, to: UInt32, isPadded: Bool) -> [UInt32]? {
        var (kept, bits, result) = (UInt32(0), UInt32(0), [UInt32]())
        let mask = UInt32(1) << to - 1
        for word in words {
            kept = (kept << from | word) & 0xfff
            bits += from
            while bits >= to {
                bits -= to
                result.append(kept >> bits & mask)
            }
        }
        let rest = kept & (UInt32(1) << bits - 1)
        if isPadded {
            if bits > 0 { result.append(rest << (to - bits) & mask) }
        } else if bits >= from || rest != 0 {
            return nil
        }
        return result
    }
}
