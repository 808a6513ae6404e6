import Convening
import HTTPTypes
import Hummingbird
import Journal
import Site

/// Whoever asks for a page: known by a secret that the browser keeps, or not yet known.
struct Visitor: Sendable {
    static let cookieName = "jirga-participant"
    /// One year, in seconds, as the page about privacy says.
    static let cookieLifetime = 31_536_000

    /// 64 hexadecimal digits. Anything else that a browser sends counts as nothing.
    let secret: String?

    init(_ request: Request, _ context: SiteContext) throws(PageProblem) {
        let sent = try RequestCookies(request.headers, isSecure: context.isSecure)[Self.cookieName]
        secret = sent.flatMap { $0.utf8.count == 64 && $0.utf8.allSatisfy(Self.isDigit) ? $0 : nil }
    }

    /// What form tokens are bound to.
    var identity: String { secret ?? "" }

    func participant(in dialogue: Dialogue) -> Participant.ID? {
        secret.map { Participant.ID(secret: $0, in: dialogue.id) }
    }

    /// The visitor as one who has a secret, made now if there was none.
    func known(using generator: inout some RandomNumberGenerator) -> KnownVisitor {
        if let secret { return KnownVisitor(secret: secret, isNew: false) }
        let words = (0..<4).map { _ in generator.next() }
        let secret = words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        return KnownVisitor(secret: secret, isNew: true)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

/// A visitor who takes part: something of theirs is being written.
struct KnownVisitor: Sendable {
    let secret: String
    /// The browser does not have the secret yet.
    let isNew: Bool

    func participant(in dialogue: Dialogue) -> Participant.ID {
        Participant.ID(secret: secret, in: dialogue.id)
    }

    /// The response, with the secret to keep where the browser does not have it.
    func remembered(in response: Response, _ context: SiteContext) -> Response {
        guard isNew else { return response }
        var response = response
        response.headers.set(
            SetCookie(name: Visitor.cookieName, value: secret, maxAge: Visitor.cookieLifetime),
            isSecure: context.isSecure)
        return response
    }
}

extension Request {
    /// A script asks for the changed part of the page instead of a whole one.
    var wantsFragment: Bool { headers[.jirgaFragment] == "1" }

    /// The value of a query parameter that is there once.
    func query(_ name: String) -> String? {
        let values = uri.queryParameters.getAll(name)
        return values.count == 1 ? values[0] : nil
    }
}

extension HTTPField.Name {
    static let jirgaFragment: Self = {
        guard let name = Self("Jirga-Fragment") else { preconditionFailure("the name of a header of ours is a token") }
        return name
    }()
}

extension Visitor {
    init(_ known: KnownVisitor) { secret = known.secret }
}
