import Crypto

/// A document in 24 digits, to read aloud and to write into minutes.
///
///     SHA-256("jirga/v1/document-fingerprint" 00 | SHA-256 of the document's bytes), all of it as one number, modulo 10^24
///
/// That is log2(10^24) = 79.7 bits; the remainder of 2^256 favors no number by more than 2^-176. To make another text with the
/// fingerprint of a given one takes some 2^80 attempts. To make two texts with one fingerprint, both of one's own choice,
/// takes some 2^40, which is within reach: where the penholder isn't trusted with what is put on the table, compare the whole
/// SHA-256 as well.
public struct DocumentFingerprint: Sendable, Hashable, CustomStringConvertible {
    public enum DigitSet: String, Sendable, Hashable, CaseIterable {
        /// 0 to 9.
        case latin
        /// ٠ to ٩, in Arabic.
        case arabic
        /// ۰ to ۹, in Dari, Pashto and Persian.
        case persian

        var zero: UInt32 {
            switch self {
            case .latin: 0x30
            case .arabic: 0x660
            case .persian: 0x6F0
            }
        }
    }

    /// 24 digits from 0 to 9.
    private let digits: [UInt8]

    /// - Parameter sha256: of the bytes of a document.
    public init(sha256: [UInt8]) {
        let hash = SHA256.hash(data: Array("jirga/v1/document-fingerprint".utf8) + [0] + sha256)
        // The remainder is below 2^80, so that a byte more always fits.
        var number = hash.reduce(UInt128(0)) { ($0 << 8 | UInt128($1)) % 1_000_000_000_000_000_000_000_000 }
        var digits: [UInt8] = []
        for _ in 0..<Self.count {
            digits.append(UInt8(truncatingIfNeeded: number % 10))
            number /= 10
        }
        self.digits = digits.reversed()
    }

    /// Reads what somebody wrote down: in any of the digit sets, even mixed, with spaces, line ends, hyphens, dots, slashes and direction
    /// marks anywhere.
    public init(reading text: String) throws(FingerprintProblem) {
        var digits: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let digit = Self.digit(scalar) {
                digits.append(digit)
            } else if !Self.isSeparator(scalar) {
                throw .notADigit(scalar)
            }
        }
        guard digits.count == Self.count else { throw .wrongLength(digits.count) }
        self.digits = digits
    }

    private static let count = 24

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        for set in DigitSet.allCases where set.zero <= scalar.value && scalar.value < set.zero + 10 {
            return UInt8(truncatingIfNeeded: scalar.value - set.zero)
        }
        return nil
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .dashPunctuation, .format: return true
        default: return [".", ",", "/", "·", "،", "٫", "٬", "_", "−"].contains(scalar)
        }
    }

    /// Six groups of four digits.
    public func groups(in set: DigitSet = .latin) -> [String] {
        stride(from: 0, to: digits.count, by: 4).map { start in
            var group = String.UnicodeScalarView()
            for digit in digits[start..<min(start + 4, digits.count)] {
                if let scalar = Unicode.Scalar(set.zero + UInt32(digit)) { group.append(scalar) }
            }
            return String(group)
        }
    }

    /// The groups with spaces between them.
    public func text(in set: DigitSet = .latin) -> String { groups(in: set).joined(separator: " ") }

    public var description: String { text() }
}

public enum FingerprintProblem: Error, Sendable, Hashable {
    case notADigit(Unicode.Scalar)
    /// So many digits instead of 24.
    case wrongLength(Int)
}
