import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// Many who take their time, from many networks, and one who does not.
    @Suite struct `A crowd of slow connections` {
        /// Bytes of memory that the process holds.
        private func memory(of server: RunningJirga) throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(server.program.pid)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
            let digits = line.filter(\.isNumber)
            return (Int(digits) ?? 0) * 1_024
        }

        private func serving(_ body: (RunningJirga) async throws -> Void) async throws {
            let folder = try TemporaryFolder()
            let data = folder.path("data")
            let made = try await JirgaProgram.run("demo", "--participants", "20", "--data", data)
            try #require(made.status == 0, "\(made.stderr)")
            try await RunningJirga.serving(data, [], body)
        }

        @Test(.timeLimit(.minutes(10)))
        func `stops nobody else, costs little memory and is sent away`() async throws {
            try await serving { server in
                let honest = WebSession(server.address)
                for _ in 0..<20 { #expect(try await honest.get("/d/demo").status == 200) }
                let before = try memory(of: server)
                let length = 1_000
                let crowd = try SlowCrowd(Torture.slowConnections, port: server.port, byNetwork: 1_000) { number in
                    number.isMultiple(of: 2)
                        ? "GET /d/demo HTTP/1.1\r\nHost: x\r\nX-Slow: "
                        : "POST /d/demo/vote HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + "Content-Length: \(length)\r\n\r\nstatement="
                }
                defer { crowd.leave() }
                var (asked, served, voted) = (0, 0, 0)
                // Until the last of them is gone, and no less than fifty times.
                while asked < 50 || crowd.standing > 0, asked < 20_000 {
                    let person = WebSession(server.address)
                    let page = try await person.get("/d/demo")
                    asked += 1
                    if page.status == 200 { served += 1 }
                    guard asked <= 50, let form = try? page.page.form("/vote") else { continue }
                    if try await person.submit(form, ["choice": "agree"]).status == 303 { voted += 1 }
                }
                let after = try memory(of: server)
                #expect(served == asked && voted == 50, "\(served) of \(asked) pages, \(voted) votes")
                #expect(crowd.standing == 0, "\(crowd.standing) were let stay")
                let most = 64 * 1_024 * Torture.slowConnections + 192 * 1_048_576
                #expect(after - before < most, "from \(before) to \(after) bytes")
                Torture.report(
                    "\(Torture.slowConnections) slow connections: \(served) pages meanwhile, memory "
                        + "\(before / 1_048_576) to \(after / 1_048_576) MiB")
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `of one network alone gets no more than its share`() async throws {
            try await serving { server in
                // 2,000 is the share; the network is 127.0.1.0/24, and the others come from elsewhere.
                let crowd = try SlowCrowd(2_300, port: server.port, byNetwork: 100_000) { _ in "GET / HTTP/1.1\r\nX-" }
                defer { crowd.leave() }
                for _ in 0..<10 { #expect(try await WebSession(server.address).get("/d/demo").status == 200) }
                var looks = 0
                while crowd.standing > 2_000, looks < 200 {
                    try await Task.sleep(for: .milliseconds(100))
                    looks += 1
                }
                #expect(crowd.standing <= 2_000)
            }
        }
    }
}
