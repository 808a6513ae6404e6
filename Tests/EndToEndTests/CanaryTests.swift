import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// What a visit leaves behind, looked for in every byte that is kept.
    @Suite struct `A visit` {
        /// Every file below a folder, with what it holds.
        private func files(below folder: String) throws -> [(name: String, bytes: Data)] {
            let walk = try #require(FileManager.default.enumerator(atPath: folder))
            return try walk.compactMap { $0 as? String }.compactMap { name in
                let path = folder + "/" + name
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                    return nil
                }
                return (name, try Data(contentsOf: URL(fileURLWithPath: path)))
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `leaves no address, browser, origin or secret in any file or log`() async throws {
            let folder = try TemporaryFolder()
            let data = folder.path("data")
            let made = try await JirgaProgram.run("demo", "--participants", "20", "--data", data)
            try #require(made.status == 0, "\(made.stderr)")
            let traces = [
                "X-Forwarded-For": "203.0.113.177", "User-Agent": "canary-browser-5f1c",
                "Referer": "http://canary.example/7d2a",
                "X-Real-IP": "198.51.100.213", "Forwarded": "for=192.0.2.191",
                "Accept-Language": "en;q=0.5, x-canary-90b3",
            ]
            var canaries = Array(traces.values)
            let server = try await RunningJirga(["--data", data, "--verbose", "--behind-proxy"])
            let session = WebSession(server.address)
            for choice in ["agree", "disagree", "pass"] {
                let form = try await session.get("/d/demo", headers: traces).page.form("/vote")
                #expect(try await session.submit(form, ["choice": choice], headers: traces).status == 303)
            }
            let say = try await session.get("/d/demo/say", headers: traces).page.form("/say")
            let written = "A canary sings: e41d about wells and pumps."
            let check = try await session.submit(say, ["text": written, "language": "en"], headers: traces)
            _ = try await session.submit(try check.page.form("/say/send"), headers: traces)
            for path in ["/d/demo/mine", "/d/demo/mine/receipts", "/d/demo/results", "/nothing/here", "/d/demo/log"] {
                _ = try await session.get(path, headers: traces)
            }
            let owner = WebSession(server.address)
            let link = try await owner.get(server.signInLink, headers: traces).page.form("/sign-in/link")
            #expect(try await owner.submit(link, headers: traces).status == 303)
            _ = try await owner.get("/desk", headers: traces)
            let valley = try await CodesDialogue("valley", codes: 2, by: owner)
            let invited = WebSession(server.address)
            try await valley.answer(as: invited, with: valley.codes[0], ["agree"])
            // A code that was used, and one that was not.
            canaries += valley.codes.flatMap { [$0, $0.replacing("-", with: "")] }
            let door = try await invited.get("/d/valley/join").page
            #expect(door.forms.allSatisfy { !$0.action.hasSuffix("/join") }, "they are in")

            // Secrets that only browsers keep, and the code of the link.
            canaries += session.cookies.values.filter { $0.utf8.count >= 32 }
            canaries += owner.cookies.values.filter { $0.utf8.count >= 32 }
            canaries += invited.cookies.values.filter { $0.utf8.count >= 32 }
            canaries.append(try #require(server.signInLink.split(separator: "=").last.map(String.init)))
            #expect(canaries.count >= 14)

            let said = server.program.stderr
            for canary in canaries { #expect(!said.contains(canary), "the log says \(canary)") }
            #expect(!said.contains(written))
            var hasFoundText = false
            for file in try files(below: data) {
                for canary in canaries {
                    #expect(file.bytes.firstRange(of: Data(canary.utf8)) == nil, "\(file.name) holds \(canary)")
                }
                if file.bytes.firstRange(of: Data(written.utf8)) != nil {
                    hasFoundText = true
                    #expect(file.name.hasPrefix("jirga.sqlite"), "\(file.name) holds a statement")
                }
            }
            // Looking this way finds what is there.
            #expect(hasFoundText)
            await server.program.stop()
        }
    }
}
