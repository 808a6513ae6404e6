import Convening
import Hummingbird
import OpinionAnalysis
import Publication
import Site

/// What people answered, in an order that is the same for every dialogue: who answered, where people agree, where groups
/// differ, the groups, what people are unsure of, everything. The map is never first.
struct ResultsModel: Sendable {
    struct Portrait: Sendable {
        let group: GroupNameModel
        let size: String
        let address: String
        let statements: [PortraitStatement]
    }

    let question: String
    let questionLang: String
    let counts: String
    let counted: CountedModel?
    /// Whether witnesses have confirmed the result; empty where nobody's word is needed, and before it is final.
    let finality: String
    /// That numbers change in steps; empty once they are final.
    let steps: String
    /// Why there is less to see than there may be later; empty otherwise.
    let state: String
    let stateTitle: String
    let address: String
    let home: String

    let turnout: TurnoutModel
    /// Shared, though some people see it otherwise; all that is shared where there are no groups.
    let bridges: [StatementItem]
    /// Shared, and hardly anybody is against it.
    let agreements: [StatementItem]
    /// Shared if looked at alone.
    let perhaps: [StatementItem]
    let allAgreements: String
    let rejections: [StatementItem]
    let hasAgreeSection: Bool
    let differences: [StatementItem]
    let hasDifferSection: Bool
    /// Divided, but not along groups.
    let splits: [StatementItem]
    /// Whether they have a section of their own, in the place of that on groups.
    let hasSplitSection: Bool
    let swarm: FigureModel?
    let swarmCaption: String
    let map: OpinionMapModel?
    /// How far the groups can be believed; empty where that is not known.
    let steadiness: String
    let portraits: [Portrait]
    let unsure: [StatementItem]
    let hasUnsureSection: Bool
    let table: StatementTableModel?
    let history: HistoryModel?
    let whatIf: [WhatIfLink]
    let method: MethodModel?
}

/// When the votes were counted.
struct CountedModel: Sendable {
    let words: String
    let date: String
    let other: String
    let clock: String
    let iso: String
    let isFinal: Bool

    init?(_ visit: ResultsVisit) {
        guard let snapshot = visit.board.snapshot else { return nil }
        let isToTheHour = visit.publication.timeStep < 86_400_000
        let time = visit.publication.published(time: snapshot.madeAt)
        let date = visit.format.date(time)
        words =
            isToTheHour
            ? visit.texts("results_counted", ["age": .text(visit.texts.relative(time, at: visit.time))])
            : visit.texts["results_column_counted"]
        self.date = date.primary
        other = date.other
        clock = isToTheHour ? visit.texts("floor_clock", ["time": .text(date.time)]) : ""
        iso = date.iso
        isFinal = snapshot.isFinal
    }
}

/// One statement that sets a group apart, with the bars of all groups.
struct PortraitStatement: Sendable {
    struct Bar: Sendable {
        let group: GroupNameModel
        let isOwn: Bool
        let bar: AnswerBarModel?
        let words: String
    }

    let address: String
    let text: String
    let lang: String
    let side: String
    let bars: [Bar]

    init?(_ apart: ResultsView.Apart, ofGroup own: Int, _ items: StatementItems) {
        let number = apart.number
        guard let statement = items.visit.board.statement(number: number),
            let result = items.view.result(number: number)
        else { return nil }
        let spoken = items.visit.board.words(of: statement, in: items.visit.language.tag)
        let words = items.words
        address = items.visit.address("/s/\(number)")
        text = spoken.text
        lang = spoken.language
        side = items.visit.texts[apart.finding.side == .agree ? "results_typical_agree" : "results_typical_disagree"]
        let others = result.groups.indices.filter { $0 != own }
        bars = ([own] + others).map { place in
            let tally = items.view.tally(of: number, inGroup: place)
            return Bar(
                group: words.group(place), isOwn: place == own,
                bar: tally.map { words.bar($0, of: words.groupName(place)) },
                words: tally.map { words.shares($0) } ?? items.visit.texts["results_cell_too_few"])
        }
    }
}

