import Convening
import OpinionAnalysis
import Publication
import Site

/// Who took part, as far as anything is known of it: how many, when, with how many answers.
struct TurnoutModel: Sendable {
    struct Row: Sendable {
        let label: String
        let value: String
    }

    let figure: FigureModel?
    let caption: String
    let rows: [Row]
    let days: [Row]
    /// Where it is told who came by which way; empty where all came by the open link.
    var waysAddress = ""

    init(_ visit: ResultsVisit, waiting: Int) {
        let texts = visit.texts
        let format = visit.format
        let words = ResultsWords(texts: texts, publication: visit.publication)
        let counts = visit.board.publication?.counts
        let participation = counts?.spans ?? []
        let votes = visit.board.snapshot?.map.participants.map(\.votes).filter { $0 > 0 } ?? []
        // What too few people did in a day is left out of the figure and named as "fewer than" in the table.
        let cell = visit.publication.smallestCell
        let told = participation.filter { $0.people >= cell }
        let days = told.map { ParticipationFigure.Day(day: $0.day, people: $0.people) }
        let bars = ParticipationFigure.bars(of: days)
        func date(_ day: Int64) -> String { format.date(day.multipliedReportingOverflow(by: 86_400_000).0).primary }

        var rows = [Row(label: texts["results_who_people"], value: words.people(published: counts?.people))]
        if let counts, counts.people != nil {
            rows.append(Row(label: texts["results_who_placed"], value: format.number(counts.placed)))
            if let median = Self.median(votes) {
                rows.append(Row(label: texts["results_who_median"], value: format.number(median)))
            }
        }
        for origin in Statement.Origin.allCases {
            let count = visit.board.statements.count { $0.origin == origin }
            guard count > 0 else { continue }
            rows.append(Row(label: texts["results_who_by_\(origin.rawValue)"], value: format.number(count)))
        }
        if waiting > 0 { rows.append(Row(label: texts["results_who_waiting"], value: format.number(waiting))) }
        self.rows = rows
        self.days = participation.suffix(ParticipationFigure.mostDays).map {
            Row(
                label: date($0.day),
                value: $0.people >= cell
                    ? "\(words.people($0.people)) · \(words.answers($0.answers))"
                    : texts("results_fewer_people", ["count": .number(cell)]))
        }
        guard let first = bars.first, let last = told.last, let most = bars.max(by: { $0.people < $1.people })
        else {
            figure = nil
            caption = ""
            return
        }
        let isDaily = ParticipationFigure.width(of: days) == 1
        let title = texts[isDaily ? "results_days_title" : "results_weeks_title"]
        let description = texts(
            "results_days_read",
            [
                "first": .text(date(first.first)), "last": .text(date(last.day)),
                "most": .text(words.people(most.people)), "when": .text(date(most.first)),
            ])
        figure = FigureModel(
            ParticipationFigure(
                days: days, ends: first.first == last.day ? [date(first.first)] : [date(first.first), date(last.day)],
                highest: format.number(most.people), title: title, description: description
            ).svg())
        caption = "\(title). \(description)"
    }

    private static func median(_ values: [Int]) -> Int? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }
}
