import Convening
import HTTPTypes
import Hummingbird
import SQLStore
import Site
import TextAnalysis

/// A dialogue at a glance for those who work on it: where it stands, what waits, what to do next.
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let question: String
        let questionLanguage: String
        let stateLine: String
        let moves: [Move]
        let mayClose: Bool
        let errors: ErrorSummaryView?
        let blocks: [String]
        let hasBlocks: Bool
        let isPublic: Bool
        let link: String
        let numbers: [NumberLine]
        let steps: [Step]
        let hasSteps: Bool
        let unclear: [Unclear]
        let hasUnclear: Bool
        let marks: AnswerMarksModel?
        let counted: String
    }

    private struct Move: Sendable {
        let phase: String
        let label: String
        let isPrimary: Bool
    }

    private struct NumberLine: Sendable {
        let number: String
        let label: String
        let address: String?
    }

    private struct Step: Sendable {
        let text: String
        let address: String
    }

    private struct Unclear: Sendable {
        let number: Int
        let text: String
        let language: String
        let words: String
    }

    private struct ClosingModel: Sendable {
        let desk: DeskFrame
        let token: String
        let errors: ErrorSummaryView?
    }

    /// What the page is made from.
    private struct Figures: Sendable {
        let people: Int
        let answers: Int
        let states: [Statement.State: Int]
        let oldestWaiting: Int64?
        let unclear: [(statement: Statement, flags: Int, answers: Int)]
        let missing: [String: Int]
        let deciders: Int
        let lastCount: Int64?
        /// Decisions that wait for a second person, and who proposed them.
        let proposers: [Worker.ID]
        /// Shown statements, where the dialogue is a draft: what its first readers will see.
        let first: [Statement]
    }

    /// A statement so many of its readers do not understand, among enough of them, should be said better.
    private static let unclearShare = 0.25
    private static let unclearLeast = 30
    private static let longestWait: Int64 = 12 * 3_600_000

    func dashboardPage(_ visit: WorkerVisit) async throws -> Response {
        try await dashboardPage(visit, problems: [])
    }

    /// Closing can't be undone, so it is asked once more on a page of its own.
    func closePage(_ visit: WorkerVisit) async throws -> Response {
        guard let dialogue = visit.dialogue, PhaseLifecycle.next(after: dialogue, at: visit.time).contains(.closed)
        else { return visit.context.seeOther("/desk/\(visit.slug)") }
        let model = ClosingModel(desk: DeskFrame(visit, current: .dashboard), token: visit.formToken, errors: nil)
        return try visit.page("desk-close", model, title: visit.title("close_title"))
    }

    func closeDialogue(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token")
        return try await changePhase(visit, to: .closed)
    }

    /// Opening, pausing and going on.
    func changePhase(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "phase")
        let phase: Dialogue.Phase = try form.choice("phase")
        // What is for good has an address of its own, which asks for more.
        guard phase != .closed else { throw FormProblem.choice("phase") }
        return try await changePhase(visit, to: phase)
    }

    private func changePhase(_ visit: WorkerVisit, to phase: Dialogue.Phase) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let act = ChangePhase(of: dialogue.id, to: phase, by: try visit.standing())
        let time = visit.time
        do {
            _ = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let shown = try FloorStore(transaction).count(of: .shown, in: dialogue.id)
                return try act.perform(in: transaction, shownStatements: shown, at: time, using: &generator)
            }
            statementsChanged(in: dialogue)
            return visit.context.seeOther("/desk/\(dialogue.slug)")
        } catch let refusal as PhaseRefusal {
            return try await dashboardPage(
                visit, problems: [FieldProblem(field: "state", text: visit.texts.sentence(for: refusal))],
                status: .conflict)
        }
    }

    private func dashboardPage(
        _ visit: WorkerVisit, problems: [FieldProblem], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let figures = try await figures(of: dialogue, at: visit.time)
        let texts = visit.texts
        let own = dialogue.texts(in: visit.context.language.tag)
        let isFacilitator = visit.reaches(.facilitator)
        let next = isFacilitator ? PhaseLifecycle.next(after: dialogue, at: visit.time) : []
        let blocks = self.blocks(dialogue, figures, at: visit.time, texts)
        let steps = self.steps(dialogue, figures, visit)
        let model = Model(
            desk: DeskFrame(visit, current: .dashboard), token: visit.formToken, question: own.question,
            questionLanguage: own.language, stateLine: stateLine(dialogue, visit),
            moves: next.filter { $0 != .closed && !($0 == .open && !blocks.isEmpty) }.map { phase in
                Move(
                    phase: phase.rawValue, label: texts["dash_to_\(phase.rawValue)"], isPrimary: phase == .open)
            }, mayClose: next.contains(.closed), errors: problems.summary, blocks: blocks, hasBlocks: !blocks.isEmpty,
            isPublic: dialogue.phase != .draft, link: "\(visit.origin)/d/\(dialogue.slug)",
            numbers: numbers(figures, dialogue, texts), steps: steps, hasSteps: !steps.isEmpty,
            unclear: figures.unclear.map { unclear in
                Unclear(
                    number: unclear.statement.number, text: unclear.statement.text,
                    language: unclear.statement.language,
                    words: texts("dash_unclear_words", ["count": .number(unclear.flags)]))
            }, hasUnclear: !figures.unclear.isEmpty,
            marks: try await marks(of: dialogue, visit), counted: counted(dialogue, figures, visit))
        return try visit.page(
            "desk-dashboard", model, title: visit.title("tab_dashboard"), hasError: !problems.isEmpty, status: status)
    }

    private func figures(of dialogue: Dialogue, at time: Int64) async throws -> Figures {
        try await database.read { transaction in
            let store = FloorStore(transaction)
            let convening = ConveningStore(transaction)
            var states: [Statement.State: Int] = [:]
            for state in Statement.State.allCases { states[state] = try store.count(of: state, in: dialogue.id) }
            let flags = try store.notUnderstoodCounts(in: dialogue.id)
            let most = flags.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
            let answered = try store.answerCounts(of: most.map(\.key))
            return Figures(
                people: try convening.participantCount(in: dialogue.id),
                answers: try store.answerCount(in: dialogue.id), states: states,
                oldestWaiting: try store.statementsOfPeople(in: dialogue.id, .waiting, limit: 1, offset: 0)
                    .first?.madeAt,
                unclear: try most.compactMap { id, count in
                    try store.statement(id).map { ($0, count, answered[id]?.all ?? 0) }
                }, missing: try store.missingTranslations(in: dialogue),
                deciders: try (convening.standings(in: dialogue.id) + convening.standings(in: nil))
                    .filter { $0.role >= .moderator }.count,
                lastCount: try store.latestSnapshotTime(of: dialogue.id),
                proposers: try convening.waitingDecisions(in: dialogue.id, at: time).map(\.proposer),
                first: dialogue.phase == .draft ? try store.statements(in: dialogue.id, .shown) : [])
        }
    }

    private func stateLine(_ dialogue: Dialogue, _ visit: WorkerVisit) -> String {
        let texts = visit.texts
        let time = visit.time
        if dialogue.isClosed(at: time) {
            guard let closed = dialogue.closesAt else { return texts["dash_closed"] }
            return texts("dash_closed_since", ["when": .text(texts.relative(closed, at: time))])
        }
        switch dialogue.phase {
        case .draft: return texts["dash_draft"]
        case .paused: return texts["dash_paused"]
        case .closed: return texts["dash_closed"]
        case .open:
            if let opens = dialogue.opensAt, opens > time {
                return texts("dash_opens", ["when": .text(texts.relative(opens, at: time))])
            }
            guard let closes = dialogue.closesAt else { return texts["dash_open"] }
            return texts("dash_open_until", ["when": .text(texts.relative(closes, at: time))])
        }
    }

    /// What keeps a draft from being opened.
    private func blocks(_ dialogue: Dialogue, _ figures: Figures, at time: Int64, _ texts: Site.Texts) -> [String] {
        guard dialogue.phase == .draft || dialogue.phase == .paused else { return [] }
        do throws(PhaseRefusal) {
            try PhaseLifecycle.check(dialogue, to: .open, shownStatements: figures.states[.shown] ?? 0, at: time)
            return []
        } catch {
            if case .notFromHere = error { return [] }
            return [texts.sentence(for: error)]
        }
    }

    private func numbers(_ figures: Figures, _ dialogue: Dialogue, _ texts: Site.Texts) -> [NumberLine] {
        func line(_ key: String, _ number: Int, _ address: String? = nil) -> NumberLine {
            NumberLine(
                number: texts.format.number(number), label: texts["dash_\(key)"],
                address: address.map { "/desk/\(dialogue.slug)/\($0)" })
        }
        return [
            line("people", figures.people), line("answers", figures.answers),
            line("shown", figures.states[.shown] ?? 0, "statements"),
            line("waiting", figures.states[.waiting] ?? 0, "moderate?state=waiting"),
            line("hidden", figures.states[.hidden] ?? 0, "moderate?state=hidden"),
        ]
    }

    /// What would help the dialogue most now, the most urgent first.
    private func steps(_ dialogue: Dialogue, _ figures: Figures, _ visit: WorkerVisit) -> [Step] {
        let texts = visit.texts
        let address = "/desk/\(dialogue.slug)"
        var steps: [Step] = []
        let proposals = figures.proposers.count { $0 != visit.worker.id }
        if proposals > 0, visit.reaches(ProposedDecisionRules.neededRole) {
            steps.append(
                Step(text: texts("dash_step_two", ["count": .number(proposals)]), address: "\(address)/decisions"))
        }
        guard !dialogue.isClosed(at: visit.time) else { return steps }
        let waiting = figures.states[.waiting] ?? 0
        if waiting > 0 {
            let isLate = figures.oldestWaiting.map { visit.time - $0 > Self.longestWait } ?? false
            steps.append(
                Step(
                    text: texts(isLate ? "dash_step_late" : "dash_step_waiting", ["count": .number(waiting)]),
                    address: "\(address)/moderate"))
        }
        for unclear in figures.unclear where unclear.answers + unclear.flags >= Self.unclearLeast {
            guard Double(unclear.flags) > Self.unclearShare * Double(unclear.answers + unclear.flags) else { continue }
            steps.append(
                Step(
                    text: texts("dash_step_unclear", ["number": .number(unclear.statement.number)]),
                    address: "\(address)/statements/\(unclear.statement.number)"))
        }
        for (language, count) in figures.missing.sorted(by: { $0.key < $1.key }) {
            steps.append(
                Step(
                    text: texts(
                        "dash_step_translate",
                        ["count": .number(count), "language": .text(texts.nativeName(of: language))]),
                    address: "\(address)/statements?lacks=\(language)"))
        }
        steps += Self.warnings(about: figures.first, texts).map { warning in
            Step(text: warning.text, address: "\(address)/statements/\(warning.statement.number)")
        }
        if figures.deciders < 2 {
            steps.append(Step(text: texts["dash_step_second"], address: "\(address)/workers"))
        }
        if dialogue.closesAt == nil, visit.reaches(.facilitator) {
            steps.append(Step(text: texts["dash_step_closes"], address: "\(address)/edit"))
        }
        return steps
    }

    /// What a facilitator should look at twice before people see it: questions, and statements that say nearly the same.
    ///
    /// - Complexity: O(*n*²) for *n* statements, of which the first three hundred are compared.
    private static func warnings(
        about statements: [Statement], _ texts: Site.Texts
    ) -> [(statement: Statement, text: String)] {
        let first = Array(statements.prefix(300))
        let folded = first.map { FoldedText($0.text) }
        var warnings: [(statement: Statement, text: String)] = []
        for (index, statement) in first.enumerated() {
            let number = TextArgument.number(statement.number)
            if TextPolicy.looksLikeQuestion(statement.text) {
                warnings.append((statement, texts("dash_step_question", ["number": number])))
            }
            let before = Array(folded[..<index])
            if let match = TextLikeness.nearest(to: folded[index], in: before, limit: 1, threshold: 0.8).first {
                let other = TextArgument.number(first[match.index].number)
                warnings.append((statement, texts("dash_step_alike", ["number": number, "other": other])))
            }
        }
        return Array(warnings.prefix(10))
    }

    private func counted(_ dialogue: Dialogue, _ figures: Figures, _ visit: WorkerVisit) -> String {
        let texts = visit.texts
        var line =
            figures.lastCount.map { texts("dash_counted", ["when": .text(texts.relative($0, at: visit.time))]) }
            ?? texts["dash_not_counted"]
        if let since = refresher.waitingSince(in: dialogue.id) {
            line += " " + texts("dash_counting", ["when": .text(texts.relative(since, at: visit.time))])
        }
        return line
    }
}
