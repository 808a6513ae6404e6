package import Crypto
import Foundation

/// Tokens that tie a posted form to a page of ours (OWASP ASVS 5.0 §3.5.1). No state: a token is its time of issue and
/// HMAC-SHA-256 (RFC 2104) over that time and the identity it was made for.
///
/// A token for `""` fits a page without cookie, which caches may share; because anyone can fetch such a token, it is
/// good only together with what the browser says of the request's origin.
package struct FormTokens: Sendable {
    private let key: SymmetricKey
    /// Milliseconds a token is good for.
    package let lifetime: Int64

    package init(key: SymmetricKey, lifetime: Int64 = 12 * 3_600_000) {
        self.key = key
        self.lifetime = lifetime
    }

    /// - Parameters:
    ///   - identity: the session or participant the page was made for; `""` for nobody.
    ///   - now: milliseconds since 1970.
    package func issue(for identity: String, at now: Int64) -> String {
        let issued = String(now, radix: 36)
        return "\(issued).\(code(issued: issued, identity: identity))"
    }

    /// - Throws: ``PageProblem/formExpired`` if the token is missing, forged, another's, older than ``lifetime``, from
    ///   the future, or anonymous and the request comes from another site.
    package func verify(
        _ token: String?, identity: String, origin: RequestOrigin, at now: Int64
    ) throws(PageProblem) {
        guard let token, token.utf8.count <= 100 else { throw .formExpired }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let issued = Int64(parts[0], radix: 36), isFresh(issued, at: now) else {
            throw .formExpired
        }
        if !identity.isEmpty, isCode(parts[1], issued: parts[0], identity: identity) { return }
        guard isCode(parts[1], issued: parts[0], identity: ""), origin.isOurs else { throw .formExpired }
    }

    private func isFresh(_ issued: Int64, at now: Int64) -> Bool {
        let (age, overflow) = now.subtractingReportingOverflow(issued)
        // Two servers' clocks may differ by a minute.
        return !overflow && age >= -60_000 && age <= lifetime
    }

    private func isCode(_ code: String, issued: String, identity: String) -> Bool {
        guard let bytes = Base64URL.decoded(code) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            bytes, authenticating: message(issued: issued, identity: identity), using: key)
    }

    private func code(issued: String, identity: String) -> String {
        let message = message(issued: issued, identity: identity)
        return Base64URL.encoded(Array(HMAC<SHA256>.authenticationCode(for: message, using: key)))
    }

    private func message(issued: String, identity: String) -> [UInt8] {
        Array("jirga form token\0\(issued)\0\(identity)".utf8)
    }
}

/// RFC 4648 §5 without padding.
enum Base64URL {
    static func encoded(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    static func decoded(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
        else { return nil }
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard + padding).map { Array($0) }
    }
}
