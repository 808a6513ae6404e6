import Foundation
import JirgaTestSupport
import Synchronization
import Testing

/// How long to go on: a short form for every change, a long one by `script/torture`.
enum Torture {
    static let rounds = number("JIRGA_TORTURE_ROUNDS", preset: 14)
    static let cuts = number("JIRGA_TORTURE_CUTS", preset: 10)
    static let failovers = number("JIRGA_TORTURE_FAILOVERS", preset: 2)
    static let slowConnections = number("JIRGA_TORTURE_SLOW", preset: 1_000)
    static let seed = UInt64(number("JIRGA_TORTURE_SEED", preset: Int.random(in: 1...1_000_000)))

    private static func number(_ name: String, preset: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? preset
    }

    /// A line for the report of the long form, on standard output.
    static func report(_ line: String) {
        print("torture: \(line)")
    }
}

/// Ends something after a number of answers that nobody chose.
private final class Fuse: Sendable {
    private let count = Mutex(0)
    private let length: Int
    private let isBurnt = Mutex(false)
    private let end: @Sendable () -> Void

    init(_ length: Int, _ end: @escaping @Sendable () -> Void) {
        self.length = length
        self.end = end
    }

    var isOver: Bool { isBurnt.withLock { $0 } }

    func burn() {
        let isNow = count.withLock { count in
            count += 1
            return count == length
        }
        guard isNow else { return }
        isBurnt.withLock { $0 = true }
        end()
    }
}

extension EndToEnd {
    /// No answer that was acknowledged is lost and none is counted twice, whatever happens to the machine.
    @Suite struct `A server under torture` {
        private static func demo(_ database: TorturedDatabase) async throws -> Crowd {
            let made = try await JirgaProgram.run(["demo", "--participants", "30"] + database.options)
            try #require(made.status == 0, "\(made.stderr)")
            return Crowd(of: try await database.statements(), in: "demo")
        }

        /// - Returns: how long the program took from its start to its first answer.
        private static func compare(
            _ crowd: Crowd, _ database: TorturedDatabase, environment: [String: String] = [:]
        ) async throws -> (differences: [String], restart: Duration) {
            let start = ContinuousClock.now
            let server = try await RunningJirga(database.serving, environment: environment)
            let isWell = try await server.isWell()
            let restart = start.duration(to: .now)
            var differences = isWell ? [] : ["the server is not well"]
            differences += try await crowd.differences(at: server.address)
            differences += try await database.differences()
            await server.program.stop()
            return (differences, restart)
        }

        /// Kills the program in full flow, again and again.
        private static func killAgainAndAgain(
            _ database: TorturedDatabase, rounds: Int, also: (inout SeededGenerator) async throws -> Void = { _ in }
        ) async throws {
            var generator = SeededGenerator(seed: Torture.seed)
            let crowd = try await demo(database)
            var (acknowledged, longest) = (0, Duration.zero)
            for round in 0..<rounds {
                let server = try await RunningJirga(database.serving)
                let fuse = Fuse(Int.random(in: 1...120, using: &generator)) { server.program.send(SIGKILL) }
                await crowd.answer(
                    at: [server.address], lanes: 12, seed: generator.next(), until: { fuse.isOver },
                    onAnswer: { fuse.burn() })
                #expect(await server.program.stop() == 128 + SIGKILL, "seed \(Torture.seed), round \(round)")
                #expect(fuse.isOver, "seed \(Torture.seed), round \(round): not killed in full flow")
                try await also(&generator)
                let (differences, restart) = try await compare(crowd, database)
                #expect(differences == [], "seed \(Torture.seed), round \(round)")
                acknowledged += crowd.acknowledged
                longest = max(longest, restart)
                crowd.sendHome()
                if !differences.isEmpty { return }
            }
            Torture.report(
                "\(rounds) kills, \(acknowledged) acknowledged answers, none lost or doubled; "
                    + "longest restart to the first answer \(longest)")
        }

        @Test(.timeLimit(.minutes(60 * 8))) func `keeps every answer through kills, in SQLite`() async throws {
            let folder = try TemporaryFolder()
            try await Self.killAgainAndAgain(.sqlite(folder: folder.path("data")), rounds: Torture.rounds)
        }

