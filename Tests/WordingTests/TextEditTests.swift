import JirgaTestSupport
import Testing

@testable import Wording

struct TextEditTests {
    private let base = "Each district shall install a gauge within two years.\nIt shall publish the readings."

    private func edit(_ to: String) throws -> TextEdit {
        let edits = TextEdit.edits(from: base, to: to)
        #expect(edits.count == 1)
        return try #require(edits.first)
    }

    private var oneYear: String { base.replacing("two years", with: "one year") }

    @Test func `an edit names its place in words`() throws {
        let anchor = try edit(oneYear).anchor
        #expect(anchor.paragraph == 1)
        #expect(anchor.before == "district shall install a gauge within ")
        #expect(anchor.words == "two years")
        #expect(anchor.after == ".")
        #expect(try edit(base.replacing("publish the", with: "publish all the")).anchor.paragraph == 2)
    }

    @Test func `a sub-amendment keeps its words when the text around them changes`() throws {
        let new = "Preamble.\n" + base.replacing("Each district", with: "Every province and district")
        guard case .anchored(let edit) = try edit(oneYear).rebased(onto: new) else {
            Issue.record("not anchored")
            return
        }
        #expect(edit.words == "two years")
        #expect(edit.anchor.paragraph == 2)
        #expect(try TextEdit.applying([edit], to: new) == new.replacing("two years", with: "one year"))
    }

    @Test func `when its words are gone it says so with what was there, and is applied nowhere`() throws {
        let new = base.replacing("two years", with: "ten months") + "\nA report is due in two years."
        guard case .lost(let lost) = try edit(oneYear).rebased(onto: new) else {
            Issue.record("not lost")
            return
        }
        #expect(lost.anchor.words == "two years")
        #expect(lost.edit.replacement == "one year")
        #expect(lost.nowThere == "ten months")
        #expect(lost.seenInParagraphs == [3])
    }

    @Test func `what somebody else put there already is not asked for again`() throws {
        let new = "Preamble.\n" + oneYear
        guard case .alreadyThere(let anchor) = try edit(oneYear).rebased(onto: new) else {
            Issue.record("not found")
            return
        }
        #expect(anchor.words == "one year")
        #expect(anchor.paragraph == 2)
    }

    @Test func `words to be put in are lost where others were put in at the same place`() throws {
        let added = try edit(base.replacing("gauge", with: "gauge of steel"))
        guard case .lost(let lost) = added.rebased(onto: base.replacing("gauge", with: "gauge of brass")) else {
            Issue.record("not lost")
            return
        }
        #expect(lost.nowThere.contains("of brass"))
    }

    @Test func `edits of one place or of another text are not applied together`() throws {
        let (one, ten) = (try edit(oneYear), try edit(base.replacing("two years", with: "ten years")))
        #expect(throws: TextEditProblem.self) { try TextEdit.applying([one, ten], to: base) }
        #expect(throws: TextEditProblem.ofAnotherText(one.anchor)) { try TextEdit.applying([one], to: base + " ") }
    }

    @Test func `edits make the text they were taken from, in any order`() throws {
        for seed in UInt64(1)...500 {
            var random = RandomWording(seed: seed)
            let from = random.text(words: 40)
            let to = random.changed(WordToken.tokens(of: from).map(\.text), times: 6).joined()
            let edits = TextEdit.edits(from: from, to: to)
            #expect(
                try TextEdit.applying(edits.reversed(), to: from).utf8.elementsEqual(to.composed.utf8), "seed \(seed)")
        }
    }

    @Test func `an edit that is carried over is about the same words`() throws {
        var counts = [0, 0]
        for seed in UInt64(1)...1_000 {
            var random = RandomWording(seed: seed)
            let from = random.text(words: 50)
            let pieces = WordToken.tokens(of: from).map(\.text)
            let edits = TextEdit.edits(from: from, to: random.changed(pieces, times: 4).joined())
            let new = random.changed(pieces, times: 4).joined()
            let rebased = TextEdit.rebased(edits, onto: new)
            #expect(rebased == edits.map { $0.rebased(onto: new) }, "seed \(seed)")
            #expect(rebased.count == edits.count)
            for (edit, result) in zip(edits, rebased) {
                switch result {
                case .anchored(let carried):
                    counts[0] += 1
                    #expect(carried.words == edit.words && carried.replacement == edit.replacement, "seed \(seed)")
                    #expect(carried.base.utf8.elementsEqual(new.composed.utf8), "seed \(seed)")
                case .alreadyThere(let anchor): #expect(anchor.words == edit.replacement, "seed \(seed)")
                case .lost(let lost):
                    counts[1] += 1
                    #expect(lost.edit == edit, "seed \(seed)")
                }
            }
        }
        #expect(counts.allSatisfy { $0 > 300 }, "\(counts)")
    }
}
