import Convening
import Journal
import Publication
import Testing

private let now: Int64 = 1_800_000_000_000

private func draft(_ change: (inout DialogueDraft) -> Void = { _ in }) -> DialogueDraft {
    var draft = DialogueDraft(
        slug: "water",
        texts: [
            Dialogue.Texts(
                language: "en", title: "Water", question: "What should the new water law say?", description: "",
                host: "Basin Council")
        ])
    change(&draft)
    return draft
}

@Suite struct DialogueRulesTests {
    @Test func `a dialogue needs no more than an address, a title, a question and a host`() throws {
        try DialogueRules.check(draft(), at: now)
    }

    @Test(arguments: [
        (draft { $0.slug = "Water" }, DialogueRefusal.unusableSlug),
        (draft { $0.slug = "" }, .unusableSlug),
        (draft { $0.slug = "a--b" }, .unusableSlug),
        (draft { $0.slug = "-a" }, .unusableSlug),
        (draft { $0.slug = "آب" }, .unusableSlug),
        (draft { $0.slug = String(repeating: "a", count: 65) }, .unusableSlug),
        (draft { $0.texts = [] }, .noLanguage),
        (draft { $0.texts.append($0.texts[0]) }, .languageTwice("en")),
        (draft { $0.texts[0].title = "" }, .missing(.title, language: "en")),
        (draft { $0.texts[0].question = "" }, .missing(.question, language: "en")),
        (draft { $0.texts[0].host = "" }, .missing(.host, language: "en")),
        (
            draft { $0.texts[0].question = String(repeating: "q", count: 301) },
            .tooLong(.question, limit: 300, language: "en")
        ),
        (draft { $0.closesAt = now }, .closesInThePast),
        (draft { $0.matrixLevel = .researchers }, .matrixNeedsOpenProfile),
        (
            draft {
                $0.opensAt = now + 10
                $0.closesAt = now + 10
            }, .closesBeforeItOpens
        ),
    ])
    func `each unusable draft is refused for its own reason`(draft: DialogueDraft, refusal: DialogueRefusal) {
        #expect(throws: refusal) { try DialogueRules.check(draft, at: now) }
    }

    @Test func `who gets everybody's answers may be fewer after opening, and never more`() throws {
        var open = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: .open, opensAt: nil,
            closesAt: nil, resultsVisibility: .afterSevenAnswers, moderationPolicy: .beforeShowing,
            publicationProfile: .open, isSimulated: false, madeAt: 0)
        func change(to level: MatrixLevel) throws {
            let changed = draft {
                $0.publicationProfile = .open
                $0.matrixLevel = level
            }
            try DialogueRules.check(changed, changing: open, cameByLink: 0, at: now)
        }
        open.matrixLevel = .researchers
        try change(to: .researchers)
        try change(to: .auditors)
        #expect(throws: DialogueRefusal.looserMatrix) { try change(to: .everybody) }
    }

    @Test func `the rules say who gets everybody's answers, and as before where that is auditors`() {
        var dialogue = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: .open, opensAt: nil,
            closesAt: nil, resultsVisibility: .afterSevenAnswers, moderationPolicy: .beforeShowing,
            isSimulated: false, madeAt: 0)
        #expect(!dialogue.canonicalText.contains("matrix"))
        dialogue.matrixLevel = .everybody
        #expect(dialogue.canonicalText.contains("\nmatrix: everybody\n"))
    }

    @Test func `what people relied on is fixed once a dialogue is open`() {
        let open = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: .open, opensAt: nil,
            closesAt: nil, resultsVisibility: .afterSevenAnswers, moderationPolicy: .beforeShowing,
            isSimulated: false, madeAt: 0)
        let changes: [(DialogueDraft, DialogueRefusal.Field)] = [
            (draft { $0.slug = "other" }, .slug),
            (draft { $0.resultsVisibility = .always }, .results),
            (draft { $0.texts[0].language = "fa-AF" }, .languages),
        ]
        for (change, field) in changes {
            #expect(throws: DialogueRefusal.fixedSinceOpening(field)) {
                try DialogueRules.check(change, changing: open, cameByLink: 0, at: now)
            }
        }
        #expect(throws: Never.self) {
            try DialogueRules.check(draft { $0.texts[0].title = "Water law" }, changing: open, cameByLink: 0, at: now)
        }
        var closed = open
        closed.phase = .closed
        #expect(throws: DialogueRefusal.closed) {
            try DialogueRules.check(draft(), changing: closed, cameByLink: 0, at: now)
        }
    }
}

@Suite struct AdmissionSettingTests {
    private static let order: [Dialogue.Admission] = [.open, .openAndCodes, .codes]

