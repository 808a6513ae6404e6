import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Synchronization
import Testing
import TransparencyLog

@Suite struct LogErasuresTests {
    private func withBench(_ kind: DatabaseKind = .sqlite, _ body: (LogBench) async throws -> Void) async throws {
        try await withDatabase(kind, migrations: JournalSchema.migrations) { database async throws in
            try await body(try await LogBench(database))
        }
    }

    private func entry(_ number: Int, _ bench: LogBench) -> CanonicalEntry {
        LogBench.vote(number).entry(in: bench.dialogue, at: 0)
    }

    /// As one person's erasure does: of one vote it is not known any more which of two it was.
    private func erase(_ numbers: Range<Int>, _ bench: LogBench) async throws {
        let votes = numbers.map { entry($0, bench) } + [entry(1_000_000 + numbers.lowerBound, bench)]
        let (log, now) = (bench.log, bench.now)
        try await bench.database.write {
            try LogStore($0).noteErasure(
                votes: votes, voteCount: numbers.count, others: [], otherCount: 0, of: log, at: now)
        }
    }

    private func erasedEntries(_ bench: LogBench) throws -> [LoggedEntry] {
        try bench.checkedEntries().compactMap { try? LoggedEntry($0) }.filter { $0.kind == .erased }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `what was erased is said after a week, once, with a commitment to where it stands`(
        kind: DatabaseKind
    ) async throws {
        try await withBench(kind) { bench async throws in
            try await bench.vote(0..<300)
            let publisher = bench.publisher()
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            try await erase(10..<14, bench)
            try await erase(200..<203, bench)
            try await publisher.tick()
            #expect(try erasedEntries(bench).isEmpty)
            bench.pass(7 * 86_400_000 + 600_000)
            for _ in 0..<3 { try await publisher.tick() }
            let said = try erasedEntries(bench)
            #expect(said.count == 1)
            #expect(said.first?.integer(0x09) == 7)
            let log = bench.log
            let kept = try await bench.database.read { try LogStore($0).loggedErasures(of: log, epoch: 1) }
            let list = try #require(kept.first)
            #expect(kept.count == 1 && list.votes == 7 && list.erasures == 2)
            #expect(said.first?[0x20] == Commitment(erasedPlaces: list.places, salt: list.salt).bytes)
            let entries = try bench.checkedEntries()
            let wanted = Set((Array(10..<14) + Array(200..<203)).map { entry($0, bench).bytes })
            #expect(Set(list.places.map { entries[Int($0)] }) == wanted)
            let waiting = try await bench.database.read { try LogStore($0).waitingErasures(of: log) }
            #expect(waiting == nil)
        }
    }

    @Test func `the erasures of a crowd do not wait for the week`() async throws {
        try await withBench { bench async throws in
            try await bench.vote(0..<40)
            let publisher = bench.publisher()
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            for number in 0..<31 { try await erase(number..<number + 1, bench) }
            for _ in 0..<2 { try await publisher.tick() }
            #expect(try erasedEntries(bench).isEmpty)
            try await erase(31..<32, bench)
            for _ in 0..<2 { try await publisher.tick() }
            #expect(try erasedEntries(bench).first?.integer(0x09) == 32)
        }
    }

    @Test func `what is not sealed yet is said once it is, and no result comes before`() async throws {
        try await withBench { bench async throws in
            bench.pace.withLock { $0 = .protected }
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            let publisher = bench.publisher()
            try await publisher.tick()
            try await bench.vote(0..<5)
            try await erase(0..<2, bench)
            let log = bench.log
            try await bench.database.write { try LogStore($0).hurryErasures() }
            for _ in 0..<3 { try await publisher.tick() }
            #expect(try erasedEntries(bench).isEmpty)
            bench.isAtRest.withLock { $0 = true }
            for _ in 0..<3 { try await publisher.tick() }
            #expect(try erasedEntries(bench).first?.integer(0x09) == 2)
            try await erase(2..<3, bench)
            #expect(try await bench.database.read { try LogStore($0).rootWithoutWaitingVotes(of: log) } == nil)
        }
    }

    @Test func `what a lost epoch had is not looked for in the next one for ever`() async throws {
        try await withBench { bench async throws in
            try await bench.vote(0..<5)
            let publisher = bench.publisher()
            try await publisher.tick()
            bench.pass(10_000)
            try await publisher.tick()
            let (log, keys) = (bench.log, bench.keys)
            try await bench.database.write { transaction in
                _ = try EndEpoch(of: log, keys: keys, rules: digest(of: "rules"), last: nil, knownEpoch: 1)
                    .perform(in: transaction)
            }
            try await erase(0..<5, bench)
            try await bench.database.write { try LogStore($0).hurryErasures() }
            let again = bench.publisher()
            for _ in 0..<4 { try await again.tick() }
            #expect(try await bench.database.read { try LogStore($0).waitingErasures(of: log) } == nil)
            let said = try await bench.database.read { try LogStore($0).loggedErasures(of: log, epoch: 2) }
            #expect(said.first?.votes == 0)
        }
    }
}
