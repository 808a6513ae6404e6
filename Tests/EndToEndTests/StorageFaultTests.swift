import Foundation
import JirgaTestSupport
import Testing

extension EndToEnd {
    /// What people see while the database can't do its work, and that nothing is lost by it.
    @Suite struct `A database in trouble` {
        private func vote(_ session: WebSession) async throws -> WebAnswer {
            let form = try await session.get("/d/demo").page.form("/vote")
            return try await session.submit(form, ["choice": "agree"])
        }

        @Test(.enabled(if: getuid() == 0, "mounting a small disk needs root"))
        func `that has no room left is read, refuses what is new, and goes on once there is room`() async throws {
            let folder = try TemporaryFolder()
            let mounted = try await ProgramRun("/bin/mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.path])
            try #require(mounted.status == 0, "\(mounted.stderr)")
            do {
                let made = try await JirgaProgram.run("demo", "--participants", "60", "--data", folder.path("data"))
                try #require(made.status == 0, "\(made.stderr)")
                try await RunningJirga.serving(["--data", folder.path("data")]) { jirga in
                    let session = WebSession(jirga.address)
                    #expect(try await vote(session).status == 303)

                    let filler = folder.path("filler")
                    _ = try await ProgramRun("/bin/dd", ["if=/dev/zero", "of=\(filler)", "bs=4096"])
                    var refused: WebAnswer?
                    // What the write-ahead log has room for is still taken.
                    for _ in 0..<40 where refused == nil {
                        let answer = try await vote(WebSession(jirga.address))
                        if answer.status != 303 { refused = answer }
                    }
                    let answer = try #require(refused, "a full disk took forty votes")
                    #expect(answer.status == 507)
                    #expect(answer.body.contains("There is no room left"))
                    let reading = try await session.get("/d/demo/mine").status
                    #expect(reading == 200)

                    try FileManager.default.removeItem(atPath: filler)
                    let after = try await vote(session).status
                    #expect(after == 303)
                }
            } catch {
                _ = try? await ProgramRun("/bin/umount", ["-l", folder.path])
                throw error
            }
            _ = try await ProgramRun("/bin/umount", ["-l", folder.path])
        }

        @Test(.timeLimit(.minutes(2))) func `that another program holds is waited for and then refused in words`()
            async throws
        {
            let folder = try TemporaryFolder()
            let made = try await JirgaProgram.run("demo", "--participants", "20", "--data", folder.path)
            try #require(made.status == 0, "\(made.stderr)")
            try await RunningJirga.serving(["--data", folder.path]) { jirga in
                let session = WebSession(jirga.address)
                let first = try await vote(session).status
                #expect(first == 303)
                // Waits for the server's own work, then holds the database for longer than anybody waits.
                let holder = try RunningProgram(
                    "/bin/sh",
                    [
                        "-c",
                        "(echo 'BEGIN IMMEDIATE; SELECT \"held\";'; sleep 12) | sqlite3 -bail -cmd '.timeout 5000' "
                            + folder.path("jirga.sqlite"),
                    ],
                    environment: [:])
                do {
                    _ = try await holder.lines { $0.contains("held") }
                    let answer = try await vote(session)
                    #expect(answer.status == 503)
                    #expect(answer.header("retry-after") == "5")
                    #expect(answer.body.contains("Not possible for the moment"))
                } catch {
                    await holder.stop()
                    throw error
                }
                await holder.stop()
                // What held it lives on for some seconds after its shell; then all is as before.
                while try await vote(session).status != 303 {}
            }
        }
    }
}
