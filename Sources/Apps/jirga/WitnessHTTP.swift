import AsyncHTTPClient
import Journal
import NIOCore
import NIOHTTP1

/// Witnesses are asked over HTTP, for ten seconds at most.
enum WitnessHTTP {
    /// The longest answer that is read, in bytes.
    private static let longestAnswer = 65_536

    static let transport: WitnessTransport = { address, body in
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let answer = try await response.body.collect(upTo: longestAnswer)
        return (Int(response.status.code), Array(answer.readableBytesView))
    }
}
