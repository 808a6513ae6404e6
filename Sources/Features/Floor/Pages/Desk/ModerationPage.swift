import Convening
import HTTPTypes
import Hummingbird
import Journal
import SQLStore
import Site

/// The queue in which moderators decide which statements are shown (a page of twenty-five, the oldest first).
extension FloorPages {
    private struct Model: Sendable {
        let desk: DeskFrame
        let token: String
        let summary: String
        let notice: String?
        let undoID: String?
        let undoLabel: String
        let errors: ErrorSummaryView?
        let tabs: [StateTab]
        let rows: [ModerationRow]
        let hasRows: Bool
        let empty: String
        let mayDecide: Bool
        let state: String
        let page: Int
        let reasons: [ReasonLine]
        let acts: [ActLine]
        let hasActs: Bool
        let pager: Site.PagerView?
    }

    private struct StateTab: Sendable {
        let address: String
        let label: String
        let isCurrent: Bool
    }

    private struct ReasonLine: Sendable {
        let value: String
        let key: Int
        let keyWritten: String
        let label: String
        let example: String
    }

    private struct ActLine: Sendable {
        let id: String
        let words: String
        let since: String
        /// Only somebody's last decision about a statement can be taken back.
        let mayUndo: Bool
        let undoLabel: String
    }

    private static let pageSize = 25
    static let mostAtOnce = 50

    func moderationPage(_ visit: WorkerVisit) async throws -> Response {
        let query = visit.request.uri.queryParameters
        let state = query["state"].flatMap { Statement.State(rawValue: String($0)) }
        let page = query["page"].flatMap { LocalFormat.wholeNumber(String($0)) } ?? 1
        return try await moderationPage(visit, state: state, page: page, said: query["said"].map(String.init))
    }

