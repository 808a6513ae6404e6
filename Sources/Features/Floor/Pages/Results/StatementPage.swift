import Convening
import DialogueLog
import Hummingbird
import Journal
import OpinionAnalysis
import Publication
import SQLStore
import Site

/// One statement: its words in every language, where it comes from, how people answered, what moderators decided.
struct StatementPageModel: Sendable {
    struct Text: Sendable {
        let text: String
        let lang: String
        let note: String
    }

    struct Decision: Sendable {
        let date: String
        let iso: String
        let words: String
    }

    let number: String
    let texts: [Text]
    let origin: String
    let made: String
    let state: String
    /// Why the answers can't be seen yet; empty where they can.
    let reason: String
    let item: StatementItem?
    let bars: [PortraitStatement.Bar]
    let gap: String
    /// What can be said of it, each in a sentence.
    let verdicts: [String]
    let notUnderstood: String
    let decisions: [Decision]
    /// What to copy, in one line, with everything a reader needs to check it.
    let source: String
    let resultsAddress: String
}

extension ResultsPages {
    @Sendable func statement(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        guard let number = context.parameters.get("number").flatMap({ LocalFormat.wholeNumber($0) }) else {
            throw PageProblem.notFound
        }
        let dialogue = visit.dialogue.id
        let read = try await floor.database.read { transaction -> (Statement, [Translation], [Moderation])? in
            let store = FloorStore(transaction)
            guard let statement = try store.statement(number: number, in: dialogue) else { return nil }
            return (
                statement, try store.translations(of: statement.id), try store.moderations(of: statement.id)
            )
        }
        // What waits or was not shown stays with its writer and the workers.
        guard let (statement, translations, moderations) = read, statement.state == .shown || visit.isWorker else {
            throw PageProblem.notFound
        }
        return try await page("statement", variant: nil, visit, request) {
            let title = visit.texts(
                "statement_page_title",
                ["number": .number(number), "question": .text(visit.dialogueTexts.title)])
            return (Self.model(visit, statement, translations, moderations), frame(title, visit))
        }
    }

    private static func model(
        _ visit: ResultsVisit, _ statement: Statement, _ translations: [Translation], _ moderations: [Moderation]
    ) -> StatementPageModel {
        let texts = visit.texts
        let refusal = visit.refusal
        let view = refusal == nil ? visit.results : nil
        let items = view.map { StatementItems(visit: visit, view: $0) }
        let result = view?.result(number: statement.number)
        let item = result.flatMap { items?.item($0, side: .agree, showsGap: true) }
        let all =
            [
                StatementPageModel.Text(
                    text: statement.text, lang: statement.language,
                    note: statement.erasure.map { texts["statement_erased_\($0.rawValue)"] }
                        ?? texts["statement_original"])
            ]
            + translations.map {
                StatementPageModel.Text(text: $0.text, lang: $0.language, note: texts["floor_translated"])
            }
        let own = visit.language.tag
        return StatementPageModel(
            number: visit.format.number(statement.number),
            texts: all.filter { $0.lang == own } + all.filter { $0.lang != own },
            origin: texts[originKey(statement.origin)],
            made: texts(
                "statement_since",
                ["date": .text(visit.format.date(visit.publication.published(time: statement.madeAt)).primary)]),
            state: statement.state == .shown ? "" : texts["statement_state_\(statement.state.rawValue)"],
            reason: refusal.map { ResultsWords.sentence($0, texts: texts, time: visit.time) } ?? "",
            item: item, bars: bars(result, items), gap: item?.gap ?? "", verdicts: verdicts(result, view, visit),
            notUnderstood: notUnderstood(result, texts), decisions: moderations.map { decision($0, visit) },
            source: result.map { source(statement, $0, visit) } ?? "", resultsAddress: visit.address("/results"))
    }

    private static func originKey(_ origin: Statement.Origin) -> String {
        switch origin {
        case .facilitator: "floor_by_organizers"
        case .participant: "floor_by_person"
        case .field: "floor_by_assembly"
        }
    }