    private func refusal(
        from before: Dialogue.Admission, to after: Dialogue.Admission, _ phase: Dialogue.Phase, cameByLink: Int
    ) -> DialogueRefusal? {
        let dialogue = Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: phase, opensAt: nil,
            closesAt: nil, resultsVisibility: draft().resultsVisibility, moderationPolicy: .beforeShowing,
            admission: before, isSimulated: false, madeAt: 0)
        do {
            try DialogueRules.check(
                draft { $0.admission = after }, changing: dialogue, cameByLink: cameByLink, at: now)
            return nil
        } catch { return error }
    }

    @Test func `a draft may have any, an open dialogue only stricter ones`() {
        for (place, before) in Self.order.enumerated() {
            for (other, after) in Self.order.enumerated() {
                #expect(refusal(from: before, to: after, .draft, cameByLink: 0) == nil)
                for phase in [Dialogue.Phase.open, .paused] {
                    #expect(
                        refusal(from: before, to: after, phase, cameByLink: 0)
                            == (other < place ? .looserAdmission : nil), "\(before) to \(after)")
                }
            }
        }
    }

    @Test func `nobody who came by the link is shut out`() {
        #expect(refusal(from: .open, to: .codes, .open, cameByLink: 3) == .peopleCameByLink(3))
        #expect(refusal(from: .openAndCodes, to: .codes, .paused, cameByLink: 1) == .peopleCameByLink(1))
        #expect(refusal(from: .open, to: .openAndCodes, .open, cameByLink: 3) == nil)
        #expect(refusal(from: .codes, to: .codes, .open, cameByLink: 3) == nil)
    }

    @Test func `it is among the rules that the log commits to`() {
        let texts = Self.order.map { admission in
            Dialogue(
                id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: .open, opensAt: nil,
                closesAt: nil, resultsVisibility: .always, moderationPolicy: .beforeShowing, admission: admission,
                isSimulated: false, madeAt: 0
            ).canonicalText
        }
        #expect(Set(texts).count == 3)
        #expect(texts[2].contains("\nadmission: codes\n") && !texts[0].contains("\nadmission:"))
    }
}

@Suite struct PhaseLifecycleTests {
    private func dialogue(_ phase: Dialogue.Phase, closesAt: Int64? = nil) -> Dialogue {
        Dialogue(
            id: Dialogue.ID(bytes: [1]), slug: "water", texts: draft().texts, phase: phase, opensAt: nil,
            closesAt: closesAt, resultsVisibility: .always, moderationPolicy: .beforeShowing, isSimulated: false,
            madeAt: 0)
    }

    @Test func `only the lifecycle's own steps are possible`() {
        let steps: Set<[Dialogue.Phase]> = [
            [.draft, .open], [.open, .paused], [.open, .closed], [.paused, .open], [.paused, .closed],
        ]
        for from in Dialogue.Phase.allCases {
            for to in Dialogue.Phase.allCases {
                let isPossible = steps.contains([from, to])
                if isPossible {
                    #expect(throws: Never.self) {
                        try PhaseLifecycle.check(dialogue(from), to: to, shownStatements: 10, at: now)
                    }
                } else {
                    #expect(throws: PhaseRefusal.notFromHere(from: from, to: to)) {
                        try PhaseLifecycle.check(dialogue(from), to: to, shownStatements: 10, at: now)
                    }
                }
            }
        }
    }

    @Test func `nothing opens with too little to answer`() {
        #expect(throws: PhaseRefusal.tooFewStatements(found: 9, needed: 10)) {
            try PhaseLifecycle.check(dialogue(.draft), to: .open, shownStatements: 9, at: now)
        }
    }

    @Test func `when the closing time has come the dialogue stays closed`() {
        let over = dialogue(.paused, closesAt: now)
        #expect(over.isClosed(at: now))
        #expect(PhaseLifecycle.next(after: over, at: now).isEmpty)
    }
}

@Suite struct StandingRulesTests {
    @Test func `each role may do what the roles below it may, and no more`() {
        let worker = Worker(id: Worker.ID(bytes: [1]), name: "Zarina")
        let ranks: [WorkerRole] = [.observer, .moderator, .facilitator, .owner]
        for (place, role) in ranks.enumerated() {
            for (needed, other) in ranks.enumerated() {
                let standing = Standing(worker: worker, role: role)
                if place >= needed {
                    #expect(throws: Never.self) { try StandingRules.check(standing, reaches: other) }
                } else {
                    #expect(throws: StandingRefusal.needs(other)) { try StandingRules.check(standing, reaches: other) }
                }
            }
        }
        #expect(throws: StandingRefusal.notSignedIn) { try StandingRules.check(nil, reaches: .observer) }
    }
}