    /// One decision about one statement.
    func moderate(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "statement", "state", "page", "decision", "reason", "join")
        let place = Place(form)
        guard let dialogue = visit.dialogue, let id = form["statement"].flatMap(Statement.ID.init(rawValue:)) else {
            throw PageProblem.notFound
        }
        let standing = try visit.standing()
        let joinNumber = try form.optionalText("join", limit: 20).map { LocalFormat.wholeNumber($0) ?? 0 }
        let reason = form["reason"].flatMap(Moderation.Reason.init(rawValue:))
        let action: Moderation.Action
        switch form["decision"] {
        case "show": action = .show
        case "hide": action = .hide
        case "reconsider": action = .reconsider
        case "join", nil: action = .join
        default: throw FormProblem.choice("decision")
        }
        let time = visit.time
        do {
            let statement = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let store = FloorStore(transaction)
                guard let before = try store.statement(id), before.dialogue == dialogue.id else {
                    throw ModerationRefusal.noSuchStatement
                }
                // Somebody else was faster: their decision stands.
                if let seen = place.state, before.state != seen { throw ModerationRefusal.nothingToChange }
                let target = try joinNumber.flatMap { try store.statement(number: $0, in: dialogue.id)?.id }
                return try ModerateStatement(
                    action, id, in: dialogue.id, reason: action == .hide ? reason : nil,
                    joining: action == .join ? target : nil, by: standing
                ).perform(in: transaction, at: time, using: &generator)
            }
            statementsChanged(in: dialogue)
            return visit.context.seeOther(place.address(in: dialogue, said: "\(action.rawValue)-\(statement.number)"))
        } catch let refusal as ModerationRefusal {
            return try await refused(refusal, visit, place, id)
        }
    }

    /// One decision about every ticked statement.
    func moderateTicked(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form(FormData.Limits(bytes: 16_384, fields: Self.mostAtOnce + 10))
        let ticks = form.names.filter { $0.hasPrefix("tick_") }
        try form.only(["token", "state", "page", "decision", "reason"] + ticks)
        let place = Place(form)
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let ids = ticks.compactMap { Statement.ID(rawValue: String($0.dropFirst(5))) }
        guard !ids.isEmpty, ids.count == ticks.count, ids.count <= Self.mostAtOnce else {
            return try await problem("moderate_nothing_ticked", field: "rows", visit, place)
        }
        let reason = form["reason"].flatMap(Moderation.Reason.init(rawValue:))
        let action: Moderation.Action
        switch form["decision"] {
        case "show": action = .show
        case "hide": action = .hide
        default: throw FormProblem.choice("decision")
        }
        if action == .hide, reason == nil {
            return try await problem("moderate_reason_missing", field: "bulk-reason", visit, place)
        }
        let standing = try visit.standing()
        let time = visit.time
        let count = try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            let store = FloorStore(transaction)
            var count = 0
            for id in ids {
                guard let before = try store.statement(id), before.dialogue == dialogue.id else { continue }
                if let seen = place.state, before.state != seen { continue }
                do {
                    try ModerateStatement(
                        action, id, in: dialogue.id, reason: action == .hide ? reason : nil, by: standing
                    ).perform(in: transaction, at: time, using: &generator)
                    count += 1
                } catch ModerationRefusal.nothingToChange {
                    continue
                }
            }
            return count
        }
        if count > 0 { statementsChanged(in: dialogue) }
        return visit.context.seeOther(place.address(in: dialogue, said: "\(action.rawValue)s-\(count)"))
    }

    func undoModeration(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "statement", "state", "page")
        let place = Place(form)
        guard let dialogue = visit.dialogue, let id = form["statement"].flatMap(Statement.ID.init(rawValue:)) else {
            throw PageProblem.notFound
        }
        let act = UndoModeration(of: id, in: dialogue.id, by: try visit.standing())
        let time = visit.time
        do {
            let statement = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try act.perform(in: transaction, at: time, using: &generator)
            }
            statementsChanged(in: dialogue)
            return visit.context.seeOther(place.address(in: dialogue, said: "undone-\(statement.number)"))
        } catch let refusal as ModerationRefusal {
            return try await refused(refusal, visit, place, id)
        }
    }

    /// To be called after every act that changes what everybody sees or which votes count.
    func statementsChanged(in dialogue: Dialogue) {
        boards.somethingChanged(in: dialogue.slug)
        refresher.votesChanged(in: dialogue)
    }

    // MARK: The page

    /// Where in the queue somebody was, to come back to.
    private struct Place: Sendable {
        let state: Statement.State?
        let page: Int

        init(_ form: FormData) {
            state = form["state"].flatMap(Statement.State.init(rawValue:))
            page = form["page"].flatMap(LocalFormat.wholeNumber) ?? 1
        }

        func address(in dialogue: Dialogue, said: String) -> String {
            let state = state.map { "state=\($0.rawValue)&" } ?? ""
            return "/desk/\(dialogue.slug)/moderate?\(state)page=\(page)&said=\(said)"
        }
    }

    private func refused(
        _ refusal: ModerationRefusal, _ visit: WorkerVisit, _ place: Place, _ id: Statement.ID
    ) async throws -> Response {
        if case .noSuchStatement = refusal { throw PageProblem.notFound }
        let text = visit.texts.sentence(for: refusal)
        let status: HTTPResponse.Status = refusal == .nothingToChange ? .conflict : .unprocessableContent
        return try await moderationPage(
            visit, state: place.state, page: place.page,
            problems: [FieldProblem(field: "row-\(id.rawValue)", text: text)], status: status)
    }

    private func problem(
        _ key: String, field: String, _ visit: WorkerVisit, _ place: Place
    ) async throws -> Response {
        try await moderationPage(
            visit, state: place.state, page: place.page, problems: [FieldProblem(field: field, text: visit.texts[key])],
            status: .unprocessableContent)
    }

    private struct Queue: Sendable {
        let material: ModerationMaterial
        let counts: [Statement.State: Int]
        let oldest: Int64?
        let mine: [(moderation: Moderation, number: Int, isLast: Bool)]
        let page: Int
        let pages: Int
    }

    private func moderationPage(
        _ visit: WorkerVisit, state: Statement.State?, page: Int, said: String? = nil, problems: [FieldProblem] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let dialogue = visit.dialogue else { throw PageProblem.notFound }
        let state = state ?? (dialogue.moderationPolicy == .afterShowing ? .shown : .waiting)
        let worker = visit.worker
        let queue = try await database.read { transaction in
            let store = FloorStore(transaction)
            var counts: [Statement.State: Int] = [:]
            for state in Statement.State.allCases { counts[state] = try store.countOfPeople(in: dialogue.id, state) }
            let pages = max(1, ((counts[state] ?? 0) + Self.pageSize - 1) / Self.pageSize)
            let page = min(max(page, 1), pages)
            let statements = try store.statementsOfPeople(
                in: dialogue.id, state, limit: Self.pageSize, offset: (page - 1) * Self.pageSize)
            let oldest = try store.statementsOfPeople(in: dialogue.id, .waiting, limit: 1, offset: 0).first?.madeAt
            let mine = try store.moderations(by: worker.id, in: dialogue.id, limit: 5).map { moderation in
                let last = try store.moderations(of: moderation.statement).last
                return (moderation, try store.statement(moderation.statement)?.number ?? 0, last == moderation)
            }
            return Queue(
                material: try ModerationMaterial(dialogue: dialogue, statements: statements, from: store),
                counts: counts, oldest: oldest, mine: mine, page: page, pages: pages)
        }
        let texts = visit.texts
        let rows = queue.material.rows(for: visit)
        let notice = said.flatMap { self.notice($0, texts) }
        let undo = notice == nil ? nil : queue.mine.first { $0.isLast && $0.moderation.action != .reconsider }
        let model = Model(
            desk: DeskFrame(visit, current: .moderate), token: visit.formToken,
            summary: summary(queue, visit), notice: notice, undoID: undo?.moderation.statement.rawValue,
            undoLabel: undo.map { texts("moderate_undo_number", ["number": .number($0.number)]) } ?? "",
            errors: problems.summary, tabs: tabs(queue.counts, current: state, dialogue, texts), rows: rows,
            hasRows: !rows.isEmpty, empty: texts["moderate_empty_\(state.rawValue)"],
            mayDecide: visit.reaches(.moderator), state: state.rawValue, page: queue.page,
            reasons: Moderation.Reason.choosable.map { reason in
                ReasonLine(
                    value: reason.rawValue, key: Int(reason.code), keyWritten: texts.format.number(Int(reason.code)),
                    label: texts["desk_reason_\(reason.rawValue)"],
                    example: texts["desk_reason_\(reason.rawValue)_example"])
            },
            acts: queue.mine.map { mine in
                ActLine(
                    id: mine.moderation.statement.rawValue, words: words(mine.moderation, mine.number, texts),
                    since: texts.relative(mine.moderation.at, at: visit.time),
                    mayUndo: mine.isLast && mine.moderation.action != .reconsider && visit.reaches(.moderator),
                    undoLabel: texts("moderate_undo_number", ["number": .number(mine.number)]))
            },
            hasActs: !queue.mine.isEmpty,
            pager: Site.PagerView(page: queue.page, of: queue.pages, texts: texts) { page in
                "\(visit.context.base)/desk/\(dialogue.slug)/moderate?state=\(state.rawValue)&page=\(page)"
            })
        return try visit.page(
            "moderate", model, title: visit.title("tab_moderate"), scripts: ["queue.js"],
            hasError: !problems.isEmpty, status: status)
    }

    private func summary(_ queue: Queue, _ visit: WorkerVisit) -> String {
        let texts = visit.texts
        let waiting = texts("moderate_waiting", ["count": .number(queue.counts[.waiting] ?? 0)])
        guard let oldest = queue.oldest else { return waiting }
        return waiting + " "
            + texts("moderate_oldest", ["when": .text(texts.relative(oldest, at: visit.time))])
    }

    private func tabs(
        _ counts: [Statement.State: Int], current: Statement.State, _ dialogue: Dialogue, _ texts: Site.Texts
    ) -> [StateTab] {
        Statement.State.allCases.map { state in
            StateTab(
                address: "/desk/\(dialogue.slug)/moderate?state=\(state.rawValue)",
                label: texts("moderate_tab_\(state.rawValue)", ["count": .number(counts[state] ?? 0)]),
                isCurrent: state == current)
        }
    }

    /// The sentence for what was just done, from what the redirect carried; nil for anything it would not carry.
    private func notice(_ said: String, _ texts: Site.Texts) -> String? {
        let parts = said.split(separator: "-")
        guard parts.count == 2, let number = LocalFormat.wholeNumber(String(parts[1])),
            ["show", "hide", "join", "reconsider", "undone", "shows", "hides"].contains(parts[0])
        else { return nil }
        let name = parts[0].hasSuffix("s") ? "count" : "number"
        return texts("moderate_said_\(parts[0])", [name: .number(number)])
    }

    private func words(_ moderation: Moderation, _ number: Int, _ texts: Site.Texts) -> String {
        texts("moderate_said_\(moderation.action.rawValue)", ["number": .number(number)])
    }
}