    private static func bars(
        _ result: ResultsView.StatementResult?, _ items: StatementItems?
    ) -> [PortraitStatement.Bar] {
        guard let result, let items, result.isShown else { return [] }
        return result.groups.enumerated().map { place, tally in
            PortraitStatement.Bar(
                group: items.words.group(place), isOwn: false,
                bar: tally.map { items.words.bar($0, of: items.words.groupName(place)) },
                words: tally.map { "\(items.words.shares($0)) · \(items.words.answers($0.answers))" }
                    ?? items.visit.texts["results_cell_too_few"])
        }
    }

    private static func verdicts(
        _ result: ResultsView.StatementResult?, _ view: ResultsView?, _ visit: ResultsVisit
    ) -> [String] {
        guard let result, let view, view.grouping != .tooFew, result.isShown, result.standing != nil else { return [] }
        let texts = visit.texts
        let words = ResultsWords(texts: texts, publication: visit.publication)
        var verdicts = [words.standing(result.standing, hasGroups: view.grouping == .found)]
        if result.commonGround?.verdict == .indicated { verdicts.append(texts["standing_perhaps"]) }
        if let fewest = view.falseVoters(of: result.number) {
            verdicts.append(texts("statement_false_voters", ["count": .number(max(0, fewest - 1))]))
        }
        if let bridging = bridging(result, view, visit) { verdicts.append(bridging) }
        return verdicts
    }

    /// Below this share of what answers differ by, viewpoint explains too little for anything to reach across it.
    private static let leastViewpoint = 0.02

    private static func bridging(
        _ result: ResultsView.StatementResult, _ view: ResultsView, _ visit: ResultsVisit
    ) -> String? {
        guard let bridging = visit.board.snapshot?.map.assessment?.bridging,
            bridging.explainedByViewpoint >= leastViewpoint, let column = view.column(of: result.number),
            bridging.statements.indices.contains(column), let score = bridging.statements[column],
            score.answers >= ResultsView.leastAnswers
        else { return nil }
        return switch score.verdict {
        case .bridging(let side): visit.texts["bridging_\(side.rawValue)"]
        case .notBridging: visit.texts["bridging_no"]
        case .unclear: visit.texts["bridging_unclear"]
        case .notEnoughAnswers: nil
        }
    }

    private static func notUnderstood(_ result: ResultsView.StatementResult?, _ texts: Texts) -> String {
        guard let result, result.notUnderstood >= ResultsView.leastAnswers else { return "" }
        return texts("statement_not_understood", ["count": .number(result.notUnderstood)])
    }

    /// By role and never by name.
    private static func decision(_ moderation: Moderation, _ visit: ResultsVisit) -> StatementPageModel.Decision {
        let date = visit.format.date(visit.publication.published(time: moderation.at))
        let who = visit.texts[moderation.worker == nil ? "statement_decided_by_rule" : "statement_decided_by_moderator"]
        let what = visit.texts["statement_decided_\(moderation.action.rawValue)"]
        let why = moderation.reason.map { visit.texts["statement_reason_\($0.rawValue)"] }
        return StatementPageModel.Decision(
            date: date.primary, iso: date.iso,
            words: ([what, why, who] as [String?]).compactMap(\.self).joined(separator: " · "))
    }

    private static func source(
        _ statement: Statement, _ result: ResultsView.StatementResult, _ visit: ResultsVisit
    ) -> String {
        guard result.isShown, let snapshot = visit.board.snapshot else { return "" }
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        return visit.texts.plain(
            "statement_source",
            [
                "text": .text(spoken.text), "shares": .text(words.shares(result.tally)),
                "answers": .text(words.answers(result.tally.answers)),
                "date": .text(visit.format.date(visit.publication.published(time: snapshot.madeAt)).primary),
                "address": .text("/d/\(visit.slug)/s/\(statement.number)"),
                "digest": .text(String(hexadecimal(snapshot.mapDigest).prefix(8))),
            ])
    }
}
