import Convening
import Journal
import Testing

@Suite struct SignInRulesTests {
    private let here = Dialogue.ID(bytes: [1])
    private let worker = Worker(id: Worker.ID(bytes: [9]), name: "Farid")

    @Test func `a link is handed out only for somebody who can't come in and reaches no further`() {
        let facilitator = Standing(worker: worker, role: .facilitator)
        let owner = Standing(worker: worker, role: .owner)
        let there = Dialogue.ID(bytes: [2]).rawValue
        let cases: [(WorkerAccess, Standing, Dialogue.ID?, Bool)] = [
            (WorkerAccess(hasPassphrase: false, dialogues: [here.rawValue]), facilitator, here, true),
            (WorkerAccess(hasPassphrase: true, dialogues: [here.rawValue]), facilitator, here, false),
            (WorkerAccess(hasPassphrase: false, dialogues: [here.rawValue, there]), facilitator, here, false),
            (WorkerAccess(hasPassphrase: false, dialogues: [here.rawValue, ""]), facilitator, here, false),
            (WorkerAccess(hasPassphrase: false, dialogues: [""]), owner, nil, true),
            (WorkerAccess(hasPassphrase: false, dialogues: ["", there]), owner, nil, true),
            (WorkerAccess(hasPassphrase: true, dialogues: [""]), owner, nil, false),
        ]
        for (access, inviter, dialogue, expected) in cases {
            #expect(SignInRules.mayIssueLink(to: access, by: inviter, in: dialogue) == expected, "\(access)")
        }
    }
}
