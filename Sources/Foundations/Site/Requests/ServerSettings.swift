package import HummingbirdCore
import HummingbirdTLS
import NIOCore

/// Limits of a connection, before any request of ours is made of it.
///
/// Sizes and number of header fields (a plain answer 431, and the end of the connection); total times for a header and for
/// a body, and an idle time besides; the number of connections, in all and from one network. The body's own size is a
/// matter of ``FormData/Limits``; what is refused unread is not read to its end either. The parser itself refuses two
/// lengths, a length beside chunks and signs in lengths.
package struct ServerSettings: Sendable {
    /// Seconds without a complete header, a part of a body or an answer, after which the connection is closed.
    package var idleSeconds: Int = 15
    /// Seconds from the beginning of a connection to the end of a header, and from one request to the next.
    package var headSeconds: Int = 10
    /// Seconds for a whole body; later than ``FormData/Limits/deadline``, which answers with a page.
    package var bodySeconds: Int = 35
    package var connections: Int = 8_000
    /// Many people share one network address, so be generous. Nil behind a proxy, where all come from there.
    package var connectionsByNetwork: Int? = 2_000
    /// Bytes of one header field.
    package var headerFieldBytes: Int = 8_192
    /// Bytes of all header fields.
    package var headerBytes: Int = 16_384
    package var headerFields: Int = 100

    /// For encrypted connections; nil where a proxy does that, or nobody.
    package var certificate: ServerCertificate?

    package init() {}

    /// For `Application(responder:server:)`.
    /// - Throws: where the certificate is not usable, which ``ServerCertificate`` has ruled out.
    package func server() throws -> HTTPServerBuilder {
        let counts = ConnectionCounts(limit: connections, limitByNetwork: connectionsByNetwork)
        let deadlines = ConnectionGuard.Deadlines(
            head: .seconds(Int64(headSeconds)), body: .seconds(Int64(bodySeconds)))
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuardPlacement(counts, deadlines)],
                idleTimeout: .seconds(Int64(idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: headerFieldBytes, maxHeaderListSize: headerBytes,
                    maxHeaderFieldCount: headerFields)))
        guard let certificate else { return plain }
        return try .tls(plain, tlsConfiguration: certificate.configuration)
    }
}
