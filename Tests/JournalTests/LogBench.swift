import DialogueLog
import JirgaTestSupport
import Journal
import Logging
import SQLStore
import Synchronization
import TransparencyLog

/// A database, folders and keys on which logs are sealed and published, with a clock that is moved by hand.
final class LogBench: Sendable {
    struct Crash: Error {}

    let database: SQLDatabase
    let files: TemporaryFolder
    let keys: LogKeys
    let clock = Mutex<Int64>(fixedTime)
    let pace = Mutex(SealingPace.open)
    let isAtRest = Mutex(false)
    /// After which of the coming steps the program stops; nil for never.
    let crashIn = Mutex<Int?>(nil)

    let dialogue = Array(repeating: UInt8(7), count: 16)
    var log: LogID { LogID(dialogue: dialogue) }
    var now: Int64 { clock.withLock { $0 } }

    init(_ database: SQLDatabase, name: String = "jirga.example") async throws {
        self.database = database
        files = try TemporaryFolder()
        keys = try await OpenInstallation(keysIn: KeyFolder(files.path("keys")), name: name).perform(on: database)
    }

    func pass(_ milliseconds: Int64) { clock.withLock { $0 += milliseconds } }

    var settings: LogPublisher.Settings {
        var settings = LogPublisher.Settings(folder: files.path("log"), guardFolder: files.path("guard"))
        settings.throwsFaults = true
        settings.troubleRest = 0
        settings.afterStep = { [self] _, _ in
            let isDown = crashIn.withLock { steps in
                steps? -= 1
                return steps.map { $0 < 0 } ?? false
            }
            if isDown { throw Crash() }
        }
        return settings
    }

    /// A program that has just been started: nothing of an earlier one is in its memory.
    func publisher(
        standing: LogStanding = LogStanding(), keys: LogKeyRing? = nil, settings: LogPublisher.Settings? = nil,
        transport: WitnessTransport? = nil
    ) -> LogPublisher {
        LogPublisher(
            of: database, keys: keys ?? LogKeyRing(self.keys), settings: settings ?? self.settings, standing: standing,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), transport: transport,
            now: { [self] in now },
            terms: { [self] _, _, _ in
                LogTerms(
                    rules: digest(of: "rules"), pace: pace.withLock { $0 }, isAtRest: isAtRest.withLock { $0 })
            })
    }

    func act(_ acts: [Act], seed: UInt64) async throws {
        let (dialogue, now) = (dialogue, now)
        try await database.write { transaction in
            var generator = SeededGenerator(seed: seed)
            for act in acts { try JournalStore(transaction).append(act, in: dialogue, at: now, using: &generator) }
        }
    }

    func vote(_ numbers: Range<Int>) async throws {
        try await act(numbers.map { Self.vote($0) }, seed: UInt64(numbers.lowerBound) &+ 1_000_000)
    }

    static func vote(_ number: Int) -> Act { .vote(Commitment(text: "vote \(number)", salt: [1])) }

    var published: PublishedLog { PublishedLog(folder: files.path("log"), log: log, epoch: 1) }

    func publicKeys(epoch: Int = 1, of log: LogID? = nil) -> [VerifierKey] {
        (1...3).compactMap { keys.key(of: log ?? self.log, epoch: epoch, generation: $0)?.verifier }
    }

    func checkpoint(epoch: Int = 1, of log: LogID? = nil) throws -> Checkpoint? {
        let log = log ?? self.log
        return try PublishedLog(folder: files.path("log"), log: log, epoch: epoch).note(
            signedBy: publicKeys(epoch: epoch, of: log), origin: log.origin(in: keys.installation, epoch: epoch))?.1
    }

    /// Every entry the published files hold, each hashed anew and compared up to the root that was signed.
    func checkedEntries(epoch: Int = 1, of log: LogID? = nil) throws -> [[UInt8]] {
        guard let checkpoint = try checkpoint(epoch: epoch, of: log) else { return [] }
        let store = PublishedLog(folder: files.path("log"), log: log ?? self.log, epoch: epoch).store
        var entries: [[UInt8]] = []
        var check = LogCheck(store, size: checkpoint.size)
        try check.run(roots: [checkpoint.size: checkpoint.root]) { _, entry in entries.append(entry) }
        return entries
    }
}
