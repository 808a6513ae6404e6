import Convening
import Journal
import OpinionAnalysis
import Site

/// How the results were counted, so that somebody else can count again.
struct MethodModel: Sendable {
    struct Row: Sendable {
        let label: String
        let words: String
        /// A digest or a command; always left to right.
        let code: String
    }

    let rows: [Row]

    init?(_ visit: ResultsVisit, _ view: ResultsView) {
        guard let snapshot = visit.board.snapshot else { return nil }
        let texts = visit.texts
        let words = ResultsWords(texts: texts)
        func row(_ key: String, _ words: String, code: String = "") -> Row {
            Row(label: texts["method_\(key)"], words: words, code: code)
        }
        let placed = view.placedPeople
        var rows = [
            row(
                "included",
                texts(
                    "method_included_text",
                    [
                        "placed": .number(placed), "people": .number(view.people),
                        "needed": .number(ResultsRules.answersBeforeResults),
                        "left": .number(max(0, view.people - placed)),
                    ])),
            row("statements", texts("method_statements_text", ["count": .number(visit.board.statements.count)])),
            row("grouping", texts("method_grouping_text", ["engine": .text(snapshot.engine)])),
        ]
        if view.grouping != .tooFew {
            rows.append(row("groups", Self.groupCount(snapshot.map, texts, words)))
            let share = snapshot.map.axes.explainedVariance.prefix(2).reduce(0, +)
            rows.append(row("plane", texts("method_plane_text", ["share": .text(visit.format.percent(share))])))
        }
        if view.grouping == .found { rows.append(row("letters", texts["method_letters_text"])) }
        rows += [
            row(
                "lists",
                texts(
                    "method_lists_text",
                    [
                        "agree": .text(visit.format.percent(ResultsView.agreementShare)),
                        "gap": .number(Int(ResultsView.differenceGap * 100)),
                        "unsure": .text(visit.format.percent(ResultsView.unsureShare)),
                    ])),
            row("small", texts("method_small_text", ["count": .number(ResultsView.smallestCell)])),
            row("chance", texts["method_chance_text"]),
            row("visible", texts["method_visible_\(visit.dialogue.resultsVisibility.rawValue)"]),
            row("seed", texts("method_seed_text", ["seed": .text(visit.format.digits(String(snapshot.seed)))])),
        ]
        rows +=
            snapshot.isContinued
            ? [row("continued", texts["method_continued_text"])]
            : [
                row("input", "", code: "sha256 " + hexadecimal(snapshot.inputDigest)),
                row("result", "", code: "sha256 " + hexadecimal(snapshot.mapDigest)),
                row("again", texts["method_again_text"], code: "jirga analyze votes.csv --json"),
            ]
        self.rows = rows
    }

    private static func groupCount(_ map: OpinionMap, _ texts: Texts, _ words: ResultsWords) -> String {
        let tried = map.groupCount.silhouettes.sorted { $0.key < $1.key }.map { count, silhouette in
            "\(words.number(count)): \(words.decimal(silhouette))"
        }
        guard !tried.isEmpty else { return texts["method_groups_none"] }
        return texts(
            "method_groups_text",
            ["tried": .text(tried.joined(separator: " · ")), "chosen": .number(map.groupCount.chosen)])
    }
}
