import AsyncHTTPClient
import Foundation
import JirgaTestSupport
import NIOCore
import NIOHTTP1

/// The program that steers Chromium, spoken to as the W3C WebDriver standard says.
struct ChromeDriver: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// What the browser refused to do.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(timeout: .init(connect: .seconds(10), read: .seconds(120))))

    let program: RunningProgram
    private let address: String

    init() async throws {
        guard let driver = Self.find(["chromedriver"]) else {
            throw Missing(
                description: "these tests look at pages in a real browser and chromedriver is not installed: "
                    + "run script/setup --tests, or apt-get install chromium chromium-driver")
        }
        program = try RunningProgram(driver, ["--port=0"])
        let lines = try await program.lines { $0.contains("started successfully on port") }
        let port = lines.last?.split { !$0.isNumber }.last.map(String.init) ?? ""
        address = "http://127.0.0.1:\(port)"
    }

    static func browserPath() throws -> String {
        guard let browser = find(["chromium", "chromium-browser", "google-chrome"]) else {
            throw Missing(
                description: "these tests look at pages in a real browser and Chromium is not installed: "
                    + "run script/setup --tests, or apt-get install chromium chromium-driver")
        }
        return browser
    }

    private static func find(_ names: [String]) -> String? {
        let folders = ["/usr/bin", "/usr/local/bin", "/snap/bin"]
        return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
            .first(where: FileManager.default.isExecutableFile(atPath:))
    }

    @discardableResult
    func command(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        var request = HTTPClientRequest(url: address + path)
        request.method = HTTPMethod(rawValue: method)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(120))
        let bytes = try await response.body.collect(upTo: 67_108_864)
        let answer = try JSONDecoder().decode(JSON.self, from: Data(bytes.readableBytesView))
        guard response.status.code == 200 else {
            throw Refused(
                description: "\(method) \(path): \(answer["value"]?["message"]?.text?.prefix(600) ?? "refused")")
        }
        return answer["value"] ?? .null
    }
}
