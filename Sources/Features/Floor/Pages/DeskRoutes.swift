import Convening
import Hummingbird
import Site

extension FloorPages {
    /// Every address of a dialogue's workers.
    func addDeskRoutes(to routes: ActionRouter) {
        routes.get("/desk/new", .makeDialogue, use: newDialoguePage)
        routes.post("/desk/new", .makeDialogue, use: makeDialogue)
        routes.get("/desk/:slug", .seeDialogueAtDesk, use: dashboardPage)
        routes.get("/desk/:slug/close", .closeDialogue, use: closePage)
        routes.post("/desk/:slug/close", .closeDialogue, use: closeDialogue)
        routes.post("/desk/:slug/phase", .changePhase, use: changePhase)
        routes.get("/desk/:slug/statements", .seeDialogueAtDesk, use: deskStatementsPage)
        routes.post("/desk/:slug/statements", .addStatements, use: addStatements)
        routes.get("/desk/:slug/statements/:number", .seeDialogueAtDesk, use: deskStatementPage)
        routes.post("/desk/:slug/statements/:number/correct", .correctStatement, use: correctStatement)
        routes.post("/desk/:slug/statements/:number/translate", .translate, use: translateStatement)
        routes.get("/desk/:slug/statements/:number/erase", .eraseText, use: eraseTextPage)
        routes.post("/desk/:slug/statements/:number/erase", .eraseText, use: eraseText)
        routes.get("/desk/:slug/moderate", .seeDialogueAtDesk, use: moderationPage)
        routes.post("/desk/:slug/moderate", .moderate, use: moderate)
        routes.post("/desk/:slug/moderate/bulk", .moderate, use: moderateTicked)
        routes.post("/desk/:slug/moderate/undo", .moderate, use: undoModeration)
        routes.get("/desk/:slug/decisions", .seeDialogueAtDesk, use: decisionsPage)
        routes.post("/desk/:slug/decisions", .decideByTwo, use: proposeDecision)
        routes.post("/desk/:slug/decisions/decide", .decideByTwo, use: decideProposal)
        routes.get("/desk/:slug/marks", .seeDialogueAtDesk, use: batchMarksPage)
        routes.get("/desk/:slug/log", .seeDialogueAtDesk, use: decisionLogPage)
        routes.get("/desk/:slug/log.csv", .seeDialogueAtDesk, use: decisionLogFile)
    }
}
