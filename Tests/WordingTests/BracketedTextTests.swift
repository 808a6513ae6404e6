import JirgaTestSupport
import Testing

@testable import Wording

struct BracketedTextTests {
    private let source = "The parties shall report [P1: within two years] [P3, P4: within one year] to the Commission."

    @Test func `brackets side by side are alternatives of one place, with their authors`() throws {
        let text = try BracketedText(source)
        let place = try #require(text.openPlaces.first)
        #expect(text.openPlaces.count == 1)
        #expect(place.alternatives.map(\.authors) == [["P1"], ["P3", "P4"]])
        #expect(place.alternatives.map(\.words) == ["within two years", "within one year"])
        #expect(text.wording == nil)
        #expect(!text.isSettled)
    }

    @Test func `with the last bracket settled the words are plain`() throws {
        let text = try BracketedText(source)
        #expect(
            text.settling(1, by: .alternative(1))?.wording
                == "The parties shall report within one year to the Commission.")
        #expect(text.settling(1, by: .nothing)?.wording == "The parties shall report to the Commission.")
        #expect(
            text.settling(1, by: .words("at once"))?.wording == "The parties shall report at once to the Commission.")
        #expect(text.settling(2, by: .nothing) == nil)
        #expect(text.settling(1, by: .alternative(2)) == nil)
    }

    @Test(arguments: [
        ("a [P1: b].", "a."), ("[P1: a] b", "b"), ("a [P1: b]", "a"), ("a\n[P1: b] c", "a\nc"),
        ("a [P1: b]\nc", "a\nc"),
        ("[P1: a]", ""), ("آب [P1: در بهار]، نان", "آب، نان"),
    ])
    func `a place that is left out leaves no second space behind`(source: String, wording: String) throws {
        #expect(try BracketedText(source).settling(1, by: .nothing)?.wording == wording)
    }

    @Test
    func
        `words without an author, an alternative without words and square brackets of the wording itself are possible`()
        throws
    {
        let text = try BracketedText("[possibly] [P2: ] see \\[1\\] and a\\\\b [Note: c]")
        #expect(text.openPlaces.map { $0.alternatives.map(\.words) } == [["possibly", ""], ["Note: c"]])
        #expect(text.openPlaces[0].alternatives.map(\.authors) == [[], ["P2"]])
        let first = try #require(text.settling(1, by: .alternative(0)))
        #expect(first.settling(1, by: .alternative(0))?.wording == "possibly see [1] and a\\b Note: c")
    }

    @Test(arguments: [
        ("a [P1: b [P2: c] d]", BracketProblem.Reason.nested, 1, 10), ("a\nb [P1: c", .unclosed, 2, 3),
        ("a] b", .unopened, 1, 2),
        ("a [] b", .empty, 1, 3), ("a\n\n \\b", .unknownEscape, 3, 2), ("a [ ]", .empty, 1, 3),
        ("a \\", .unknownEscape, 1, 3),
    ])
    func `what does not fit together is refused with its place`(
        source: String, reason: BracketProblem.Reason, line: Int, column: Int
    ) {
        #expect(throws: BracketProblem(reason: reason, line: line, column: column)) { try BracketedText(source) }
    }

    @Test func `an open place knows its paragraph`() throws {
        let text = try BracketedText("[P1: a]\n\nb\n[P2: c] d [e]")
        #expect(text.openPlaces.map(\.paragraph) == [1, 3, 3])
        #expect(text.openPlaces.map(\.number) == [1, 2, 3])
    }

    @Test func `a place knows its paragraph, also where a line begins with a bracket`() throws {
        let text = try BracketedText("[P1: a]\n[P2: b] c\n\n \nd [P3: e]")
        #expect(text.openPlaces.map(\.paragraph) == [1, 2, 3])
    }

    @Test func `many places and many alternatives are read as they are`() throws {
        let places = try BracketedText(String(repeating: "[P1: a] b\n", count: 20_000))
        #expect(places.openPlaces.last?.number == 20_000 && places.openPlaces.last?.paragraph == 20_000)
        let alternatives = try BracketedText(String(repeating: "[P1: a]", count: 50_000))
        #expect(alternatives.openPlaces.map(\.alternatives.count) == [50_000])
    }

    @Test func `any wording can be written and read back, and any text settled in some steps`() throws {
        for seed in UInt64(1)...800 {
            var random = RandomWording(seed: seed)
            let plain = random.text(words: 8) + random.pick(["[", "]", "\\", "[[", ""]) + random.text(words: 3)
            #expect(try BracketedText(BracketedText(plain: plain).source).wording == plain.composed, "seed \(seed)")
            var source = ""
            for _ in 0..<random.number(0...8) {
                source += random.pick(["[P1: ", "[", "[P2, P3:"]) + random.pick(RandomWording.pieces) + "]"
                source += random.pick([" ", "", " and ", "\n", "، "])
            }
            var text = try BracketedText(source)
            #expect(try BracketedText(text.source) == text, "seed \(seed)")
            var steps = 0
            while let place = text.openPlaces.last {
                let settlement: BracketedText.Settlement = random.pick([.nothing, .alternative(0), .words("x")])
                text = try #require(text.settling(place.number, by: settlement))
                steps += 1
                try #require(steps < 20)
            }
            #expect(text.isSettled && text.wording != nil, "seed \(seed)")
        }
    }

    @Test func `no bytes make the reader fail otherwise than by saying why`() {
        for seed in UInt64(1)...3_000 {
            var random = RandomWording(seed: seed)
            let source = (0..<random.number(0...15)).map { _ in
                random.pick(["[", "]", "\\", "P1", ":", ",", " ", "\n", "a", "آ", "\u{301}"])
            }.joined()
            do throws(BracketProblem) {
                let text = try BracketedText(source)
                #expect(try BracketedText(text.source) == text, "seed \(seed)")
            } catch {
                #expect(error.line >= 1 && error.column >= 1, "seed \(seed)")
            }
        }
    }
}
