import OpinionAnalysis
import Publication
import Site

/// One statement with its numbers, as the lists of results show it.
struct StatementItem: Sendable {
    struct GroupShare: Sendable {
        let group: GroupNameModel
        /// `71 %`, or that too few answered.
        let words: String
    }

    let number: String
    let address: String
    let text: String
    let lang: String
    let note: String
    let bar: AnswerBarModel?
    let shares: String
    let groups: [GroupShare]
    /// How many answered, and between which shares the true one lies.
    let detail: String
    /// How far the groups are apart; empty where that is not the point.
    let gap: String
}

/// Makes items for one reader.
struct StatementItems: Sendable {
    let visit: ResultsVisit
    let view: ResultsView

    var words: ResultsWords { ResultsWords(texts: visit.texts, publication: visit.publication) }

    /// - Parameter side: which share of each group is shown.
    func item(_ result: ResultsView.StatementResult, side: VoteChoice, showsGap: Bool = false) -> StatementItem? {
        guard let statement = visit.board.statement(number: result.number) else { return nil }
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        return StatementItem(
            number: visit.format.number(result.number), address: visit.address("/s/\(result.number)"),
            text: spoken.text, lang: spoken.language, note: note(statement, spoken),
            bar: result.isShown ? words.bar(result.tally) : nil,
            shares: result.isShown ? words.shares(result.tally) : visit.texts["results_too_few"],
            groups: groups(of: result, side: side), detail: detail(result, side: side),
            gap: showsGap ? gap(result) : "")
    }

    /// What the reader should know about the words: that they are a translation, or that there is none.
    func note(_ statement: Statement, _ spoken: StatementWords) -> String {
        if let erasure = statement.erasure { return visit.texts["statement_erased_\(erasure.rawValue)"] }
        if spoken.isTranslation {
            let key = "floor_translated_from_\(statement.language)"
            return visit.texts.contains(key) ? visit.texts[key] : visit.texts["floor_translated"]
        }
        guard spoken.language != visit.language.tag else { return "" }
        let key = "floor_shown_in_\(spoken.language)"
        return visit.texts.contains(key) ? visit.texts[key] : visit.texts["floor_shown_in_original"]
    }

    private func groups(of result: ResultsView.StatementResult, side: VoteChoice) -> [StatementItem.GroupShare] {
        guard result.isShown else { return [] }
        return result.groups.enumerated().map { place, tally in
            StatementItem.GroupShare(
                group: words.group(place),
                words: tally.map { tally in
                    visit.texts(
                        "results_group_\(side.rawValue)",
                        ["share": .text(words.share(of: side, in: tally))])
                } ?? visit.texts["results_cell_too_few"])
        }
    }

    private func detail(_ result: ResultsView.StatementResult, side: VoteChoice) -> String {
        let answered = words.answers(result.tally.answers)
        guard result.isShown else { return answered }
        let range = words.range(ShareRange(result.tally.count(of: side), of: result.tally.answers))
        let few = result.tally.answers < ResultsView.fewAnswers ? " · " + visit.texts["results_few"] : ""
        return "\(answered) · \(words.choice(side)): \(range)\(few)"
    }

    private func gap(_ result: ResultsView.StatementResult) -> String {
        guard let gap = result.gap else { return "" }
        return visit.texts(
            "results_gap",
            [
                "gap": .text(words.points(gap.size)),
                "low": .number(Int((gap.range.low * 100).rounded())),
                "high": .number(Int((gap.range.high * 100).rounded())),
            ]) + (gap.restsOnFew ? " · " + visit.texts["results_few"] : "")
    }
}
