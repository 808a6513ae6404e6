import Hummingbird
import Site

extension FloorPages {
    /// Every address of a dialogue's workers.
    func addDeskRoutes(to router: Router<SiteContext>) {
        router.get("/desk/new", use: newDialoguePage)
        router.post("/desk/new", use: makeDialogue)
        router.get("/desk/:slug", use: dashboardPage)
        router.get("/desk/:slug/close", use: closePage)
        router.post("/desk/:slug/phase", use: changePhase)
        router.get("/desk/:slug/statements", use: deskStatementsPage)
        router.post("/desk/:slug/statements", use: addStatements)
        router.get("/desk/:slug/statements/:number", use: deskStatementPage)
        router.post("/desk/:slug/statements/:number/correct", use: correctStatement)
        router.post("/desk/:slug/statements/:number/translate", use: translateStatement)
        router.get("/desk/:slug/moderate", use: moderationPage)
        router.post("/desk/:slug/moderate", use: moderate)
        router.post("/desk/:slug/moderate/bulk", use: moderateTicked)
        router.post("/desk/:slug/moderate/undo", use: undoModeration)
        router.get("/desk/:slug/log", use: decisionLogPage)
        router.get("/desk/:slug/log.csv", use: decisionLogFile)
    }
}