extension ResultsPages {
    static let listed = 6

    @Sendable func results(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        if let refusal = visit.refusal {
            return try await turnoutPage(visit, request, instead: refusal)
        }
        let query = StatementTableQuery(request.uri.queryParameters)
        let showsAll = request.uri.queryParameters["show"] == "agree"
        let finality = try await floor.finality(on: visit.board, at: visit.time)?.words(visit.texts) ?? ""
        let variant = query.variant.map { "\($0) \(showsAll) \(finality)" }
        return try await page("results", variant: variant, visit, request) {
            let turnout = try await turnout(visit)
            let past = try await pastCounts(visit)
            let model = Self.model(
                visit, query, showsAll: showsAll, finality: finality, turnout: turnout, past: past)
            let title = visit.texts("results_page_title", ["question": .text(visit.dialogueTexts.title)])
            return (model, frame(title, visit))
        }
    }

    static func model(
        _ visit: ResultsVisit, _ query: StatementTableQuery, showsAll: Bool, finality: String, turnout: TurnoutModel,
        past: [PastCount]
    ) -> ResultsModel {
        let texts = visit.texts
        let words = ResultsWords(texts: texts, publication: visit.publication)
        let view = visit.results.flatMap { $0.people > 0 ? $0 : nil }
        let items = view.map { StatementItems(visit: visit, view: $0) }
        let enough = view.map { $0.grouping != .tooFew } ?? false
        let hasGroups = view?.grouping == .found
        func list(
            _ results: [ResultsView.StatementResult]?, _ side: VoteChoice, limit: Int = listed, gap: Bool = false
        ) -> [StatementItem] {
            guard enough, let items, let results else { return [] }
            return results.prefix(limit).compactMap { items.item($0, side: side, showsGap: gap) }
        }
        let shared = view?.agreements ?? []
        let bridges = shared.filter(\.isBridge)
        let limit = showsAll ? 500 : listed
        let more = shared.count - min(bridges.count, listed) - min(shared.count - bridges.count, listed)
        let swarm = enough ? items.flatMap { SwarmModel($0) } : nil
        return ResultsModel(
            question: visit.dialogueTexts.question, questionLang: visit.dialogueTexts.language,
            counts: [
                words.people(published: visit.board.publication?.counts.people),
                texts("results_statements", ["count": .number(visit.board.statements.count)]),
                view.map { words.answers($0.answers) },
            ].compactMap(\.self).joined(separator: " · "),
            counted: CountedModel(visit), finality: finality,
            steps: visit.board.snapshot?.isFinal == true ? "" : words.steps,
            state: state(view, visit), stateTitle: stateTitle(view, visit),
            address: visit.address(""), home: visit.address("/results"), turnout: turnout,
            bridges: list(bridges, .agree, limit: limit),
            agreements: list(shared.filter { !$0.isBridge }, .agree, limit: limit),
            perhaps: perhaps(view, items),
            allAgreements: enough && more > 0 && !showsAll
                ? texts("results_agree_all", ["count": .number(shared.count)]) : "",
            rejections: list(view?.rejections, .disagree, limit: showsAll ? 500 : 3),
            hasAgreeSection: enough, differences: list(view?.differences, .agree, gap: true),
            hasDifferSection: hasGroups, splits: list(view?.splits, .agree, limit: hasGroups ? 3 : listed),
            hasSplitSection: enough && !hasGroups, swarm: swarm?.figure, swarmCaption: swarm?.caption ?? "",
            map: view.flatMap { OpinionMapModel(visit, $0) },
            steadiness: view?.steadiness.map { texts["results_steady_\($0.rawValue)"] } ?? "",
            portraits: hasGroups ? portraits(items) : [], unsure: list(view?.unsure, .pass),
            hasUnsureSection: enough, table: items.map { StatementTableModel($0, query) },
            history: HistoryModel(visit, past), whatIf: view.map { WhatIfLink.all(visit, $0) } ?? [],
            method: view.flatMap { MethodModel(visit, $0) })
    }

