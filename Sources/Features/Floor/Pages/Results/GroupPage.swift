import Convening
import Hummingbird
import OpinionAnalysis
import Site

/// One opinion group: how many people, what sets it apart, what it shares with everybody.
struct GroupPageModel: Sendable {
    struct Neighbor: Sendable {
        let group: GroupNameModel
        let address: String
        let words: String
    }

    let group: GroupNameModel
    let size: String
    let question: String
    let questionLang: String
    let apart: [PortraitStatement]
    let shared: [StatementItem]
    let neighbors: [Neighbor]
    let resultsAddress: String
}

extension ResultsPages {
    @Sendable func group(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        let view = try visit.requireResults()
        guard let view, let place = context.parameters.get("letter").flatMap({ GroupAddress.place($0) }),
            view.groups.indices.contains(place)
        else { throw PageProblem.notFound }
        return try await page("group", variant: "\(place)", visit, request) {
            let items = StatementItems(visit: visit, view: view)
            let title = visit.texts(
                "group_page_title",
                ["name": .text(items.words.letter(place)), "question": .text(visit.dialogueTexts.title)])
            return (Self.model(visit, view, place, items), frame(title, visit))
        }
    }

    private static func model(
        _ visit: ResultsVisit, _ view: ResultsView, _ place: Int, _ items: StatementItems
    ) -> GroupPageModel {
        let group = view.groups[place]
        return GroupPageModel(
            group: items.words.group(place),
            size: visit.texts(
                "group_size",
                ["size": .text(items.words.size(ofGroup: group.size)), "placed": .number(view.placedPeople)]),
            question: visit.dialogueTexts.question, questionLang: visit.dialogueTexts.language,
            apart: group.apart.compactMap { PortraitStatement($0, ofGroup: place, items) },
            shared: view.agreements.prefix(listed).compactMap { items.item($0, side: .agree) },
            neighbors: view.groups.indices.filter { $0 != place }.map { other in
                GroupPageModel.Neighbor(
                    group: items.words.group(other),
                    address: visit.address("/group/\(GroupAddress.letter(other))"),
                    words: alike(place, other, view, items))
            }, resultsAddress: visit.address("/results"))
    }

    /// On how many statements the two groups lean the same way.
    private static func alike(_ one: Int, _ other: Int, _ view: ResultsView, _ items: StatementItems) -> String {
        let pairs = view.results.filter(\.isShown).compactMap { result -> (AnswerTally, AnswerTally)? in
            guard let first = result.groups[one], let second = result.groups[other] else { return nil }
            return (first, second)
        }
        let same = pairs.count { first, second in
            (first.agrees > first.disagrees) == (second.agrees > second.disagrees)
        }
        return items.visit.texts(
            "group_alike", ["same": .number(same), "count": .number(pairs.count)])
    }
}
