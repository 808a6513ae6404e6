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
    /// The visit of a worker whose role in a dialogue reaches far enough.
    ///
    /// Somebody who is not signed in is sent to the sign-in page. A dialogue that is not there and one the worker has no
    /// role in look the same.
    package func visit(
        _ request: Request, _ context: SiteContext, toDialogue slug: String?, as role: WorkerRole
    ) async throws -> WorkerVisit {
        let (session, token) = try await requireSession(request, context)
        let (dialogue, standing) = try await database.read { transaction in
            let store = ConveningStore(transaction)
            guard let dialogue = try store.dialogue(slug: slug ?? "") else {
                return (nil as Dialogue?, nil as Standing?)
            }
            return (dialogue, try store.standing(of: session, in: dialogue.id))
        }
        guard let dialogue, let standing else { throw PageProblem.notFound }
        guard standing.role >= role else { throw Self.notAllowed(role) }
        return WorkerVisit(
            pages: self, request: request, context: context, dialogue: dialogue, worker: session, role: standing.role,
            sessionToken: token)
    }

    /// The visit of a worker to a page about the installation as a whole.
    package func visit(
        _ request: Request, _ context: SiteContext, toInstallationAs role: WorkerRole
    ) async throws -> WorkerVisit {
        let visit = try await visit(request, context)
        guard visit.reaches(role) else { throw Self.notAllowed(role) }
        return visit
    }

    /// The visit of any worker to a page that every worker has. The role is the one in the installation as a whole.
    package func visit(_ request: Request, _ context: SiteContext) async throws -> WorkerVisit {
        let (worker, token) = try await requireSession(request, context)
        let standing = try await database.read { try ConveningStore($0).standing(of: worker, in: nil) }
        return WorkerVisit(
            pages: self, request: request, context: context, dialogue: nil, worker: worker, role: standing?.role,
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
        "/phase", "/bulk", "/undo", "/remove", "/correct", "/translate", "/sign-out",
    ]

    /// Says who may, never just no.
    static func notAllowed(_ role: WorkerRole) -> PageProblem {
        PageProblem.notAllowed(who: "needs_\(role.rawValue)")
    }
}
