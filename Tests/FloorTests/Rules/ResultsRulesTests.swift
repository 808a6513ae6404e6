import Convening
import Journal
import Testing

@testable import Floor

@Suite struct ResultsRulesTests {
    static let now: Int64 = 1_800_000_000_000

    private func dialogue(
        _ visibility: Dialogue.ResultsVisibility, _ phase: Dialogue.Phase, closesAt: Int64? = nil
    ) -> Dialogue {
        Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water",
            texts: [Dialogue.Texts(language: "en", title: "", question: "", description: "", host: "")], phase: phase,
            opensAt: nil, closesAt: closesAt, resultsVisibility: visibility, moderationPolicy: .beforeShowing,
            isSimulated: false, madeAt: 0)
    }

    private func refusal(
        _ dialogue: Dialogue, answered: Int = 0, shown: Int = 30, isWorker: Bool = false
    ) -> ResultsRefusal? {
        do throws(ResultsRefusal) {
            try ResultsRules.check(
                dialogue, answered: answered, shown: shown, isWorker: isWorker, at: Self.now)
            return nil
        } catch {
            return error
        }
    }

    @Test func `results open after seven answers`() {
        let open = dialogue(.afterSevenAnswers, .open)
        #expect(refusal(open) == .answersNeeded(7))
        #expect(refusal(open, answered: 6) == .answersNeeded(1))
        #expect(refusal(open, answered: 7) == nil)
    }

    @Test func `where there are fewer than seven statements all of them are enough`() {
        let open = dialogue(.afterSevenAnswers, .open)
        #expect(refusal(open, answered: 4, shown: 5) == .answersNeeded(1))
        #expect(refusal(open, answered: 5, shown: 5) == nil)
        #expect(refusal(open, answered: 0, shown: 0) == .answersNeeded(1))
    }

    @Test(arguments: Dialogue.ResultsVisibility.allCases)
    func `after closing the results are everybody's`(visibility: Dialogue.ResultsVisibility) {
        #expect(refusal(dialogue(visibility, .closed)) == nil)
        #expect(refusal(dialogue(visibility, .open, closesAt: Self.now)) == nil)
    }

    @Test func `before closing they are nobody's where that was decided`() {
        let later = dialogue(.afterClosing, .open, closesAt: Self.now + 1)
        #expect(refusal(later, answered: 30) == .afterClosing(at: Self.now + 1))
        #expect(refusal(later, isWorker: true) == nil)
    }

    @Test func `workers alone see a draft`() {
        #expect(refusal(dialogue(.always, .draft)) == .draft)
        #expect(refusal(dialogue(.always, .draft), isWorker: true) == nil)
        #expect(refusal(dialogue(.always, .open)) == nil)
    }
}
