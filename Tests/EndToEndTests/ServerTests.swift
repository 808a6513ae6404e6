import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// What the outside can send, and what comes back.
    @Suite(.demonstration) struct `The server` {
        let server: RunningJirga
        let visitor: WebSession

        init() throws {
            server = try Demonstration.shared.server
            visitor = WebSession(server.address)
        }

        @Test func `says where it is and how its owner signs in`() async throws {
            #expect(server.address.hasPrefix("http://127.0.0.1:"))
            #expect(server.signInLink.hasPrefix(server.address + "/sign-in/link?code="))
            let home = try await visitor.follow(try await visitor.get("/"))
            #expect(home.status == 200, "\(home)")
            #expect(
                home.body.contains("Simulated") || home.body.contains("simulated"), "the demonstration says what it is")
        }

        @Test func `tells machines that it is well, and no secrets`() async throws {
            let answer = try await visitor.get("/health")
            #expect(answer.status == 200, "\(answer)")
            #expect(answer.header("content-type")?.hasPrefix("application/json") == true)
            #expect(throws: Never.self) { try JSONDecoder().decode(JSON.self, from: Data(answer.body.utf8)) }
            #expect(!answer.body.contains("/") && !answer.body.lowercased().contains("key"), "\(answer.body)")
        }

        // MARK: Headers

        /// Addresses with the status that somebody unknown gets.
        static let addresses: [(path: String, status: Int)] = [
            ("/d/demo", 200), ("/fa/d/demo", 200), ("/d/demo/list", 200), ("/d/demo/mine", 200), ("/d/demo/say", 200),
            ("/d/demo/results", 200), ("/d/demo/who", 200), ("/d/demo/compare", 403), ("/help", 200),
            ("/accessibility", 200), ("/privacy", 200), ("/sign-in", 200), ("/health", 200),
            ("/sign-in/link?code=x", 410), ("/desk", 303), ("/desk/new", 303), ("/desk/account", 303),
            ("/desk/demo", 303), ("/desk/demo/moderate", 303), ("/admin", 303), ("/nothing", 404), ("/d/nothing", 404),
            ("/fa/nothing", 404), ("/s/0000-0000-0", 404), ("/d/demo/s/100000", 404), ("/d/%00", 400),
        ]

        @Test(arguments: addresses)
        func `protects every page with its headers and sets no cookie by itself`(
            address: (path: String, status: Int)
        ) async throws {
            for method in ["GET", "HEAD"] {
                let answer = try await visitor.send(method, address.path)
                #expect(answer.status == address.status, "\(answer)")
                let policy = answer.header("content-security-policy") ?? ""
                #expect(
                    policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(address.path): \(policy)")
                #expect(policy.contains("frame-ancestors") && policy.contains("form-action 'self'"))
                #expect(answer.header("x-content-type-options") == "nosniff")
                #expect(answer.header("referrer-policy") != nil)
                #expect(answer.header("cross-origin-opener-policy") == "same-origin")
                #expect(answer.header("set-cookie") == nil, "\(method) \(address.path) set a cookie")
                #expect(answer.header("cache-control") != nil)
                if method == "HEAD" { #expect(answer.body.isEmpty) }
            }
        }

        @Test(arguments: addresses.filter { $0.status == 200 }.map(\.path))
        func `sends as much as it says, compressed or not, the first time and again`(path: String) async throws {
            for encoding in ["gzip", "identity", "gzip"] {
                let answer = try await RawConnection.exchange(
                    "GET \(path) HTTP/1.1\r\nHost: x\r\nAccept-Encoding: \(encoding)\r\nConnection: close\r\n\r\n",
                    port: server.port)
                let parts = answer.bytes.split(separator: Array("\r\n\r\n".utf8), maxSplits: 1)
                let length = answer.text.lowercased().firstMatch(of: /content-length: ([0-9]+)/)?.1
                #expect(length.flatMap { Int($0) } == parts.last?.count, "\(path) as \(encoding)")
                #expect(
                    answer.text.lowercased().contains("content-encoding: gzip")
                        == (encoding == "gzip" && path != "/health"))
            }
        }

        @Test func `lets nobody keep a page that belongs to somebody`() async throws {
            let person = WebSession(server.address)
            let first = try await person.get("/d/demo")
            #expect(first.header("cache-control")?.contains("public") == true, "the first page is everybody's")
            _ = try await person.submit(try first.page.form("/vote"), ["choice": "agree"])
            #expect(!person.cookies.isEmpty)
            for path in ["/d/demo", "/d/demo/mine", "/d/demo/list", "/d/demo/say", "/d/demo/compare"] {
                let answer = try await person.get(path)
                let kept = answer.header("cache-control") ?? ""
                #expect(kept.contains("no-store") || kept.contains("private"), "\(path): \(kept)")
                #expect(answer.header("vary")?.lowercased().contains("cookie") == true || kept.contains("no-store"))
            }
        }

        @Test func `keeps styles and scripts for ever, under names that change with them`() async throws {
            let page = try await visitor.get("/d/demo")
            let assets = page.body.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
            #expect(!assets.isEmpty)
            for asset in assets {
                let answer = try await visitor.get(asset, headers: ["Accept-Encoding": "gzip"])
                #expect(
                    answer.status == 200 && answer.header("cache-control")?.contains("immutable") == true, "\(asset)")
                #expect(answer.header("x-content-type-options") == "nosniff")
                #expect(answer.header("content-encoding") == "gzip")
            }
        }

        @Test func `speaks the reader's language and says so`() async throws {
            let negotiated = try await visitor.get("/help", headers: ["Accept-Language": "fa-AF,fa;q=0.9,en;q=0.5"])
            #expect(negotiated.body.contains("<html lang=\"fa-AF\" dir=\"rtl\">"))
            #expect(negotiated.header("vary")?.lowercased().contains("accept-language") == true)
            let chosen = try await visitor.get("/en/help", headers: ["Accept-Language": "fa"])
            #expect(chosen.body.contains("<html lang=\"en\" dir=\"ltr\">"))
        }

        @Test func `gives the results to programs, for somebody who may see them`() async throws {
            let person = try await Demonstration.shared.cast.participant()
            let table = try await person.get("/d/demo/statements.csv")
            #expect(table.status == 200 && table.header("content-type")?.hasPrefix("text/csv") == true, "\(table)")
            let document = try await person.get("/d/demo/results.json")
            #expect(document.status == 200, "\(document)")
            #expect(throws: Never.self) { try JSONDecoder().decode(JSON.self, from: Data(document.body.utf8)) }
            let map = try await person.get("/d/demo/map.svg")
            #expect(map.status == 200 && map.header("content-type")?.hasPrefix("image/svg") == true, "\(map)")
            for file in ["statements.csv", "results.json", "map.svg"] {
                #expect(try await visitor.get("/d/demo/\(file)").status == 403, "\(file) tells what the page does not")
            }
        }

        // MARK: Addresses and methods

        @Test(arguments: [
            "/%", "/%zz", "/d/%ff", "/d/demo%00", "/%C0%AF", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd",
            "/d/..%5c..%5cx", "/assets/..%2f..%2fjirga.sqlite", "/%252e%252e/etc/passwd", "/d/\\..\\x",
        ])
        func `opens no file by a broken address`(path: String) async throws {
            let answer = try await RawConnection.exchange(
                "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: server.port)
            let status = answer.status
            #expect(status == 400 || status == 404, "\(path): \(answer.text.prefix(200))")
            #expect(!answer.text.contains("root:"))
            #expect(try await server.isWell())
        }

        @Test func `refuses an address of nine thousand bytes`() async throws {
            let answer = try await RawConnection.exchange(
                "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                port: server.port)
            #expect([400, 414, 431].contains(answer.status), "\(answer.text.prefix(200))")
            #expect(try await server.isWell())
        }

        @Test(arguments: ["DELETE", "PUT", "PATCH", "TRACE", "OPTIONS", "CONNECT", "BREW"])
        func `says which methods there are`(method: String) async throws {
            let answer = try await RawConnection.exchange(
                "\(method) /d/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                port: server.port)
            let status = answer.status
            // A method that the parser does not know never becomes a request.
            #expect(status == 405 || status == 400, "\(answer.text.prefix(200))")
            if status == 405 { #expect(answer.text.lowercased().contains("allow: get, head")) }
            #expect(try await server.isWell())
        }

        @Test func `says which method an address takes`() async throws {
            let get = try await visitor.get("/d/demo/vote")
            #expect(get.status == 405 && get.header("allow")?.contains("POST") == true, "\(get)")
            let post = try await visitor.post("/help", [])
            #expect(post.status == 405 && post.header("allow")?.contains("GET") == true, "\(post)")
        }

        @Test(arguments: [
            "/d/demo/s/0", "/d/demo/s/-1", "/d/demo/s/999999999999999999999999999999", "/d/demo/s/1e3",
            "/d/demo/group/zz",
            "/d/DEMO", "/d/demo'--", "/d/" + String(repeating: "x", count: 300), "/s/4471-9028-6", "/s/x",
            "/d/demo?saved=nonsense&saved=twice", "/d/demo/list?p=999999999999999999999", "/d/demo?show=0",
            "/d/demo/results?sort=%27%3B&page=-1",
        ])
        func `takes what it does not know for nothing`(path: String) async throws {
            let answer = try await visitor.get(path)
            #expect([200, 303, 400, 403, 404].contains(answer.status), "\(answer)")
            #expect(!answer.body.contains("SQL") && !answer.body.contains(".swift"))
        }

        // MARK: Bytes no browser would send

        static let garbage: [(name: String, bytes: String)] = [
            ("random words", "hello there\r\n\r\n"),
            ("an unknown version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"),
            ("HTTP/0.9", "GET /\r\n"),
            (
                "two lengths",
                "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"
            ),
            (
                "a length beside chunks",
                "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            ("a negative length", "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\nabc"),
            ("a signed length", "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc"),
            ("a hexadecimal length", "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc"),
            ("no host", "GET /d/demo HTTP/1.1\r\nConnection: close\r\n\r\n"),
            ("two hosts", "GET /d/demo HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"),
            ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\r\n\r\n"),
            ("NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nX-Thing: a\u{0}b\r\nConnection: close\r\n\r\n"),
        ]

        @Test(arguments: garbage)
        func `refuses what is no request`(sent: (name: String, bytes: String)) async throws {
            let answer = try await RawConnection.exchange(sent.bytes, port: server.port, silence: 2)
            if !answer.bytes.isEmpty {
                #expect([400, 403, 415, 421, 422, 426, 501, 505].contains(answer.status), "\(answer.text.prefix(300))")
            }
            #expect(try await server.isWell())
        }

        @Test func `refuses too many and too large headers`() async throws {
            let many = (0..<150).map { "X-Header-\($0): value\r\n" }.joined()
            let large = (0..<5).map { "X-Header-\($0): \(String(repeating: "v", count: 4_000))\r\n" }.joined()
            let one = "X-Header: \(String(repeating: "v", count: 17_000))\r\n"
            for headers in [many, large, one] {
                let answer = try await RawConnection.exchange(
                    "GET /d/demo HTTP/1.1\r\nHost: x\r\n\(headers)Connection: close\r\n\r\n", port: server.port)
                #expect(answer.bytes.isEmpty || [400, 431].contains(answer.status), "\(answer.text.prefix(200))")
            }
            #expect(try await server.isWell())
        }

        @Test func `refuses too many and too large cookies`() async throws {
            let many = (0..<60).map { "a\($0)=b" }.joined(separator: "; ")
            let large = "a=" + String(repeating: "b", count: 5_000)
            for cookies in [many, large] {
                let answer = try await visitor.send("GET", "/d/demo/mine", headers: ["Cookie": cookies])
                #expect([400, 431].contains(answer.status), "\(answer)")
            }
            // A cookie that is none of ours is no identity.
            for secret in ["x", String(repeating: "g", count: 64), "../../etc", "\"", ""] {
                let answer = try await visitor.send(
                    "GET", "/d/demo/mine", headers: ["Cookie": "jirga-participant=\(secret); jirga-worker=\(secret)"])
                #expect(answer.status == 200, "\(answer)")
            }
            #expect(try await server.isWell())
        }

        @Test func `reads no body that is too large`() async throws {
            let declared = try await RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 100000000\r\nConnection: close\r\n\r\nstatement=", port: server.port)
            #expect(declared.status == 413, "\(declared.text.prefix(200))")
            let chunk = "4000\r\n" + String(repeating: "a", count: 0x4000) + "\r\n"
            let endless = try await RawConnection.exchange(
                "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + String(repeating: chunk, count: 64), port: server.port)
            // Closing while more is coming may lose the words, but not the refusal.
            #expect(endless.bytes.isEmpty || endless.status == 413, "\(endless.text.prefix(200))")
            #expect(try await server.isWell())
        }

        @Test func `answers many requests on one connection in their order`() async throws {
            let request = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
            let last = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answer = try await RawConnection.exchange(
                String(repeating: request, count: 300) + last, port: server.port, silence: 20)
            #expect(answer.text.components(separatedBy: "HTTP/1.1 200").count == 301)
            #expect(answer.text.components(separatedBy: "HTTP/1.1 404").count == 2)
            #expect(try await server.isWell())
        }

        // MARK: Beginning and end

        @Test(arguments: [SIGTERM, SIGINT])
        func `ends when it is asked to, and says nothing is wrong`(signal: Int32) async throws {
            let folder = try TemporaryFolder()
            let other = try await RunningJirga(["--data", folder.path("data")])
            #expect(try await WebSession(other.address).get("/health").status == 200)
            other.program.send(signal)
            #expect(await other.program.status() == 0, "\(other.program.stderr)")
            #expect(!other.program.stderr.contains("error"))
        }

        @Test func `says that a port is taken`() async throws {
            let folder = try TemporaryFolder()
            let run = try await JirgaProgram.run(
                "serve", "--data", folder.path("data"), "--port", "\(server.port)")
            #expect(run.status == 69, "\(run.status) \(run.stderr)")
            #expect(run.stderr.contains("port \(server.port)") && run.stderr.contains("--port"), "\(run.stderr)")
            #expect(run.stdout.isEmpty)
        }

        @Test func `greets with an empty page where there is no dialogue`() async throws {
            let folder = try TemporaryFolder()
            try await RunningJirga.serving(folder.path("data")) { server in
                let home = try await WebSession(server.address).get("/")
                #expect(home.status == 200 && home.page.headings.count == 1, "\(home)")
            }
        }
    }
}
