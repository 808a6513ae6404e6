import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// One browser's worth of cookies over a real connection; follows no redirect unless asked to.
final class WebSession: Sendable {
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10), read: .seconds(60))))

    let address: String
    private let jar: Mutex<[String: String]>

    /// - Parameter address: of the server, without a path.
    init(_ address: String, cookies: [String: String] = [:]) {
        self.address = address
        jar = Mutex(cookies)
    }

    var cookies: [String: String] { jar.withLock { $0 } }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> WebAnswer {
        try await send("GET", path, headers: headers)
    }

    /// Posts a form as a page of the server would.
    func post(_ path: String, _ fields: [(String, String)], headers: [String: String] = [:]) async throws -> WebAnswer {
        let body = fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send("POST", path, headers: headers, body: body)
    }

    /// Posts a form of a page with some fields filled in, as pressing one of its buttons does.
    func submit(
        _ form: HTMLForm, _ filled: [String: String] = [:], headers: [String: String] = [:]
    ) async throws -> WebAnswer {
        var fields = form.fields.map { ($0.name, filled[$0.name] ?? $0.value) }
        let names = Set(fields.map(\.0))
        fields += filled.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return try await post(form.action, fields, headers: headers)
    }

    /// Goes where an answer leads, up to five times.
    func follow(_ answer: WebAnswer) async throws -> WebAnswer {
        var answer = answer
        for _ in 0..<5 {
            guard (300..<400).contains(answer.status), let location = answer.header("location") else { break }
            answer = try await get(location)
        }
        return answer
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> WebAnswer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : address + path)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let sent = cookies
        if !sent.isEmpty {
            let pairs = sent.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            request.headers.add(name: "Cookie", value: pairs.joined(separator: "; "))
        }
        if let body {
            if headers["Content-Type"] == nil {
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            }
            if headers["Origin"] == nil { request.headers.add(name: "Origin", value: address) }
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 16_777_216)
        let answer = WebAnswer(
            method: method, path: path, status: Int(response.status.code),
            headers: response.headers.map { ($0.name.lowercased(), $0.value) }, body: String(buffer: bytes))
        keepCookies(of: answer)
        return answer
    }

    private func keepCookies(of answer: WebAnswer) {
        for header in answer.headers where header.name == "set-cookie" {
            let parts = header.value.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            let pair = (parts.first ?? "").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            jar.withLock { $0[String(pair[0])] = parts.contains("Max-Age=0") ? nil : String(pair[1]) }
        }
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: String(format: "%%%02X", byte)
            }
        }.joined()
    }
}

/// What a server answered.
struct WebAnswer: Sendable, CustomStringConvertible {
    let method: String
    let path: String
    let status: Int
    /// Names in lower case, in the order they came.
    let headers: [(name: String, value: String)]
    let body: String

    var page: HTMLPage { HTMLPage(body) }
    /// Where it leads, when it leads elsewhere.
    var location: String { header("location") ?? "" }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// For the message of a failed test.
    var description: String {
        "\(method) \(path) → \(status) \(location)\n\(page.text.prefix(600))"
    }
}
