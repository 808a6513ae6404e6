import JirgaTestSupport
import Testing

@testable import Wording

struct NumberedTextTests {
    @Test func `lines break at spaces and count on through paragraphs`() {
        let text = NumberedText("Each district shall install\na gauge.\n\n  At every head of a canal.", width: 12)
        #expect(
            text.lines.map(\.text) == [
                "Each", "district", "shall", "install", "a gauge.", "At every", "head of a", "canal.",
            ])
        #expect(text.lines.map(\.number) == Array(1...8))
        #expect(text.lines.map(\.paragraph) == [1, 1, 1, 1, 2, 3, 3, 3])
        #expect(text.lines.map(\.isFirstOfParagraph) == [true, false, false, false, true, true, false, false])
    }

    @Test func `marks and joiners take no column, ideographs take two`() {
        #expect(NumberedText("اُمّید می\u{200C}شود", width: 10).lines.count == 1)
        #expect(NumberedText("水法水法水法", width: 8).lines.map(\.text) == ["水法水法", "水法"])
        #expect(NumberedText("水法水法。水", width: 8).lines.map(\.text) == ["水法水", "法。水"])
    }

    @Test func `a word wider than a line stays whole, and what must stand together does`() {
        #expect(
            NumberedText("a incomprehensibilities b", width: 8).lines.map(\.text) == [
                "a", "incomprehensibilities", "b",
            ])
        #expect(NumberedText("of 12\u{A0}months now", width: 10).lines.map(\.text) == ["of", "12\u{A0}months", "now"])
        #expect(NumberedText("(one) two", width: 8).lines.map(\.text) == ["(one)", "two"])
    }

    @Test func `no line is wider than it may be unless it is one word, and none is lost`() {
        for seed in UInt64(1)...500 {
            var random = RandomWording(seed: seed)
            let source = random.text(words: 60)
            let width = random.number(8...40)
            let text = NumberedText(source, width: width)
            #expect(text == NumberedText(source, width: width), "seed \(seed)")
            func words(_ text: String) -> [String] {
                text.composed.split { " \n\u{A0}".contains($0) }.map(String.init)
            }
            #expect(text.lines.flatMap { words($0.text) }.joined() == words(source).joined(), "seed \(seed)")
            for (line, next) in zip(text.lines, text.lines.dropFirst()) {
                #expect(line.tokens.upperBound == next.tokens.lowerBound, "seed \(seed)")
                #expect(line.number + 1 == next.number)
            }
            for line in text.lines {
                for token in line.tokens { #expect(text.line(of: token) == line.number, "seed \(seed)") }
            }
        }
    }

    @Test func `the width suits the script most letters are of`() {
        #expect(NumberedText.width(suiting: "Each district") == 72)
        #expect(NumberedText.width(suiting: "هر ولسوالی P2") == 80)
        #expect(NumberedText("").lines.isEmpty)
    }
}
