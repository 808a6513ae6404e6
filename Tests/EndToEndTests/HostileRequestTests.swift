import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// Rows of `docs/bad-input.md` that only bytes on a connection can show.
    @Suite(.demonstration) struct `A hostile request` {
        let server: RunningJirga

        init() throws {
            server = try Demonstration.shared.server
        }

        /// The lines of the header of an answer.
        private func header(of request: String) async throws -> [String] {
            let answer = try await RawConnection.exchange(request, port: server.port)
            let head = answer.text.components(separatedBy: "\r\n\r\n").first ?? ""
            return head.components(separatedBy: "\r\n")
        }

        @Test(arguments: [
            "/sign-in?next=/desk%0d%0aX-Injected:%20yes", "/d/demo%0d%0aX-Injected:%20yes",
            "/desk/%22%0aX-Injected:yes",
            "/s?code=%0d%0aX-Injected:%20yes", "/desk?next=%22%3b%20filename=%22x",
            "/fa/desk/demo?a=%0d%0a%0d%0a<html>",
            "/d/demo/results?sort=%0aX-Injected:yes", "/admin?%0d%0aX-Injected=yes",
            "/d/demo/mine/receipts/%22%0d%0aX-Injected:yes",
        ])
        func `puts no line of its own into the header of an answer`(path: String) async throws {
            let lines = try await header(of: "GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(lines.first?.hasPrefix("HTTP/1.1 ") == true)
            for line in lines.dropFirst() {
                #expect(line.contains(": "), "\(line)")
                #expect(!line.lowercased().hasPrefix("x-injected"), "\(line)")
                #expect(!line.lowercased().hasPrefix("set-cookie"), "\(line)")
            }
        }

        @Test(arguments: ["next=/desk%0d%0aSet-Cookie:%20a%3Db", "next=%2F%2Fevil.example", "next=/desk%22x"])
        func `leads nobody elsewhere and writes no header through a form`(field: String) async throws {
            let visitor = WebSession(server.address)
            let token = try #require(try await visitor.get("/sign-in").page.form("/sign-in").value("token"))
            let body = "token=\(token)&name=a&passphrase=b&\(field)"
            let lines = try await header(
                of: "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
            #expect(lines.first?.contains(" 422 ") == true || lines.first?.contains(" 429 ") == true, "\(lines)")
            #expect(!lines.contains { $0.lowercased().hasPrefix("set-cookie") || $0.contains("evil") }, "\(lines)")
        }

        @Test func `names files that are downloaded in plain letters`() async throws {
            let person = try await Demonstration.shared.cast.participant()
            let worker = try await Demonstration.shared.cast.worker()
            var found = 0
            for (reader, path) in [
                (person, "/d/demo/statements.csv"), (worker, "/desk/demo/log.csv"), (person, "/d/demo/map.svg"),
                (person, "/d/demo/results.json"),
            ] {
                let answer = try await reader.get(path)
                guard let name = answer.header("content-disposition") else { continue }
                #expect(name.wholeMatch(of: /attachment; filename="[a-z0-9.-]+"/) != nil, "\(path): \(name)")
                found += 1
            }
            #expect(found >= 2)
        }

        @Test(arguments: ["application/xml", "application/json", "image/*", "text/html;q=0", "*/*;q=0, nonsense,,;;"])
        func `H16 for another type gets the page all the same`(accept: String) async throws {
            let answer = try await WebSession(server.address).get("/d/demo", headers: ["Accept": accept])
            #expect(answer.status == 200 && answer.header("content-type") == "text/html; charset=utf-8", "\(answer)")
        }

        @Test(arguments: [
            "bytes=0-18446744073709551615", "bytes=0-0", "bytes=-5", "bytes=5-1", "lines=1-2", "bytes=",
            "bytes=" + (0..<500).map { "\($0)-\($0)" }.joined(separator: ","),
        ])
        func `H17 for a part gets the whole`(range: String) async throws {
            let visitor = WebSession(server.address)
            let page = try await visitor.get("/help")
            let asset = page.body.firstMatch(of: /href="(\/assets\/[^"]+)"/).map { String($0.1) } ?? ""
            for path in ["/help", asset, "/.well-known/jirga-log.json"] {
                let whole = try await visitor.get(path)
                let part = try await visitor.get(path, headers: ["Range": range])
                #expect(part.status == 200 && part.body == whole.body, "\(path): \(part.status)")
                #expect(part.header("content-range") == nil)
            }
        }

        @Test(arguments: ["/d/demo?show=1&show=2", "/d/demo/results?sort=gap&sort=gap", "/?a&a=1", "/help?%61=1&a=2"])
        func `H18 with a parameter twice is refused`(path: String) async throws {
            let answer = try await WebSession(server.address).get(path)
            #expect(answer.status == 400 && answer.body.contains(">duplicate_field<"), "\(answer)")
            #expect(answer.page.headings.count == 1)
        }

        @Test(arguments: [false, true])
        func `H20 is known by a forwarded address only where our own proxy writes it`(isBehindProxy: Bool) async throws
        {
            let folder = try TemporaryFolder()
            let options = isBehindProxy ? ["--behind-proxy"] : []
            try await RunningJirga.serving(folder.path("data"), options) { server in
                var statuses: [Int] = []
                for attempt in 0..<14 {
                    let visitor = WebSession(server.address)
                    let code = String(repeating: "0", count: 64)
                    let form = try await visitor.get("/sign-in/link?code=\(code)").page.form("/sign-in/link")
                    let answer = try await visitor.submit(form, headers: ["X-Forwarded-For": "203.0.\(attempt).7"])
                    statuses.append(answer.status)
                }
                #expect(statuses.prefix(10).allSatisfy { $0 == 410 }, "\(statuses)")
                #expect(statuses.suffix(4).allSatisfy { $0 == (isBehindProxy ? 410 : 429) }, "\(statuses)")
            }
        }

        @Test func `H22 among ten thousand on one connection is answered in its order`() async throws {
            let one = Array("GET /nothing HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".utf8)
            let last = Array("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
            let answer = try await RawConnection.exchange(
                Array(repeatElement(one, count: 9_999).joined()) + last, port: server.port, silence: 60,
                most: 128 * 1_048_576)
            let answers = answer.bytes.ranges(of: Array("HTTP/1.1 ".utf8)).map { range in
                String(decoding: answer.bytes[range.upperBound...].prefix(3), as: UTF8.self)
            }
            #expect(answers.count == 10_000 && answers.last == "200", "\(answers.count) answers")
            #expect(answers.dropLast().allSatisfy { $0 == "404" })
            #expect(!answer.wasSilent)
            #expect(try await server.isWell())
        }

        @Test func `is shared with other sites only where the log is read`() async throws {
            let person = try await Demonstration.shared.cast.participant()
            let worker = try await Demonstration.shared.cast.worker()
            let foreign = ["Origin": "https://elsewhere.example"]
            let list = try await person.get("/.well-known/jirga-log.json", headers: foreign)
            #expect(list.status == 200 && list.header("access-control-allow-origin") == "*", "\(list)")
            let paths = list.body.matches(of: /"path":"(\/log\/[^"]+)"/).map { String($0.1) }
            #expect(!paths.isEmpty)
            for path in paths {
                let answer = try await person.get("\(path)/checkpoint", headers: foreign)
                #expect(answer.header("access-control-allow-origin") == "*" || answer.status == 404, "\(answer)")
            }
            for (reader, path) in [
                (person, "/d/demo"), (person, "/d/demo/mine"), (person, "/d/demo/results.json"),
                (person, "/d/demo/statements.csv"), (person, "/d/demo/mine/receipts"), (worker, "/desk"),
                (worker, "/desk/demo/log.csv"), (person, "/health"), (person, "/nothing"),
            ] {
                let answer = try await reader.get(path, headers: foreign)
                #expect(!answer.headers.contains { $0.name.hasPrefix("access-control-") }, "\(answer)")
            }
        }
    }
}