        @Test(.timeLimit(.minutes(60 * 8)))
        func `keeps every answer through kills, of it and of the database, in PostgreSQL`() async throws {
            let postgres = try await PostgresServer()
            let url = postgres.url(database: try await postgres.createDatabase())
            let folder = try TemporaryFolder()
            try await Self.killAgainAndAgain(
                .postgres(url: url, folder: folder.path("data")), rounds: max(1, Torture.rounds / 2)
            ) { generator in
                if Int.random(in: 0..<3, using: &generator) == 0 { try await postgres.restart(mode: "immediate") }
            }
        }

        /// - Parameter isLying: whether the disk says it kept what it did not.
        /// - Returns: what differed.
        private static func cutPower(cuts: Int, isLying: Bool) async throws -> [String] {
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.sqlite(folder: folder.path("data"))
            var generator = SeededGenerator(seed: Torture.seed)
            let crowd = try await demo(database)
            let machine = try await FaultyMachine(data: folder.path("data"))
            var (acknowledged, undone) = (0, 0)
            for cut in 0..<cuts {
                let server = try await RunningJirga(database.serving, environment: machine.environment)
                if isLying { try machine.set(.lies, true) }
                let fuse = Fuse(Int.random(in: 20...200, using: &generator)) { server.program.send(SIGKILL) }
                await crowd.answer(
                    at: [server.address], lanes: 12, seed: generator.next(), until: { fuse.isOver },
                    onAnswer: { fuse.burn() })
                #expect(await server.program.stop() == 128 + SIGKILL, "seed \(Torture.seed), cut \(cut)")
                if isLying { try machine.set(.lies, false) }
                undone += try machine.losePower(torn: &generator, isTorn: cut % 3 == 2)
                let differences: [String]
                do {
                    differences = try await compare(crowd, database).differences
                } catch {
                    differences = ["does not start after cut \(cut): \(error)"]
                }
                acknowledged += crowd.acknowledged
                crowd.sendHome()
                if !differences.isEmpty { return differences + ["seed \(Torture.seed), cut \(cut)"] }
            }
            Torture.report(
                "\(cuts) power cuts, \(acknowledged) acknowledged answers, \(undone) unflushed writes undone"
                    + (isLying ? ", on a disk that lies" : ""))
            return []
        }

        @Test(.timeLimit(.minutes(60 * 4))) func `keeps every answer through losses of power`() async throws {
            #expect(try await Self.cutPower(cuts: Torture.cuts, isLying: false) == [])
        }

        @Test(.timeLimit(.minutes(10))) func `loses answers on a disk that lies, so the test above can see a loss`()
            async throws
        {
            #expect(try await Self.cutPower(cuts: 5, isLying: true) != [])
        }

        @Test(.timeLimit(.minutes(60)))
        func `keeps every answer while one database after another dies under two programs`() async throws {
            let pair = try await PostgresPair()
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.postgres(url: pair.url, folder: folder.path("demo"))
            let crowd = try await Self.demo(database)
            func options(_ node: String) -> [String] {
                [
                    "--database", pair.url, "--data", folder.path(node), "--keys", folder.path("keys"),
                    "--no-pace-limits",
                ]
            }
            let first = try await RunningJirga(options("first"))
            let second = try await RunningJirga(options("second"))
            var (primary, longest) = ("a", Duration.zero)
            for round in 0..<Torture.failovers {
                let before = Fuse(60) {}
                let after = Fuse(60) {}
                let isDown = Mutex(false)
                async let going: Void = crowd.answer(
                    at: [first.address, second.address], lanes: 8, seed: Torture.seed &+ UInt64(round),
                    staysThroughFaults: true, until: { after.isOver },
                    onAnswer: {
                        before.burn()
                        if isDown.withLock({ $0 }) { after.burn() }
                    })
                while !before.isOver { try await Task.sleep(for: .milliseconds(20)) }
                let start = ContinuousClock.now
                primary = try await pair.failOver(from: primary)
                isDown.withLock { $0 = true }
                for node in [first, second] {
                    while try await node.isWell() == false { try await Task.sleep(for: .milliseconds(50)) }
                }
                longest = max(longest, start.duration(to: .now))
                await going
                #expect(try await crowd.differences(at: first.address) == [], "seed \(Torture.seed), round \(round)")
                try await pair.addStandby(primary == "a" ? "b" : "a", to: primary)
                #expect(!first.program.hasEnded && !second.program.hasEnded)
            }
            #expect(try await database.differences() == [])
            Torture.report(
                "\(Torture.failovers) failovers, \(crowd.acknowledged) acknowledged answers, none lost or doubled; "
                    + "longest until both programs were well \(longest)")
            await first.program.stop()
            await second.program.stop()
        }

