import Convening
import Hummingbird
import OpinionAnalysis
import Publication
import Site

/// Somebody who can be left out of the results, with where to see them without.
struct WhatIfLink: Sendable {
    let words: String
    let address: String

    static func all(_ visit: ResultsVisit, _ view: ResultsView) -> [WhatIfLink] {
        WhatIfChoice.all(visit, view).map { choice in
            WhatIfLink(words: choice.words(visit), address: visit.address("/what-if?without=\(choice.name)"))
        }
    }
}

/// Who is left out.
enum WhatIfChoice: Sendable, Hashable {
    case group(Int)
    case marked

    /// In addresses.
    var name: String {
        switch self {
        case .group(let place): GroupAddress.letter(place)
        case .marked: "marked"
        }
    }

    func words(_ visit: ResultsVisit) -> String {
        switch self {
        case .group(let place):
            visit.texts(
                "what_if_group",
                ["group": .text(ResultsWords(texts: visit.texts, publication: visit.publication).groupName(place))])
        case .marked: visit.texts["what_if_marked"]
        }
    }

    /// Those this reader may choose.
    static func all(_ visit: ResultsVisit, _ view: ResultsView) -> [WhatIfChoice] {
        guard view.grouping != .tooFew else { return [] }
        let marked = visit.board.snapshot.flatMap { MarkedAnswers(in: $0.map) }
        let mayLeaveOut = marked.map {
            $0.mayBeLeftOutByAnybody || visit.isWorker && !$0.people.isEmpty
        }
        return view.groups.indices.map { .group($0) } + (mayLeaveOut == true ? [.marked] : [])
    }
}

/// The results with and without some of the people, side by side.
struct WhatIfModel: Sendable {
    struct Choice: Sendable {
        let words: String
        let address: String
        let isCurrent: Bool
    }

    struct Fact: Sendable {
        let label: String
        let everybody: String
        let without: String
    }

    struct Change: Sendable {
        let number: String
        let address: String
        let text: String
        let lang: String
        let everybody: String
        let without: String
    }

    let question: String
    let questionLang: String
    let chosen: String
    let explanation: String
    let choices: [Choice]
    /// Why there is nothing to compare yet; empty otherwise.
    let pending: String
    let home: String
    let facts: [Fact]
    let changes: [Change]
    let more: String
    let resultsAddress: String
}

extension ResultsPages {
    private static let mostChanges = 30

    @Sendable func whatIf(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        guard let view = try visit.requireResults(), let snapshot = visit.board.snapshot else {
            throw PageProblem.notFound
        }
        let choices = WhatIfChoice.all(visit, view)
        let name = request.uri.queryParameters["without"].map(String.init)
        guard let choice = name.map({ name in choices.first { $0.name == name } }) ?? choices.first else {
            throw PageProblem.notFound
        }
        let title = visit.texts("what_if_page_title", ["question": .text(visit.dialogueTexts.title)])
        switch choice {
        case .group(let place):
            return try await page("what-if", variant: choice.name, visit, request) {
                let model = Self.model(visit, view, choice, of: choices, WhatIf(view, withoutGroup: place), pending: "")
                return (model, frame(title, visit))
            }
        case .marked:
            let people = MarkedAnswers(in: snapshot.map)?.people ?? []
            let outcome = try await recounts.recount(snapshot, without: people, on: floor.database) {
                visit.results(ofSome: $0)
            }
            let (comparison, pending): (WhatIf?, String) =
                switch outcome {
                case .counted(let recount): (WhatIf(view, recount, withoutPeople: people.count), "")
                case .counting: (nil, visit.texts["what_if_counting"])
                case .outdated: (nil, visit.texts["what_if_outdated"])
                }
            return try await page("what-if", variant: comparison == nil ? nil : choice.name, visit, request) {
                (Self.model(visit, view, choice, of: choices, comparison, pending: pending), frame(title, visit))
            }
        }
    }

    private static func model(
        _ visit: ResultsVisit, _ view: ResultsView, _ chosen: WhatIfChoice, of choices: [WhatIfChoice],
        _ comparison: WhatIf?, pending: String
    ) -> WhatIfModel {
        let changes = comparison?.changes ?? []
        let hidden = changes.count - mostChanges
        func address(_ choice: WhatIfChoice) -> String { visit.address("/what-if?without=\(choice.name)") }
        return WhatIfModel(
            question: visit.dialogueTexts.question, questionLang: visit.dialogueTexts.language,
            chosen: chosen.words(visit),
            explanation: visit.texts[chosen == .marked ? "what_if_marked_text" : "what_if_group_text"],
            choices: choices.map {
                WhatIfModel.Choice(words: $0.words(visit), address: address($0), isCurrent: $0 == chosen)
            }, pending: pending, home: address(chosen),
            facts: comparison.map { facts($0, visit, hasSteadiness: chosen == .marked) } ?? [],
            changes: changes.prefix(mostChanges).compactMap { change($0, comparison, view, visit) },
            more: hidden > 0 ? visit.texts("what_if_more", ["count": .number(hidden)]) : "",
            resultsAddress: visit.address("/results"))
    }

    private static func facts(
        _ comparison: WhatIf, _ visit: ResultsVisit, hasSteadiness: Bool
    ) -> [WhatIfModel.Fact] {
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        func fact(_ key: String, _ words: (WhatIf.Side) -> String?) -> WhatIfModel.Fact? {
            guard let everybody = words(comparison.everybody), let without = words(comparison.without) else {
                return nil
            }
            return WhatIfModel.Fact(label: visit.texts["what_if_\(key)"], everybody: everybody, without: without)
        }
        return [
            fact("people") { $0.people.map(words.number) }, fact("groups") { words.groupCount($0.groups) },
            hasSteadiness ? fact("steadiness") { words.steadiness($0.steadiness) } : nil,
            fact("shared") { words.number($0.shared) }, fact("dividing") { words.number($0.dividing) },
        ].compactMap(\.self)
    }

    private static func change(
        _ change: WhatIf.Change, _ comparison: WhatIf?, _ view: ResultsView, _ visit: ResultsVisit
    ) -> WhatIfModel.Change? {
        guard let statement = visit.board.statement(number: change.number) else { return nil }
        let spoken = visit.board.words(of: statement, in: visit.language.tag)
        let words = ResultsWords(texts: visit.texts, publication: visit.publication)
        return WhatIfModel.Change(
            number: visit.format.number(change.number), address: visit.address("/s/\(change.number)"),
            text: spoken.text, lang: spoken.language,
            everybody: words.standing(change.everybody, hasGroups: view.groups.count > 1),
            without: words.standing(change.without, hasGroups: (comparison?.without.groups ?? 0) > 1))
    }
}
