package import HummingbirdCore
import NIOCore

/// Limits of a connection, before any request of ours is made of it.
///
/// What exists: sizes and number of header fields (the parser answers 400 and closes); an idle time, which also ends a
/// header that does not get complete; the body's size and deadline, by ``FormData/Limits`` where a body is read. The
/// parser itself refuses two lengths, a length beside chunks and signs in lengths. What does not: a limit on the
/// number of connections, which is `availableConnectionsDelegate` of the server, or the proxy's.
package struct ServerSettings: Sendable {
    /// Seconds without a complete header, a part of a body or an answer, after which the connection is closed.
    package var idleSeconds: Int = 30
    /// Bytes of one header field.
    package var headerFieldBytes: Int = 8_192
    /// Bytes of all header fields.
    package var headerBytes: Int = 16_384
    package var headerFields: Int = 100

    package init() {}

    /// For `Application(responder:server:)`.
    package var server: HTTPServerBuilder {
        .http1(
            configuration: .init(
                idleTimeout: .seconds(Int64(idleSeconds)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: headerFieldBytes, maxHeaderListSize: headerBytes,
                    maxHeaderFieldCount: headerFields)))
    }
}
