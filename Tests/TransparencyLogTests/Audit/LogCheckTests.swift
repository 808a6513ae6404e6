import Foundation
import JirgaTestSupport
import Testing
import TransparencyLog

@Suite struct LogCheckTests {
    private struct Log {
        let store = MemoryTileStore()
        var roots: [UInt64: TreeHash] = [:]
        let size: UInt64

        /// With a checkpoint after every few entries.
        init(size: UInt64, checkpointEvery step: UInt64) {
            self.size = size
            var writer = TileWriter()
            var frontier = TreeFrontier()
            for number in 0..<size {
                let entry = Array("entry \(number)".utf8)
                writer.append(entry)
                frontier.append(.leaf(entry))
                if (number + 1).isMultiple(of: step) || number + 1 == size { roots[number + 1] = frontier.root }
            }
            for file in writer.takeFiles() { store.write(file.bytes, to: file.path.text) }
        }

        func check() throws {
            var check = LogCheck(store, size: size)
            try check.run(roots: roots)
        }
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 512, 1_000, 65_536, 65_537, 66_049] as [UInt64])
    func `a log that is as it was written passes, with all its checkpoints`(size: UInt64) throws {
        try Log(size: size, checkpointEvery: size < 1_100 ? 1 : 77).check()
    }

    @Test(arguments: [700, 66_000] as [UInt64])
    func `a byte changed anywhere is found`(size: UInt64) throws {
        var generator = SeededGenerator(seed: size)
        for _ in 0..<60 {
            let log = Log(size: size, checkpointEvery: size)
            let name = try #require(log.store.names.randomElement(using: &generator))
            var bytes = try #require(log.store.read(name))
            let place = Int.random(in: bytes.indices, using: &generator)
            bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
            log.store.write(bytes, to: name)
            #expect(throws: Inconsistency.self, "\(name), byte \(place)") { try log.check() }
            if size > 1_000 { break }
        }
    }

    @Test func `a changed entry is named by its index, also where its tiles were made to fit`() throws {
        var log = Log(size: 700, checkpointEvery: 300)
        var writer = TileWriter()
        for number in 0..<700 { writer.append(Array((number == 431 ? "forged" : "entry \(number)").utf8)) }
        let bundle = try #require(writer.takeFiles().first { $0.path.text == "tile/entries/001" })
        log.store.write(bundle.bytes, to: bundle.path.text)
        do {
            try log.check()
            Issue.record("the forged entry was not found")
        } catch Inconsistency.leafDiffers(let index, _, _) {
            #expect(index == 431)
        }
        // Whoever writes all tiles anew is found out by the checkpoint.
        var forger = TileWriter()
        for number in 0..<700 { forger.append(Array((number == 431 ? "forged" : "entry \(number)").utf8)) }
        for file in forger.takeFiles() { log.store.write(file.bytes, to: file.path.text) }
        do {
            try log.check()
            Issue.record("the forged log was not found")
        } catch Inconsistency.rootDiffers(let size, _, _) {
            #expect(size == 600)
        }
        log.roots = [:]
        try log.check()
    }

    @Test func `a missing file and a checkpoint of more than there is are found`() throws {
        let log = Log(size: 700, checkpointEvery: 700)
        for name in log.store.names {
            let bytes = try #require(log.store.read(name))
            log.store.remove(name)
            #expect(throws: Inconsistency.self) { try log.check() }
            log.store.write(bytes, to: name)
        }
        var check = LogCheck(log.store, size: 700)
        #expect(throws: Inconsistency.tooShort(size: 700, wanted: 701)) { try check.run(roots: [701: .emptyTree]) }
    }

    @Test func `a monitor that is shown another history has both signatures as evidence`() throws {
        let origin = "jirga.example/log/x"
        let key = try #require(SigningKey(name: origin, type: .ed25519, seed: [UInt8](repeating: 3, count: 32)))
        let tree = MemoryTree((0..<20).map { TreeHash.leaf([UInt8($0)]) })
        let fork = MemoryTree(tree.leaves.prefix(9) + [TreeHash.leaf([99])] + tree.leaves.dropFirst(10))
        func note(_ tree: MemoryTree, _ size: UInt64) throws -> SignedNote {
            var note = try SignedNote(text: Checkpoint(origin: origin, size: size, root: tree.root(size: size)).text)
            try note.sign(with: key)
            return note
        }
        var monitor = LogMonitor(origin: origin, keys: [key.verifier])
        try monitor.observe(note(tree, 8)) { _, _ in throw CancellationError() }
        try monitor.observe(note(tree, 12)) { try tree.consistencyProof(from: $0, to: $1) }
        // An older one is in order where it fits, and does not take the place of the newer.
        try monitor.observe(note(tree, 5)) { try tree.consistencyProof(from: $0, to: $1) }
        #expect(monitor.last == (try note(tree, 12)))
        do {
            try monitor.observe(note(fork, 15)) { try fork.consistencyProof(from: $0, to: $1) }
            Issue.record("the fork was not found")
        } catch let view as SplitView {
            #expect(view.earlier == (try note(tree, 12)))
            #expect(view.later == (try note(fork, 15)))
        }
        #expect(throws: SplitView.self) {
            try monitor.observe(note(fork, 12)) { _, _ in throw CancellationError() }
        }
    }
}
