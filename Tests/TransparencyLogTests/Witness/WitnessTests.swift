import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@Suite struct WitnessTests {
    private let origin = "jirga.example/log/test1"

    private func log() throws -> SigningKey {
        try #require(SigningKey(name: origin, type: .ed25519, seed: [UInt8](repeating: 1, count: 32)))
    }

    private func signed(_ tree: MemoryTree, _ size: UInt64, by key: SigningKey) throws -> SignedNote {
        var note = try SignedNote(text: Checkpoint(origin: origin, size: size, root: tree.root(size: size)).text)
        try note.sign(with: key)
        return note
    }

    private let tree = MemoryTree((0..<20).map { TreeHash.leaf([UInt8($0)]) })

    @Test func `a request of the vectors is read and accepted by who signed at 3`() throws {
        let vectors = try LogVectors.read()
        let request = try AddCheckpoint(Array(vectors.witnessAddCheckpoint3To8.utf8))
        #expect(request.bytes == Array(vectors.witnessAddCheckpoint3To8.utf8))
        let key = try VerifierKey(#require(vectors.keys["log"]).vkey)
        let vector = try #require(vectors.jirga.roots["3"])
        let root = try #require(TreeHash(bytes(hex: vector.hex)))
        let checkpoint = try WitnessRules.judge(request, logs: [key.name: [key]]) { origin in
            Checkpoint(origin: origin, size: 3, root: root)
        }
        #expect(checkpoint.size == 8)
    }

    @Test func `only what continues the last checkpoint is signed, and each refusal has its status`() throws {
        let key = try log()
        let logs = [origin: [key.verifier]]
        func status(_ request: AddCheckpoint, last size: UInt64) throws -> Int {
            do {
                _ = try WitnessRules.judge(request, logs: logs) { origin in
                    Checkpoint(origin: origin, size: size, root: try tree.root(size: size))
                }
                return 200
            } catch let refusal as WitnessRefusal {
                return refusal.status
            }
        }
        func request(_ old: UInt64, _ new: UInt64, of tree: MemoryTree, by key: SigningKey) throws -> AddCheckpoint {
            AddCheckpoint(
                oldSize: old, proof: try tree.consistencyProof(from: old, to: new).hashes,
                note: try signed(tree, new, by: key))
        }
        #expect(try status(request(0, 7, of: tree, by: key), last: 0) == 200)
        #expect(try status(request(7, 20, of: tree, by: key), last: 7) == 200)
        #expect(try status(request(7, 7, of: tree, by: key), last: 7) == 200)
        #expect(try status(request(7, 20, of: tree, by: key), last: 9) == 409)
        #expect(try status(request(7, 9, of: tree, by: key), last: 20) == 409)
        let other = MemoryTree(tree.leaves.prefix(6) + [TreeHash.leaf([99])] + tree.leaves.dropFirst(7))
        #expect(try status(request(7, 20, of: other, by: key), last: 7) == 422)
        #expect(try status(request(7, 7, of: other, by: key), last: 7) == 422)
        let stranger = try #require(SigningKey(name: origin, type: .ed25519, seed: [UInt8](repeating: 2, count: 32)))
        #expect(try status(request(7, 20, of: tree, by: stranger), last: 7) == 403)
        let backwards = AddCheckpoint(oldSize: 9, proof: [], note: try signed(tree, 7, by: key))
        #expect(try status(backwards, last: 9) == 400)
        #expect(throws: WitnessRefusal.unknownLog) {
            try WitnessRules.judge(try request(0, 7, of: tree, by: key), logs: [:]) { _ in nil }
        }
    }

    @Test(arguments: [
        "", "old", "old 3", "old 03\n\n", "old -1\n\n", "old 3\nAAAA\n\n", "old 3\r\n\r\n", "old 3\n\nnote without end",
    ])
    func `what is no request is malformed`(text: String) {
        #expect(throws: WitnessRefusal.malformed) { try AddCheckpoint(Array(text.utf8)) }
    }

    @Test func `a policy is met by enough of its witnesses and by nobody else`() throws {
        let witnesses = try (1...4).map {
            try #require(
                SigningKey(name: "w\($0).example", type: .cosignature, seed: [UInt8](repeating: UInt8($0), count: 32)))
        }
        let policy = try WitnessPolicy(
            """
            # both parties, or two of the outsiders
            witness north \(witnesses[0].verifier)
            witness south \(witnesses[1].verifier) https://witness.example/
            witness out1 \(witnesses[2].verifier)
            witness out2 \(witnesses[3].verifier)
            group parties all north south
            group outsiders 2 out1 out2
            group enough any parties outsiders
            quorum enough
            """)
        #expect(policy.witnesses[1].address == "https://witness.example/")
        func note(signedBy places: [Int]) throws -> SignedNote {
            var note = try signed(tree, 7, by: log())
            for place in places {
                note.add(try Cosignature(text: note.text, time: 1, by: witnesses[place]).noteSignature)
            }
            return note
        }
        #expect(try policy.isMet(by: note(signedBy: [0, 1])))
        #expect(try policy.isMet(by: note(signedBy: [2, 3])))
        #expect(try !policy.isMet(by: note(signedBy: [0, 2])))
        #expect(try !policy.isMet(by: note(signedBy: [])))
        #expect(try policy.missing(from: note(signedBy: [0, 2])) == ["south", "out2"])
        var forged = try note(signedBy: [0])
        let stolen = try note(signedBy: [1]).signatures[1]
        forged.add(SignedNote.Signature(name: stolen.name, keyID: stolen.keyID, bytes: stolen.bytes.reversed()))
        #expect(!policy.isMet(by: forged))
        #expect(WitnessPolicy.none.isMet(by: try note(signedBy: [])))
    }

    @Test func `a policy that can't be read says where`() throws {
        let key = try #require(SigningKey(name: "w", type: .cosignature, seed: [UInt8](repeating: 1, count: 32)))
        let start = "witness a \(key.verifier)\n"
        #expect(throws: PolicyProblem.noQuorum) { try WitnessPolicy(start) }
        #expect(throws: PolicyProblem.unreadableLine(2)) { try WitnessPolicy(start + "quorum") }
        #expect(throws: PolicyProblem.unknownName("b", line: 2)) { try WitnessPolicy(start + "quorum b") }
        #expect(throws: PolicyProblem.impossibleCount(line: 2)) { try WitnessPolicy(start + "group g 2 a\nquorum g") }
        #expect(throws: PolicyProblem.impossibleCount(line: 2)) { try WitnessPolicy(start + "group g 2 a a\nquorum g") }
        #expect(throws: PolicyProblem.nameTwice("a", line: 2)) { try WitnessPolicy(start + start) }
        #expect(throws: PolicyProblem.badKey(line: 1)) { try WitnessPolicy("witness a b") }
        #expect(throws: PolicyProblem.twoQuorums(line: 3)) { try WitnessPolicy(start + "quorum a\nquorum none") }
    }
}
