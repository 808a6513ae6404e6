import HTTPTypes
import Hummingbird
import NIOCore
import Site
import Testing

struct ReadyPageTests {
    @Test func `a kept page says the length of the form that is sent`() async throws {
        let text = String(repeating: "water ", count: 500)
        let page = try await ReadyPage(Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text))))
        #expect(page.compressedSize < text.utf8.count)
        for (encoding, size) in [("gzip", page.compressedSize), ("identity", text.utf8.count)] {
            let head = HTTPRequest(
                method: .get, scheme: "http", authority: "x", path: "/", headerFields: [.acceptEncoding: encoding])
            let response = page.response(to: Request(head: head, body: .init(buffer: ByteBuffer())))
            #expect(response.headers[.contentLength] == String(size))
            #expect(response.body.contentLength == size)
            #expect(response.headers[.contentEncoding] == (encoding == "gzip" ? "gzip" : nil))
        }
    }
}
