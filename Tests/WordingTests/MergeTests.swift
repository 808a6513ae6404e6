import JirgaTestSupport
import Testing

@testable import Wording

struct ThreeWayMergeTests {
    private let base = "Each district shall install a gauge within two years. It shall publish the readings."

    @Test func `changes of different places are both in the merged text`() {
        let merge = ThreeWayMerge(
            base: base, ours: base.replacing("two years", with: "one year"),
            theirs: base.replacing("the readings", with: "the readings each spring"))
        #expect(
            merge.merged
                == "Each district shall install a gauge within one year. It shall publish the readings each spring.")
    }

    @Test func `two changes of one phrase never make a third one that nobody proposed`() throws {
        let merge = ThreeWayMerge(
            base: base, ours: base.replacing("two years", with: "three years"),
            theirs: base.replacing("two years", with: "two months"))
        #expect(merge.merged == nil)
        #expect(merge.text == base)
        let conflict = try #require(merge.conflicts.first)
        #expect(conflict.anchor.words == "two years")
        #expect(conflict.ours == "three years" && conflict.theirs == "two months")
    }

    @Test func `the same change by both is one change`() {
        let changed = base.replacing("two years", with: "one year")
        #expect(ThreeWayMerge(base: base, ours: changed, theirs: changed).merged == changed)
    }

    @Test func `merging is symmetric, keeps what one side alone changed, and loses no wording of a conflict`() {
        var (clean, conflicting) = (0, 0)
        for seed in UInt64(1)...1_000 {
            var random = RandomWording(seed: seed)
            let base = random.text(words: 60)
            let pieces = WordToken.tokens(of: base).map(\.text)
            let ours = random.changed(pieces, times: random.number(0...6)).joined()
            let theirs = random.changed(pieces, times: random.number(0...6)).joined()
            let comment: Comment = "seed \(seed)"
            let merge = ThreeWayMerge(base: base, ours: ours, theirs: theirs)
            let back = ThreeWayMerge(base: base, ours: theirs, theirs: ours)
            #expect(merge.text.utf8.elementsEqual(back.text.utf8), comment)
            #expect(merge.conflicts.map(\.ours) == back.conflicts.map(\.theirs), comment)
            #expect(merge.conflicts.map(\.anchor) == back.conflicts.map(\.anchor), comment)
            #expect(ThreeWayMerge(base: base, ours: ours, theirs: base).merged == ours.composed, comment)
            #expect(ThreeWayMerge(base: base, ours: base, theirs: theirs).merged == theirs.composed, comment)
            if merge.conflicts.isEmpty { clean += 1 } else { conflicting += 1 }
            for conflict in merge.conflicts {
                #expect(ours.composed.contains(conflict.ours) && theirs.composed.contains(conflict.theirs), comment)
                #expect(base.composed.contains(conflict.anchor.words), comment)
                #expect(conflict.ours != conflict.theirs, comment)
            }
        }
        #expect(clean > 100 && conflicting > 100, "\(clean) and \(conflicting)")
    }

    @Test func `edits that do not overlap give one text, whichever goes first`() throws {
        var compared = 0
        for seed in UInt64(1)...600 {
            var random = RandomWording(seed: seed)
            // Words that each stand once, so that the place of a change is beyond doubt.
            let words = (0..<30).map { "w\($0)" }
            let (first, second) = (random.number(0...13), random.number(16...29))
            var (ours, theirs) = (words, words)
            ours[first] = random.pick(["x", "x y z", "ی"])
            theirs[second] = random.pick(["q", "q r", "و"])
            let base = words.joined(separator: " ")
            let one = TextEdit.edits(from: base, to: ours.joined(separator: " "))
            let two = TextEdit.edits(from: base, to: theirs.joined(separator: " "))
            func after(_ first: [TextEdit], _ second: [TextEdit]) throws -> String {
                let draft = try TextEdit.applying(first, to: base)
                let carried = second.compactMap { edit -> TextEdit? in
                    if case .anchored(let carried) = edit.rebased(onto: draft) { carried } else { nil }
                }
                #expect(carried.count == second.count, "seed \(seed)")
                return try TextEdit.applying(carried, to: draft)
            }
            let both = try after(one, two)
            let other = try after(two, one)
            #expect(both == other, "seed \(seed)")
            #expect(
                both
                    == ThreeWayMerge(
                        base: base, ours: ours.joined(separator: " "), theirs: theirs.joined(separator: " ")
                    ).merged,
                "seed \(seed)")
            compared += 1
        }
        #expect(compared == 600)
    }
}

