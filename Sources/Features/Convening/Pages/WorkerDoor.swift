import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// Who is let in to what workers do, and what becomes of the forms of those who are not.
///
/// Nothing that somebody typed is lost because a session ended or something asks for the passphrase once more: the form is
/// kept in the page that asks, and goes on from there. Only a form that the browser itself says comes from a page of ours is
/// kept, and nothing is done with it until its sender, signed in by then, sends it from a page made for them.
extension ConveningPages {
    /// The passphrase, in a form that needs it; no page of ours has another field of that name.
    static let confirmationField = "confirm_passphrase"

    func answer(
        _ request: Request, _ context: SiteContext, to action: WorkerAction, _ handler: ActionRouter.WorkHandler
    ) async throws -> Response {
        let time = now()
        guard let token = sessionToken(of: request),
            let session = try await database.read({ try ConveningStore($0).session(token: token, at: time) })
        else { return try await signInFirst(request, context) }
        let visit = try await visit(request, context, for: action, session, token: token)
        if request.method == .post, let dialogue = visit.dialogue { try requireSoundLog(of: dialogue) }
        if SessionRules.isNews(session, at: time) {
            try await database.write { try ConveningStore($0).noteUse(of: session, at: time) }
        }
        do {
            guard action.needsFreshSignIn else { return try await handler(visit) }
            guard request.method == .post else {
                guard SessionRules.isFresh(session, at: time) else { return confirmationFirst(context) }
                return try await handler(visit)
            }
            return try await answerConfirmed(visit, isFresh: SessionRules.isFresh(session, at: time), handler)
        } catch let stale as StaleForm {
            guard let kept = KeptForm(stale.form, to: context.path), !kept.texts.isEmpty else {
                throw PageProblem.formExpired
            }
            return try keptFormPage(kept, session: session.id, isStale: true, context)
        }
    }

    // MARK: Nobody is signed in

    private func signInFirst(_ request: Request, _ context: SiteContext) async throws -> Response {
        guard request.method == .post, RequestOrigin(request).isSurelyOurs,
            let form = try? await FormData(request, limits: KeptForm.limits),
            let kept = KeptForm(form, to: context.path), !kept.texts.isEmpty
        else { throw signInNeeded(request, context) }
        return try signInPage(
            name: "", next: LocalPath(page(of: request, context)), kept: kept, problems: [], context, .forbidden)
    }

    /// The page that asks whether to send what was kept.
    ///
    /// - Parameter session: to which the form is bound from here on.
    func keptFormPage(
        _ kept: KeptForm, session: String, isStale: Bool, _ context: SiteContext
    ) throws -> Response {
        let texts = renderer.texts(context.language)
        let model = KeptFormModel(
            token: tokens.issue(for: Self.identity(of: session), at: now()), path: kept.path, fields: kept.fields,
            written: kept.texts, hasWritten: !kept.texts.isEmpty,
            lead: texts[isStale ? "kept_stale" : "kept_signed_in"],
            code: isStale ? PageProblem.formExpired.code : nil)
        return try page(
            "kept-form", model, title: texts["kept_title"], context, isWorker: true, status: isStale ? .forbidden : .ok)
    }

    private struct KeptFormModel: Sendable {
        let token: String
        let path: String
        let fields: [KeptForm.Field]
        let written: [String]
        let hasWritten: Bool
        let lead: String
        let code: String?
    }

    // MARK: Signed in for longer than dangerous things allow

    private func confirmationFirst(_ context: SiteContext) -> Response {
        let next = LocalPath(context.path)?.text ?? "/desk"
        return context.seeOther("/desk/confirm?next=\(LocalPath.encoded(next))")
    }

