package import Convening
import Foundation
import Hummingbird
package import Site

extension FloorPages {
    /// Every address of the floor, by who uses it.
    package func addRoutes(to routes: ActionRouter) {
        addParticipantRoutes(to: routes)
        addResultsRoutes(to: routes)
        addDeskRoutes(to: routes)
    }

    func addParticipantRoutes(to routes: ActionRouter) {
        routes.get("/", .readSite, use: home)
        routes.get("/d/:slug", .readDialogue, use: dialogue)
        routes.post("/d/:slug/vote", .answer, use: vote)
        routes.post("/d/:slug/undo", .answer, use: undo)
        routes.post("/d/:slug/flag", .flag, use: flag)
        routes.get("/d/:slug/join", .readDialogue, use: joinPage)
        routes.post("/d/:slug/join", .join, use: join)
        routes.get("/d/:slug/list", .readDialogue, use: list)
        routes.post("/d/:slug/votes", .answer, use: votes)
        routes.get("/d/:slug/mine", .readDialogue, use: mine)
        routes.post("/d/:slug/mine", .takeBack, use: takeBack)
        routes.get("/d/:slug/log", .readLog, use: logPage)
        routes.get("/d/:slug/mine/receipts", .readDialogue, use: receiptsPage)
        routes.get("/d/:slug/mine/receipts/:file", .readDialogue, use: receiptFile)
        routes.get("/d/:slug/mine/opening", .readDialogue, use: openingPage)
        routes.post("/d/:slug/mine/opening", .takeBack, use: openVote)
        routes.post("/d/:slug/mine/hide", .takeBack, use: hideVotes)
        routes.get("/d/:slug/mine/forget", .readDialogue, use: forgetPage)
        routes.post("/d/:slug/mine/forget", .takeBack, use: forget)
        routes.get("/d/:slug/say", .readDialogue, use: say)
        routes.post("/d/:slug/say", .submitStatement, use: checkStatement)
        routes.post("/d/:slug/say/send", .submitStatement, use: sendStatement)
        routes.get("/s", .followStatement, use: findStatement)
        routes.get("/s/:code", .followStatement, use: statementStatus)
        routes.get("/verify", .readSite, use: verify)
        routes.get("/verify/offline", .readSite, use: verifyOffline)
        routes.get("/help", .readSite, use: help)
        routes.get("/accessibility", .readSite, use: accessibility)
        routes.get("/privacy", .readSite, use: privacy)
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
