import Convening
import Hummingbird
import OpinionAnalysis
import Publication
import Site

/// How the reader's own answers compare with those of the others.
struct ComparePageModel: Sendable {
    let withMost: String
    let alike: String
    let certainty: String
    let map: FigureModel?
    let mapCaption: String
    /// That the place on the map is not known yet; empty where it is.
    let unplaced: String
    let shared: [CompareItem]
    let apart: [CompareItem]
    let dialogueAddress: String
    let resultsAddress: String
    let isOpen: Bool
    /// What is still missing before there is something to compare; empty otherwise.
    let missing: String
}

struct CompareItem: Sendable {
    let address: String
    let text: String
    let lang: String
    let own: String
    let others: String
    let bar: AnswerBarModel
}

extension ResultsPages {
    @Sendable func compare(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        let view = try visit.requireResults()
        return try await page("compare", variant: nil, visit, request) {
            let title = visit.texts("compare_page_title", ["question": .text(visit.dialogueTexts.title)])
            return (Self.model(visit, view), frame(title, visit))
        }
    }

    private static func model(_ visit: ResultsVisit, _ view: ResultsView?) -> ComparePageModel {
        let texts = visit.texts
        let answers = visit.answersByNumber
        let needed = min(ResultsRules.answersBeforeResults, max(visit.board.statements.count, 1))
        let map = visit.board.snapshot?.map
        let comparison = view.flatMap { view in
            map.map { AnswerComparison(of: answers, with: view, on: $0) }
        }
        let missing: String =
            if answers.count < needed {
                texts("compare_answers_needed", ["count": .number(needed - answers.count)])
            } else if comparison?.items.isEmpty ?? true {
                texts["compare_nothing_yet"]
            } else {
                ""
            }
        guard missing.isEmpty, let view, let comparison else {
            return ComparePageModel(
                withMost: "", alike: "", certainty: "", map: nil, mapCaption: "", unplaced: "", shared: [], apart: [],
                dialogueAddress: visit.address(""), resultsAddress: visit.address("/results"),
                isOpen: visit.dialogue.isOpen(at: visit.time), missing: missing)
        }
        let figure = comparison.place.flatMap { own -> FigureModel? in
            guard var figure = OpinionMapModel.figure(visit, view, own: own) else { return nil }
            figure.description = texts["compare_map_read"]
            return FigureModel(figure.svg())
        }
        return ComparePageModel(
            withMost: texts(
                "compare_with_most",
                ["same": .number(comparison.withMost), "count": .number(comparison.items.count)]),
            alike: alike(comparison, view, texts), certainty: certainty(comparison, view, texts), map: figure,
            mapCaption: figure == nil ? "" : texts["compare_map_read"],
            unplaced: comparison.place == nil && view.grouping != .tooFew ? texts["compare_not_placed"] : "",
            shared: comparison.mostShared.prefix(3).compactMap { item($0, visit, view) },
            apart: comparison.leastShared.prefix(3).compactMap { item($0, visit, view) },
            dialogueAddress: visit.address(""), resultsAddress: visit.address("/results"),
            isOpen: visit.dialogue.isOpen(at: visit.time), missing: "")
    }

    private static func alike(_ comparison: AnswerComparison, _ view: ResultsView, _ texts: Texts) -> String {
        guard let likeness = comparison.likeness else { return "" }
        return texts(
            "compare_most_alike",
            [
                "group": .text(ResultsWords(texts: texts, publication: view.publication).groupName(likeness.letter)),
                "same": .number(likeness.alike), "count": .number(likeness.compared),
            ])
    }

    private static func certainty(_ comparison: AnswerComparison, _ view: ResultsView, _ texts: Texts) -> String {
        guard view.grouping == .found else { return texts["compare_no_groups"] }
        guard let likeness = comparison.likeness else { return texts["compare_not_comparable"] }
        return likeness.isCertain ? "" : texts["compare_not_certain"]
    }

    private static func item(
        _ compared: AnswerComparison.Item, _ visit: ResultsVisit, _ view: ResultsView
    ) -> CompareItem? {
        guard let statement = visit.board.statement(number: compared.number),
            let result = view.result(number: compared.number)
        else { return nil }
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        return CompareItem(
            address: visit.address("/s/\(compared.number)"), text: spoken.text, lang: spoken.language,
            own: visit.texts("compare_own", ["answer": .text(words.choice(compared.choice))]),
            others: visit.texts(
                "compare_others", ["count": .number(Int((compared.shareAlike * 10).rounded()))]),
            bar: words.bar(result.tally))
    }
}