    /// Carries out a form that needs a fresh sign-in: at once, or together with the passphrase that it brings.
    private func answerConfirmed(
        _ visit: WorkerVisit, isFresh: Bool, _ handler: ActionRouter.WorkHandler
    ) async throws -> Response {
        let sent = try await visit.form(FormData.Limits(bytes: 16_384))
        var visit = visit
        visit.sent = sent.without(Self.confirmationField)
        if isFresh { return try await handler(visit) }
        guard let kept = KeptForm(sent, to: visit.context.path) else { throw PageProblem.notFound }
        guard let typed = sent[Self.confirmationField] else { return try await confirmPage(visit, kept: kept) }
        try limiter.allow("sign-in", from: visit.context.networkPrefix, at: now())
        guard await matches(typed, visit.worker) else { return try await confirmPage(visit, kept: kept, isWrong: true) }
        var response = try await handler(visit)
        try await renew(visit.sessionToken, in: &response)
        return response
    }

    private func matches(_ passphrase: String, _ worker: Worker) async -> Bool {
        let known = try? await database.read { try ConveningStore($0).worker(named: worker.name) }
        return await PassphraseHash.matches(passphrase, stored: known?.passphrase)
    }

    /// Gives the browser another secret, unless the session has ended meanwhile.
    private func renew(_ token: String, in response: inout Response) async throws {
        let time = now()
        let renewed = try await database.write { transaction -> (token: String, left: Int64)? in
            var generator = SystemRandomNumberGenerator()
            guard let other = try SignIn.again(token: token, in: transaction, at: time, using: &generator),
                let session = try ConveningStore(transaction).session(token: other, at: time)
            else { return nil }
            return (other, session.openedAt + SessionRules.lifetime - time)
        }
        guard let renewed else { return }
        response.headers.set(
            SetCookie(name: Self.cookieName, value: renewed.token, maxAge: Int(renewed.left / 1_000)),
            isSecure: isSecure)
    }

    func confirmPage(_ visit: WorkerVisit) async throws -> Response {
        let next = visit.request.uri.queryParameters["next"].flatMap { LocalPath(String($0)) }
        return try await confirmPage(visit, next: next)
    }

    /// Shows once more that the one who is signed in is who they are, and goes where they wanted.
    func confirm(_ visit: WorkerVisit) async throws -> Response {
        let form = try await visit.form()
        try form.only("token", "next", Self.confirmationField)
        let next = LocalPath(form["next"] ?? "")
        try limiter.allow("sign-in", from: visit.context.networkPrefix, at: now())
        guard await matches(form[Self.confirmationField] ?? "", visit.worker) else {
            return try await confirmPage(visit, next: next, isWrong: true)
        }
        var response = visit.context.seeOther(next?.text ?? "/desk")
        try await renew(visit.sessionToken, in: &response)
        return response
    }

    private struct ConfirmModel: Sendable {
        let token: String
        let path: String
        let fields: [KeptForm.Field]
        let written: [String]
        let hasWritten: Bool
        let back: String
        let hasPassphrase: Bool
        let errors: ErrorSummaryView?
        let problem: String?
    }

    private func confirmPage(
        _ visit: WorkerVisit, kept: KeptForm? = nil, next: LocalPath? = nil, isWrong: Bool = false
    ) async throws -> Response {
        let texts = visit.texts
        let problems = isWrong ? [FieldProblem(field: Self.confirmationField, text: texts["confirm_wrong"])] : []
        let worker = visit.worker
        let hasPassphrase = try await database.read { try ConveningStore($0).access(of: worker.id).hasPassphrase }
        let model = ConfirmModel(
            token: visit.formToken, path: kept?.path ?? "/desk/confirm",
            fields: kept?.fields ?? [KeptForm.Field(name: "next", value: next?.text ?? "")],
            written: kept?.texts ?? [], hasWritten: kept?.texts.isEmpty == false,
            back: kept == nil ? "/desk" : page(of: visit.request, visit.context), hasPassphrase: hasPassphrase,
            errors: problems.summary, problem: problems.first?.text)
        let status: HTTPResponse.Status = isWrong ? .unprocessableContent : kept == nil ? .ok : .forbidden
        return try visit.page(
            "confirm", model, title: texts["confirm_title"], hasError: isWrong, status: status)
    }
}

/// A form of a page of ours whose token is no longer good: made for a session that ended, or too long ago.
struct StaleForm: Error {
    let form: FormData
}
