import DialogueLog
import Glibc
import JirgaTestSupport
import Journal
import SQLStore
import Synchronization
import Testing
import TransparencyLog

@Suite struct LogPublisherTests {
    func withBench(_ kind: DatabaseKind = .sqlite, _ body: (LogBench) async throws -> Void) async throws {
        try await withDatabase(kind, migrations: JournalSchema.migrations) { database async throws in
            let bench = try await LogBench(database)
            try await body(bench)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what was done is sealed, signed and served as files that check out`(kind: DatabaseKind) async throws {
        try await withBench(kind) { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.vote(0..<700)
            let publisher = bench.publisher()
            try await publisher.tick()
            // Votes are noticed and wait; what is public does not.
            #expect(try bench.checkedEntries().count == 2)
            bench.pass(10_000)
            try await publisher.tick()
            let entries = try bench.checkedEntries()
            #expect(entries.count == 702)
            let opening = try #require(CanonicalEntry(bytes: entries[0]))
            #expect(opening.type == 1)
            #expect(opening.fields.first?.value == Array("jirga.example/log/\(bench.log)".utf8))
            let votes = (0..<700).map { LogBench.vote($0).entry(in: bench.dialogue, at: 0).bytes }
            #expect(Set(entries[2...]) == Set(votes))
            #expect(Array(entries[2...]) != votes, "the order of votes is chance")
            bench.pass(60_000)
            try await publisher.tick()
            let anchored = try bench.checkedEntries(of: .anchor).dropFirst().compactMap(CanonicalEntry.init(bytes:))
            #expect(anchored.last?.fields.first { $0.tag == 0x51 }?.value.last == UInt8(702 & 255))
        }
    }

    @Test func `votes of a phase are sealed before the entry that ends it`() async throws {
        try await withBench { bench async throws in
            bench.pace.withLock { $0 = .protected }
            try await bench.vote(0..<3)
            try await bench.act([.phaseChanged(to: 4, role: .owner)], seed: 2)
            try await bench.publisher().tick()
            let types = try bench.checkedEntries().compactMap { CanonicalEntry(bytes: $0)?.type }
            #expect(types == [0x01, 0x11, 0x11, 0x11, 0x20])
        }
    }

    /// Entries of admissions are as long as no vote is, and hide none.
    @Test(arguments: DatabaseKind.allCases)
    func `who came in is sealed with the votes, and is not one of the crowd they hide in`(kind: DatabaseKind)
        async throws
    {
        try await withBench(kind) { bench async throws in
            bench.pace.withLock { $0 = .protected }
            let publisher = bench.publisher()
            try await bench.act(
                (0..<40).map { number in
                    .admitted(
                        batch: Array(repeating: 1, count: 16), credential: Commitment(text: "\(number)", salt: [2]))
                }, seed: 3)
            try await bench.vote(0..<31)
            try await publisher.tick()
            bench.pass(3_600_000)
            try await publisher.tick()
            #expect(try bench.checkedEntries().count == 1, "nothing but the opening")
            try await bench.vote(31..<32)
            try await publisher.tick()
            let types = try bench.checkedEntries().compactMap { CanonicalEntry(bytes: $0)?.type }
            #expect(types.first == 0x01)
            #expect(types.count { $0 == 0x10 } == 40 && types.count { $0 == 0x11 } == 32 && types.count == 73)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `public acts of one moment stand in the order in which they were done, with the votes before the first end`(
        kind: DatabaseKind
    ) async throws {
        try await withBench(kind) { bench async throws in
            let ids = (0..<40).map { [UInt8](repeating: UInt8($0), count: 16) }
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 1)
            try await bench.vote(0..<5)
            for (number, id) in ids.enumerated() {
                let act = Act.moderation(id: id, action: UInt8(number % 3), reason: 0, role: .moderator)
                try await bench.act([act], seed: UInt64(number) + 10)
            }
            let phases: [UInt8] = [3, 2, 3, 2, 4]
            for (number, phase) in phases.enumerated() {
                try await bench.act([.phaseChanged(to: phase, role: .owner)], seed: UInt64(number) + 100)
            }
            try await bench.publisher().tick()
            let entries = try bench.checkedEntries().compactMap { try? LoggedEntry($0) }
            #expect(entries.filter { $0.kind == .moderation }.map { $0[0x12] } == ids)
            #expect(entries.filter { $0.kind == .phase }.map { $0[0x26][0] } == [2] + phases)
            let votes = entries.indices.filter { entries[$0].kind == .vote }
            #expect(votes == Array(42..<47), "they stand after the decisions and before the first pause")
        }
    }

    /// Whatever is stopped wherever, nothing is lost, nothing is sealed twice, and no two histories are ever signed.
    @Test(arguments: DatabaseKind.allCases)
    func `a stop between any two steps loses nothing`(kind: DatabaseKind) async throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        var generator = SeededGenerator(seed: seed)
        try await withBench(kind) { bench async throws in
            var done = 0
            var seen: [UInt64: TreeHash] = [:]
            var publisher = bench.publisher()
            for _ in 0..<30 {
                let count = Int.random(in: 0...300, using: &generator)
                try await bench.vote(done..<done + count)
                done += count
                bench.pass(Int64.random(in: 0...12_000, using: &generator))
                if Bool.random(using: &generator) {
                    let steps = Int.random(in: 0...12, using: &generator)
                    bench.crashIn.withLock { $0 = steps }
                }
                do {
                    try await publisher.tick()
                } catch is LogBench.Crash {
                    publisher = bench.publisher()
                }
                bench.crashIn.withLock { $0 = nil }
                if let checkpoint = try bench.checkpoint() {
                    #expect(seen[checkpoint.size] ?? checkpoint.root == checkpoint.root, "seed \(seed)")
                    seen[checkpoint.size] = checkpoint.root
                }
            }
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            let entries = try bench.checkedEntries()
            let votes = (0..<done).map { LogBench.vote($0).entry(in: bench.dialogue, at: 0).bytes }
            #expect(entries.count == done + 1, "seed \(seed)")
            #expect(Set(entries.dropFirst()) == Set(votes), "seed \(seed)")
            // Everything that was ever published is the beginning of what is published now.
            var check = LogCheck(bench.published.store, size: UInt64(entries.count))
            try check.run(roots: seen)
        }
    }

    @Test func `a node without files makes them anew from the database`() async throws {
        try await withBench { bench async throws in
            try await bench.vote(0..<300)
            let first = bench.publisher()
            try await first.tick()
            bench.pass(10_000)
            try await first.tick()
            let root = try bench.checkpoint()?.root
            var settings = bench.settings
            settings.folder = bench.files.path("other-log")
            settings.guardFolder = bench.files.path("other-guard")
            try await bench.publisher(settings: settings).tick()
            let other = PublishedLog(folder: settings.folder, log: bench.log, epoch: 1)
            let found = try other.note(signedBy: bench.publicKeys(), origin: "jirga.example/log/\(bench.log)")
            #expect(found?.1.root == root)
            var check = LogCheck(other.store, size: 301)
            try check.run(roots: [301: root ?? .emptyTree])
        }
    }

    @Test func `a bit that flipped in a sealed entry is found before anything is signed, and named`() async throws {
        try await withBench { bench async throws in
            try await bench.vote(0..<40)
            let standing = LogStanding()
            bench.crashIn.withLock { $0 = nil }
            var settings = bench.settings
            let database = bench.database
            settings.afterStep = { _, _ in }
            let publisher = bench.publisher(standing: standing, settings: settings)
            try await publisher.tick()
            bench.pass(10_000)
            // Sealed by another program, and damaged before this one signs it.
            bench.crashIn.withLock { $0 = 0 }
            await #expect(throws: LogBench.Crash.self) { try await bench.publisher().tick() }
            bench.crashIn.withLock { $0 = nil }
            try await database.write { transaction in
                let row = try transaction.first("SELECT entries FROM log_bundle WHERE place = 0 AND width > 1")
                var bytes: [UInt8] = try #require(row)["entries"]
                bytes[bytes.count - 1] ^= 1
                try transaction.run("UPDATE log_bundle SET entries = \(bytes) WHERE place = 0 AND width > 1")
            }
            let before = try bench.checkpoint()
            try await publisher.tick()
            #expect(standing.state(of: bench.log)?.trouble == .entryChanged(index: 40))
            #expect(try bench.checkpoint() == before)
            // What was signed before is compared as well.
            try await database.write { transaction in
                let row = try transaction.first("SELECT entries FROM log_bundle WHERE place = 0 AND width > 1")
                var bytes: [UInt8] = try #require(row)["entries"]
                bytes[bytes.count - 1] ^= 1
                bytes[20] ^= 1
                try transaction.run("UPDATE log_bundle SET entries = \(bytes) WHERE place = 0 AND width > 1")
            }
            try await publisher.tick()
            #expect(standing.state(of: bench.log)?.trouble == .entryChanged(index: 0))
        }
    }

    @Test func `a database that lacks what was signed is not signed for, and nothing more is taken in`() async throws {
        try await withBench { bench async throws in
            try await bench.vote(0..<10)
            try await bench.publisher().tick()
            let old = try await bench.database.read { transaction in
                try LogStore(transaction).head(of: bench.log)
            }
            bench.pass(10_000)
            try await bench.publisher().tick()
            #expect(try bench.checkpoint()?.size == 11)
            // The database as a copy from before the votes would have it.
            try await bench.database.write { transaction in
                let store = LogStore(transaction)
                let head = try #require(old)
                try transaction.run("DELETE FROM log_checkpoint WHERE size > 1")
                try transaction.run("DELETE FROM log_bundle")
                try transaction.run(
                    "UPDATE log_head SET size = 1, frontier = \(head.frontier.bytes), signed_size = 1")
                _ = store
            }
            let standing = LogStanding()
            try await bench.vote(50..<60)
            bench.pass(20_000)
            try await bench.publisher(standing: standing).tick()
            #expect(standing.state(of: bench.log)?.trouble == .rollback(signed: 11, found: 1))
            #expect(standing.refusal(for: bench.log) != nil)
            #expect(try bench.checkpoint()?.size == 11)
        }
    }

    @Test func `a guard that remembers another history stops the log`() async throws {
        try await withBench { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.publisher().tick()
            let other = Checkpoint(
                origin: "jirga.example/log/\(bench.log)", size: 2, root: TreeHash.leaf([1, 2, 3]))
            try HeadGuard(folder: bench.files.path("guard")).keep(other, of: bench.log, epoch: 1)
            try await bench.vote(0..<2)
            let standing = LogStanding()
            let publisher = bench.publisher(standing: standing)
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            #expect(standing.state(of: bench.log)?.trouble == .forked(size: 2))
            #expect(try bench.checkpoint()?.size == 2)
        }
    }

    @Test func `with the guard lost, what was published stands in for it`() async throws {
        try await withBench { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.publisher().tick()
            try await bench.database.write { transaction in
                try transaction.run("DELETE FROM log_checkpoint")
                try transaction.run("DELETE FROM log_bundle")
                try transaction.run("DELETE FROM log_head")
            }
            var settings = bench.settings
            settings.guardFolder = bench.files.path("lost")
            try await bench.act([.dialogueMade(rules: "other rules", role: .owner)], seed: 2)
            let standing = LogStanding()
            try await bench.publisher(standing: standing, settings: settings).tick()
            #expect(standing.state(of: bench.log)?.trouble == .rollback(signed: 2, found: 0))
        }
    }

    @Test func `without its keys, or with others, nothing is signed`() async throws {
        try await withBench { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.publisher().tick()
            await #expect(throws: KeyFolderProblem.noKeys(bench.files.path("none"))) {
                try await OpenInstallation(keysIn: KeyFolder(bench.files.path("none")), name: nil)
                    .perform(on: bench.database)
            }
            let others = try KeyFolder(bench.files.path("others")).make(for: "jirga.example")
            await #expect(throws: KeyFolderProblem.keysOfAnother(bench.files.path("others"))) {
                try await OpenInstallation(keysIn: KeyFolder(bench.files.path("others")), name: nil)
                    .perform(on: bench.database)
            }
            await #expect(throws: KeyFolderProblem.otherName("jirga.example")) {
                try await OpenInstallation(keysIn: KeyFolder(bench.files.path("keys")), name: "other.example")
                    .perform(on: bench.database)
            }
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 2)
            let standing = LogStanding()
            try await bench.publisher(standing: standing, keys: LogKeyRing(others)).tick()
            guard case .otherKey = standing.state(of: bench.log)?.trouble else {
                Issue.record("signed with a key that is not the log's")
                return
            }
            #expect(try bench.checkpoint()?.size == 2)
        }
    }

    @Test func `keys that others may read are refused`() throws {
        let folder = try TemporaryFolder()
        _ = try KeyFolder(folder.path("keys")).make(for: "jirga.example")
        #expect(chmod(folder.path("keys/master-1.seed"), 0o644) == 0)
        #expect(throws: KeyFolderProblem.othersMayRead(folder.path("keys/master-1.seed"))) {
            try KeyFolder(folder.path("keys")).keys(of: "jirga.example")
        }
    }

    /// Two nodes on one database that are stopped again and again while people vote: every vote is sealed once, every
    /// checkpoint is the beginning of the last one, and both nodes publish the same.
    @Test func `two nodes that seal at once and are stopped at random seal everything once`() async throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        try await withBench(.postgres) { bench async throws in
            let chance = Mutex(SeededGenerator(seed: seed))
            let isCalm = Mutex(false)
            func settings(_ name: String) -> LogPublisher.Settings {
                var settings = bench.settings
                settings.folder = bench.files.path("\(name)-log")
                settings.guardFolder = bench.files.path("\(name)-guard")
                settings.afterStep = { _, _ in
                    guard !isCalm.withLock({ $0 }) else { return }
                    if chance.withLock({ Int.random(in: 0..<8, using: &$0) }) == 0 { throw LogBench.Crash() }
                }
                return settings
            }
            let names = ["first", "second"]
            var nodes = names.map { bench.publisher(settings: settings($0)) }
            let votesARound = 300
            for round in 0..<16 {
                let votes = round * votesARound..<(round + 1) * votesARound
                let running = nodes
                let stopped = try await withThrowingTaskGroup(of: Int?.self) { group in
                    group.addTask {
                        try await bench.vote(votes)
                        return nil
                    }
                    for (place, node) in running.enumerated() {
                        group.addTask {
                            do {
                                try await node.tick()
                                return nil
                            } catch is LogBench.Crash {
                                return place
                            }
                        }
                    }
                    var stopped: [Int] = []
                    for try await place in group { if let place { stopped.append(place) } }
                    return stopped
                }
                for place in stopped { nodes[place] = bench.publisher(settings: settings(names[place])) }
                bench.pass(10_000)
            }
            isCalm.withLock { $0 = true }
            for _ in 0..<3 {
                for node in nodes { try await node.tick() }
                bench.pass(10_000)
            }
            let log = bench.log
            let sizes = try await bench.database.read { try LogStore($0).sealedSizes(of: log, epoch: 1, above: 0) }
            let roots = Dictionary(uniqueKeysWithValues: sizes.map { ($0.size, $0.root) })
            for name in names {
                let published = PublishedLog(folder: bench.files.path("\(name)-log"), log: log, epoch: 1)
                let note = try published.note(signedBy: bench.publicKeys(), origin: "jirga.example/log/\(log)")
                let size = UInt64(16 * votesARound + 1)
                #expect(note?.1.size == size, "seed \(seed)")
                var entries: Set<[UInt8]> = []
                var check = LogCheck(published.store, size: size)
                try check.run(roots: roots) { _, entry in entries.insert(entry) }
                #expect(entries.count == Int(size), "seed \(seed)")
            }
        }
    }
}
