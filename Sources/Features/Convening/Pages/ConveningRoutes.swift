import Foundation
import Hummingbird
package import Site

extension ConveningPages {
    /// Every address of signing in, of the workers and of a dialogue's settings.
    package func addRoutes(to routes: ActionRouter) {
        routes.get("/sign-in", .signIn, use: signInPage)
        routes.post("/sign-in", .signIn, use: signIn)
        routes.get("/sign-in/link", .signIn, use: signInLinkPage)
        routes.post("/sign-in/link", .signIn, use: signInWithLink)
        routes.post("/sign-out", .signOut, use: signOut)
        routes.get("/desk", .seeDesk, use: deskPage)
        routes.get("/desk/confirm", .confirmSignIn, use: confirmPage)
        routes.post("/desk/confirm", .confirmSignIn, use: confirm)
        routes.get("/desk/account", .seeOwnAccount, use: accountPage)
        routes.post("/desk/account", .changeOwnAccount, use: changeAccount)
        routes.get("/desk/account/sessions", .seeOwnAccount, use: sessionsPage)
        routes.post("/desk/account/sessions", .endOwnSessions, use: endSessions)
        routes.post("/admin/workers/sign-out", .endWorkersSessions, use: endWorkersSessions)
        routes.get("/desk/:slug/edit", .changeDialogue, use: editDialoguePage)
        routes.post("/desk/:slug/edit", .changeDialogue, use: changeDialogue)
        routes.get("/desk/:slug/codes", .seeCodes, use: codesPage)
        routes.post("/desk/:slug/codes", .manageCodes, use: issueCodes)
        routes.get("/desk/:slug/codes/close", .seeCodes, use: closeCodesPage)
        routes.post("/desk/:slug/codes/close", .manageCodes, use: closeCodes)
        routes.get("/desk/:slug/workers", .seeDialogueAtDesk, use: workersPage)
        routes.post("/desk/:slug/workers", .manageDialogueWorkers, use: inviteWorker)
        routes.post("/desk/:slug/workers/remove", .manageDialogueWorkers, use: removeWorker)
    }
}

extension ConveningPages {
    /// Templates and texts of this module.
    package static var webFolder: WebFolder { WebFolder(name: "Convening", bundle: .module) }
}
