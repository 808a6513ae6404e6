import Convening
import JirgaTestSupport
import Journal
import Testing

@Suite struct AdmissionRulesTests {
    @Test func `a code is read however it is typed`() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let code = AdmissionCode(using: &generator)
            let sloppy = String(
                code.written.map { letter -> Character in
                    switch letter {
                    case "0": ["o", "O", "۰", "٠"].randomElement(using: &generator) ?? "0"
                    case "1": ["l", "I", "i", "L", "۱"].randomElement(using: &generator) ?? "1"
                    case "-": [" ", "–", "-"].randomElement(using: &generator) ?? "-"
                    default: letter
                    }
                })
            #expect((try? AdmissionCode(reading: sloppy)) == code, "\(sloppy)")
            #expect((try? AdmissionCode(reading: code.written.lowercased() + "\n")) == code)
            #expect(code.written.split(separator: "-").map(\.count) == [5, 5, 5, 5, 5])
        }
    }

    @Test(arguments: [
        ("", AdmissionRefusal.codeIncomplete(found: 0, needed: 25)),
        ("7QK2", .codeIncomplete(found: 4, needed: 25)),
        (String(repeating: "U", count: 25), .codeTypo),
        (String(repeating: "A", count: 24), .codeIncomplete(found: 24, needed: 25)),
        (String(repeating: "A", count: 24) + "é", .codeTypo),
        (String(repeating: "a\u{301}", count: 25), .codeTypo),
        (String(repeating: "A", count: 100_000), .codeIncomplete(found: 51, needed: 25)),
        (String(repeating: "-", count: 100_000), .codeIncomplete(found: 0, needed: 25)),
    ])
    func `anything else is no code`(typed: String, refusal: AdmissionRefusal) {
        #expect(throws: refusal) { try AdmissionCode(reading: typed) }
    }

    @Test func `one wrong character and two that changed places always show`() throws {
        var generator = SeededGenerator(seed: 2)
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        for _ in 0..<20 {
            let code = Array(AdmissionCode(using: &generator).characters)
            for place in code.indices {
                for other in alphabet where other != code[place] {
                    var typed = code
                    typed[place] = other
                    #expect(throws: AdmissionRefusal.codeTypo) { try AdmissionCode(reading: String(typed)) }
                }
                for other in code.indices where code[other] != code[place] {
                    var typed = code
                    typed.swapAt(place, other)
                    #expect(throws: AdmissionRefusal.codeTypo) { try AdmissionCode(reading: String(typed)) }
                }
            }
        }
    }

    @Test(arguments: [
        (isUsed: false, isRevoked: false, isAdmitted: false, refusal: AdmissionRefusal?.none),
        (false, false, true, .alreadyAdmitted(isCodeGood: true)),
        (false, true, false, .codeRevoked),
        (false, true, true, .alreadyAdmitted(isCodeGood: false)),
        (true, false, false, .codeUsed),
        (true, true, false, .codeUsed),
        (true, false, true, .alreadyAdmitted(isCodeGood: false)),
    ])
    func `who a code lets in`(isUsed: Bool, isRevoked: Bool, isAdmitted: Bool, refusal: AdmissionRefusal?) {
        var thrown: AdmissionRefusal?
        do {
            try AdmissionRules.check(isUsed: isUsed, isRevoked: isRevoked, isAdmitted: isAdmitted)
        } catch { thrown = error }
        #expect(thrown == refusal)
    }

    @Test func `a second person has seven days, and is another one`() {
        let first = Worker.ID(bytes: [1])
        let second = Worker.ID(bytes: [2])
        var decision = ProposedDecision(
            id: ProposedDecision.ID(bytes: [3]), dialogue: Dialogue.ID(bytes: [4]), kind: .excludeBatch, subject: "",
            reason: 1, proposer: first, proposerRole: .facilitator, proposedAt: 1_000)
        let end = 1_000 + ProposedDecisionRules.lifetime
        func refusal(by worker: Worker.ID, at time: Int64) -> ProposedDecisionRefusal? {
            do {
                try ProposedDecisionRules.checkConfirmation(of: decision, by: worker, at: time)
                return nil
            } catch { return error }
        }
        #expect(refusal(by: second, at: end - 1) == nil)
        #expect(refusal(by: second, at: end) == .expired)
        #expect(refusal(by: first, at: 1_000) == .samePerson)
        decision.state = .dropped
        #expect(refusal(by: second, at: 1_000) == .alreadyDecided(.dropped))
    }
}
