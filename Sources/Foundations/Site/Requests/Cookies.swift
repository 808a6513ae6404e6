package import HTTPTypes

/// The cookies of a request. Cookies come from outside: sizes are bounded, and a name sent twice counts as not sent,
/// because one of the two may have been planted from a neighboring host.
package struct RequestCookies: Sendable {
    private var values: [String: String] = [:]
    private let isSecure: Bool

    /// - Throws: ``PageProblem/cookiesTooLarge`` above 4,096 bytes or 50 cookies.
    package init(_ headers: HTTPFields, isSecure: Bool) throws(PageProblem) {
        self.isSecure = isSecure
        let fields = headers[values: .cookie]
        guard fields.reduce(0, { $0 + $1.utf8.count }) <= 4_096 else { throw .cookiesTooLarge }
        let pairs = fields.flatMap { $0.split(separator: ";") }
        guard pairs.count <= 50 else { throw .cookiesTooLarge }
        var seen: Set<String> = []
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = String(trimmed(parts[0]))
            values[name] = seen.insert(name).inserted ? String(trimmed(parts[1])) : nil
        }
    }

    /// The value of the cookie ``SetCookie`` set under `name`.
    package subscript(_ name: String) -> String? { values[SetCookie.sentName(name, isSecure: isSecure)] }
}

/// A cookie to set: for this host and all its pages, not readable by scripts, not sent with posts from other sites.
package struct SetCookie: Sendable {
    package var name: String
    /// Letters, digits, `- . _ ~` only.
    package var value: String
    /// Seconds; 0 removes the cookie; nil ends with the browser's session.
    package var maxAge: Int?

    package init(name: String, value: String, maxAge: Int?) {
        precondition(
            value.utf8.allSatisfy(Self.isValueByte), "a cookie's value is made by us, of unreserved characters")
        self.name = name
        self.value = value
        self.maxAge = maxAge
    }

    package static func removal(of name: String) -> SetCookie { SetCookie(name: name, value: "", maxAge: 0) }

    /// The value of the `Set-Cookie` header.
    package func header(isSecure: Bool) -> String {
        var header = "\(Self.sentName(name, isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let maxAge { header += "; Max-Age=\(maxAge)" }
        return isSecure ? header + "; Secure" : header
    }

    /// Browsers accept the prefix `__Host-` only over encrypted connections, and then let no other host set it.
    static func sentName(_ name: String, isSecure: Bool) -> String { isSecure ? "__Host-\(name)" : name }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension HTTPFields {
    /// Adds a cookie to a response.
    package mutating func set(_ cookie: SetCookie, isSecure: Bool) {
        append(HTTPField(name: .setCookie, value: cookie.header(isSecure: isSecure)))
    }
}