struct TwoStepMergeTests {
    private let base = "Each district shall install a gauge within two years.\nIt shall publish the readings."

    private func proposal(_ author: String, _ number: Int, _ old: String, _ new: String) -> ProposedWording {
        ProposedWording(author: author, number: number, wording: base.replacing(old, with: new))
    }

    @Test func `consensual changes go in and contested ones stay open against the new draft`() throws {
        let merge = TwoStepMerge(
            base: base, consensual: [proposal("P1", 1, "Each district", "Every province and district")],
            contested: [
                proposal("P2", 14, "two years", "one year"), proposal("P3", 15, "Each district", "Some districts"),
            ])
        #expect(merge.draft == base.replacing("Each district", with: "Every province and district"))
        #expect(merge.applied.map(\.proposals) == [[Attribution(author: "P1", number: 1)]])
        #expect(merge.open.map(\.proposal.number) == [14, 15])
        guard case .anchored(let edit) = try #require(merge.open[0].edits.first) else {
            Issue.record("not anchored")
            return
        }
        #expect(edit.words == "two years")
        #expect(edit.base == merge.draft)
        guard case .lost(let lost) = try #require(merge.open[1].edits.first) else {
            Issue.record("not lost")
            return
        }
        #expect(lost.anchor.words.contains("Each"))
        #expect(lost.nowThere.contains("Every province"))
    }

    @Test func `agreed changes that collide stay open, both of them`() {
        let merge = TwoStepMerge(
            base: base,
            consensual: [
                proposal("P1", 1, "two years", "one year"), proposal("P2", 2, "two years", "three years"),
                proposal("P3", 3, "the readings", "all readings"), proposal("P4", 4, "the readings", "all readings"),
            ], contested: [])
        #expect(merge.draft == base.replacing("the readings", with: "all readings"))
        #expect(merge.applied.map { $0.proposals.map(\.author) } == [["P3", "P4"]])
        #expect(merge.open.map(\.proposal.author) == ["P1", "P2"])
        #expect(merge.open.map(\.isCollision) == [true, true])
    }

    @Test func `every change of every proposal is applied or open`() {
        for seed in UInt64(1)...400 {
            var random = RandomWording(seed: seed)
            let base = random.text(words: 50)
            let pieces = WordToken.tokens(of: base).map(\.text)
            let proposals = (1...5).map { number in
                ProposedWording(
                    author: "P\(number)", number: number,
                    wording: random.changed(pieces, times: random.number(0...3)).joined())
            }
            let (agreed, contested) = (Array(proposals[..<3]), Array(proposals[3...]))
            let merge = TwoStepMerge(base: base, consensual: agreed, contested: contested)
            let swapped = TwoStepMerge(base: base, consensual: agreed.reversed(), contested: contested)
            #expect(merge.draft.utf8.elementsEqual(swapped.draft.utf8), "seed \(seed)")
            for proposal in proposals {
                let applied = merge.applied.filter { $0.proposals.contains(proposal.attribution) }
                let open = merge.open.filter { $0.proposal == proposal.attribution }.flatMap(\.edits)
                let wanted = TextEdit.edits(from: base, to: proposal.wording)
                // Several changes of one place may be one in a collision, so words are compared and not their number.
                if agreed.contains(proposal) {
                    #expect(wanted.isEmpty == (applied.isEmpty && open.isEmpty), "seed \(seed)")
                    for edit in wanted {
                        let isApplied = applied.contains { $0.replacement.contains(edit.replacement) }
                        let isOpen = open.contains { asked(by: $0).contains(edit.replacement) }
                        #expect(isApplied || isOpen, "seed \(seed)")
                    }
                } else {
                    #expect(open.count == wanted.count, "seed \(seed)")
                    #expect(open.map(asked) == wanted.map(\.replacement), "seed \(seed)")
                }
            }
        }
    }

    private func asked(by edit: RebasedEdit) -> String {
        switch edit {
        case .anchored(let edit): edit.replacement
        case .alreadyThere(let anchor): anchor.words
        case .lost(let lost): lost.edit.replacement
        }
    }
}
