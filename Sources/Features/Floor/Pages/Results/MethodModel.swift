import Convening
import DialogueLog
import Journal
import OpinionAnalysis
import Publication
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
        let words = ResultsWords(texts: texts, publication: visit.publication)
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
            row(
                "grouping",
                texts(
                    snapshot.map.assessment == nil ? "method_grouping_polis" : "method_grouping_text",
                    ["engine": .text(snapshot.engine)])),
        ]
        if view.grouping != .tooFew {
            rows.append(row("groups", Self.groupCount(view, snapshot.map, texts, words)))
            if let sureness = Self.sureness(view, snapshot.map, texts, words) { rows.append(row("sure", sureness)) }
            rows.append(row("plane", Self.plane(snapshot.map, visit)))
        }
        if view.grouping == .found { rows.append(row("letters", texts["method_letters_text"])) }
        rows += [
            row(
                "lists",
                texts(
                    "method_lists_text",
                    [
                        "agree": .text(visit.format.percent(ResultsView.rules.commonGround.threshold)),
                        "dissent": .text(visit.format.percent(ResultsView.rules.dissent)),
                        "gap": .number(Int((ResultsView.rules.gap * 100).rounded())),
                        "unsure": .text(visit.format.percent(ResultsView.unsureShare)),
                    ])),
            row("small", texts("method_small_text", ["count": .number(ResultsView.leastAnswers)])),
            row("steps", words.steps),
            row("chance", texts["method_chance_text"]),
            row("visible", texts["method_visible_\(visit.dialogue.resultsVisibility.rawValue)"]),
            row(
                "seed",
                texts(
                    snapshot.map.assessment == nil ? "method_seed_polis" : "method_seed_text",
                    ["seed": .text(visit.format.digits(String(snapshot.seed)))])),
        ]
        rows +=
            snapshot.isContinued
            ? [row("continued", texts["method_continued_text"])]
            : [
                row("input", "", code: "sha256 " + hexadecimal(snapshot.inputDigest)),
                row("result", "", code: "sha256 " + hexadecimal(snapshot.mapDigest)),
                row(
                    "again", texts["method_again_text"],
                    code: "jirga analyze votes.csv --method \(snapshot.method) --seed \(snapshot.seed) --json"),
            ]
        self.rows = rows
    }

    private static func groupCount(
        _ view: ResultsView, _ map: OpinionMap, _ texts: Texts, _ words: ResultsWords
    ) -> String {
        if let evidence = map.assessment?.evidence {
            return evidenceWords(
                evidence, people: min(evidence.peopleExamined, view.placedPeople), texts, words)
        }
        let tried = map.groupCount.silhouettes.sorted { $0.key < $1.key }.map { count, silhouette in
            "\(words.number(count)): \(words.decimal(silhouette))"
        }
        guard !tried.isEmpty else { return texts["method_groups_untried"] }
        return texts(
            "method_groups_polis",
            ["tried": .text(tried.joined(separator: " · ")), "chosen": .number(map.groupCount.chosen)])
    }

    /// What was tried, and why one number was taken.
    private static func evidenceWords(
        _ evidence: GroupEvidence, people: Int, _ texts: Texts, _ words: ResultsWords
    ) -> String {
        let tried = evidence.candidates.filter { $0.groupCount > 1 }.map { candidate in
            let halves = candidate.steadiness.map {
                " " + texts("method_halves", ["likeness": .text(words.decimal($0))])
            }
            return texts(
                "method_tried_\(candidate.verdict.rawValue)",
                [
                    "count": .number(candidate.groupCount), "gain": .text(words.decimal(candidate.gain)),
                    "error": .text(words.decimal(candidate.gainError)),
                ]) + (halves ?? "")
        }
        guard !tried.isEmpty else { return texts["method_groups_untried"] }
        return ([texts("method_groups_text", ["count": .number(people)])] + tried)
            .joined(separator: " ")
    }

    private static func sureness(
        _ view: ResultsView, _ map: OpinionMap, _ texts: Texts, _ words: ResultsWords
    ) -> String? {
        guard let agreement = view.agreementOfHalves, let steadiness = view.steadiness else { return nil }
        let groups = view.groups.enumerated().compactMap { letter, group in
            group.steadiness.map { "\(words.groupName(letter)) \(words.steadiness($0))" }
        }
        return texts(
            "method_sure_text",
            [
                "steadiness": .text(words.steadiness(steadiness)), "likeness": .text(words.decimal(agreement)),
                "groups": .text(groups.joined(separator: " · ")),
            ])
    }

    private static func plane(_ map: OpinionMap, _ visit: ResultsVisit) -> String {
        if let share = map.assessment?.shownShare {
            return visit.texts("method_plane_text", ["share": .text(visit.format.percent(share))])
        }
        let share = map.axes.explainedVariance.prefix(2).reduce(0, +)
        return visit.texts("method_plane_polis", ["share": .text(visit.format.percent(share))])
    }
}
