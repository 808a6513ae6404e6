import Convening
import Hummingbird
import Publication
import SQLStore
import Site

/// Who took part. It is everybody's from the first minute, also while what people answered is not.
struct TurnoutPageModel: Sendable {
    let question: String
    let questionLang: String
    /// Why the results can't be seen yet; empty where they can or were not asked for.
    let reason: String
    let counted: CountedModel?
    let turnout: TurnoutModel
    let dialogueAddress: String
    let resultsAddress: String
    let isOpen: Bool
}

extension ResultsPages {
    @Sendable func turnout(_ request: Request, _ context: SiteContext) async throws -> Response {
        let visit = try await visit(request, context)
        return try await turnoutPage(visit, request, instead: nil)
    }

    /// - Parameter refusal: why the results, which were asked for, are not shown.
    func turnoutPage(
        _ visit: ResultsVisit, _ request: Request, instead refusal: ResultsRefusal?
    ) async throws -> Response {
        let reason = refusal.map { ResultsWords.sentence($0, texts: visit.texts, time: visit.time) } ?? ""
        return try await page("who", variant: reason, visit, request) {
            let title = visit.texts(
                refusal == nil ? "who_page_title" : "results_page_title",
                ["question": .text(visit.dialogueTexts.title)])
            return (
                TurnoutPageModel(
                    question: visit.dialogueTexts.question, questionLang: visit.dialogueTexts.language, reason: reason,
                    counted: CountedModel(visit), turnout: try await turnout(visit),
                    dialogueAddress: visit.address(""),
                    resultsAddress: refusal == nil ? visit.address("/results") : "",
                    isOpen: visit.dialogue.isOpen(at: visit.time)), frame(title, visit)
            )
        }
    }

    func turnout(_ visit: ResultsVisit) async throws -> TurnoutModel {
        let dialogue = visit.dialogue.id
        let (waiting, hasBatches) = try await floor.database.read { transaction in
            (
                try FloorStore(transaction).count(of: .waiting, in: dialogue),
                try !ConveningStore(transaction).batches(in: dialogue).isEmpty
            )
        }
        var model = TurnoutModel(visit, waiting: waiting)
        if hasBatches { model.waysAddress = visit.address("/results/admission") }
        return model
    }
}
