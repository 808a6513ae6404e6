import OpinionAnalysis
import Publication
import Site

/// The opinion map with its caption and the table beneath it.
struct OpinionMapModel: Sendable {
    struct Row: Sendable {
        let group: GroupNameModel
        let size: String
        /// How far the group can be believed, and how many of its people surely belong to it; empty where nobody asked.
        let steadiness: String
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
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        rows = view.groups.enumerated().map { place, group in
            let first = group.apart.first(where: \.isTypical).flatMap { apart in
                visit.board.statement(number: apart.number).map { (apart.finding.side, $0) }
            }
            let spoken = first.map { visit.board.words(of: $0.1, in: visit.language.tag) }
            return Row(
                group: words.group(place), size: words.size(ofGroup: group.size),
                steadiness: Self.steadiness(group, visit.texts, words), typical: spoken?.text ?? "",
                typicalLang: spoken?.language ?? "",
                side: first.map { words.choice($0.0 == .agree ? .agree : .disagree) } ?? "",
                address: visit.address("/group/\(GroupAddress.letter(place))"))
        }
    }

    private static func steadiness(_ group: ResultsView.Group, _ texts: Texts, _ words: ResultsWords) -> String {
        guard let steadiness = group.steadiness, let clear = group.clearShare else { return "" }
        return texts(
            "results_clear",
            ["steadiness": .text(words.steadiness(steadiness)), "count": .number(words.tenths(clear))])
    }

    static func figure(
        _ visit: ResultsVisit, _ view: ResultsView, own: OwnPlace? = nil
    ) -> OpinionMapFigure? {
        guard let map = visit.board.snapshot?.map else { return nil }
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        let people = people(of: map, view)
        guard !people.isEmpty else { return nil }
        let labels = view.groups.enumerated().map { place, group in
            OpinionMapFigure.Label(
                letter: place,
                text: group.size < ResultsView.leastAnswers
                    ? words.groupName(place) : "\(words.groupName(place)) \(words.number(group.size))")
        }
        let sizes = view.groups.enumerated().map { "\(words.groupName($0)): \(words.size(ofGroup: $1.size))" }
        return OpinionMapFigure(
            people: people, labels: labels, own: own?.point, ownRadius: own?.likelyRadius ?? 0,
            fewestInHexagon: view.publication.smallestMark, hidesSinglePeople: true,
            title: view.grouping == .found
                ? visit.texts("results_map_title", ["count": .number(view.groups.count)])
                : visit.texts["results_no_groups_title"],
            description: ([visit.texts("results_map_read", ["count": .number(view.placedPeople)])] + sizes
                + [shareSentence(map, visit)]).joined(separator: " · "))
    }

    private static func people(of map: OpinionMap, _ view: ResultsView) -> [OpinionMapFigure.Person] {
        let variance = map.placeVariance
        let letters = Dictionary(
            view.groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        return map.participants.indices.compactMap { row in
            let person = map.participants[row]
            guard person.isClustered else { return nil }
            let assessed = map.assessment?.participants[row]
            let spread = assessed?.spread ?? 0
            return OpinionMapFigure.Person(
                point: person.point, letter: person.group.flatMap { letters[$0] },
                isUncertain: 2 * spread * spread > variance || assessed?.membership.map { $0 < 0.8 } ?? false)
        }
    }

    private static func shareSentence(_ map: OpinionMap, _ visit: ResultsVisit) -> String {
        if let share = map.assessment?.shownShare {
            return visit.texts("results_map_share_groups", ["share": .text(visit.format.percent(share))])
        }
        let share = map.axes.explainedVariance.prefix(2).reduce(0, +)
        return visit.texts("results_map_share", ["share": .text(visit.format.percent(share))])
    }

    private static func caption(
        _ visit: ResultsVisit, _ view: ResultsView, _ map: OpinionMap, _ figure: OpinionMapFigure
    ) -> [String] {
        let texts = visit.texts
        var lines = [texts["results_map_close"], texts["results_map_directions"], shareSentence(map, visit)]
        lines.insert(texts["results_map_ground"], at: 1)
        if figure.people.contains(where: \.isUncertain) { lines.append(texts["results_map_faint"]) }
        if figure.isBinned {
            lines.append(
                texts("results_map_binned", ["count": .number(figure.fewestInHexagon)]))
        }
        let left = view.people - view.placedPeople
        if left >= view.publication.smallestCell {
            lines.append(texts("results_map_left_out", ["count": .number(left)]))
        }
        if figure.outsideCount >= view.publication.smallestCell {
            lines.append(texts("results_map_outside", ["count": .number(figure.outsideCount)]))
        }
        if view.grouping == .found { lines.append(texts["results_map_answers_not_kinds"]) }
        return lines
    }
}

/// The letter of a group in addresses, the same in every language: `/group/a`.
enum GroupAddress {
    private static let letters = Array("abcdefgh").map(String.init)

    static func letter(_ place: Int) -> String { letters[min(max(place, 0), letters.count - 1)] }

    static func place(_ letter: String) -> Int? { letters.firstIndex(of: letter.lowercased()) }
}
