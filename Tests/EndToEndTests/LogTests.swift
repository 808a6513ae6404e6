import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

extension EndToEnd {
    /// The logs as anybody can read and check them.
    @Suite(.demonstration) struct `The logs` {
        let visitor: WebSession

        init() throws {
            visitor = WebSession(try Demonstration.shared.server.address)
        }

        struct KeyList: Decodable {
            struct Key: Decodable { let key: String }
            struct Log: Decodable {
                let origin: String
                let path: String
                let keys: [Key]
            }
            let logs: [Log]
        }

        func keyList() async throws -> KeyList {
            // The first checkpoint comes about a second after the start.
            while true {
                let answer = try await visitor.get("/.well-known/jirga-log.json")
                if answer.status == 200 {
                    let list = try JSONDecoder().decode(KeyList.self, from: Data(answer.body.utf8))
                    if list.logs.count >= 2 {
                        var areThere = true
                        for log in list.logs {
                            areThere = try await visitor.get(log.path + "/checkpoint").status == 200 && areThere
                        }
                        if areThere { return list }
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }

        @Test func `are signed, and whoever has the keys can check their heads`() async throws {
            for log in try await keyList().logs {
                let answer = try await visitor.get(log.path + "/checkpoint")
                #expect(answer.header("access-control-allow-origin") == "*")
                let keys = try log.keys.map { try VerifierKey($0.key) }
                let checkpoint = try Checkpoint(
                    SignedNote(parsing: answer.body), signedBy: keys, origin: log.origin)
                #expect(checkpoint.size > 0)
                let layout = TileLayout(size: checkpoint.size)
                let tile = try #require(layout.path(of: .hashes(level: 0), index: 0))
                let hashes = try await visitor.get("\(log.path)/\(tile)")
                #expect(hashes.status == 200, "\(tile)")
                #expect(hashes.header("cache-control")?.contains("immutable") == true)
            }
        }

        @Test func `lead nowhere but to their files`() async throws {
            let path = try #require(try await keyList().logs.first).path
            for bad in ["/tile/0/x000", "/tile/0/000.p/256", "/tile/8/000", "/tile/0/..%2f..%2fkeys", "/checkpoint/x"] {
                let answer = try await visitor.get(path + bad)
                #expect([400, 404].contains(answer.status), "\(bad): \(answer.status)")
            }
            #expect(try await visitor.get("/log/keys/checkpoint").status == 404)
        }

        @Test func `promise nothing that could run out before the wait it stands for`() async throws {
            _ = try await keyList()
            let person = WebSession(visitor.address)
            // The time of an answer is kept to ten minutes; the promise must hold for all of them.
            let before = UInt64(Date().timeIntervalSince1970)
            let form = try await person.get("/d/demo").page.form("/vote")
            _ = try await person.submit(form, ["choice": "pass"])
            let links = try await person.get("/d/demo/mine/receipts").page.links
            let link = try #require(links.first { $0.contains("/promise?") })
            let lines = try await person.get(link).body.split(separator: "\n")
            try #require(lines.count >= 5)
            let (minute, wait) = (try #require(UInt64(lines[3])), try #require(UInt64(lines[4])))
            #expect(minute.isMultiple(of: 600))
            #expect(minute + 60 + wait >= before + 600)
        }

        @Test func `show their fingerprint to everybody`() async throws {
            _ = try await keyList()
            let page = try await visitor.get("/d/demo/log")
            #expect(page.body.contains(/<code>\d{4}( \d{4}){5}<\/code>/))
        }
    }
}
