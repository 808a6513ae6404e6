import Convening
import Crypto
import Floor
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JirgaTestSupport
import Logging
import NIOCore
import Publication
import SQLStore
import Site
import Synchronization

/// The floor as people reach it: every page, the real router and pipeline, over a database in a file.
struct FloorSite: Sendable {
    let floor: FloorFixture
    let boards: FloorBoards
    let refresher: OpinionMapRefresher
    let renderer: PageRenderer
    let clock: TestClock
    let pipeline: RequestPipeline<RouterResponder<SiteContext>>

    static func with(
        policy: Dialogue.ModerationPolicy = .beforeShowing, closesAt: Int64? = nil,
        profile: PublicationProfile = .open, admission: Dialogue.Admission = .open,
        _ body: @Sendable (FloorSite) async throws -> Void
    ) async throws {
        try await FloorFixture.with(
            .sqlite, policy: policy, closesAt: closesAt, profile: profile, admission: admission
        ) { floor in
            try await body(try FloorSite(floor))
        }
    }

    init(_ floor: FloorFixture) throws {
        let clock = TestClock(FloorFixture.now)
        let now: @Sendable () -> Int64 = { clock.now }
        let tokens = FormTokens(key: SymmetricKey(data: Array("a key for tests, 32 bytes long!!".utf8)))
        renderer = try PageRenderer(
            folders: [.site, ConveningPages.webFolder, FloorPages.webFolder], footer: FloorPages.footer)
        boards = FloorBoards(of: floor.database)
        refresher = OpinionMapRefresher(
            of: floor.database, boards: boards, logger: Logger(label: "test"), now: now)
        let convening = ConveningPages(
            database: floor.database, renderer: renderer, tokens: tokens, isSecure: false,
            limiter: RequestLimiter(RequestLimiter.Rate(burst: 1_000, perHour: 1_000)), now: now)
        let pages = FloorPages(
            database: floor.database, boards: boards, refresher: refresher, convening: convening, renderer: renderer,
            tokens: tokens, pace: HumanPace(clock: now), now: now)
        let routes = ActionRouter(convening)
        convening.addRoutes(to: routes)
        pages.addRoutes(to: routes)
        pipeline = RequestPipeline(routes.router, renderer: renderer)
        self.floor = floor
        self.clock = clock
    }

    /// Somebody's browser: it keeps cookies from one request to the next.
    func browser(_ headers: HTTPFields = [:]) -> TestBrowser {
        TestBrowser(headers: headers) { path, method, headers, body in
            try await Application(responder: pipeline).test(.router) { client in
                try await client.execute(uri: path, method: method, headers: headers, body: body)
            }
        }
    }

    /// A browser in which a worker is signed in.
    func browser(of standing: Standing) async throws -> TestBrowser {
        let now = clock.now
        let session = try await floor.database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            return try SignIn.open(for: standing.worker, in: transaction, at: now, using: &generator)
        }
        return browser([.cookie: "jirga-worker=\(session.token)"])
    }

    /// Brings the dialogue into a phase and lets everybody see it.
    func change(to phase: Dialogue.Phase) async throws {
        let act = ChangePhase(of: floor.dialogue.id, to: phase, by: floor.facilitator)
        let now = clock.now
        try await floor.database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            _ = try act.perform(in: transaction, shownStatements: 10, at: now, using: &generator)
        }
        boards.somethingChanged(in: floor.dialogue.slug)
    }
}

/// A clock that goes on when it is told to.
final class TestClock: Sendable {
    private let time: Mutex<Int64>

    init(_ time: Int64) {
        self.time = Mutex(time)
    }

    var now: Int64 { time.withLock { $0 } }

    func advance(by milliseconds: Int64) {
        time.withLock { $0 += milliseconds }
    }
}

final class TestBrowser: Sendable {
    typealias Send =
        @Sendable (String, HTTPRequest.Method, HTTPFields, ByteBuffer?) async throws -> TestResponse

    private let headers: HTTPFields
    private let cookies = Mutex<[String: String]>([:])
    private let send: Send

    init(headers: HTTPFields, send: @escaping Send) {
        self.headers = headers
        self.send = send
    }

    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    func forget() { cookies.withLock { $0 = [:] } }

    func get(_ path: String, headers more: HTTPFields = [:]) async throws -> TestPage {
        try await request(path, .get, more, nil)
    }

    /// Sends a form and does not follow a redirect.
    func post(_ path: String, _ fields: [String: String], headers more: HTTPFields = [:]) async throws -> TestPage {
        var more = more
        more[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(encoded($0.value))" }.joined(separator: "&")
        return try await request(path, .post, more, ByteBuffer(string: body))
    }

    private func request(
        _ path: String, _ method: HTTPRequest.Method, _ more: HTTPFields, _ body: ByteBuffer?
    ) async throws -> TestPage {
        var headers = headers
        for field in more { headers[field.name] = field.value }
        let own = cookies.withLock { $0.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } }
        let all = (headers[.cookie].map { [$0] } ?? []) + own
        if !all.isEmpty { headers[.cookie] = all.joined(separator: "; ") }
        let response = try await send(path, method, headers, body)
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            cookies.withLock { $0[pair[0]] = pair[1] }
        }
        return TestPage(response)
    }

    private func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let digits = String(byte, radix: 16)
            return isPlain ? String(decoding: [byte], as: UTF8.self) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }
}

/// An answer of the site, and what stands in it.
struct TestPage: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = response.status
        headers = response.headers
        bytes = Array(response.body.readableBytesView)
    }

    var html: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }

    /// The value of the first hidden field of a name.
    func field(_ name: String) -> String? {
        values(after: "name=\"\(name)\" value=\"").first
    }

    /// What stands between a piece of markup and the next quotation mark, wherever it occurs.
    func values(after start: String) -> [String] {
        html.split(separator: start, omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "\"" }) }
    }

    /// Texts that templates and catalogues left unfilled.
    var gaps: [String] { ["{{", "}}", "⟦", "⟧"].filter(html.contains) }
}
