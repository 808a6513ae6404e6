import DialogueLog
import JirgaTestSupport
import Journal
import SQLStore
import Synchronization
import Testing
import TransparencyLog

/// A database that is older than what was signed, and nothing outside of it that remembers.
@Suite struct RestoredLogTests {
    private func withBench(_ kind: DatabaseKind = .sqlite, _ body: (LogBench) async throws -> Void) async throws {
        try await withDatabase(kind, migrations: JournalSchema.migrations) { database async throws in
            try await body(try await LogBench(database))
        }
    }

    /// Folders as after the loss of everything but the database.
    private func emptied(_ bench: LogBench) -> LogPublisher.Settings {
        var settings = bench.settings
        settings.folder = bench.files.path("new-log")
        settings.guardFolder = bench.files.path("new-guard")
        return settings
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a restored log is held back although nothing remembers more, until its epoch is ended`(
        kind: DatabaseKind
    ) async throws {
        try await withBench(kind) { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.publisher().tick()
            let (log, backup, now) = (bench.log, bench.now, bench.now + 1_000)
            try await bench.database.write {
                try LogStore($0).holdBack([log, .anchor], restoredFrom: backup, at: now)
            }
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 2)
            let standing = LogStanding()
            let publisher = bench.publisher(standing: standing, settings: emptied(bench))
            // Before anything is sealed or even looked at.
            try await publisher.lookForRestored()
            #expect(standing.refusal(for: log) == .restored(from: backup))
            try await publisher.tick()
            #expect(standing.refusal(for: log) == .restored(from: backup))
            #expect(standing.refusal(for: log)?.code == "log_restored")
            let head = try await bench.database.read { try LogStore($0).head(of: log) }
            #expect(head?.size == 2, "something was sealed")
            let nothing = PublishedLog(folder: emptied(bench).folder, log: log, epoch: 1)
            #expect(try !nothing.hasCheckpoint())

            let last = try await bench.database.read { try LogStore($0).lastNote(of: log, epoch: 1) }
            #expect(last != nil)
            let act = EndEpoch(
                of: log, keys: bench.keys, rules: digest(of: "rules"), last: last, knownEpoch: 1)
            try await bench.database.write { _ = try act.perform(in: $0) }
            #expect(try await bench.database.read { try LogStore($0).restoredLogs() } == [.anchor: backup])
            bench.pass(1_000)
            try await publisher.tick()
            #expect(standing.refusal(for: log) == nil)
            let after = PublishedLog(folder: emptied(bench).folder, log: log, epoch: 2)
            let found = try after.note(
                signedBy: bench.publicKeys(epoch: 2), origin: log.origin(in: "jirga.example", epoch: 2))
            #expect(found?.1.size == 2)
            let former = try await Receipts(
                keys: LogKeyRing(bench.keys), folder: emptied(bench).folder, standing: standing
            )
            .former(of: bench.dialogue)
            #expect(former?.epoch == 2 && former?.end?.size == 2)
            #expect(standing.state(of: .anchor)?.trouble == .restored(from: backup))
        }
    }

    @Test func `a log that was signed is not signed on by the only node once it remembers nothing`() async throws {
        try await withBench { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            var settings = bench.settings
            settings.isOnlyNode = true
            try await bench.publisher(settings: settings).tick()
            #expect(try bench.checkpoint()?.size == 2)
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 2)
            var lost = emptied(bench)
            lost.isOnlyNode = true
            let standing = LogStanding()
            try await bench.publisher(standing: standing, settings: lost).tick()
            #expect(standing.refusal(for: bench.log) == .guardMissing(signed: 2))
            // What was published stands in for the guard.
            settings.guardFolder = lost.guardFolder
            let known = LogStanding()
            try await bench.publisher(standing: known, settings: settings).tick()
            #expect(known.refusal(for: bench.log) == nil)
            #expect(try bench.checkpoint()?.size == 3)
        }
    }

    @Test func `a node that joins others begins with an empty guard`() async throws {
        try await withBench { bench async throws in
            try await bench.act([.dialogueMade(rules: "rules", role: .owner)], seed: 1)
            try await bench.publisher().tick()
            try await bench.act([.phaseChanged(to: 2, role: .owner)], seed: 2)
            let standing = LogStanding()
            try await bench.publisher(standing: standing, settings: emptied(bench)).tick()
            #expect(standing.state(of: bench.log)?.trouble == nil)
            #expect(standing.state(of: bench.log)?.checkpoint?.size == 3)
        }
    }
}
