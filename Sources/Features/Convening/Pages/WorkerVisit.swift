package import HTTPTypes
package import Hummingbird
import SQLStore
package import Site

/// A signed-in worker's request: who, in what capacity, about which dialogue.
package struct WorkerVisit: Sendable {
    package let pages: ConveningPages
    package let request: Request
    package let context: SiteContext
    /// Nil on pages about the installation and on those every worker has.
    package let dialogue: Dialogue?
    package let worker: Worker
    /// Nil only on pages that every worker has.
    package let role: WorkerRole?
    let sessionToken: String

    package var texts: Texts { pages.renderer.texts(context.language) }
    package var time: Int64 { pages.now() }

    package func reaches(_ needed: WorkerRole) -> Bool { role.map { $0 >= needed } ?? false }

    /// - Throws: ``PageProblem`` where the worker has no role here.
    package func standing() throws -> Standing {
        guard let role else { throw PageProblem.notFound }
        return Standing(worker: worker, role: role)
    }

    /// What every form of this page carries.
    package var formToken: String { pages.tokens.issue(for: sessionToken, at: time) }

    /// The fields of the form that was sent, with its token found good.
    package func form(_ limits: FormData.Limits = .init()) async throws -> FormData {
        let form = try await FormData(request, limits: limits)
        try pages.tokens.verify(form["token"], identity: sessionToken, origin: RequestOrigin(request), at: time)
        return form
    }

    package func page(
        _ template: String, _ model: some Sendable, title: String, scripts: [String] = [], hasError: Bool = false,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        try pages.page(
            template, model, title: title, context, scripts: scripts, isWorker: true, hasError: hasError,
            status: status)
    }
}

extension ConveningPages {
    /// The visit of a worker who may do this, to the dialogue that the address names where it is about one.
    ///
    /// Somebody who is not signed in is sent to the sign-in page. A dialogue that is not there and one the worker has no
    /// role in look the same.
    func visit(_ request: Request, _ context: SiteContext, for action: WorkerAction) async throws -> WorkerVisit {
        let (worker, token) = try await requireSession(request, context)
        let isAboutDialogue = action.object == .dialogue
        let slug = request.slug(context) ?? ""
        let (dialogue, role) = try await database.read { transaction in
            let store = ConveningStore(transaction)
            guard isAboutDialogue else { return (nil as Dialogue?, try store.standing(of: worker, in: nil)?.role) }
            guard let dialogue = try store.dialogue(slug: slug) else { return (nil as Dialogue?, nil as WorkerRole?) }
            return (dialogue, try store.standing(of: worker, in: dialogue.id)?.role)
        }
        switch Permissions.verdict(.worker(role), .work(action)) {
        case .allowed: break
        case .signInNeeded: throw signInNeeded(request, context)
        case .notFound: throw PageProblem.notFound
        case .notAllowed(let needed): throw Self.notAllowed(needed)
        }
        return WorkerVisit(
            pages: self, request: request, context: context, dialogue: dialogue, worker: worker, role: role,
            sessionToken: token)
    }

    private func requireSession(_ request: Request, _ context: SiteContext) async throws -> (Worker, token: String) {
        guard let token = sessionToken(of: request) else { throw signInNeeded(request, context) }
        let time = now()
        guard let worker = try await database.read({ try ConveningStore($0).worker(session: token, at: time) }) else {
            throw signInNeeded(request, context)
        }
        return (worker, token)
    }

    /// The way to the sign-in page and back to the page that was asked for.
    ///
    /// A form goes to the address of its page or to one beneath, so after a post the way leads to that page.
    private func signInNeeded(_ request: Request, _ context: SiteContext) -> PageProblem {
        var path = context.path
        if request.method == .post {
            for ending in Self.formEndings where path.hasSuffix(ending) { path.removeLast(ending.count) }
        }
        let next = LocalPath(path)?.text ?? "/desk"
        var problem = PageProblem.signInNeeded
        problem.status = .seeOther
        problem.headers[.location] = "\(context.base)/sign-in?next=\(LocalPath.encoded(next))"
        return problem
    }

    /// The last parts of addresses that only forms go to.
    private static let formEndings = [
        "/phase", "/bulk", "/undo", "/remove", "/correct", "/translate", "/sign-out", "/decide",
    ]

    /// Says who may, never just no.
    static func notAllowed(_ role: WorkerRole) -> PageProblem {
        PageProblem.notAllowed(who: "needs_\(role.rawValue)")
    }
}
