import HTTPTypes
package import Hummingbird
import NIOCore

/// A page kept as it goes over the wire, plain and compressed, to answer many requests without making it again.
package struct ReadyPage: Sendable {
    private let headers: HTTPFields
    private let status: HTTPResponse.Status
    private let plain: ByteBuffer
    private let compressed: ByteBuffer?

    /// - Parameter response: with a body that can be written out more than once.
    package init(_ response: Response) async throws {
        let bytes = try await ResponseCompression.bytes(of: response.body)
        var headers = response.headers
        // Each form has a length of its own.
        headers[.contentLength] = nil
        self.headers = headers
        status = response.status
        plain = ByteBuffer(bytes: bytes)
        // Made once and sent often, so that the smallest form pays.
        compressed = Gzip.compressed(bytes, level: 9).map { ByteBuffer(bytes: $0) }
    }

    /// The size over the wire in bytes, headers not counted, for budgets.
    package var compressedSize: Int { (compressed ?? plain).readableBytes }

    package func response(to request: Request) -> Response {
        var headers = headers
        guard let compressed, Gzip.isAccepted(by: request.headers[.acceptEncoding]) else {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: plain))
        }
        headers[.contentEncoding] = "gzip"
        headers.addVary("Accept-Encoding")
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: compressed))
    }
}
