import Foundation

/// What a name looks like, for finding names that could be taken for each other: after the skeletons of Unicode Technical
/// Standard 39, for Latin, Cyrillic, Greek and Arabic letters.
///
/// Two names with one skeleton look alike: `Committee` with a Cyrillic С, `0mid` and `Omid`, the same name with ي or ی. That
/// says nothing of what they mean, and different skeletons do not say that nobody will mistake them.
package struct NameSkeleton: Sendable, Hashable {
    package let text: String

    /// - Complexity: O(*n* log *n*) in the length of the name.
    package init(_ name: String) {
        // Capital letters look like others than small ones do, so they are looked at before case goes.
        let latin = name.decomposedStringWithCompatibilityMapping.unicodeScalars.map { Self.asLatin[$0] ?? $0 }
        var skeleton = ""
        for scalar in FoldedText(String(String.UnicodeScalarView(latin))).text.unicodeScalars {
            skeleton.unicodeScalars.append(Self.asLatin[scalar] ?? Self.alike[scalar] ?? scalar)
        }
        text = skeleton.replacing("rn", with: "m").replacing("vv", with: "w")
    }

    /// Letters that one can't tell from each other in most fonts.
    private static let alike: [Unicode.Scalar: Unicode.Scalar] = [
        "i": "l", "1": "l", "0": "o",
        // Letters of Pashto and Urdu for those that a reader of Dari takes them for.
        "\u{06D0}": "\u{06CC}", "\u{06CD}": "\u{06CC}", "\u{06D2}": "\u{06CC}", "\u{0626}": "\u{06CC}",
        "\u{06AB}": "\u{06AF}", "\u{06AC}": "\u{06A9}", "\u{06AA}": "\u{06A9}", "\u{06BA}": "\u{0646}",
        "\u{0624}": "\u{0648}",
    ]

    /// Cyrillic and Greek letters for the Latin ones they look like.
    private static let asLatin: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs: [(String, String)] = [
            ("АВЕЅЗІЈКМНОРСТУХҮԚԜҺ", "abeszijkmhopctyxyqwh"), ("авеѕіјкмнорстухүԛԝһԁԍ", "abesijkmhopctyxyqwhdg"),
            ("ӀІӏ|", "llll"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abezhikmnoptyxc"), ("ανοικρτυχϲγηεω", "avoikptuxcynew"),
            ("ɑɡɩⅼ∣ǀ", "agllll"),
        ]
        var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (from, to) in pairs {
            for (other, latin) in zip(from.unicodeScalars, to.unicodeScalars) { letters[other] = latin }
        }
        return letters
    }()
}
