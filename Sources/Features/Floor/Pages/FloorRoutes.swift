import Foundation
package import Hummingbird
package import Site

extension FloorPages {
    /// Every address of the floor, by who uses it.
    package func addRoutes(to router: Router<SiteContext>) {
        addParticipantRoutes(to: router)
        addResultsRoutes(to: router)
        addDeskRoutes(to: router)
    }

    func addParticipantRoutes(to router: Router<SiteContext>) {
        router.get("/", use: home)
        router.get("/d/:slug", use: dialogue)
        router.post("/d/:slug/vote", use: vote)
        router.post("/d/:slug/undo", use: undo)
        router.post("/d/:slug/flag", use: flag)
        router.get("/d/:slug/list", use: list)
        router.post("/d/:slug/votes", use: votes)
        router.get("/d/:slug/mine", use: mine)
        router.post("/d/:slug/mine", use: takeBack)
        router.get("/d/:slug/log", use: logPage)
        router.get("/d/:slug/mine/receipts", use: receiptsPage)
        router.get("/d/:slug/mine/receipts/:file", use: receiptFile)
        router.get("/d/:slug/mine/opening", use: openingPage)
        router.post("/d/:slug/mine/opening", use: openVote)
        router.post("/d/:slug/mine/hide", use: hideVotes)
        router.get("/d/:slug/say", use: say)
        router.post("/d/:slug/say", use: checkStatement)
        router.post("/d/:slug/say/send", use: sendStatement)
        router.get("/s", use: findStatement)
        router.get("/s/:code", use: statementStatus)
        router.get("/help", use: help)
        router.get("/accessibility", use: accessibility)
        router.get("/privacy", use: privacy)
    }
}

extension FloorPages {
    /// Templates and texts of this module.
    package static var webFolder: WebFolder { WebFolder(name: "Floor", bundle: .module) }

    /// The links at the foot of every page, always in this order.
    package static let footer = [
        PageRenderer.FooterLink(textKey: "help_title", path: "/help"),
        PageRenderer.FooterLink(textKey: "access_title", path: "/accessibility"),
        PageRenderer.FooterLink(textKey: "privacy_title", path: "/privacy"),
    ]
}
