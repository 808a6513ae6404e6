import HTTPTypes

/// The header fields of an answer, compared with the exact set that every answer of the site has.
enum AnswerHeaders {
    /// The same on everything, whatever was asked and whatever came of it.
    static let always = [
        "content-security-policy":
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ]

    /// What answers may have besides; everything else is a mistake until somebody writes it down here.
    static let sometimes: Set<String> = [
        "content-type", "content-length", "content-language", "content-encoding", "content-disposition",
        "cache-control",
        "vary", "etag", "location", "set-cookie", "retry-after", "allow", "connection", "date", "server",
        "jirga-fragment",
    ]

    /// - Parameter path: what was asked for, without the language.
    /// - Parameter isKnown: whether the request said who asks.
    static func problems(
        _ headers: HTTPFields, status: HTTPResponse.Status, path: String, isKnown: Bool, isSecure: Bool
    ) -> [String] {
        var wanted = always
        if isSecure { wanted["strict-transport-security"] = "max-age=31536000; includeSubDomains" }
        var problems: [String] = []
        for (name, value) in wanted {
            let found = HTTPField.Name(name).map { headers[values: $0] } ?? []
            if found != [value] { problems.append("\(name) is \(found)") }
        }
        for field in headers {
            let name = field.name.canonicalName
            if wanted[name] == nil, !sometimes.contains(name) { problems.append("\(name): \(field.value)") }
            if field.value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { problems.append("\(name) has controls") }
        }
        let kept = headers[values: .cacheControl]
        if kept.count != 1 { problems.append("cache-control is \(kept)") }
        let isForWorkers = ["/desk", "/admin", "/sign-"].contains { path.hasPrefix($0) }
        let mustNotStay = isForWorkers || isKnown || !status.kind.isFine
        if mustNotStay, kept != ["no-store"] { problems.append("\(status) may be kept: \(kept)") }
        return problems + headers[values: .setCookie].flatMap { cookieProblems($0, isSecure: isSecure) }
    }

    /// A cookie is bound to the host and to all its pages, and no script and no other site gets at it.
    static func cookieProblems(_ cookie: String, isSecure: Bool) -> [String] {
        let parts = cookie.split(separator: ";").map { $0.drop { $0 == " " } }
        let name = parts.first?.prefix { $0 != "=" } ?? ""
        var attributes = parts.dropFirst().map(String.init)
        attributes.removeAll { $0.hasPrefix("Max-Age=") && Int($0.dropFirst(8)) != nil }
        let wanted = ["Path=/", "HttpOnly", "SameSite=Lax"] + (isSecure ? ["Secure"] : [])
        var problems = attributes == wanted ? [] : ["the cookie \(name) has \(attributes)"]
        if name.hasPrefix("__Host-") != isSecure { problems.append("the cookie is named \(name)") }
        return problems
    }
}

extension HTTPResponse.Status.Kind {
    fileprivate var isFine: Bool { self == .successful || self == .redirection }
}
