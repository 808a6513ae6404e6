package import Hummingbird
import NIOCore

/// What a handler knows of the request besides the request itself. Filled by ``RequestPipeline``.
package struct SiteContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Shown to the person when something broke, and written to the log with the fault.
    package var requestNumber = ""
    package var language = Language.english
    /// `""`, or the language prefix the person chose: `"/fa"`. Goes before every link and redirect.
    package var base = ""
    /// Path and query without language prefix.
    package var path = "/"
    /// The person's connection is encrypted, here or by a proxy in front.
    package var isSecure = false
    /// Whether the language came from `Accept-Language`, so that a cache must tell readers apart.
    package var isLanguageNegotiated = true
    private let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The network the request came from, as bytes for ``RequestLimiter`` and for nothing else: never stored, never
    /// logged. /24 for IPv4, /56 for IPv6; empty if unknown.
    package var networkPrefix: [UInt8] { forwardedPrefix ?? NetworkPrefix.bytes(of: channel.remoteAddress) }
    /// Whether the other end of the connection is one of these.
    func comes(from ranges: [AddressRange]) -> Bool { ranges.contains { $0.contains(channel.remoteAddress) } }

    /// The same, of the address our own proxy says the request came from.
    var forwardedPrefix: [UInt8]?
}

enum NetworkPrefix {
    static func bytes(of address: SocketAddress?) -> [UInt8] {
        switch address {
        case .v4(let address):
            // sockaddr_in: family and port, two bytes each, then the address.
            withUnsafeBytes(of: address.address) { [4] + Array($0.dropFirst(4).prefix(3)) }
        case .v6(let address):
            // sockaddr_in6: family, port and four bytes of flow information, then the address.
            withUnsafeBytes(of: address.address) { [6] + Array($0.dropFirst(8).prefix(7)) }
        default: []
        }
    }

    /// The prefix of the last address of an `X-Forwarded-For` value, which is the one our own proxy wrote.
    static func bytes(forwardedFor header: String) -> [UInt8] {
        guard let last = header.split(separator: ",").last else { return [] }
        return bytes(of: try? SocketAddress(ipAddress: String(trimmed(last)), port: 0))
    }
}

extension SiteContext {
    /// A redirect within the site that keeps the language: after a form was accepted, to the page to look at.
    ///
    /// - Parameter path: without language prefix, beginning with one slash.
    package func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: base + path])
    }
}
