import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Synchronization
import Testing
import TransparencyLog

@Suite struct ReceiptsTests {
    func withBench(_ body: (LogBench) async throws -> Void) async throws {
        try await withDatabase(.sqlite, migrations: JournalSchema.migrations) { database async throws in
            let bench = try await LogBench(database)
            try await body(bench)
        }
    }

    func seal(_ bench: LogBench, _ standing: LogStanding) async throws {
        let publisher = bench.publisher(standing: standing)
        try await publisher.tick()
        bench.pass(10_000)
        try await publisher.tick()
    }

    @Test func `a receipt is there once the entry is sealed, and holds for ever`() async throws {
        try await withBench { bench async throws in
            let standing = LogStanding()
            let receipts = Receipts(keys: LogKeyRing(bench.keys), folder: bench.files.path("log"), standing: standing)
            let entry = LogBench.vote(17).entry(in: bench.dialogue, at: 0)
            try await bench.vote(0..<300)
            #expect(try await receipts.receipt(of: entry, in: bench.dialogue) == nil)
            #expect(try await receipts.areSealed([entry], in: bench.dialogue) == [false])
            try await seal(bench, standing)
            let never = LogBench.vote(999).entry(in: bench.dialogue, at: 0)
            #expect(try await receipts.areSealed([entry, never], in: bench.dialogue) == [true, false])
            let bytes = try await receipts.receipt(of: entry, in: bench.dialogue)
            let receipt = try InclusionReceipt(bytes ?? [])
            #expect(receipt.extra == entry.bytes)
            let keys = bench.publicKeys()
            #expect(try receipt.verify(.leaf(entry.bytes), signedBy: keys).size == 301)
            #expect(throws: ReceiptProblem.self) { try receipt.verify(.leaf(never.bytes), signedBy: keys) }
            // Whatever is voted afterwards, the old receipt goes on to verify, and a new one is no less good.
            try await bench.vote(300..<700)
            try await seal(bench, standing)
            #expect(try receipt.verify(.leaf(entry.bytes), signedBy: keys).size == 301)
            let later = try InclusionReceipt(try await receipts.receipt(of: entry, in: bench.dialogue) ?? [])
            #expect(try later.verify(.leaf(entry.bytes), signedBy: keys).size == 701)
            #expect(later.index == receipt.index)
        }
    }

    @Test func `a leaf is found in a log of many leaves, from an index that is made when it is needed`() async throws {
        try await withBench { bench async throws in
            let standing = LogStanding()
            let receipts = Receipts(keys: LogKeyRing(bench.keys), folder: bench.files.path("log"), standing: standing)
            try await bench.vote(0..<66_000)
            try await seal(bench, standing)
            #expect(try bench.checkpoint()?.size == 66_001)
            for _ in 0..<2 {
                let entries = [3, 30_000, 65_999].map { LogBench.vote($0).entry(in: bench.dialogue, at: 0) }
                #expect(try await receipts.areSealed(entries, in: bench.dialogue) == [true, true, true])
                for entry in entries {
                    let receipt = try InclusionReceipt(try await receipts.receipt(of: entry, in: bench.dialogue) ?? [])
                    try receipt.verify(.leaf(entry.bytes), signedBy: bench.publicKeys())
                }
            }
            let index = FileTileStore(folder: bench.files.path("log-index"))
            #expect(try index.read("\(bench.log).1/0")?.count == 655_360)
        }
    }

    @Test func `a promise is the same whenever it is asked for, and signed by the key of promises`() async throws {
        try await withBench { bench async throws in
            let receipts = Receipts(
                keys: LogKeyRing(bench.keys), folder: bench.files.path("log"), standing: LogStanding())
            let entry = LogBench.vote(1).entry(in: bench.dialogue, at: 0)
            let one = try receipts.promise(of: entry, in: bench.dialogue, at: fixedTime + 59_999, longestWait: 600)
            let two = try receipts.promise(of: entry, in: bench.dialogue, at: fixedTime, longestWait: 600)
            #expect(one == two)
            let note = try SignedNote(parsing: one ?? "")
            try note.verified(by: [bench.keys.promise.verifier])
            let promise = try #require(SealingPromise(note.text))
            #expect(promise.leaf == .leaf(entry.bytes))
            #expect(promise.longestWait == 600)
            #expect(promise.origin == "jirga.example/log/\(bench.log)")
        }
    }

