import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

extension EndToEnd {
    /// When a result is final: when the witnesses that the policy names have signed what holds it.
    @Suite struct `A result` {
        private let folder: TemporaryFolder
        private var data: String { folder.path("data") }

        init() throws {
            folder = try TemporaryFolder()
        }

        private struct KeyList: Decodable {
            struct Log: Decodable {
                struct Key: Decodable { let key: String }
                let path: String
                let keys: [Key]
            }
            let logs: [Log]
        }

        /// Brings a closed dialogue and serves it once, so that its logs have keys.
        private func anchorKey() async throws -> String {
            try SmallConversation(seed: 1).write(to: folder.path("small"))
            let brought = try await JirgaProgram.run("import", "polis", folder.path("small"), "--data", data)
            try #require(brought.status == 0, "\(brought.stderr)")
            return try await RunningJirga.serving(data) { server in
                let session = WebSession(server.address)
                try await until(session, "/d/small/log", shows: "Not witnessed")
                #expect(try await session.get("/d/small/results").body.contains("the witnesses") == false)
                while true {
                    let answer = try await session.get("/.well-known/jirga-log.json")
                    let list = try? JSONDecoder().decode(KeyList.self, from: Data(answer.body.utf8))
                    if let key = list?.logs.first(where: { $0.path == "/log/anchor" })?.keys.last?.key { return key }
                    try await Task.sleep(for: .milliseconds(200))
                }
            }
        }

        private func until(_ session: WebSession, _ path: String, shows words: String) async throws {
            while try await !session.get(path).body.contains(words) { try await Task.sleep(for: .milliseconds(200)) }
        }

        /// A witness of the anchor log, and the line of a policy that names it.
        private func witness(_ name: String, of key: String, port: Int = 0) async throws -> (RunningProgram, String) {
            let program = try RunningProgram(
                try JirgaProgram.path,
                [
                    "witness", "--data", folder.path(name), "--port", String(port), "--log", key, "--name",
                    "\(name).example",
                ])
            do {
                let line = try await program.lines { $0.hasPrefix("witness ") }.last ?? ""
                let words = line.split(separator: " ")
                try #require(words.count == 4)
                return (program, "witness \(name) \(words[2]) \(words[3])")
            } catch {
                await program.stop()
                throw error
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `is final when both witnesses have signed, and says so until then that it waits`() async throws {
            let key = try await anchorKey()
            let (first, one) = try await witness("w1", of: key)
            let (absent, two) = try await witness("w2", of: key)
            await absent.stop()
            let policy = folder.path("policy")
            try "\(one)\n\(two)\ngroup both all w1 w2\nquorum both\n".write(
                toFile: policy, atomically: true, encoding: .utf8)
            let port = try #require(two.split(separator: ":").last.flatMap { Int($0) })
            do {
                try await RunningJirga.serving(data, ["--witness-policy", policy]) { server in
                    let session = WebSession(server.address)
                    try await until(session, "/d/small/log", shows: "waits for the signatures")
                    // The one that is there has signed; that is not enough.
                    try await until(session, "/log/anchor/checkpoint", shows: "w1.example")
                    #expect(try await session.get("/d/small/log").body.contains("waits for the signatures"))
                    try await until(session, "/d/small/results", shows: "waits for the signatures")
                    let (second, _) = try await witness("w2", of: key, port: port)
                    do {
                        try await until(session, "/d/small/log", shows: "Final: the witnesses have signed")
                        try await until(session, "/d/small/results", shows: "Final: the witnesses have signed")
                        let anchor = try await session.get("/log/anchor/checkpoint").body
                        #expect(
                            try WitnessPolicy("\(one)\n\(two)\ngroup both all w1 w2\nquorum both\n").isMet(
                                by: SignedNote(parsing: anchor)))
                        await second.stop()
                    } catch {
                        await second.stop()
                        throw error
                    }
                }
                // What was final stays so, whoever is away after the next start.
                await first.stop()
                try await RunningJirga.serving(data, ["--witness-policy", policy]) { server in
                    try await until(
                        WebSession(server.address), "/d/small/log", shows: "Final: the witnesses have signed")
                }
            } catch {
                await first.stop()
                throw error
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `that a witness was shown otherwise is an alarm for everybody`() async throws {
            let key = try await anchorKey()
            // Somebody with a copy of the keys shows the witness another history than the one that is served.
            let forged = folder.path("forged")
            try FileManager.default.copyItem(atPath: data, toPath: forged)
            let brought = try await JirgaProgram.run("demo", "--data", forged)
            let (program, line) = try await witness("w1", of: key)
            let policy = folder.path("policy")
            try "\(line)\nquorum w1\n".write(toFile: policy, atomically: true, encoding: .utf8)
            do {
                try #require(brought.status == 0, "\(brought.stderr)")
                try await RunningJirga.serving(forged, ["--witness-policy", policy]) { server in
                    try await until(WebSession(server.address), "/log/anchor/checkpoint", shows: "w1.example")
                    try await until(
                        WebSession(server.address), "/d/demo/log", shows: "The witnesses have signed the first")
                }
                try await RunningJirga.serving(data, ["--witness-policy", policy]) { server in
                    let session = WebSession(server.address)
                    try await until(session, "/d/small/log", shows: "A witness refuses to sign")
                    try await until(session, "/health", shows: "log_trouble")
                    let health = try await session.get("/health")
                    #expect(health.status == 200 && health.body.contains("witness_"), "\(health)")
                    let owner = WebSession(server.address)
                    _ = try await owner.submit(try await owner.get(server.signInLink).page.form("/sign-in/link"))
                    #expect(try await owner.get("/admin").body.contains("ALARM: w1"))
                }
                await program.stop()
            } catch {
                await program.stop()
                throw error
            }
        }
    }
}
