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
            #expect(AdmissionCode(typed: sloppy) == code, "\(sloppy)")
            #expect(AdmissionCode(typed: code.written.lowercased() + "\n") == code)
            #expect(code.written.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4, 4])
        }
    }

    @Test(arguments: [
        "", "7QK2", String(repeating: "U", count: 24), String(repeating: "A", count: 25),
        String(repeating: "A", count: 23) + "é", String(repeating: "a\u{301}", count: 24),
        String(repeating: "-", count: 100_000),
    ])
    func `anything else is no code`(typed: String) {
        #expect(AdmissionCode(typed: typed) == nil)
    }

    @Test(arguments: [
        (holder: 0, isRevoked: false, isAdmitted: false, refusal: AdmissionRefusal?.none),
        (0, false, true, .alreadyAdmitted),
        (0, true, false, .codeRevoked),
        (1, true, true, nil),
        (2, false, false, .codeUsed),
        (2, true, false, .codeUsed),
    ])
    func `who a code lets in`(holder: UInt8, isRevoked: Bool, isAdmitted: Bool, refusal: AdmissionRefusal?) {
        let id = { (number: UInt8) in Participant.ID(bytes: [number]) }
        var thrown: AdmissionRefusal?
        do {
            try AdmissionRules.check(
                holder: holder == 0 ? nil : id(holder), isRevoked: isRevoked, isAdmitted: isAdmitted, participant: id(1)
            )
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
