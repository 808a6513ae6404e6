import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// Decisions that take two people: what waits for a second one, what was decided, and what may be proposed.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let errors: ErrorSummaryView?
        let notice: String?
        let days: String
        let waiting: [Waiting]
        let hasWaiting: Bool
        let proposals: [Proposal]
        /// Why nothing can be proposed; empty where something can.
        let nothing: String
        let settled: [Settled]
        let hasSettled: Bool
        let address: String
    }

    private struct Waiting: Sendable {
        let id: String
        let words: String
        let reason: String
        let effect: String
        let by: String
        let until: String
        let untilISO: String
        /// That it is the reader's own and somebody else must confirm it; empty otherwise.
        let own: String
        let mayConfirm: Bool
        let mayDrop: Bool
        let confirm: String
        let drop: String
    }

    private struct Proposal: Sendable {
        let kind: String
        /// Begins the identifiers of its controls.
        let word: String
        let title: String
        let hint: String
        let batches: [Choice]
        let reasons: [Choice]
        let batchProblem: String?
        let reasonProblem: String?
        let button: String
    }

    private struct Choice: Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }

    private struct Settled: Sendable {
        let words: String
        let reason: String
        let by: String
        let date: String
        let iso: String
    }

    /// What the page is made from.
    private struct Material: Sendable {
        let batches: [BatchStanding]
        let waiting: [ProposedDecision]
        let settled: [ProposedDecision]
        let names: [Worker.ID: String]
        /// How many people each waiting decision is about.
        let people: [ProposedDecision.ID: Int]
        let hasResult: Bool
    }

    /// What was typed, and what is wrong with it.
    private struct Typed: Sendable {
        var kind: ProposedDecision.Kind?
        var batch: String?
        var reason: UInt8?
        var problems: [FieldProblem] = []
    }

    func decisionsPage(_ visit: WorkerVisit) async throws -> Response {
        let said = visit.request.uri.queryParameters["said"].map(String.init)
        let known = said.flatMap { ["proposed", "confirmed", "dropped"].contains($0) ? $0 : nil }
        return try await decisionsPage(visit, Typed(), notice: known.map { visit.texts["two_said_\($0)"] })
    }

    func proposeDecision(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let form = try await visit.form()
        try form.only("token", "kind", "batch", "reason")
        let kind: ProposedDecision.Kind = try form.choice("kind")
        var typed = Typed(kind: kind, batch: form["batch"], reason: form["reason"].flatMap { UInt8($0) })
        let batch = typed.batch.flatMap(Batch.ID.init(rawValue:))
        let reason = typed.reason.flatMap(BatchDecisionReason.init(rawValue:))
        guard let batch, let reason else {
            if batch == nil {
                typed.problems.append(
                    FieldProblem(field: "\(kind.word)-batch", text: visit.texts["two_batch_missing"]))
            }
            if reason == nil {
                typed.problems.append(
                    FieldProblem(field: "\(kind.word)-reason", text: visit.texts["two_reason_missing"]))
            }
            return try await decisionsPage(visit, typed, status: .unprocessableContent)
        }
        let act = ProposeBatchDecision(kind, batch, in: dialogue.id, because: reason, by: try visit.standing())
        let time = visit.time
        do {
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let hasResult = try FloorStore(transaction).hasFinalSnapshot(of: dialogue.id)
                _ = try act.perform(in: transaction, hasResult: hasResult, at: time, using: &generator)
            }
            return visit.context.seeOther("/desk/\(dialogue.slug)/decisions?said=proposed")
        } catch let refusal as ProposedDecisionRefusal {
            typed.problems = [FieldProblem(field: "\(kind.word)-batch", text: visit.texts.sentence(for: refusal))]
        } catch BatchRefusal.notFound {
            typed.problems = [
                FieldProblem(field: "\(kind.word)-batch", text: visit.texts["two_batch_missing"])
            ]
        }
        return try await decisionsPage(visit, typed, status: .conflict)
    }

    func decideProposal(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let form = try await visit.form()
        try form.only("token", "decision", "verdict")
        guard let id = form["decision"].flatMap(ProposedDecision.ID.init(rawValue:)) else { throw PageProblem.notFound }
        guard let verdict = form["verdict"], ["confirm", "drop"].contains(verdict) else {
            throw FormProblem.choice("verdict")
        }
        let isConfirmed = verdict == "confirm"
        let act = DecideProposal(id, in: dialogue.id, isConfirmed: isConfirmed, by: try visit.standing())
        let time = visit.time
        do {
            try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let hasResult = try FloorStore(transaction).hasFinalSnapshot(of: dialogue.id)
                try act.perform(in: transaction, hasResult: hasResult, at: time, using: &generator)
            }
            // Whose votes count has changed: all is counted anew from nothing.
            if isConfirmed { statementsChanged(in: dialogue) }
            return visit.context.seeOther(
                "/desk/\(dialogue.slug)/decisions?said=\(isConfirmed ? "confirmed" : "dropped")")
        } catch let refusal as ProposedDecisionRefusal {
            if case .notFound = refusal { throw PageProblem.notFound }
            let problem = FieldProblem(field: "waiting", text: visit.texts.sentence(for: refusal))
            return try await decisionsPage(visit, Typed(problems: [problem]), status: .conflict)
        } catch BatchRefusal.notFound {
            throw PageProblem.notFound
        }
    }

    private func decisionsPage(
        _ visit: WorkerVisit, _ typed: Typed, notice: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let time = visit.time
        let material = try await database.read { transaction in
            let convening = ConveningStore(transaction)
            let store = FloorStore(transaction)
            let waiting = try convening.waitingDecisions(in: dialogue.id, at: time)
            let settled = try convening.settledDecisions(in: dialogue.id)
            let workers = Set((waiting + settled).flatMap { [$0.proposer, $0.decider].compactMap(\.self) })
            var people: [ProposedDecision.ID: Int] = [:]
            for decision in waiting {
                people[decision.id] = try Batch.ID(rawValue: decision.subject).map(store.answeringPeople) ?? 0
            }
            return Material(
                batches: try convening.batches(in: dialogue.id), waiting: waiting, settled: settled,
                names: try convening.names(of: workers), people: people,
                hasResult: try store.hasFinalSnapshot(of: dialogue.id))
        }
        let texts = visit.texts
        let mayDecide = visit.reaches(ProposedDecisionRules.neededRole)
        let proposals = mayDecide && !material.hasResult ? self.proposals(material, typed, texts) : []
        let nothing: String =
            if material.hasResult {
                texts["two_result_stands"]
            } else if material.batches.isEmpty {
                texts["two_no_batches"]
            } else if !mayDecide {
                texts["two_only_facilitators"]
            } else {
                ""
            }
        let model = Model(
            desk: DeskFrame(visit, current: .dashboard), token: visit.formToken, errors: typed.problems.summary,
            notice: notice,
            days: texts("two_days", ["count": .number(Int(ProposedDecisionRules.lifetime / 86_400_000))]),
            waiting: material.waiting.map { waiting($0, material, visit, mayDecide: mayDecide) },
            hasWaiting: !material.waiting.isEmpty, proposals: proposals, nothing: nothing,
            settled: material.settled.map { settled($0, material, texts) }, hasSettled: !material.settled.isEmpty,
            address: "/desk/\(dialogue.slug)/decisions")
        return try visit.page(
            "desk-decisions", model, title: visit.title("two_title"), hasError: !typed.problems.isEmpty,
            status: status)
    }

    private func waiting(
        _ decision: ProposedDecision, _ material: Material, _ visit: WorkerVisit, mayDecide: Bool
    ) -> Waiting {
        let texts = visit.texts
        let isOwn = decision.proposer == visit.worker.id
        let (until, _) = decision.proposedAt.addingReportingOverflow(ProposedDecisionRules.lifetime)
        return Waiting(
            id: decision.id.rawValue, words: words(decision, material, texts), reason: reason(decision, texts),
            effect: texts("two_effect_\(decision.kind.word)", ["count": .number(material.people[decision.id] ?? 0)]),
            by: texts(
                "two_by",
                [
                    "name": .text(material.names[decision.proposer] ?? texts["log_former"]),
                    "when": .text(texts.relative(decision.proposedAt, at: visit.time)),
                ]),
            until: texts("two_until", ["when": .text(texts.relative(until, at: visit.time))]),
            untilISO: texts.format.date(until).iso, own: isOwn ? texts["two_own"] : "",
            mayConfirm: mayDecide && !isOwn && !material.hasResult, mayDrop: mayDecide,
            confirm: texts["two_confirm_\(decision.kind.word)"], drop: texts[isOwn ? "two_take_back" : "two_drop"])
    }

    private func settled(_ decision: ProposedDecision, _ material: Material, _ texts: Site.Texts) -> Settled {
        let date = texts.format.date(decision.decidedAt ?? decision.proposedAt)
        func name(_ worker: Worker.ID?) -> String { worker.flatMap { material.names[$0] } ?? texts["log_former"] }
        let verdict = decision.state == .confirmed ? "confirmed" : "dropped"
        return Settled(
            words: words(decision, material, texts), reason: reason(decision, texts),
            by: texts(
                "two_\(verdict)_by",
                ["one": .text(name(decision.proposer)), "other": .text(name(decision.decider))]),
            date: "\(date.primary) \(date.time)", iso: date.iso)
    }

    private func words(_ decision: ProposedDecision, _ material: Material, _ texts: Site.Texts) -> String {
        let place = material.batches.firstIndex { $0.batch.id.rawValue == decision.subject }
        let name =
            place.map { texts.name(of: material.batches[$0].batch, at: $0) } ?? String(decision.subject.prefix(8))
        return texts("two_words_\(decision.kind.word)", ["batch": .text(name)])
    }

    private func reason(_ decision: ProposedDecision, _ texts: Site.Texts) -> String {
        BatchDecisionReason(rawValue: decision.reason).map { texts["batch_reason_\($0.word)"] } ?? ""
    }

    private func proposals(_ material: Material, _ typed: Typed, _ texts: Site.Texts) -> [Proposal] {
        ProposedDecision.Kind.allCases.compactMap { kind in
            let batches = material.batches.enumerated().filter { $0.element.isExcluded == (kind == .restoreBatch) }
            guard !batches.isEmpty else { return nil }
            let isTyped = typed.kind == kind
            let label = { (place: Int, standing: BatchStanding) in
                texts(
                    "two_batch_line",
                    [
                        "batch": .text(texts.name(of: standing.batch, at: place)), "count": .number(standing.used),
                        "codes": .number(standing.batch.codes),
                    ])
            }
            return Proposal(
                kind: kind.rawValue, word: kind.word, title: texts["two_propose_\(kind.word)"],
                hint: texts["two_propose_\(kind.word)_hint"],
                batches: batches.map { place, standing in
                    Choice(
                        value: standing.batch.id.rawValue, label: label(place, standing),
                        isChosen: isTyped && typed.batch == standing.batch.id.rawValue)
                },
                reasons: BatchDecisionReason.choosable(for: kind).map { reason in
                    Choice(
                        value: String(reason.rawValue), label: texts["batch_reason_\(reason.word)"],
                        isChosen: isTyped && typed.reason == reason.rawValue)
                },
                batchProblem: typed.problems.text(of: "\(kind.word)-batch"),
                reasonProblem: typed.problems.text(of: "\(kind.word)-reason"),
                button: texts["two_propose_\(kind.word)_button"])
        }
    }
}

extension ProposedDecision.Kind {
    /// In keys of texts and identifiers of controls.
    var word: String {
        switch self {
        case .excludeBatch: "exclude"
        case .restoreBatch: "restore"
        }
    }
}

extension Texts {
    /// A batch as its workers know it: its number by age and the name it was given.
    func name(of batch: Batch, at place: Int) -> String {
        self("two_batch", ["number": .number(place + 1), "name": .text(batch.name)])
    }

    func sentence(for refusal: ProposedDecisionRefusal) -> String {
        switch refusal {
        case .notFound: self["problem.not_found.text"]
        case .alreadyDecided: self["two_already_decided"]
        case .expired: self["two_expired"]
        case .samePerson: self["two_same_person"]
        case .alreadyProposed: self["two_already_proposed"]
        case .nothingToChange: self["two_nothing_to_change"]
        case .resultStands: self["two_result_stands"]
        case .reasonNotForThis: self["two_reason_missing"]
        }
    }
}
