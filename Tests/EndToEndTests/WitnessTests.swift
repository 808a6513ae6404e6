import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

extension EndToEnd {
    /// Somebody who signs only what continues all they signed before.
    @Suite struct `A witness` {
        private static let origin = "fork.example/log/x"
        private let tree = MemoryTree((0..<20).map { TreeHash.leaf([UInt8($0)]) })

        private func key() throws -> SigningKey {
            try #require(SigningKey(name: Self.origin, type: .ed25519, seed: [UInt8](repeating: 9, count: 32)))
        }

        private func request(_ old: UInt64, _ new: UInt64, of tree: MemoryTree) throws -> AddCheckpoint {
            var note = try SignedNote(
                text: Checkpoint(origin: Self.origin, size: new, root: tree.root(size: new)).text)
            try note.sign(with: key())
            return AddCheckpoint(oldSize: old, proof: try tree.consistencyProof(from: old, to: new).hashes, note: note)
        }

        private func serving<Result>(
            _ folder: String, _ body: (WebSession, VerifierKey, RunningProgram) async throws -> Result
        ) async throws -> Result {
            let program = try RunningProgram(
                try JirgaProgram.path,
                ["witness", "--data", folder, "--port", "0", "--log", try key().verifier.text, "--name", "w.example"])
            do {
                let words = try await program.lines { $0.hasPrefix("witness ") }.last?.split(separator: " ") ?? []
                try #require(words.count == 4)
                let result = try await body(WebSession(String(words[3])), VerifierKey(words[2]), program)
                await program.stop()
                return result
            } catch {
                await program.stop()
                throw error
            }
        }

        private func ask(_ session: WebSession, _ request: AddCheckpoint) async throws -> WebAnswer {
            try await session.send(
                "POST", "/add-checkpoint", headers: ["Content-Type": "text/plain"],
                body: String(decoding: request.bytes, as: UTF8.self))
        }

        @Test func `signs what continues, refuses a fork, and remembers after it was killed`() async throws {
            let folder = try TemporaryFolder()
            let fork = MemoryTree(tree.leaves.prefix(6) + [TreeHash.leaf([99])] + tree.leaves.dropFirst(7))
            try await serving(folder.path("w")) { session, key, program in
                let first = try request(0, 8, of: tree)
                let answer = try await ask(session, first)
                #expect(answer.status == 200, "\(answer)")
                var note = first.note
                let line = answer.body.trimmingCharacters(in: .newlines)
                note.add(try #require(SignedNote.Signature(line: line)))
                #expect(WitnessPolicy(of: [key]).isMet(by: note))
                program.send(SIGKILL)
            }
            try await serving(folder.path("w")) { session, _, _ in
                #expect(try await ask(session, request(8, 12, of: fork)).status == 422)
                let behind = try await ask(session, request(5, 12, of: tree))
                #expect(behind.status == 409)
                #expect(behind.body == "8\n")
                #expect(behind.header("content-type") == "text/x.tlog.size")
                #expect(try await ask(session, request(8, 12, of: tree)).status == 200)
                #expect(try await session.post("/add-checkpoint", [("old", "0")]).status == 400)
            }
        }

        @Test func `asked by many at once never signs two histories of one size`() async throws {
            let folder = try TemporaryFolder()
            let forks = (0..<8).map { number in
                MemoryTree(tree.leaves.prefix(6) + [TreeHash.leaf([100 + UInt8(number)])] + tree.leaves.dropFirst(7))
            }
            try await serving(folder.path("w")) { session, _, _ in
                let signed = try await withThrowingTaskGroup { group in
                    for fork in forks {
                        let request = try request(0, 12, of: fork)
                        group.addTask { try await ask(session, request).status == 200 }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(signed == 1)
            }
        }

        @Test func `shares its folder with nobody`() async throws {
            let folder = try TemporaryFolder()
            let log = try key().verifier.text
            try await serving(folder.path("w")) { _, _, _ in
                let second = try await JirgaProgram.run(
                    "witness", "--data", folder.path("w"), "--port", "0", "--log", log)
                #expect(second.status == 69)
                #expect(second.stderr.contains("another witness"))
            }
            let bad = try await JirgaProgram.run("witness", "--data", folder.path("v"), "--log", "nonsense")
            #expect(bad.status == 64)
        }
    }
}
