import Foundation

extension String {
    /// The text in normalization form C, so that equal letters are equal bytes.
    var composed: String {
        unicodeScalars.allSatisfy(\.isSurelyComposed) ? self : precomposedStringWithCanonicalMapping
    }
}

extension Unicode.Scalar {
    /// Stands for itself in form C and joins nothing before it; no for many of which that is true as well.
    ///
    /// Latin, the letters and digits of Arabic script, the joiners: with them alone, normalizing costs nothing.
    fileprivate var isSurelyComposed: Bool {
        switch value {
        case 0..<0x300, 0x620...0x64A, 0x660...0x66F, 0x671...0x6D5, 0x6EE...0x6FF, 0x200B...0x2060: true
        default: false
        }
    }
}
