import Foundation
package import Hummingbird
package import Site

extension ConveningPages {
    /// Every address of signing in, of the workers and of a dialogue's settings.
    package func addRoutes(to router: Router<SiteContext>) {
        router.get("/sign-in", use: signInPage)
        router.post("/sign-in", use: signIn)
        router.get("/sign-in/link", use: signInLinkPage)
        router.post("/sign-in/link", use: signInWithLink)
        router.post("/sign-out", use: signOut)
        router.get("/desk", use: deskPage)
        router.get("/desk/account", use: accountPage)
        router.post("/desk/account", use: changeAccount)
        router.get("/desk/:slug/edit", use: editDialoguePage)
        router.post("/desk/:slug/edit", use: changeDialogue)
        router.get("/desk/:slug/workers", use: workersPage)
        router.post("/desk/:slug/workers", use: inviteWorker)
        router.post("/desk/:slug/workers/remove", use: removeWorker)
    }
}

extension ConveningPages {
    /// Templates and texts of this module.
    package static var webFolder: WebFolder { WebFolder(name: "Convening", bundle: .module) }
}