    @Test func `witnesses sign the anchor log, and only then a checkpoint is final`() async throws {
        try await withBench { bench async throws in
            let key = try #require(SigningKey(name: "witness.example/w1", type: .cosignature))
            let last = Mutex<Checkpoint?>(nil)
            let isUp = Mutex(false)
            let anchorKeys = bench.publicKeys(of: .anchor)
            let transport: WitnessTransport = { address, body in
                #expect(address == "https://witness.example/add-checkpoint")
                guard isUp.withLock({ $0 }) else { return (503, []) }
                do {
                    let request = try AddCheckpoint(body)
                    let checkpoint = try last.withLock { last in
                        let judged = try WitnessRules.judge(
                            request, logs: ["jirga.example/log/anchor": anchorKeys], last: { _ in last })
                        last = judged
                        return judged
                    }
                    let signature = try Cosignature(text: checkpoint.text, time: 1_800_000_000, by: key)
                    return (200, Array((signature.noteSignature.line + "\n").utf8))
                } catch let refusal as WitnessRefusal {
                    guard case .otherSize(let size) = refusal else { return (refusal.status, []) }
                    return (409, Array("\(size)\n".utf8))
                }
            }
            var settings = bench.settings
            settings.policy = try WitnessPolicy(
                """
                witness w1 \(key.verifier.text) https://witness.example
                quorum w1
                """)
            let standing = LogStanding()
            var publisher = bench.publisher(standing: standing, settings: settings, transport: transport)
            try await bench.vote(0..<5)
            try await publisher.tick()
            await publisher.askWitnesses()
            #expect(standing.finalAnchorSize == 0)
            #expect(standing.missingWitnesses(at: bench.now).isEmpty)
            bench.pass(600_000)
            #expect(standing.missingWitnesses(at: bench.now) == ["w1"])
            isUp.withLock { $0 = true }
            await publisher.askWitnesses()
            let size = try bench.checkpoint(of: .anchor)?.size
            #expect(standing.finalAnchorSize == size)
            #expect(standing.missingWitnesses(at: bench.now).isEmpty)
            // Another node does not know how far the witness is, and is told.
            try await bench.vote(5..<9)
            publisher = bench.publisher(standing: standing, settings: settings, transport: transport)
            try await publisher.tick()
            bench.pass(60_000)
            try await publisher.tick()
            bench.pass(60_000)
            try await publisher.tick()
            await publisher.askWitnesses()
            let grown = try bench.checkpoint(of: .anchor)?.size
            #expect(grown != size)
            #expect(standing.finalAnchorSize == grown)
            let published = PublishedLog(folder: bench.files.path("log"), log: .anchor, epoch: 1)
            let note = try SignedNote(try published.store.read("checkpoint") ?? [])
            #expect(settings.policy.isMet(by: note))
        }
    }

