import HTTPTypes
package import Hummingbird
import Logging
import NIOCore

/// What every request passes through, around the router: number, address, language, method, problem pages, security
/// headers, compression. Reads no address of the person.
package struct RequestPipeline<Inner: HTTPResponder>: HTTPResponder where Inner.Context == SiteContext {
    package struct Settings: Sendable {
        /// Connections are encrypted here or by a proxy in front: cookies become `Secure`, HSTS is sent.
        package var isSecure: Bool
        /// Host names answered to, lower case, with port if not the usual one; empty answers to all.
        package var hosts: Set<String>

        /// The proxies of ours that stand in front and write `X-Forwarded-For`; from elsewhere, anybody could write it.
        package var trustedProxies: [AddressRange]

        package init(isSecure: Bool = false, hosts: Set<String> = [], trustedProxies: [AddressRange] = []) {
            self.isSecure = isSecure
            self.hosts = hosts
            self.trustedProxies = trustedProxies
        }
    }

    private let inner: Inner
    private let routes: [(path: RouterPath, method: String)]
    private let renderer: PageRenderer
    private let settings: Settings
    private let faults: @Sendable (any Error) -> PageProblem?
    private let makeNumber: @Sendable () -> String

    /// - Parameters:
    ///   - router: all routes; GET routes also answer HEAD.
    ///   - faults: what the app makes of errors of other modules, such as "the database is busy"; nil is a fault.
    ///   - makeNumber: the request's number, a few letters and digits.
    package init(
        _ router: Router<SiteContext>, renderer: PageRenderer, settings: Settings = Settings(),
        faults: @escaping @Sendable (any Error) -> PageProblem? = { _ in nil },
        makeNumber: @escaping @Sendable () -> String = RequestNumber.random
    ) where Inner == RouterResponder<SiteContext> {
        self.inner = router.buildResponder()
        self.routes = router.routes.map { ($0.path, $0.method.rawValue) }
        self.renderer = renderer
        self.settings = settings
        self.faults = faults
        self.makeNumber = makeNumber
    }

    package func respond(to request: Request, context: SiteContext) async throws -> Response {
        var context = context
        context.requestNumber = makeNumber()
        context.isSecure = settings.isSecure
        if context.comes(from: settings.trustedProxies), let name = HTTPField.Name("X-Forwarded-For"),
            let addresses = request.headers[name]
        {
            context.forwardedPrefix = NetworkPrefix.bytes(forwardedFor: addresses)
        }
        context.language = Language.negotiate(request.headers[.acceptLanguage])
        var response: Response
        do {
            response = try await answer(request, &context)
        } catch {
            response = problemPage(for: error, context: context)
        }
        await finish(&response, request: request, context: context)
        return response
    }

    private func answer(_ request: Request, _ context: inout SiteContext) async throws -> Response {
        guard [.get, .head, .post].contains(request.method) else {
            throw PageProblem.methodNotAllowed(allow: ["GET", "HEAD", "POST"])
        }
        // RFC 9112 §3.2: exactly one host. The first became the authority; another one is left among the fields.
        guard request.head.authority != nil, HTTPField.Name("Host").map({ request.headers[$0] == nil }) ?? true else {
            throw PageProblem.wrongHost
        }
        if !settings.hosts.isEmpty {
            guard settings.hosts.contains(request.head.authority?.lowercased() ?? "") else {
                throw PageProblem.wrongHost
            }
        }
        let target = try RequestPath(request.head.path ?? "/")
        context.path = target.path
        if let language = target.language {
            context.language = language
            context.base = "/" + language.prefix
            context.isLanguageNegotiated = false
        }
        if let asset = renderer.assets.response(path: target.path, headers: request.headers) {
            context.isLanguageNegotiated = false
            guard request.method != .post else { throw PageProblem.methodNotAllowed(allow: ["GET", "HEAD"]) }
            return asset
        }
        var head = request.head
        head.path = target.path
        if head.method == .head { head.method = .get }
        let response = try await inner.respond(to: Request(head: head, body: request.body), context: context)
        // The router turns its own errors into answers without a page; ours come through as thrown.
        guard response.status.kind == .clientError, response.body.contentLength == 0 else { return response }
        guard response.status == .notFound else { throw HTTPError(response.status) }
        throw missing(target.path, method: head.method)
    }

    /// The address is unknown, or known with other methods only.
    private func missing(_ target: String, method: HTTPRequest.Method) -> PageProblem {
        let segments = target.prefix { $0 != "?" }.split(separator: "/")
        let methods = Set(routes.filter { Self.matches($0.path, segments) }.map(\.method))
        guard !methods.isEmpty, !methods.contains(method.rawValue) else { return .notFound }
        return .methodNotAllowed(allow: methods.union(methods.contains("GET") ? ["HEAD"] : []).sorted())
    }

    private static func matches(_ path: RouterPath, _ segments: [Substring]) -> Bool {
        guard path.count == segments.count else { return false }
        return zip(path, segments).allSatisfy { element, segment in element ~= segment }
    }

    // MARK: Problems

    private func problemPage(for error: any Error, context: SiteContext) -> Response {
        guard let problem = problem(of: error) else { return faultPage(for: error, context: context) }
        do {
            return try renderer.problem(problem, context: context)
        } catch {
            return faultPage(for: error, context: context)
        }
    }

    private func problem(of error: any Error) -> PageProblem? {
        switch error {
        case let problem as PageProblem: problem
        case let problem as FormProblem: problem.page
        case let error as HTTPError where error.status == .notFound: .notFound
        case let error as HTTPError where error.status == .contentTooLarge: FormProblem.tooLarge(limit: 0).page
        case let error as HTTPError where error.status.kind == .clientError:
            PageProblem(error.status, code: "bad_request")
        default: faults(error)
        }
    }

    /// Something broke: the log gets the fault's own words, which hold no values of people by the rule of each
    /// foundation; the person gets the number.
    private func faultPage(for error: any Error, context: SiteContext) -> Response {
        context.logger.error(
            "request failed",
            metadata: [
                "request": "\(context.requestNumber)", "route": "\(context.endpointPath ?? "none")",
                "fault": "\(FaultPage.logged(error))",
            ])
        return FaultPage.response(number: context.requestNumber, renderer: renderer)
    }

    // MARK: Last touches

    private func finish(_ response: inout Response, request: Request, context: SiteContext) async {
        SecurityHeaders.add(to: &response.headers, isSecure: settings.isSecure)
        if context.isLanguageNegotiated, response.headers[.contentLanguage] != nil {
            response.headers.addVary("Accept-Language")
        }
        await ResponseCompression.compress(&response, acceptEncoding: request.headers[.acceptEncoding])
        if request.method == .head {
            let length = response.headers[.contentLength]
            response = response.createHeadResponse()
            response.headers[.contentLength] = length
        }
    }
}

/// Makes the number a person can quote.
package enum RequestNumber {
    /// Ten letters and digits without look-alikes.
    package static let random: @Sendable () -> String = {
        // Asked of the system once: 31 to the tenth goes into 64 bits some twenty thousand times, so no letter is much likelier.
        var left = UInt64.random(in: .min ... .max)
        var letters: [UInt8] = []
        for _ in 0..<10 {
            let (rest, place) = left.quotientAndRemainder(dividingBy: UInt64(alphabet.count))
            letters.append(alphabet[Int(place)])
            left = rest
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz".utf8)
}