        @Test(.timeLimit(.minutes(5)))
        func `on a full disk can be read and refuses what is new, and goes on when there is room again`() async throws {
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.sqlite(folder: folder.path("data"))
            let crowd = try await Self.demo(database)
            let machine = try await FaultyMachine(data: folder.path("data"))
            let server = try await RunningJirga(database.serving, environment: machine.environment)
            let some = Fuse(30) {}
            await crowd.answer(
                at: [server.address], lanes: 6, seed: 1, until: { some.isOver }, onAnswer: { some.burn() })
            try machine.set(.full, true)
            let session = WebSession(server.address)
            let form = try await session.get("/d/demo").page.form("/vote")
            let refused = try await session.submit(form, ["choice": "agree"])
            #expect(refused.status == 507)
            #expect(try await session.get("/d/demo/results").status == 200)
            #expect(!server.program.hasEnded)
            try machine.set(.full, false)
            let more = Fuse(30) {}
            await crowd.answer(
                at: [server.address], lanes: 6, seed: 2, until: { more.isOver }, onAnswer: { more.burn() })
            #expect(more.isOver)
            #expect(try await crowd.differences(at: server.address) == [])
            await server.program.stop()
            #expect(try await Self.compare(crowd, database).differences == [])
        }

        @Test(.timeLimit(.minutes(5)))
        func `ends when the disk can't keep what it was given, and has acknowledged nothing of it`() async throws {
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.sqlite(folder: folder.path("data"))
            let crowd = try await Self.demo(database)
            let machine = try await FaultyMachine(data: folder.path("data"))
            let server = try await RunningJirga(database.serving, environment: machine.environment)
            let some = Fuse(30) { try? machine.set(.broken, true) }
            await crowd.answer(
                at: [server.address], lanes: 6, seed: 3, until: { server.program.hasEnded }, onAnswer: { some.burn() })
            #expect(await server.program.status() == 74)
            #expect(server.program.stderr.contains("disk"))
            try machine.set(.broken, false)
            var generator = SeededGenerator(seed: 4)
            _ = try machine.losePower(torn: &generator, isTorn: false)
            #expect(try await Self.compare(crowd, database).differences == [])
        }

        @Test(.timeLimit(.minutes(5))) func `keeps every answer while its clock jumps`() async throws {
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.sqlite(folder: folder.path("data"))
            let crowd = try await Self.demo(database)
            let machine = try await FaultyMachine(data: folder.path("data"))
            let server = try await RunningJirga(database.serving, environment: machine.environment)
            for (turn, seconds) in [86_400, -86_400, 3_600, -3_600, 0].enumerated() {
                try machine.setClock(off: seconds)
                let fuse = Fuse(40) {}
                await crowd.answer(
                    at: [server.address], lanes: 6, seed: UInt64(turn), until: { fuse.isOver },
                    onAnswer: { fuse.burn() })
                #expect(fuse.isOver, "with the clock off by \(seconds) s nobody could answer")
            }
            #expect(try await crowd.differences(at: server.address) == [])
            await server.program.stop()
            #expect(try await Self.compare(crowd, database).differences == [])
        }

        @Test(.timeLimit(.minutes(5))) func `goes on after it stood still for a while`() async throws {
            let folder = try TemporaryFolder()
            let database = TorturedDatabase.sqlite(folder: folder.path("data"))
            let crowd = try await Self.demo(database)
            let server = try await RunningJirga(database.serving)
            let before = Fuse(40) { server.program.send(SIGSTOP) }
            let after = Fuse(80) {}
            async let going: Void = crowd.answer(
                at: [server.address], lanes: 8, seed: 5, until: { after.isOver },
                onAnswer: {
                    before.burn()
                    after.burn()
                })
            while !before.isOver { try await Task.sleep(for: .milliseconds(20)) }
            try await Task.sleep(for: .seconds(2))
            server.program.send(SIGCONT)
            await going
            #expect(after.isOver)
            #expect(try await crowd.differences(at: server.address) == [])
            await server.program.stop()
            #expect(try await Self.compare(crowd, database).differences == [])
        }
    }
}
