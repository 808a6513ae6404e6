import Convening
import Hummingbird
import OpinionAnalysis
import Publication
import Site

/// One opinion group: how many people, what sets it apart, what it shares with everybody.
struct GroupPageModel: Sendable {
    struct RankedStatement: Sendable {
        let number: String
        let address: String
        let text: String
        let lang: String
        let inside: String
        let outside: String
        let difference: String
        let kind: String
    }

    struct Neighbor: Sendable {
        let group: GroupNameModel
        let address: String
        let words: String
    }

    let group: GroupNameModel
    let size: String
    let question: String
    let questionLang: String
    /// How far the group can be believed; empty where nobody asked.
    let steadiness: String
    let apart: [PortraitStatement]
    /// Every statement that sets it apart, and every opinion of its majority that is not the others'.
    let ranked: [RankedStatement]
    let more: String
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
            steadiness: steadiness(group, items),
            apart: group.apart.lazy.filter(\.isTypical).prefix(mostPortraits)
                .compactMap { PortraitStatement($0, ofGroup: place, items) },
            ranked: ranked(group).compactMap { rankedStatement($0, items) },
            more: group.apart.count > mostRanked
                ? visit.texts("group_ranked_more", ["count": .number(group.apart.count - mostRanked)]) : "",
            shared: view.agreements.prefix(listed).compactMap { items.item($0, side: .agree) },
            neighbors: view.groups.indices.filter { $0 != place }.map { other in
                GroupPageModel.Neighbor(
                    group: items.words.group(other),
                    address: visit.address("/group/\(GroupAddress.letter(other))"),
                    words: alike(place, other, view, items))
            }, resultsAddress: visit.address("/results"))
    }

    private static let mostPortraits = 8
    private static let mostRanked = 100

    /// The clearest, and after them every minority opinion that would not be among them.
    private static func ranked(_ group: ResultsView.Group) -> [ResultsView.Apart] {
        let (first, rest) = (group.apart.prefix(mostRanked), group.apart.dropFirst(mostRanked))
        return first + rest.filter(\.finding.isMinorityOpinion)
    }

    private static func steadiness(_ group: ResultsView.Group, _ items: StatementItems) -> String {
        guard let steadiness = group.steadiness, let clear = group.clearShare else { return "" }
        return items.visit.texts["group_steady_\(steadiness.rawValue)"] + " "
            + items.visit.texts("group_clear", ["count": .number(items.words.tenths(clear))])
    }

    private static func rankedStatement(
        _ apart: ResultsView.Apart, _ items: StatementItems
    ) -> GroupPageModel.RankedStatement? {
        guard let statement = items.visit.board.statement(number: apart.number) else { return nil }
        let visit = items.visit
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        let finding = apart.finding
        let key = finding.side == .agree ? "results_group_agree" : "results_group_disagree"
        func share(_ share: Share) -> String {
            visit.texts(
                key,
                ["share": .text(items.words.share(PublishedShare(share.count, of: share.total, by: visit.publication)))]
            )
        }
        let kinds = [
            finding.isMinorityOpinion ? visit.texts["group_minority"] : nil,
            finding.isDistinctive ? nil : visit.texts["group_perhaps_chance"],
        ]
        return GroupPageModel.RankedStatement(
            number: visit.format.number(apart.number), address: visit.address("/s/\(apart.number)"), text: spoken.text,
            lang: spoken.language, inside: share(finding.inside), outside: share(finding.outside),
            difference: visit.texts(
                "group_difference",
                [
                    "difference": .text(items.words.points(finding.difference)),
                    "low": .number(Int((finding.interval.lower * 100).rounded())),
                    "high": .number(Int((finding.interval.upper * 100).rounded())),
                ]), kind: kinds.compactMap(\.self).joined(separator: " · "))
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
