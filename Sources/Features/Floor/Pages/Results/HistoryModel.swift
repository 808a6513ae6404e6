import Convening
import OpinionAnalysis
import Publication
import SQLStore
import Site

/// How the picture came about: what the counts so far said, as a figure and as a table.
struct HistoryModel: Sendable {
    struct Row: Sendable {
        let date: String
        let iso: String
        let people: String
        let groups: String
        let steadiness: String
        let shared: String
        let dividing: String
        let headlines: [Headline]
    }

    struct Headline: Sendable {
        let number: String
        let address: String
    }

    private static let mostSteps = 80
    private static let mostRows = 30

    let figure: FigureModel
    let caption: String
    /// The newest first.
    let rows: [Row]

    /// - Parameter past: by time.
    /// - Returns: nil as long as there is nothing to compare.
    init?(_ visit: ResultsVisit, _ past: [PastCount]) {
        let rules = visit.publication
        let past = Self.last(ofEach: rules, past)
        let isLong = rules.timeStep >= 86_400_000 || Self.day(past.last) - Self.day(past.first) > 1
        guard past.count >= 2, let first = past.first, let last = past.last else { return nil }
        let texts = visit.texts
        let words = ResultsWords(texts: texts, publication: visit.publication)
        func date(_ count: PastCount) -> String { visit.format.date(rules.published(time: count.at)).primary }
        let since = past.reversed().prefix { $0.groups == last.groups }.last ?? last
        let title = texts(
            "results_history_title",
            ["first": .text(words.people(first.people)), "last": .text(words.people(last.people))])
        let description = texts(
            "results_history_read", ["groups": .text(words.groupCount(last.groups)), "date": .text(date(since))])
        figure = FigureModel(
            CourseFigure(
                counts: Self.thinned(past, to: Self.mostSteps).map { count in
                    CourseFigure.Count(
                        at: rules.published(time: count.at), people: count.people,
                        words: words.groupCount(count.groups),
                        shade: Self.shade(count))
                }, ends: [date(first), date(last)], highest: visit.format.number(past.map(\.people).max() ?? 0),
                title: title, description: description
            ).svg())
        caption = "\(title). \(description)"
        rows = Self.thinned(past, to: Self.mostRows).reversed().map { count in
            let date = visit.format.date(rules.published(time: count.at))
            return Row(
                date: isLong ? date.primary : "\(date.primary) \(date.time)", iso: date.iso,
                people: visit.format.number(count.people),
                groups: words.groupCount(count.groups),
                steadiness: words.steadiness(count.agreementOfHalves.map(Steadiness.init(ofHalves:))),
                shared: visit.format.number(count.shared), dividing: visit.format.number(count.dividing),
                headlines: count.headlines.filter { visit.board.statement(number: $0) != nil }.map { number in
                    Headline(number: visit.format.number(number), address: visit.address("/s/\(number)"))
                })
        }
    }

    private static func shade(_ count: PastCount) -> Int {
        guard (count.groups ?? 0) > 0 else { return 0 }
        return switch count.agreementOfHalves.map(Steadiness.init(ofHalves:)) {
        case .steady: 3
        case .fairlySteady: 2
        case .shaky, nil: 1
        }
    }

    private static func day(_ count: PastCount?) -> Int64 { (count?.at ?? 0) / 86_400_000 }

    /// The last count of each span of time that may be told apart.
    private static func last(ofEach rules: PublicationRules, _ past: [PastCount]) -> [PastCount] {
        zip(past, past.dropFirst()).filter { rules.published(time: $0.at) != rules.published(time: $1.at) }.map(\.0)
            + past.suffix(1)
    }

    /// Evenly chosen by position, the first and the last among them.
    static func thinned(_ past: [PastCount], to most: Int) -> [PastCount] {
        guard past.count > most, most > 1 else { return past }
        return (0..<most).map { past[$0 * (past.count - 1) / (most - 1)] }
    }
}

extension ResultsPages {
    func pastCounts(_ visit: ResultsVisit) async throws -> [PastCount] {
        let dialogue = visit.dialogue.id
        return try await floor.database.read { try FloorStore($0).pastCounts(of: dialogue) }
    }
}
