import Convening
import HTTPTypes
import OpinionAnalysis
import Publication
import Site

/// How counts, shares and opinion groups are put into words in one language.
struct ResultsWords: Sendable {
    let texts: Texts
    let publication: PublicationRules

    private var format: LocalFormat { texts.format }

    func number(_ value: Int) -> String { format.number(value) }

    /// The letter of a group: A, B… · الف، ب…
    func letter(_ place: Int) -> String {
        texts["results_letter_\(min(max(place, 0), 7) + 1)"]
    }

    func group(_ place: Int) -> GroupNameModel {
        let mark = GroupMark(place: place)
        return GroupNameModel(letter: letter(place), symbol: mark.symbol, style: mark.styleClass)
    }

    /// `A ●`
    func groupName(_ place: Int) -> String { "\(letter(place)) \(GroupMark(place: place).symbol)" }

    /// Agree 74 % · Disagree 11 % · Not sure 15 %
    func shares(_ tally: AnswerTally) -> String {
        texts(
            "results_shares",
            [
                "agree": .text(share(of: .agree, in: tally)), "disagree": .text(share(of: .disagree, in: tally)),
                "unsure": .text(share(of: .pass, in: tally)),
            ])
    }

    /// 74 % · over 95 %
    func share(of choice: VoteChoice, in tally: AnswerTally) -> String {
        share(PublishedShare(tally.count(of: choice), of: tally.answers, by: publication))
    }

    func share(_ share: PublishedShare) -> String {
        switch share.kind {
        case .percent(let percent): format.percent(Double(percent) / 100)
        case .overNinetyFive: texts("results_share_over", ["share": .text(format.percent(0.95))])
        case .underFive: texts("results_share_under", ["share": .text(format.percent(0.05))])
        }
    }

    /// The bar of a tally, with its shares as title.
    func bar(_ tally: AnswerTally, of name: String? = nil) -> AnswerBarModel {
        let title = name.map { "\($0): \(shares(tally))" } ?? shares(tally)
        return AnswerBarModel(
            svg: AnswerBar(counts: tally.agrees, tally.disagrees, tally.passes, title: title).svg)
    }

    /// between 64 and 83 %
    func range(_ range: ShareRange) -> String {
        texts(
            "results_between",
            ["low": .text(number(Int((range.low * 100).rounded()))), "high": .text(format.percent(range.high))])
    }

    /// A number with two decimals.
    func decimal(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let hundredths = Int((abs(min(max(value, -1e9), 1e9)) * 100).rounded())
        let fraction = hundredths % 100
        let point = texts.language == .dari ? "٫" : "."
        let sign = value < 0 && hundredths > 0 ? "\u{2212}" : ""
        return sign + format.digits("\(hundredths / 100)\(point)\(fraction < 10 ? "0" : "")\(fraction)")
    }

    func answers(_ count: Int) -> String { texts("results_answers", ["count": .number(count)]) }
    func people(_ count: Int) -> String { texts("results_people", ["count": .number(count)]) }
    /// - Parameter count: nil where they are too few for any numbers.
    func people(published count: Int?) -> String {
        count.map(people) ?? texts("results_fewer_people", ["count": .number(publication.minimumParticipants)])
    }
    /// How numbers change.
    var steps: String {
        texts(
            "results_steps",
            ["votes": .number(publication.stepVotes), "minutes": .number(publication.stepMinutes)])
    }
    /// How many people a group has; not the very number where it is small.
    func size(ofGroup count: Int) -> String {
        count >= ResultsView.leastAnswers
            ? people(count) : texts("results_fewer_people", ["count": .number(ResultsView.leastAnswers)])
    }
    func points(_ share: Double) -> String {
        texts("results_points", ["count": .number(Int((share * 100).rounded()))])
    }

    /// What can be said of a statement, in a sentence.
    ///
    /// - Parameter hasGroups: whether there are groups to be on one side of something.
    func standing(_ standing: StatementStanding?, hasGroups: Bool) -> String {
        func side(_ side: OpinionMap.Side) -> String { side.rawValue }
        return switch standing {
        case .bridge(let taken): texts["standing_bridge_\(side(taken))"]
        case .commonGround(let taken):
            texts[hasGroups ? "standing_shared_\(side(taken))" : "standing_most_\(side(taken))"]
        case .dividesGroups: texts["standing_divides"]
        case .majority(let taken):
            texts[hasGroups ? "standing_majority_\(side(taken))" : "standing_most_\(side(taken))"]
        case .splitWithinGroups: texts[hasGroups ? "standing_split" : "standing_split_all"]
        case .unsettled: texts["standing_unsettled"]
        case .notEnoughAnswers, nil: texts["standing_too_few"]
        }
    }

    /// steady · fairly steady · shaky
    func steadiness(_ steadiness: Steadiness?) -> String {
        steadiness.map { texts["steadiness_\($0.rawValue)"] } ?? "–"
    }

    /// How many groups, in words.
    func groupCount(_ count: Int?) -> String {
        switch count {
        case nil: texts["results_groups_early"]
        case 0: texts["results_groups_none"]
        case let count?: texts("results_groups_count", ["count": .number(count)])
        }
    }

    /// A share in tenths: 9 of 10.
    func tenths(_ share: Double) -> Int { Int((min(max(share, 0), 1) * 10).rounded()) }

    func choice(_ choice: VoteChoice) -> String {
        switch choice {
        case .agree: texts["floor_agree"]
        case .disagree: texts["floor_disagree"]
        case .pass: texts["floor_not_sure"]
        }
    }

    /// One sentence on why the results can't be seen yet.
    static func sentence(_ refusal: ResultsRefusal, texts: Texts, time: Int64) -> String {
        switch refusal {
        case .draft: texts["results_later_draft"]
        case .answersNeeded(let count): texts("results_later_answers", ["count": .number(count)])
        case .afterClosing(let closing):
            if let closing {
                texts(
                    "results_later_closing",
                    [
                        "date": .text(texts.format.date(closing).primary),
                        "left": .text(texts.relative(closing, at: time)),
                    ])
            } else {
                texts["results_later_closing_unknown"]
            }
        }
    }

    /// The page in the place of one that holds results.
    static func problem(_ refusal: ResultsRefusal, texts: Texts, time: Int64) -> PageProblem {
        guard refusal != .draft else { return .notFound }
        return PageProblem(
            .forbidden, code: "results_later", textKey: "results_later_problem", titleKey: "results_later_title",
            arguments: ["reason": .text(sentence(refusal, texts: texts, time: time))])
    }
}

/// The name of a group: its letter, and its shape in its color.
struct GroupNameModel: Sendable {
    let letter: String
    let symbol: String
    let style: String
}

/// A drawn bar, as templates take it.
struct AnswerBarModel: Sendable {
    let svg: SVG
}

/// A drawn figure, as templates take it.
struct FigureModel: Sendable {
    let svg: SVG

    init(_ markup: String) { svg = SVG(markup: markup) }
}
