package import HTTPTypes

/// An answer that is not the page asked for, and that a person can do something about. Thrown by any handler; shown as
/// a page in the reader's language with the texts `problem.<code>.title` and `problem.<code>.text`.
package struct PageProblem: Error, Sendable {
    package var status: HTTPResponse.Status
    /// Stable, for machines and tests: `not_found`.
    package var code: String
    /// The key of the explaining text; the title is this key's sibling, see ``titleKey``.
    package var textKey: String
    package var titleKey: String
    package var arguments: [String: TextArgument]
    package var headers: HTTPFields

    /// - Parameters:
    ///   - textKey: the explaining text; by default `problem.<code>.text`.
    ///   - titleKey: the heading; by default `problem.<code>.title`.
    package init(
        _ status: HTTPResponse.Status, code: String, textKey: String? = nil, titleKey: String? = nil,
        arguments: [String: TextArgument] = [:], headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.textKey = textKey ?? "problem.\(code).text"
        self.titleKey = titleKey ?? "problem.\(code).title"
        self.arguments = arguments
        self.headers = headers
    }

    /// Not there, or not this reader's to see: the two look the same.
    package static let notFound = PageProblem(.notFound, code: "not_found")

    /// - Parameter who: the key of a sentence that says who may and how to ask.
    package static func notAllowed(who textKey: String? = nil) -> PageProblem {
        PageProblem(.forbidden, code: "not_allowed", textKey: textKey)
    }

    package static let signInNeeded = PageProblem(.unauthorized, code: "sign_in_needed")

    /// The form's token is missing, too old or another's. Pages that can, keep the typed text and show the form again.
    package static let formExpired = PageProblem(.forbidden, code: "form_expired")

    package static let badPath = PageProblem(.badRequest, code: "bad_path")
    package static let addressTooLong = PageProblem(.uriTooLong, code: "address_too_long")
    package static let wrongHost = PageProblem(.misdirectedRequest, code: "wrong_host")
    package static let cookiesTooLarge = PageProblem(.requestHeaderFieldsTooLarge, code: "cookies_too_large")

    package static func methodNotAllowed(allow: [String]) -> PageProblem {
        PageProblem(
            .methodNotAllowed, code: "method_not_allowed", headers: [.allow: allow.joined(separator: ", ")])
    }

    /// - Parameter seconds: how long to wait.
    package static func tooManyRequests(retryAfter seconds: Int) -> PageProblem {
        PageProblem(
            .tooManyRequests, code: "too_many_requests", arguments: ["seconds": .number(seconds)],
            headers: [.retryAfter: String(seconds)])
    }
}
