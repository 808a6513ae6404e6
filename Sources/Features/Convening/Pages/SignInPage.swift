import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// Signing in with a name and a passphrase, and signing out.
extension ConveningPages {
    private struct Model: Sendable {
        let token: String
        let next: String
        let name: String
        let errors: ErrorSummaryView?
        let passphraseProblem: String?
        /// A form that was sent without a session: where it goes, what is in it, and the words in it.
        let keptPath: String
        let kept: String
        let written: [String]
        let hasWritten: Bool
    }

    func signInPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let next = request.uri.queryParameters["next"].flatMap { LocalPath(String($0)) }
        return try signInPage(name: "", next: next, kept: nil, problems: [], context)
    }

    func signIn(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await FormData(request, limits: KeptForm.outerLimits)
        try form.only("token", "next", "name", "passphrase", "kept_path", "kept")
        let name = (form["name"] ?? "").trimmed
        let next = LocalPath((form["next"] ?? ""))
        let kept = KeptForm(path: form["kept_path"], body: form["kept"])
        do {
            try tokens.verify(form["token"], identity: "", origin: RequestOrigin(request), at: now())
        } catch {
            let problem = FieldProblem(field: "name", text: renderer.texts(context.language)["signin_token_expired"])
            return try signInPage(name: name, next: next, kept: kept, problems: [problem], context, .forbidden)
        }
        try limiter.allow("sign-in", from: context.networkPrefix, at: now())
        do {
            let session = try await signIn(
                name: name, passphrase: (form["passphrase"] ?? ""), replacing: sessionToken(of: request))
            guard let kept else { return signedIn(session, next: next, context) }
            return signedIn(session, try keptFormPage(kept, session: session.id, isStale: false, context))
        } catch SignInRefusal.wrongNameOrPassphrase {
            let problem = FieldProblem(field: "passphrase", text: renderer.texts(context.language)["signin_wrong"])
            return try signInPage(
                name: name, next: next, kept: kept, problems: [problem], context, .unprocessableContent)
        }
    }

    func signOut(_ visit: WorkerVisit) async throws -> Response {
        _ = try await visit.form()
        let token = visit.sessionToken
        try await database.write { try SignIn.out(token: token, in: $0) }
        var response = visit.context.seeOther("/")
        response.headers.set(.removal(of: Self.cookieName), isSecure: isSecure)
        return response
    }

    /// A name nobody has costs as long as a wrong passphrase.
    private func signIn(
        name: String, passphrase: String, replacing former: String?
    ) async throws -> SignIn.Session {
        // A name that nobody can have is one that nobody has.
        let name = (try? NameRules.admit(name)) ?? ""
        let known = try await database.read { try ConveningStore($0).worker(named: name) }
        guard await PassphraseHash.matches(passphrase, stored: known?.passphrase), let worker = known?.worker else {
            throw SignInRefusal.wrongNameOrPassphrase
        }
        let time = now()
        return try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try SignIn.open(
                for: worker, replacing: former, in: transaction, at: time, using: &generator)
        }
    }

    /// Gives the browser the session's secret and sends it on.
    func signedIn(_ session: SignIn.Session, next: LocalPath?, _ context: SiteContext) -> Response {
        signedIn(session, context.seeOther(next?.text ?? "/desk"))
    }

    /// The answer, with the session's secret for the browser to keep.
    private func signedIn(_ session: SignIn.Session, _ answer: Response) -> Response {
        var response = answer
        let age = Int(SignInRules.sessionLifetime / 1_000)
        response.headers.set(
            SetCookie(name: Self.cookieName, value: session.token, maxAge: age), isSecure: isSecure)
        return response
    }

    func signInPage(
        name: String, next: LocalPath?, kept: KeptForm?, problems: [FieldProblem], _ context: SiteContext,
        _ status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let texts = renderer.texts(context.language)
        let model = Model(
            token: tokens.issue(for: "", at: now()), next: next?.text ?? "", name: name, errors: problems.summary,
            passphraseProblem: problems.text(of: "passphrase"), keptPath: kept?.path ?? "", kept: kept?.body ?? "",
            written: kept?.texts ?? [], hasWritten: kept?.texts.isEmpty == false)
        return try page(
            "sign-in", model, title: texts["signin_title"], context, hasError: !problems.isEmpty, status: status)
    }
}
