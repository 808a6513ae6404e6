import JirgaTestSupport
import Testing

@testable import Wording

struct RedlineTests {
    private let text =
        "Each district shall install a gauge at every canal head within two years and shall publish the readings."

    private func redline(_ proposals: [ProposedWording]) -> Redline {
        Redline(inForce: text, proposals: proposals, width: 40)
    }

    private func proposal(_ author: String, _ number: Int, _ old: String, _ new: String) -> ProposedWording {
        ProposedWording(author: author, number: number, wording: text.replacing(old, with: new))
    }

    /// The runs of a view: the line, then what it says, with whose it is.
    private func written(_ runs: [Redline.Run]) -> String {
        runs.map { run in
            let whose = run.proposals.map { "\($0.author)/\($0.number)" }.joined(separator: ",")
            return switch run.kind {
            case .unchanged: "\(run.line):\(run.text)"
            case .removed: "\(run.line):–\(run.text)– \(whose)"
            case .inserted: "\(run.line):+\(run.text)+ \(whose)"
            case .contested: "\(run.line):!\(run.text)! \(whose)"
            case .omitted: "\(run.line):…"
            }
        }.joined(separator: "\n")
    }

    @Test func `every change has its author, its number and its line`() {
        let runs = redline([
            proposal("P2", 14, "two years", "one year"), proposal("P3", 15, "readings.", "readings each spring."),
        ]).runs(in: .withProposals)
        #expect(
            written(runs).split(separator: "\n") == [
                "1:Each district shall install a gauge at ", "2:every canal head within ", "2:–two years– P2/14",
                "2:+one year+ P2/14", "2: and ", "3:shall publish the readings", "3:+ each spring+ P3/15", "3:.",
            ])
        #expect(runs.first { $0.kind == .removed }?.proposals == [Attribution(author: "P2", number: 14)])
        let inserted = runs.filter { $0.kind == .inserted }
        #expect(inserted.map(\.text) == ["one year", " each spring"])
        #expect(inserted.map(\.line) == [2, 3])
    }

    @Test func `the text in force and the text as it would read come out whole`() {
        let redline = redline([
            proposal("P2", 14, "two years", "one year"), proposal("P3", 15, "readings.", "readings each spring."),
        ])
        #expect(redline.runs(in: .inForce).map(\.text).joined() == text)
        #expect(
            redline.runs(in: .asItWouldRead).map(\.text).joined()
                == text.replacing("two years", with: "one year").replacing("readings.", with: "readings each spring."))
        #expect(redline.collisions.isEmpty)
    }

    @Test func `proposals that collide are shown side by side and none is accepted silently`() throws {
        let redline = redline([
            proposal("P2", 14, "two years", "three years"), proposal("P4", 16, "two years", "two months"),
            proposal("P5", 17, "two years", "three years"),
        ])
        let collision = try #require(redline.collisions.first)
        #expect(collision.anchor.words == "two years")
        #expect(collision.line == 2)
        #expect(collision.alternatives.map(\.text) == ["three years", "two months"])
        #expect(collision.alternatives.map { $0.proposals.map(\.author) } == [["P2", "P5"], ["P4"]])
        #expect(redline.runs(in: .asItWouldRead).map(\.text).joined() == text)
        let contested = redline.runs(in: .withProposals).filter { $0.collision == 1 }
        #expect(contested.map(\.kind) == [.contested, .inserted, .inserted])
        #expect(contested.first?.proposals.map(\.number) == [14, 16, 17])
    }

    @Test func `changes only shows the lines near a change and says what it leaves out`() {
        let long = (1...12).map { "Line number \($0) of twelve." }.joined(separator: "\n")
        let redline = Redline(
            inForce: long,
            proposals: [ProposedWording(author: "P1", number: 1, wording: long.replacing("number 6", with: "item 6"))])
        let runs = redline.runs(in: .changesOnly)
        #expect(runs.map(\.kind).first == .omitted && runs.map(\.kind).last == .omitted)
        #expect(Set(runs.filter { $0.kind != .omitted }.map(\.line)) == [5, 6, 7])
        #expect(Set(redline.runs(in: .changesOnly, context: 0).filter { $0.kind != .omitted }.map(\.line)) == [6])
        #expect(Redline(inForce: long, proposals: []).runs(in: .changesOnly).map(\.kind) == [.omitted])
    }

    @Test func `line numbers stay those of the text in force, whatever is proposed`() {
        let redline = redline([
            proposal("P2", 14, "Each district", "Each and every district of each and every province")
        ])
        #expect(redline.numbered == NumberedText(text, width: 40))
        #expect(redline.runs(in: .withProposals).last?.line == 3)
    }

    @Test func `no view loses or invents a word`() {
        for seed in UInt64(1)...500 {
            var random = RandomWording(seed: seed)
            let base = random.text(words: 50)
            let pieces = WordToken.tokens(of: base).map(\.text)
            let proposals = (1...3).map { number in
                ProposedWording(
                    author: "P\(number)", number: number,
                    wording: random.changed(pieces, times: random.number(0...3)).joined())
            }
            let redline = Redline(inForce: base, proposals: proposals, width: 24)
            let marked = redline.runs(in: .withProposals)
            let comment: Comment = "seed \(seed)"
            #expect(marked.filter { $0.kind != .inserted }.map(\.text).joined() == base.composed, comment)
            #expect(redline.runs(in: .inForce).map(\.text).joined() == base.composed, comment)
            #expect(marked.allSatisfy { $0.kind == .unchanged || !$0.proposals.isEmpty }, comment)
            // A line keeps its number and its words in every view.
            func lines(_ runs: [Redline.Run]) -> [Int: String] {
                runs.filter { $0.kind != .inserted && $0.kind != .omitted }.reduce(into: [:]) {
                    $0[$1.line, default: ""] += $1.text
                }
            }
            let inForce = lines(redline.runs(in: .inForce))
            #expect(lines(marked) == inForce, comment)
            for (line, text) in lines(redline.runs(in: .changesOnly)) {
                #expect(inForce[line] == text, "seed \(seed), line \(line)")
            }
            for proposal in proposals {
                let alone = Redline(inForce: base, proposals: [proposal], width: 24)
                #expect(alone.collisions.isEmpty, comment)
                #expect(
                    alone.runs(in: .asItWouldRead).map(\.text).joined().utf8.elementsEqual(
                        proposal.wording.composed.utf8),
                    comment)
                let isMentioned = marked.contains { $0.proposals.contains(proposal.attribution) }
                #expect(isMentioned == !proposal.wording.composed.utf8.elementsEqual(base.composed.utf8), comment)
            }
            for run in marked where run.kind != .inserted {
                #expect((1...max(1, redline.numbered.lines.count)).contains(run.line), comment)
            }
        }
    }
}
