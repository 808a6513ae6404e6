import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@Suite struct TreeTests {
    private static func hash(_ hex: String) throws -> TreeHash { try #require(TreeHash(bytes(hex: hex))) }

    private static func trees() throws -> [LogVectors.Tree] {
        let vectors = try LogVectors.read()
        return [vectors.rfc6962, vectors.jirga]
    }

    @Test func `leaves and roots are those of the vectors, at every size`() throws {
        for tree in try Self.trees() {
            var frontier = TreeFrontier()
            #expect(frontier.root == TreeHash.emptyTree)
            for (place, data) in tree.leafDataHex.enumerated() {
                let leaf = TreeHash.leaf(bytes(hex: data))
                #expect(leaf == (try Self.hash(tree.leafHashHex[place])))
                frontier.append(leaf)
                if let root = tree.roots[String(place + 1)] {
                    #expect(frontier.root == (try Self.hash(root.hex)))
                    #expect(frontier.root.base64 == root.base64)
                    #expect(TreeHash(base64: root.base64) == frontier.root)
                }
                #expect(TreeFrontier(size: frontier.size, bytes: frontier.bytes) == frontier)
            }
        }
    }

    @Test func `inclusion proofs are those of the vectors and prove`() throws {
        for tree in try Self.trees() {
            let leaves = try tree.leafHashHex.map(Self.hash)
            for vector in tree.inclusion {
                let proof = try MemoryTree(leaves).inclusionProof(index: vector.index, size: vector.size)
                #expect(proof.hashes == (try vector.proof.map(Self.hash)))
                let root = try Self.hash(#require(tree.roots[String(vector.size)]).hex)
                try proof.verify(leaves[Int(vector.index)], in: root)
            }
        }
    }

    @Test func `consistency proofs are those of the vectors and prove`() throws {
        for tree in try Self.trees() {
            let leaves = try tree.leafHashHex.map(Self.hash)
            for vector in tree.consistency {
                let proof = try MemoryTree(leaves).consistencyProof(from: vector.from, to: vector.to)
                #expect(proof.hashes == (try vector.proof.map(Self.hash)))
                try proof.verify(
                    from: Self.hash(#require(tree.roots[String(vector.from)]).hex),
                    to: Self.hash(#require(tree.roots[String(vector.to)]).hex))
            }
        }
    }

    @Test func `every proof with one bit changed proves nothing`() throws {
        for tree in try Self.trees() {
            let leaves = try tree.leafHashHex.map(Self.hash)
            for vector in tree.inclusion {
                let root = try Self.hash(#require(tree.roots[String(vector.size)]).hex)
                let hashes = try vector.proof.map(Self.hash)
                let leaf = leaves[Int(vector.index)]
                for (changed, _) in try Self.oneBitAway(from: [leaf, root] + hashes) {
                    let proof = InclusionProof(index: vector.index, size: vector.size, hashes: Array(changed[2...]))
                    #expect(throws: ProofProblem.self) { try proof.verify(changed[0], in: changed[1]) }
                }
                for bit in 0..<64 {
                    // Sizes between the same two powers of two can share a path; the root of a checkpoint binds its size.
                    let index = vector.index ^ 1 << bit
                    let moved = InclusionProof(index: index, size: vector.size, hashes: hashes)
                    #expect(throws: ProofProblem.self) { try moved.verify(leaf, in: root) }
                }
            }
            for vector in tree.consistency where vector.from > 0 {
                let old = try Self.hash(#require(tree.roots[String(vector.from)]).hex)
                let new = try Self.hash(#require(tree.roots[String(vector.to)]).hex)
                for (changed, _) in try Self.oneBitAway(from: [old, new] + vector.proof.map(Self.hash)) {
                    let proof = ConsistencyProof(
                        oldSize: vector.from, newSize: vector.to, hashes: Array(changed[2...]))
                    #expect(throws: ProofProblem.self) { try proof.verify(from: changed[0], to: changed[1]) }
                }
            }
        }
    }

    private static func oneBitAway(from hashes: [TreeHash]) throws -> [([TreeHash], Int)] {
        try hashes.indices.flatMap { place in
            try (0..<256).map { bit in
                var changed = hashes
                var bytes = changed[place].bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                changed[place] = try #require(TreeHash(bytes))
                return (changed, bit)
            }
        }
    }

    @Test func `proofs that are too short or too long are refused for their length`() throws {
        let tree = MemoryTree((0..<11).map { TreeHash.leaf([UInt8($0)]) })
        let root = try tree.root(size: 11)
        for index in 0..<UInt64(11) {
            let proof = try tree.inclusionProof(index: index, size: 11)
            for hashes in [Array(proof.hashes.dropLast()), proof.hashes + [root]] {
                #expect(throws: ProofProblem.wrongLength(expected: proof.hashes.count, found: hashes.count)) {
                    try InclusionProof(index: index, size: 11, hashes: hashes).verify(tree.leaves[Int(index)], in: root)
                }
            }
        }
        for old in 1..<UInt64(11) {
            let proof = try tree.consistencyProof(from: old, to: 11)
            for hashes in [Array(proof.hashes.dropLast()), proof.hashes + [root]] {
                #expect(throws: ProofProblem.wrongLength(expected: proof.hashes.count, found: hashes.count)) {
                    try ConsistencyProof(oldSize: old, newSize: 11, hashes: hashes)
                        .verify(from: tree.root(size: old), to: root)
                }
            }
        }
    }

    @Test func `the bad proofs of the vectors are refused, each for its own reason`() throws {
        let vectors = try LogVectors.read()
        let root = try Self.hash(#require(vectors.jirga.roots["8"]).hex)
        let reasons = try vectors.negativeProofs.map { bad -> String in
            let proof = InclusionProof(index: bad.index, size: bad.size, hashes: try bad.proof.map(Self.hash))
            do {
                try proof.verify(Self.hash(bad.leafHashHex), in: root)
                return "none"
            } catch let problem as ProofProblem {
                switch problem {
                case .wrongLength(let expected, let found): return "\(found) hashes instead of \(expected)"
                case .indexOutsideTree(let index, let size): return "\(index) of \(size)"
                case .rootDiffers: return "another root"
                default: return "\(problem)"
                }
            }
        }
        #expect(
            reasons == ["2 hashes instead of 3", "2 hashes instead of 3", "8 of 8", "another root"])
    }

    @Test(arguments: [1, 2] as [UInt64]) func `random trees prove every leaf and every growth`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let size = UInt64.random(in: 30...90, using: &generator)
        let tree = MemoryTree(
            (0..<size).map { TreeHash.leaf([UInt8($0), UInt8.random(in: 0...255, using: &generator)]) })
        for newSize in 0...size {
            let root = try tree.root(size: newSize)
            for index in 0..<newSize {
                try tree.inclusionProof(index: index, size: newSize).verify(tree.leaves[Int(index)], in: root)
            }
            for oldSize in 0...newSize {
                try tree.consistencyProof(from: oldSize, to: newSize)
                    .verify(from: tree.root(size: oldSize), to: root)
            }
        }
    }

    @Test func `the edges of numbers do not trap`() throws {
        let leaf = TreeHash.leaf([])
        for (index, size) in [(0, UInt64.max), (.max - 1, .max), (.max, .max), (.max, 0), (0, 0), (1 << 63, .max)]
            as [(UInt64, UInt64)]
        {
            for count in [0, 1, 63, 64, 65] {
                let hashes = Array(repeating: leaf, count: count)
                #expect(throws: ProofProblem.self) {
                    try InclusionProof(index: index, size: size, hashes: hashes).verify(leaf, in: leaf)
                }
                #expect(throws: ProofProblem.self) {
                    try ConsistencyProof(oldSize: index, newSize: size, hashes: hashes)
                        .verify(from: leaf, to: .emptyTree)
                }
            }
        }
    }
}