    @Test func `a result is final when what holds it is signed, and a witness that saw another history is an alarm`()
        async throws
    {
        try await withBench { bench async throws in
            let key = try #require(SigningKey(name: "witness.example/w1", type: .cosignature))
            let status = Mutex(503)
            let transport: WitnessTransport = { _, body in
                let answer = status.withLock { $0 }
                guard answer == 200 else { return (answer, answer == 409 ? Array("9999\n".utf8) : []) }
                let request = try AddCheckpoint(body)
                let signature = try Cosignature(text: request.note.text, time: 1_800_000_000, by: key)
                return (200, Array((signature.noteSignature.line + "\n").utf8))
            }
            var settings = bench.settings
            settings.policy = try WitnessPolicy("witness w1 \(key.verifier.text) https://witness.example\nquorum w1\n")
            let standing = LogStanding()
            func receipts(_ standing: LogStanding) -> Receipts {
                Receipts(
                    keys: LogKeyRing(bench.keys), folder: bench.files.path("log"), standing: standing,
                    needsWitnesses: true)
            }
            func finality(_ standing: LogStanding) async throws -> Finality {
                try await receipts(standing).finalityOfResult(in: bench.dialogue, at: bench.now)
            }
            let publisher = bench.publisher(standing: standing, settings: settings, transport: transport)
            try await bench.vote(0..<600)
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            let result = Act.result(
                digest: Array(repeating: 1, count: 32), input: [UInt8](repeating: 2, count: 32), algorithm: "x")
            try await bench.act([.phaseChanged(to: 4, role: .owner), result], seed: 5)
            #expect(try await finality(standing) == .waiting(missing: []))
            bench.pass(60_000)
            try await publisher.tick()
            await publisher.askWitnesses()
            #expect(try await finality(standing) == .waiting(missing: []))
            bench.pass(600_000)
            await publisher.askWitnesses()
            #expect(try await finality(standing) == .waiting(missing: ["w1"]))
            #expect(standing.complaints.isEmpty, "to be away is no complaint")
            for (answer, complaint) in [(422, WitnessComplaint.otherHistory), (409, .isAhead), (404, .unknownLog)] {
                status.withLock { $0 = answer }
                await publisher.askWitnesses()
                #expect(standing.complaints.map(\.complaint) == [complaint])
                #expect(receipts(standing).view(of: bench.dialogue, at: bench.now)?.isDisputed == complaint.isAlarm)
            }
            status.withLock { $0 = 200 }
            await publisher.askWitnesses()
            #expect(standing.complaints.isEmpty)
            #expect(try await finality(standing) == .final)
            #expect(receipts(standing).view(of: bench.dialogue, at: bench.now)?.witnessedSize == 603)
            // Whoever is away after the next start: what was final stays so.
            status.withLock { $0 = 503 }
            let later = LogStanding()
            let next = bench.publisher(standing: later, settings: settings, transport: transport)
            try await next.tick()
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 6)
            try await next.tick()
            bench.pass(60_000)
            try await next.tick()
            await next.askWitnesses()
            #expect(try await finality(later) == .final)
            #expect(receipts(later).view(of: bench.dialogue, at: bench.now)?.witnessedSize == 603)
            #expect(receipts(later).view(of: bench.dialogue, at: bench.now)?.size == 604)
        }
    }

    @Test func `a log goes on under a new key without a new start, and both sign for thirty days`() async throws {
        try await withBench { bench async throws in
            let folder = KeyFolder(bench.files.path("keys"))
            let standing = LogStanding()
            let ring = LogKeyRing(bench.keys, readAgainFrom: folder)
            let publisher = bench.publisher(standing: standing, keys: ring)
            try await bench.vote(0..<5)
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            try folder.makeSeed(generation: 2)
            let keys = try #require(try folder.keys(of: "jirga.example"))
            let log = bench.log
            let now = bench.now
            let head = try await bench.database.write { try RotateKey(of: log, keys: keys).perform(in: $0, at: now) }
            #expect(head?.keySince == 7)
            #expect(ring.current?.newestGeneration == 1)
            try await publisher.tick()
            #expect(standing.troubles.isEmpty)
            #expect(ring.current?.newestGeneration == 2)
            let note = try #require(standing.state(of: log)?.note)
            let both = [2, 1].compactMap { keys.key(of: log, epoch: 1, generation: $0)?.verifier }
            #expect(try note.verified(by: both) == both)
            let receipts = Receipts(keys: ring, folder: bench.files.path("log"), standing: standing)
            #expect(receipts.view(of: bench.dialogue, at: bench.now)?.logKey == both[0].text)
            bench.pass(RotateKey.overlap)
            try await bench.vote(5..<9)
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            #expect(try standing.state(of: log)?.note?.verified(by: both) == [both[0]])
            // Whoever knows only the old key goes on to verify what it signed.
            #expect(try note.verified(by: [both[1]]) == [both[1]])
        }
    }

    @Test func `after a loss the log begins anew, with the last checkpoint of the old one in its first entry`()
        async throws
    {
        try await withBench { bench async throws in
            let log = bench.log
            try await bench.vote(0..<5)
            try await seal(bench, LogStanding())
            let origin = "jirga.example/log/\(log)"
            let last = try #require(try bench.published.note(signedBy: bench.publicKeys(), origin: origin)?.0)
            try await bench.database.write { transaction in
                for table in [SQLFragment("log_checkpoint"), SQLFragment("log_bundle"), SQLFragment("log_head")] {
                    try transaction.run("DELETE FROM \(table)")
                }
            }
            try await bench.vote(50..<53)
            let standing = LogStanding()
            try await bench.publisher(standing: standing).tick()
            #expect(standing.refusal(for: log) != nil)
            let keys = bench.keys
            try await bench.database.write { transaction in
                _ = try EndEpoch(of: log, keys: keys, rules: digest(of: "rules"), last: last, knownEpoch: 1)
                    .perform(in: transaction)
            }
            try await seal(bench, standing)
            #expect(standing.refusal(for: log) == nil)
            let entries = try bench.checkedEntries(epoch: 2)
            #expect(entries.count == 4)
            let opening = try #require(CanonicalEntry(bytes: entries[0]))
            #expect(opening.fields.first { $0.tag == 6 }?.value == Array(last.note.utf8))
            #expect(opening.fields.first?.value == Array("jirga.example/log/\(log)/2".utf8))
            // The database as it was before the epoch was ended is refused as well.
            try await bench.database.write { try $0.run("UPDATE log_head SET epoch = 1") }
            try await bench.publisher(standing: standing).tick()
            #expect(standing.refusal(for: log) != nil)
        }
    }
}
