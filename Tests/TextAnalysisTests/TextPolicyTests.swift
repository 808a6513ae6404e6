import Testing

@testable import TextAnalysis

private let policy = TextPolicy(characters: 200, bytes: 1600)
private let longPolicy = TextPolicy(characters: 2000, bytes: 8000, allowsNewlines: true)

private func problem(_ text: String, _ policy: TextPolicy = policy) -> TextProblem? {
    do throws(TextProblem) {
        _ = try policy.admit(text)
        return nil
    } catch {
        return error
    }
}

private func problem(bytes: [UInt8]) -> TextProblem? {
    do throws(TextProblem) {
        _ = try policy.admit(bytes)
        return nil
    } catch {
        return error
    }
}

struct TextPolicyTests {
    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x61, 0xE2, 0x82]] as [[UInt8]])
    func `U1 bytes that are not UTF-8 are refused`(bytes: [UInt8]) throws {
        #expect(problem(bytes: bytes) == .notUTF8)
        #expect(try policy.admit(Array("سلام".utf8)) == "سلام")
    }

    @Test(arguments: ["\u{0}", "\u{1B}", "\u{B}", "\u{7F}", "\u{85}", "\u{9F}"] as [Unicode.Scalar])
    func `U2 control characters are refused, a tab becomes a space`(scalar: Unicode.Scalar) throws {
        #expect(problem("a\(scalar)b") == .character(scalar))
        #expect(try policy.admit("a\tb") == "a b")
    }

    @Test(arguments: ["\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}"] as [Unicode.Scalar])
    func `U3 hidden direction marks are refused`(scalar: Unicode.Scalar) {
        #expect(problem("a\(scalar)b") == .directionMark(scalar))
    }

    @Test func `U4 plain direction marks are kept within, at most four in a row, and dropped at the ends`() throws {
        #expect(try policy.admit("\u{200F}a\u{200E}b\u{061C}") == "a\u{200E}b")
        let many = String(repeating: "\u{200F}", count: 9)
        #expect(Array(try policy.admit("a\(many)b").unicodeScalars).count == 6)
    }

    @Test func `U5 joiners are kept where letters join and within emoji, else dropped`() throws {
        for text in ["می\u{200C}شود", "क्\u{200D}ष", "👩\u{200D}🌾", "❤\u{FE0F}\u{200D}🔥"] {
            #expect(Array(try longPolicy.admit("x " + text).unicodeScalars) == Array(("x " + text).unicodeScalars))
        }
        #expect(Array(try policy.admit("a\u{200C}b\u{200D} م\u{200C}").unicodeScalars) == Array("ab م".unicodeScalars))
    }

    @Test func `U6 invisible characters are dropped and nothing left is empty`() throws {
        let invisible = "\u{200B}\u{2060}\u{FEFF}\u{00AD}\u{180E}\u{3164}\u{115F}"
        #expect(Array(try policy.admit("a\(invisible)b").unicodeScalars) == ["a", "b"])
        #expect(problem(invisible) == .empty)
        #expect(Array(try policy.admit("ไทย\u{200B}ไทย").unicodeScalars).contains("\u{200B}"))
    }

    @Test(arguments: [0xE0041, 0xFFFE, 0x1FFFF, 0xFDD0, 0xE000, 0xFFF9, 0x206A] as [UInt32])
    func `U7 tags, noncharacters and private use are refused`(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(problem("a\(scalar)b") == .character(scalar))
    }

    @Test func `U7 a variation selector needs a base`() throws {
        #expect(problem("\u{FE0F}a") == .character("\u{FE0F}"))
        #expect(problem("a \u{FE0F}") == .character("\u{FE0F}"))
        #expect(try policy.admit("ok ✔\u{FE0F}") == "ok ✔\u{FE0F}")
    }

    @Test func `U8 more than eight marks in a row are refused, also with invisible ones between`() throws {
        #expect(try policy.admit("a" + String(repeating: "\u{0301}", count: 8)).unicodeScalars.count == 8)
        #expect(problem("a" + String(repeating: "\u{0301}", count: 9)) == .marks(limit: 8))
        #expect(problem("a" + String(repeating: "\u{0301}\u{200B}", count: 9)) == .marks(limit: 8))
        #expect(
            problem("a" + String(repeating: "\u{0301}", count: 10_000)) == .tooManyBytes(bytes: 20_001, limit: 1600))
        #expect(problem("مُحَمَّدٌ") == nil)
    }

    @Test func `U9 text is composed canonically and keeps compatibility forms`() throws {
        #expect(Array(try policy.admit("e\u{0301}").unicodeScalars) == ["é"])
        for text in ["ﬁ", "Ａ", "𝒜"] {
            #expect(Array(try policy.admit(text).unicodeScalars) == Array(text.unicodeScalars))
        }
    }

    @Test func `U12 words of mixed scripts are flagged`() {
        #expect(TextPolicy.mixesScripts("the bаnk"))
        #expect(!TextPolicy.mixesScripts("the банк and bank"))
    }

    @Test func `U13 every line end becomes one line feed, or a space in one line`() throws {
        #expect(try longPolicy.admit("a\r\nb\rc\u{2028}d\u{2029}e\n\nf") == "a\nb\nc\nd\ne\n\nf")
        #expect(try policy.admit("a\r\nb\u{2028}c") == "a b c")
    }

    @Test(arguments: [
        "<script>x</script>", "\" onload=", "javascript:x", "{{7*7}}", "${x}", "</textarea>", "<!--a", "&lt;",
    ])
    func `U14 markup is kept as it is`(text: String) throws {
        #expect(try policy.admit(text) == text)
    }

    @Test func `U15 U16 length is counted in characters and guarded in bytes`() throws {
        #expect(try policy.admit(String(repeating: "ا", count: 200)).count == 200)
        #expect(problem(String(repeating: "ا", count: 201)) == .tooLong(characters: 201, limit: 200))
        let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦"
        #expect(problem("x" + String(repeating: family, count: 64)) == .tooManyBytes(bytes: 1601, limit: 1600))
        #expect(try TextPolicy(characters: 2, bytes: 100).admit("x" + family) == "x" + family)
    }

    @Test func `text without a letter or number is refused`() {
        for text in ["", " \n\t ", "\u{200E}\u{200F}"] { #expect(problem(text) == .empty) }
        for text in ["...", "؟!", "🌾"] { #expect(problem(text) == .noLetters) }
        #expect(problem("۳") == nil)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `admitted text is admitted again unchanged`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        let pieces: [Unicode.Scalar] = [
            "a", " ", "\u{0301}", "\u{200C}", "\u{200D}", "م", "ی", "\u{200F}", "\u{200B}", "👩", "🌾", "\r", "\n", "\t",
            "\u{FE0F}", "ك", "\u{064E}", "ก", "\u{1100}", "\u{1161}", "\u{00AD}", "क", "\u{094D}",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<24 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text.append(pieces[Int(state >> 33) % pieces.count])
        }
        for policy in [policy, longPolicy] {
            guard let once = try? policy.admit(String(text)) else { continue }
            let twice = try policy.admit(once)
            #expect(Array(twice.unicodeScalars) == Array(once.unicodeScalars), "seed \(seed)")
        }
    }
}
