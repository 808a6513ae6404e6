import Foundation
import Testing

extension EndToEnd {
    /// Forms as browsers send them, and as nobody should.
    @Suite(.demonstration) struct `A form` {
        let server: RunningJirga
        let visitor: WebSession

        init() throws {
            server = try Demonstration.shared.server
            visitor = WebSession(server.address)
        }

        struct BrokenForm: Sendable, CustomTestStringConvertible {
            let name: String
            let body: String
            let statuses: [Int]

            init(_ name: String, _ body: String, _ statuses: Int...) {
                self.name = name
                self.body = body
                self.statuses = statuses
            }

            var testDescription: String { name }
        }

        static let brokenForms = [
            BrokenForm("nothing", "", 400, 403, 422),
            BrokenForm("a broken % code", "token=%zz", 400),
            BrokenForm("bytes that are not UTF-8", "token=%ff%fe", 400),
            BrokenForm("the same field twice", "token=a&token=b", 400),
            BrokenForm("a field more", "token=a&statement=b&choice=agree&role=admin", 400, 422),
            BrokenForm("five thousand fields", (0..<5_000).map { "a\($0)=b" }.joined(separator: "&"), 400, 413),
            BrokenForm("ampersands", "&&&&=&=&a=b=c", 400, 403, 422),
        ]

        @Test(arguments: brokenForms)
        func `refuses a broken form`(form: BrokenForm) async throws {
            for path in ["/d/demo/vote", "/d/demo/votes", "/d/demo/mine", "/d/demo/undo", "/d/demo/flag", "/sign-in"] {
                let answer = try await WebSession(server.address).send("POST", path, body: form.body)
                #expect(form.statuses.contains(answer.status), "\(form.name): \(answer)")
                #expect(answer.page.headings.count == 1, "a person gets a page: \(answer)")
                #expect(answer.header("set-cookie") == nil, "\(path) made somebody known")
            }
            #expect(try await server.isWell())
        }

        @Test(arguments: [
            "text/plain", "application/json", "multipart/form-data",
            "application/x-www-form-urlencoded; charset=utf-16", "",
        ])
        func `takes only forms for forms`(type: String) async throws {
            let form = try await visitor.get("/d/demo").page.form("/vote")
            let body = form.fields.map { "\($0.name)=\(WebSession.encoded($0.value))" }.joined(separator: "&")
            let answer = try await WebSession(server.address).send(
                "POST", form.action, headers: ["Content-Type": type], body: body + "&choice=agree")
            #expect(answer.status == 415, "\(answer)")
        }

        @Test func `takes no compressed form`() async throws {
            let form = try await visitor.get("/d/demo").page.form("/vote")
            let answer = try await visitor.submit(form, ["choice": "agree"], headers: ["Content-Encoding": "gzip"])
            #expect(answer.status == 415, "\(answer)")
        }

        @Test(arguments: ["AGREE", "agree ", "", "yes", "1", "agree\u{0}"])
        func `takes no answer that it did not offer`(choice: String) async throws {
            let form = try await visitor.get("/d/demo").page.form("/vote")
            let answer = try await WebSession(server.address).submit(form, ["choice": choice])
            #expect([400, 422].contains(answer.status), "\(answer)")
            #expect(answer.header("set-cookie") == nil)
        }

        @Test(arguments: [
            "", "0", "-1", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "1' OR '1'='1", String(repeating: "9", count: 90),
        ])
        func `takes no answer to a statement that is not there`(statement: String) async throws {
            let form = try await visitor.get("/d/demo").page.form("/vote")
            let answer = try await WebSession(server.address).submit(
                form, ["statement": statement, "choice": "agree"])
            #expect([400, 404, 422].contains(answer.status), "\(answer)")
        }

        @Test func `takes no form that another site sent or nobody asked for`() async throws {
            let form = try await visitor.get("/d/demo").page.form("/vote")
            let attacks: [(String, [String: String], [String: String])] = [
                ("no token", ["token": ""], [:]),
                ("a forged token", ["token": "lxq2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], [:]),
                ("another site", [:], ["Origin": "https://evil.example"]),
                ("another site", [:], ["Sec-Fetch-Site": "cross-site"]),
                ("a hidden origin", [:], ["Origin": "null"]),
            ]
            for (name, fields, headers) in attacks {
                let person = WebSession(server.address)
                let answer = try await person.submit(
                    form, fields.merging(["choice": "agree"]) { $1 }, headers: headers)
                #expect(answer.status == 403, "\(name): \(answer)")
                #expect(person.cookies.isEmpty)
                #expect(answer.page.headings.count == 1 && answer.page.text.count > 40, "\(answer)")
            }
            // Somebody's token is nobody else's.
            let one = WebSession(server.address)
            let other = WebSession(server.address)
            for person in [one, other] {
                let first = try await person.get("/d/demo").page.form("/vote")
                #expect(try await person.submit(first, ["choice": "pass"]).status == 303)
            }
            let ofOne = try await one.get("/d/demo").page.form("/vote")
            #expect(try await other.submit(ofOne, ["choice": "agree"]).status == 403)
        }

        @Test func `keeps an answer whose voter hung up`() async throws {
            let person = WebSession(server.address)
            let first = try await person.get("/d/demo").page.form("/vote")
            #expect(try await person.submit(first, ["choice": "pass"]).status == 303)
            let form = try await person.get("/d/demo").page.form("/vote")
            let body = (form.fields + [("choice", "agree")])
                .map { "\($0.0)=\(WebSession.encoded($0.1))" }.joined(separator: "&")
            let cookie = person.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            // With no patience at all: the connection closes as soon as everything is sent.
            _ = try await RawConnection.exchange(
                "POST \(form.action) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nCookie: \(cookie)\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n"
                    + "Connection: close\r\n\r\n\(body)", port: server.port, silence: 1)
            let mine = try await person.get("/d/demo/mine")
            #expect(mine.page.forms.filter { $0.value("statement") != nil }.count <= 2, "kept once or not at all")
            #expect(try await server.isWell())
        }
    }
}
