import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// Connections of people who want to stay longer, or send more, than anybody needs.
    @Suite(.demonstration) struct `A connection` {
        let server: RunningJirga

        init() throws {
            server = try Demonstration.shared.server
        }

        private static let form = "Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"

        @Test func `with a body refused for its length is closed, whatever the client wants`() async throws {
            let answer = try await RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\n\(Self.form)Content-Length: 100000000\r\n\r\nstatement=",
                port: server.port,
                silence: 8)
            #expect(answer.status == 413, "\(answer.text.prefix(300))")
            #expect(answer.text.lowercased().contains("connection: close"))
            #expect(!answer.wasSilent, "the server kept the connection open")
        }

        @Test func `is promised no hearing for a body that will be refused`() async throws {
            let answer = try await RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\n\(Self.form)Expect: 100-continue\r\nContent-Length: 100000000\r\n\r\n",
                port: server.port, silence: 8)
            #expect(answer.status == 413 && !answer.text.contains(" 100 "), "\(answer.text.prefix(300))")
            #expect(!answer.wasSilent)
        }

        @Test func `with an endless body is closed`() async throws {
            let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
            let answer = try await RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\n\(Self.form)Transfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: chunk, count: 64), port: server.port, silence: 8)
            #expect(answer.bytes.isEmpty || answer.status == 413, "\(answer.text.prefix(300))")
            #expect(!answer.wasSilent)
            #expect(try await server.isWell())
        }

        @Test func `whose body nobody asked for is closed with the answer`() async throws {
            let answer = try await RawConnection.exchange(
                "POST /nothing HTTP/1.1\r\n\(Self.form)Content-Length: 1000\r\n\r\nabc", port: server.port, silence: 8)
            #expect(answer.status == 404 && answer.text.lowercased().contains("connection: close"))
            #expect(!answer.wasSilent)
        }

        @Test(arguments: ["many", "large", "one"])
        func `with too much of a header is told so and closed`(kind: String) async throws {
            let headers =
                switch kind {
                case "many": (0..<150).map { "X-Header-\($0): value\r\n" }.joined()
                case "large": (0..<5).map { "X-Header-\($0): \(String(repeating: "v", count: 4_000))\r\n" }.joined()
                default: "X-Header: \(String(repeating: "v", count: 17_000))\r\n"
                }
            let answer = try await RawConnection.exchange(
                "GET /d/demo HTTP/1.1\r\nHost: x\r\n\(headers)\r\n", port: server.port, silence: 8)
            #expect(answer.status == 431 && answer.text.contains("headers_too_large"), "\(answer.text.prefix(300))")
            #expect(!answer.wasSilent)
        }

        @Test func `that never says what it wants is closed at the deadline, and so is a slow body`() async throws {
            async let head = RawConnection.exchange("GET / HTTP/1.1\r\nHost: x\r\nX-", port: server.port, silence: 25)
            async let body = RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\n\(Self.form)Content-Length: 100\r\n\r\nstatement=", port: server.port,
                silence: 45)
            let (silentHead, silentBody) = try await (head, body)
            #expect(silentHead.bytes.isEmpty && !silentHead.wasSilent)
            #expect(silentBody.bytes.isEmpty || silentBody.status == 408, "\(silentBody.text.prefix(200))")
            #expect(!silentBody.wasSilent)
        }

        @Test func `stays for the next request when nothing was wrong`() async throws {
            let one = "POST /nothing HTTP/1.1\r\n\(Self.form)Content-Length: 3\r\n\r\na=b"
            let last = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answer = try await RawConnection.exchange(one + one + last, port: server.port)
            #expect(answer.text.components(separatedBy: "HTTP/1.1 404").count == 3, "\(answer.text.suffix(300))")
            #expect(answer.text.contains("HTTP/1.1 200"))
        }

        @Test func `of somebody slow does not stop the others, three hundred times`() async throws {
            let slow = try HeldConnections(300, port: server.port, saying: "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            defer { slow.close() }
            for path in ["/health", "/d/demo", "/help"] {
                #expect(try await WebSession(server.address).get(path).status == 200)
            }
        }
    }
}
