import Foundation

/// A text reduced to what matters when two texts are compared, and prepared for comparing it with many.
///
/// Folded together: upper and lower case; letters with and without diacritics (Latin, Greek, Cyrillic); compatibility
/// forms; ي ى ی, ك ک, ة ۀ ه, the carriers of hamza; digits of all scripts. Taken away: harakat, tatweel, joiners.
/// All that is no letter, mark or number becomes one space. The Pashto letters ټ ډ ړ ښ ګ ڼ ې ۍ ځ څ stay apart.
///
/// The folding has no locale: Turkish İ and ı become i, ß becomes ss, the final sigma σ.
package struct FoldedText: Sendable {
    package let text: String
    /// Three scalars in a row, packed into 63 bits; sorted, with repetitions. Words are padded by one space each side.
    let trigrams: [UInt64]
    /// Hashes of the words; sorted, with repetitions.
    let words: [UInt64]

    /// - Complexity: O(*n* log *n*) in the length of the text.
    package init(_ original: String) {
        text = Self.folded(original)
        let scalars = (" " + text + " ").unicodeScalars.map { UInt64($0.value) }
        var trigrams: [UInt64] = []
        if !text.isEmpty {
            for index in 0..<(scalars.count - 2) {
                trigrams.append(scalars[index] << 42 | scalars[index + 1] << 21 | scalars[index + 2])
            }
        }
        self.trigrams = trigrams.sorted()
        words = text.split(separator: " ").map { Self.hash($0.utf8) }.sorted()
    }

    private static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        var isAtSpace = true
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            guard !isTakenAway(scalar) else { continue }
            if let digit = scalar.decimalDigit {
                folded.append(contentsOf: String(digit).unicodeScalars)
                isAtSpace = false
            } else if let same = sameLetter[scalar] {
                folded.append(contentsOf: same.unicodeScalars)
                isAtSpace = false
            } else if scalar.isLetterOrNumber || scalar.isMark {
                folded.append(scalar)
                isAtSpace = false
            } else if !isAtSpace {
                folded.append(" ")
                isAtSpace = true
            }
        }
        if isAtSpace, !folded.isEmpty { folded.removeLast() }
        return String(folded)
    }

    private static func isTakenAway(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Diacritics; Arabic marks with hamza above and below, harakat and superscript alef; tatweel; lone hamza;
        // joiners, direction marks, soft hyphen, zero-width spaces, variation selectors.
        case 0x0300...0x036F, 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E8,
            0x06EA...0x06ED, 0x0640, 0x0621, 0x061C, 0x00AD, 0x200B...0x200F, 0x2060, 0xFE00...0xFE0F, 0xFEFF:
            true
        default: false
        }
    }

    /// Letters that stand for another when texts are compared; decomposition has taken off their marks already.
    private static let sameLetter: [Unicode.Scalar: String] = [
        "\u{064A}": "\u{06CC}", "\u{0649}": "\u{06CC}", "\u{0643}": "\u{06A9}", "\u{0629}": "\u{0647}",
        "\u{06D5}": "\u{0647}", "\u{06BE}": "\u{0647}", "\u{06C1}": "\u{0647}", "\u{06C3}": "\u{0647}",
        "\u{0671}": "\u{0627}", "ı": "i", "ß": "ss", "ς": "σ", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe",
    ]

    /// FNV-1a, so that results do not depend on the run of the program.
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
