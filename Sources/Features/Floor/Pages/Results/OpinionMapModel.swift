import OpinionAnalysis
import Site

/// The opinion map with its caption and the table beneath it.
struct OpinionMapModel: Sendable {
    struct Row: Sendable {
        let group: GroupNameModel
        let size: String
        let typical: String
        let typicalLang: String
        let side: String
        let address: String
    }

    let map: FigureModel
    let caption: [String]
    let rows: [Row]

    /// - Returns: nil where too few people are placed to draw anything.
    init?(_ visit: ResultsVisit, _ view: ResultsView) {
        guard let snapshot = visit.board.snapshot, view.grouping != .tooFew,
            let figure = Self.figure(visit, view)
        else { return nil }
        map = FigureModel(figure.svg())
        caption = Self.caption(visit, view, snapshot.map, figure)
        let words = ResultsWords(texts: visit.texts)
        rows = view.groups.enumerated().map { place, group in
            let first = group.apart.first.flatMap { typical in
                Int(typical.statement).flatMap { visit.board.statement(number: $0) }.map { (typical.side, $0) }
            }
            let spoken = first.map { visit.board.words(of: $0.1, in: visit.language.tag) }
            return Row(
                group: words.group(place), size: words.size(ofGroup: group.size), typical: spoken?.text ?? "",
                typicalLang: spoken?.language ?? "",
                side: first.map { words.choice($0.0 == .agree ? .agree : .disagree) } ?? "",
                address: visit.address("/group/\(GroupAddress.letter(place))"))
        }
    }

    static func figure(
        _ visit: ResultsVisit, _ view: ResultsView, own: MapPoint? = nil
    ) -> OpinionMapFigure? {
        guard let map = visit.board.snapshot?.map else { return nil }
        let words = ResultsWords(texts: visit.texts)
        let people = map.participants.filter(\.isClustered).map { person in
            OpinionMapFigure.Person(point: person.point, letter: person.group.flatMap { view.letter(ofGroup: $0) })
        }
        guard !people.isEmpty else { return nil }
        let labels = view.groups.enumerated().map { place, group in
            OpinionMapFigure.Label(
                letter: place,
                text: group.size < ResultsView.smallestCell
                    ? words.groupName(place) : "\(words.groupName(place)) \(words.number(group.size))")
        }
        let sizes = view.groups.enumerated().map { "\(words.groupName($0)): \(words.size(ofGroup: $1.size))" }
        return OpinionMapFigure(
            people: people, labels: labels, own: own,
            title: view.grouping == .found
                ? visit.texts("results_map_title", ["count": .number(view.groups.count)])
                : visit.texts["results_no_groups_title"],
            description: ([visit.texts("results_map_read", ["count": .number(people.count)])] + sizes
                + [shareSentence(map, visit)]).joined(separator: " · "))
    }

    private static func shareSentence(_ map: OpinionMap, _ visit: ResultsVisit) -> String {
        let share = map.axes.explainedVariance.prefix(2).reduce(0, +)
        return visit.texts("results_map_share", ["share": .text(visit.format.percent(share))])
    }

    private static func caption(
        _ visit: ResultsVisit, _ view: ResultsView, _ map: OpinionMap, _ figure: OpinionMapFigure
    ) -> [String] {
        let texts = visit.texts
        var lines = [texts["results_map_close"], texts["results_map_directions"], shareSentence(map, visit)]
        if figure.isBinned {
            lines.append(
                texts("results_map_binned", ["count": .number(OpinionMapFigure.fewestPeopleInHexagon)]))
        }
        let left = view.people - view.placedPeople
        if left > 0 { lines.append(texts("results_map_left_out", ["count": .number(left)])) }
        if figure.outsideCount > 0 {
            lines.append(texts("results_map_outside", ["count": .number(figure.outsideCount)]))
        }
        lines.append(texts["results_map_answers_not_kinds"])
        return lines
    }
}

/// The letter of a group in addresses, the same in every language: `/group/a`.
enum GroupAddress {
    private static let letters = Array("abcdef").map(String.init)

    static func letter(_ place: Int) -> String { letters[min(max(place, 0), letters.count - 1)] }

    static func place(_ letter: String) -> Int? { letters.firstIndex(of: letter.lowercased()) }
}
