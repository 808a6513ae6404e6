import HTTPTypes
import Hummingbird
import SQLStore
import Site

/// Signing in with a one-time link. Looking at the link changes nothing, so that a mail program that looks at links before
/// their reader does can't use it up; the button does.
extension ConveningPages {
    private struct Model: Sendable {
        let token: String
        let code: String
        let isGood: Bool
    }

    func signInLinkPage(_ request: Request, _ context: SiteContext) async throws -> Response {
        let code = request.uri.queryParameters["code"].map(String.init) ?? ""
        return try signInLinkPage(code: code, isGood: isCode(code), context)
    }

    func signInWithLink(_ request: Request, _ context: SiteContext) async throws -> Response {
        let form = try await FormData(request)
        try form.only("token", "code")
        try tokens.verify(form["token"], identity: "", origin: RequestOrigin(request), at: now())
        let code = (form["code"] ?? "")
        try limiter.allow("sign-in", from: context.networkPrefix, at: now())
        let time = now()
        let former = sessionToken(of: request)
        do {
            let session = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                return try SignIn.withLink(
                    code, replacing: former, in: transaction, at: time, using: &generator)
            }
            let hasPassphrase = try await database.read {
                try ConveningStore($0).worker(named: session.worker.name)?.passphrase != nil
            }
            return signedIn(session, next: LocalPath(hasPassphrase ? "/desk" : "/desk/account"), context)
        } catch SignInRefusal.linkNotGood {
            return try signInLinkPage(code: "", isGood: false, context, .gone)
        }
    }

    private func signInLinkPage(
        code: String, isGood: Bool, _ context: SiteContext, _ status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let texts = renderer.texts(context.language)
        let model = Model(token: tokens.issue(for: "", at: now()), code: code, isGood: isGood)
        return try page(
            "sign-in-link", model, title: texts[isGood ? "link_title" : "link_bad_title"], context,
            status: isGood ? status : status == .ok ? .gone : status)
    }

    private func isCode(_ code: String) -> Bool {
        code.utf8.count == 64 && code.allSatisfy("0123456789abcdef".contains)
    }
}
