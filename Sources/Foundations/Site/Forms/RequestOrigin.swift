import HTTPTypes
package import Hummingbird

/// What a browser says about where a request comes from.
package struct RequestOrigin: Sendable, Equatable {
    package var fetchSite: String?
    package var origin: String?
    package var host: String?

    package init(fetchSite: String?, origin: String?, host: String?) {
        self.fetchSite = fetchSite
        self.origin = origin
        self.host = host
    }

    package init(_ request: Request) {
        fetchSite = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        origin = request.headers[.origin]
        host = request.head.authority
    }

    /// Nothing the browser sent speaks against the request coming from a page of ours. Browsers of this decade send at
    /// least one of the two headers with a form; one that sends neither is given the benefit of the doubt.
    package var isOurs: Bool {
        if let fetchSite, !["same-origin", "none"].contains(fetchSite) { return false }
        guard let origin else { return true }
        guard let host, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == host.lowercased()
    }

    /// The browser itself says that the request comes from a page of ours.
    package var isSurelyOurs: Bool { isOurs && (fetchSite == "same-origin" || origin != nil) }
}