    private static func perhaps(_ view: ResultsView?, _ items: StatementItems?) -> [StatementItem] {
        guard let view, let items, view.grouping != .tooFew else { return [] }
        return view.perhapsShared.prefix(3).compactMap { result in
            items.item(result, side: result.commonGround?.side == .disagree ? .disagree : .agree)
        }
    }

    private static func stateTitle(_ view: ResultsView?, _ visit: ResultsVisit) -> String {
        let texts = visit.texts
        return switch view?.grouping {
        case nil: texts[visit.board.snapshot?.isFinal == true ? "results_few_title" : "results_none_title"]
        case .tooFew: texts["results_early_title"]
        case .some(.none): texts["results_no_groups_title"]
        case .found: ""
        }
    }

    private static func state(_ view: ResultsView?, _ visit: ResultsVisit) -> String {
        let texts = visit.texts
        return switch view?.grouping {
        case nil:
            texts(
                visit.board.snapshot?.isFinal == true ? "results_few_text" : "results_none_text",
                ["count": .number(visit.publication.minimumParticipants)])
        case .tooFew:
            texts(
                "results_early_text",
                [
                    "count": .number(view?.people ?? 0), "people": .number(ResultsView.peopleForGroups),
                    "statements": .number(ResultsView.statementsForGroups),
                ])
        case .some(.none):
            [view?.noGroupsReason.map { texts["results_no_groups_\($0.rawValue)"] }, texts["results_no_groups_text"]]
                .compactMap(\.self).joined(separator: " ")
        case .found: ""
        }
    }

    private static func portraits(_ items: StatementItems?) -> [ResultsModel.Portrait] {
        guard let items else { return [] }
        return items.view.groups.enumerated().map { place, group in
            ResultsModel.Portrait(
                group: items.words.group(place), size: items.words.size(ofGroup: group.size),
                address: items.visit.address("/group/\(GroupAddress.letter(place))"),
                statements: group.apart.lazy.filter(\.isTypical).prefix(3).compactMap {
                    PortraitStatement($0, ofGroup: place, items)
                })
        }
    }
}

/// The swarm of all statements by how far the groups, or without groups the people, are apart.
private struct SwarmModel {
    let figure: FigureModel
    let caption: String

    init?(_ items: StatementItems) {
        let visit = items.visit
        let view = items.view
        let hasGroups = view.grouping == .found
        let listed = Set((hasGroups ? view.differences : view.splits).prefix(ResultsPages.listed).map(\.number))
        let dots = view.results.compactMap { result -> SwarmFigure.Dot? in
            guard result.isShown, let distance = hasGroups ? result.gap?.size : result.division else { return nil }
            return SwarmFigure.Dot(
                number: result.number, gap: distance * 100,
                restsOnFew: result.gap?.restsOnFew ?? (result.tally.answers < ResultsView.fewAnswers),
                label: listed.contains(result.number) ? visit.format.number(result.number) : nil)
        }
        guard let widest = dots.max(by: { $0.gap < $1.gap }) else { return nil }
        let near = dots.count { $0.gap < (hasGroups ? 20 : 64) }
        let name = hasGroups ? "swarm" : "split"
        let title = visit.texts("results_\(name)_title", ["near": .number(near), "count": .number(dots.count)])
        let description = visit.texts(
            "results_\(name)_read",
            ["widest": .text(visit.texts("results_points", ["count": .number(Int(widest.gap.rounded()))]))])
        figure = FigureModel(
            SwarmFigure(
                dots: dots,
                axis: [
                    visit.texts["results_\(name)_alike"], "", visit.texts["results_\(name)_opposite"],
                ], title: title, description: description
            ).svg())
        caption = "\(title). \(description)"
    }
}
