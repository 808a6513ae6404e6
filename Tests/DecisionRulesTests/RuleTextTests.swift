import JirgaTestSupport
import Testing

@testable import DecisionRules

@Suite struct `The text of a rule` {
    private func others() -> [DecisionRule] {
        [
            .silence(
                SilenceProcedure(
                    minimumMinutes: 4_320, minimumWorkingDays: 5,
                    calendar: WorkingCalendar(weekend: [5, 6], holidays: [-3, 19_223], offset: -270), boundary: .at,
                    hold: .minutes(60), needsAgreement: true)),
            .silence(SilenceProcedure(hold: .notAllowed)),
            .package(final: .package(final: .unanimity(.members(2)))),
            .stagedSelection(StagedSelection(endorsements: ["west": 8, "east": 6, "so\"uth": 3])),
            .sufficientFormula(
                SufficientFormula(
                    blocs: ["اتحاد", "n \u{7} \\"], poll: Fraction("97.7"), blocPolls: ["n \u{7} \\": 3, "اتحاد": 5],
                    governments: ["UK", "IE"])),
            .lastInstance("line\nbreak"),
        ]
    }

    private func ladders() -> [DecisionLadder] {
        (UInt64(0)..<400).map { DecisionLadder(RandomDecision(seed: $0).rule) } + others().map { DecisionLadder($0) }
            + [
                DecisionLadder(
                    others().map { rule in
                        DecisionLadder.Stage(
                            organ: "و", rule: rule,
                            opens: DecisionLadder.Guard(after: [.vetoed, .broken], sittings: 2, minutes: 9),
                            votesAnew: true)
                    })
            ]
    }

    @Test func `is read back as the same rule`() throws {
        for ladder in ladders() {
            let text = ladder.canonicalText
            let read = try DecisionLadder(canonicalText: text)
            #expect(read == ladder, "\(text)")
            #expect(read.canonicalText == text)
        }
    }

    @Test func `is another for another rule`() {
        let all = Set(ladders())
        #expect(Set(all.map(\.canonicalText)).count == all.count)
    }

    @Test func `has bytes that never change`() {
        let rule = DecisionRule.constituencyVeto(
            base: .qualifiedMajority(QualifiedMajority(.majority, quorum: .members(3))),
            ConstituencyVeto(constituencies: ["south", "north"]))
        #expect(
            DecisionLadder(rule).canonicalText == """
                jirga.decision-rule/1
                (stage "plenary" (opens (after not-adopted) (sittings 0) (minutes 0)) (vote same) (constituency-veto \
                (constituencies "south" "north") (share > 1/2) (must-be-present no) (qualified-majority (threshold > 1/2) \
                (base voting) (abstentions left-out) (weighted no) (tie by-threshold) (quorum members 3))))

                """)
    }

    @Test(arguments: [
        ("", 1, RuleTextProblem.Reason.unknownVersion), ("jirga.decision-rule/2\n", 1, .unknownVersion),
        ("jirga.decision-rule/1\n", 2, .noStage),
    ])
    func `that is bad is refused with its line`(text: String, line: Int, reason: RuleTextProblem.Reason) {
        #expect(throws: RuleTextProblem(line: line, reason: reason)) { try DecisionLadder(canonicalText: text) }
    }

    @Test func `written otherwise is refused`() throws {
        let text = DecisionLadder(.qualifiedMajority(QualifiedMajority(.majority))).canonicalText
        for (old, new) in [
            ("1/2", "2/4"), ("sittings 0", "sittings 00"), ("(vote", " (vote"), ("plenary", "plenar\\79;"),
            ("1/2", "-1/2"),
            ("1/2", "3/2"), ("voting", "votes"), ("none", "nine"), ("none))", "none)"), ("))\n", ")))\n"),
            ("(quorum", "((quorum"),
        ] {
            let changed = text.replacing(old, with: new)
            #expect(throws: RuleTextProblem.self, "\(changed)") { try DecisionLadder(canonicalText: changed) }
        }
        #expect(throws: RuleTextProblem.self) {
            try DecisionLadder(
                canonicalText: "jirga.decision-rule/1\n" + String(repeating: "(", count: 100_000) + "\n")
        }
    }
}
