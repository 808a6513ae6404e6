/// A language tag of BCP 47 (RFC 5646) in the part that people need: language, script and region, as in `fa-AF`.
///
/// Two-letter languages must be those of ISO 639-1; of three-letter ones only the form is checked, without the range
/// for private use. Variants, extensions and private parts are not accepted.
package struct LanguageTag: Hashable, Sendable {
    /// With the customary capitals: `uz-Arab-AF`.
    package let text: String
    /// The first part: `uz`.
    package let language: String

    /// Nil unless the tag is one; an underscore does not stand for a hyphen.
    package init?(_ tag: String) {
        guard (2...11).contains(tag.utf8.count) else { return nil }
        var parts = tag.split(separator: "-", omittingEmptySubsequences: false)[...]
        guard let language = parts.popFirst()?.lowercased(), Self.isLanguage(language) else { return nil }
        var canonical = language
        if let script = parts.first, Self.isLetters(script), script.utf8.count == 4 {
            canonical += "-" + script.prefix(1).uppercased() + script.dropFirst().lowercased()
            parts.removeFirst()
        }
        if let region = parts.first, Self.isRegion(region) {
            canonical += "-" + region.uppercased()
            parts.removeFirst()
        }
        guard parts.isEmpty else { return nil }
        self.language = language
        text = canonical
    }

    private static func isLanguage(_ part: String) -> Bool {
        switch part.utf8.count {
        case 2: known.contains(part)
        case 3: isLetters(part) && !("qaa"..."qtz").contains(part) && part != "xxx"
        default: false
        }
    }

    private static func isRegion(_ part: some StringProtocol) -> Bool {
        (part.utf8.count == 2 && isLetters(part))
            || (part.utf8.count == 3 && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    }

    private static func isLetters(_ part: some StringProtocol) -> Bool {
        part.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    }

    /// ISO 639-1.
    private static let known = Set(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
        dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
        ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
        mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
        rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts
        tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
