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
    /// ``WorkerSession/id``
    let session: String
    let sessionToken: String
    /// The form, where the door has read it already.
    var sent: FormData?

    package var texts: Texts { pages.renderer.texts(context.language) }
    package var time: Int64 { pages.now() }

    package func reaches(_ needed: WorkerRole) -> Bool { role.map { $0 >= needed } ?? false }

    /// - Throws: ``PageProblem`` where the worker has no role here.
    package func standing() throws -> Standing {
        guard let role else { throw PageProblem.notFound }
        return Standing(worker: worker, role: role)
    }

    /// What every form of this page carries.
    package var formToken: String { pages.tokens.issue(for: ConveningPages.identity(of: session), at: time) }

    /// The fields of the form that was sent, with its token found good.
    ///
    /// - Throws: ``FormProblem``, ``PageProblem/formExpired``; the door shows a form again that only its token is wrong with.
    package func form(_ limits: FormData.Limits = .init()) async throws -> FormData {
        if let sent { return sent }
        let form = try await FormData(request, limits: limits)
        let origin = RequestOrigin(request)
        do {
            try pages.tokens.verify(
                form["token"], identity: ConveningPages.identity(of: session), origin: origin, at: time)
        } catch {
            guard origin.isSurelyOurs, form["token"] != nil else { throw error }
            throw StaleForm(form: form)
        }
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
    /// A dialogue that is not there and one the worker has no role in look the same.
    func visit(
        _ request: Request, _ context: SiteContext, for action: WorkerAction, _ session: WorkerSession, token: String
    ) async throws -> WorkerVisit {
        let worker = session.worker
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
            session: session.id, sessionToken: token)
    }

    /// What form tokens of a session are bound to.
    static func identity(of session: String) -> String { "worker \(session)" }

    /// The way to the sign-in page and back to the page that was asked for.
    ///
    /// A form goes to the address of its page or to one beneath, so after a post the way leads to that page.
    func signInNeeded(_ request: Request, _ context: SiteContext) -> PageProblem {
        let next = LocalPath(page(of: request, context))?.text ?? "/desk"
        var problem = PageProblem.signInNeeded
        problem.status = .seeOther
        problem.headers[.location] = "\(context.base)/sign-in?next=\(LocalPath.encoded(next))"
        return problem
    }

    /// The page that was asked for, or whose form was sent.
    func page(of request: Request, _ context: SiteContext) -> String {
        var path = context.path
        if request.method == .post {
            for ending in Self.formEndings where path.hasSuffix(ending) { path.removeLast(ending.count) }
        }
        return path
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
