import DialogueLog
package import Logging
package import SQLStore
import ServiceLifecycle
package import TransparencyLog

/// Seals what was done into the logs, signs their heads and publishes them as files.
///
/// About once a second: what is due goes from the outbox into the logs; what the database then has is read back, hashed by
/// other code and compared; the guard outside of the database is moved on; the head is signed; tiles are published and,
/// last of all, the checkpoint. A stop between any two of these loses nothing: the next round goes on from what it finds.
/// Each of several nodes does all of this, and publishes a copy of its own.
package actor LogPublisher: Service {
    /// The steps after each of which the program may be killed.
    package enum Step: Sendable, Hashable, CaseIterable {
        case sequenced
        case recomputed
        case guarded
        case signed
        case kept
        case tilesPublished
        case checkpointPublished
    }

    package struct Settings: Sendable {
        /// Below it every log has a folder.
        package var folder: String
        package var guardFolder: String
        package var interval: Duration = .seconds(1)
        /// How often other logs are written into the anchor log, in milliseconds.
        package var anchorInterval: Int64 = 60_000
        /// How long a log with a trouble is left alone before it is looked at again, in milliseconds.
        package var troubleRest: Int64 = 10_000
        /// How many transactions one log may take before it is published and others have their turn.
        package var batchesInARow = 64
        package var policy = WitnessPolicy.none
        /// Whether no other node signs for this database, so that a guard that remembers nothing was lost.
        package var isOnlyNode = false
        /// Whether a fault of one log ends the round; otherwise it is logged and the others go on.
        package var throwsFaults = false
        /// Called after each step; a test throws here what a crash would do.
        package var afterStep: @Sendable (Step, LogID) throws -> Void = { _, _ in }

        package init(folder: String, guardFolder: String) {
            self.folder = folder
            self.guardFolder = guardFolder
        }
    }

    /// What must be known of a dialogue; nil where there is none of this id.
    package typealias Terms =
        @Sendable (_ transaction: SQLTransaction, _ dialogue: [UInt8], _ time: Int64) throws
        -> LogTerms?

    struct Continuation {
        var epoch: Int
        var checkpoint: Checkpoint
        var writer: TileWriter
    }

    let database: SQLDatabase
    private let ring: LogKeyRing
    let settings: Settings
    let standing: LogStanding
    let headGuard: HeadGuard
    let logger: Logger
    let now: @Sendable () -> Int64
    let transport: WitnessTransport?
    private let terms: Terms
    private var continuations: [LogID: Continuation] = [:]
    /// The size up to which the database was found to continue what was signed.
    private var examined: [LogID: (epoch: Int, size: UInt64)] = [:]
    private var restingUntil: [LogID: Int64] = [:]
    private var lastAnchoredAt: Int64?
    private var isAnchorDue = false
    /// The logs that a restored backup holds back.
    private var restored: [LogID: Int64] = [:]
    var witnessSizes: [String: UInt64] = [:]
    /// The newest anchor checkpoint that met the policy, and how far its entries were read.
    var finalAnchor: (epoch: Int, size: UInt64, covered: UInt64)?

    /// - Parameters:
    ///   - keys: none where the folder of keys has none although there are logs; then nothing is sealed.
    ///   - transport: how witnesses are reached; nil for not at all.
    package init(
        of database: SQLDatabase, keys: LogKeyRing, settings: Settings, standing: LogStanding, logger: Logger,
        transport: WitnessTransport? = nil, now: @escaping @Sendable () -> Int64, terms: @escaping Terms
    ) {
        self.database = database
        ring = keys
        self.settings = settings
        self.standing = standing
        self.logger = logger
        self.transport = transport
        self.now = now
        self.terms = terms
        headGuard = HeadGuard(folder: settings.guardFolder)
    }

    /// - Throws: ``TileStoreProblem`` where a disk did not confirm a write: to try again may seem to succeed and still lose
    ///   it, so the program ends.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.publishUntilShutdown() }
            group.addTask { await self.askWitnessesUntilShutdown() }
            try await group.waitForAll()
        }
    }

    /// One at once, then one after each interval, until nobody listens.
    func ticks() -> AsyncStream<Void> {
        AsyncStream { continuation in
            let task = Task { [settings] in
                while !Task.isCancelled {
                    continuation.yield()
                    try? await Task.sleep(for: settings.interval)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func publishUntilShutdown() async throws {
        for await _ in ticks().cancelOnGracefulShutdown() {
            do {
                try await tick()
            } catch let problem as TileStoreProblem where problem.step == .flushing {
                logger.critical("a disk did not confirm what was written", metadata: ["file": "\(problem)"])
                throw problem
            } catch {
                logger.error("the logs could not be published", metadata: ["error": "\(error)"])
            }
        }
    }

    /// One round: seals, signs and publishes whatever is due now.
    package func tick() async throws {
        let time = now()
        let (waiting, heads, restored, erased) = try await database.read { transaction in
            let store = LogStore(transaction)
            return (
                try store.logsWithWaitingActs(), try store.heads(), try store.restoredLogs(),
                try store.waitingErasures()
            )
        }
        note(restored, at: time)
        guard let keys = try newestKeys(for: heads) else {
            for log in Set(waiting + heads.map(\.log)).subtracting(restored.keys) {
                report(.keysMissing, in: log, at: time)
            }
            return
        }
        for log in Set(waiting + erased.keys).sorted() where isAwake(log, at: time) {
            try await attempt(log, at: time) {
                let head = heads.first { $0.log == log }
                try await examine(log, head, keys)
                if let erased = erased[log], let head { try await say(erased, in: head, at: time) }
                try await seal(log, keys)
            }
        }
        if isAnchorDue || lastAnchoredAt.map({ time - $0 >= settings.anchorInterval || time < $0 }) ?? true {
            try await publishHeads(keys, at: time) { $0.log != .anchor }
            try await attempt(.anchor, at: time) {
                try await examine(.anchor, heads.first { $0.log == .anchor }, keys)
                _ = try await database.write { try AnchorCheckpoints(keys: keys).perform(in: $0) }
            }
            lastAnchoredAt = time
            isAnchorDue = false
        }
        try await publishHeads(keys, at: time) { _ in true }
    }

    /// Finds out which logs a restored backup holds back, so that nothing is taken in for them from the start.
    package func lookForRestored() async throws {
        note(try await database.read { try LogStore($0).restoredLogs() }, at: now())
    }

    private func note(_ restored: [LogID: Int64], at time: Int64) {
        self.restored = restored
        for (log, backup) in restored { report(.restored(from: backup), in: log, at: time) }
    }

    /// Somebody may have changed the key of a log since the keys were read.
    private func newestKeys(for heads: [LogHead]) throws -> LogKeys? {
        if let keys = ring.current, heads.contains(where: { $0.generation > keys.newestGeneration }) {
            try ring.renew()
        }
        return ring.current
    }

    private func publishHeads(_ keys: LogKeys, at time: Int64, where isWanted: (LogHead) -> Bool) async throws {
        let heads = try await database.read { try LogStore($0).heads() }
        for head in heads where isWanted(head) && isAwake(head.log, at: time) {
            try await attempt(head.log, at: time) {
                try await examine(head.log, head, keys)
                try await publish(head, keys)
            }
        }
    }

    private func isAwake(_ log: LogID, at time: Int64) -> Bool {
        guard let until = restingUntil[log] else { return true }
        return time >= until
    }

    /// One log in trouble must not keep the others from being sealed.
    private func attempt(_ log: LogID, at time: Int64, _ work: () async throws -> Void) async throws {
        do {
            try await work()
            restingUntil[log] = nil
            if standing.state(of: log)?.trouble != nil { standing.change(log) { $0.trouble = nil } }
        } catch let trouble as LogTrouble {
            report(trouble, in: log, at: time)
        } catch let problem as TileStoreProblem where problem.step == .flushing {
            throw problem
        } catch {
            // What is in memory may not be what is on the disk.
            continuations[log] = nil
            logger.error("a log could not be published", metadata: ["log": "\(log)", "error": "\(error)"])
            if settings.throwsFaults { throw error }
        }
    }

    private func report(_ trouble: LogTrouble, in log: LogID, at time: Int64) {
        restingUntil[log] = time + settings.troubleRest
        continuations[log] = nil
        examined[log] = nil
        guard standing.state(of: log)?.trouble != trouble else { return }
        standing.change(log) { $0.trouble = trouble }
        logger.critical(
            "a log is not sealed any more",
            metadata: ["log": "\(log)", "code": "\(trouble.code)", "trouble": "\(trouble)"])
    }

    // MARK: Sealing

    private func seal(_ log: LogID, _ keys: LogKeys) async throws {
        let terms = terms
        for _ in 0..<settings.batchesInARow {
            let time = now()
            let isDue = try await database.read { transaction in
                let store = LogStore(transaction)
                let waiting = try store.waiting(for: log)
                guard waiting.hasPublicActs || waiting.votes > 0 else { return false }
                guard let head = try store.head(of: log), !waiting.hasPublicActs else { return true }
                guard head.votesNoticedAt != nil else { return true }
                let terms = try terms(transaction, log.dialogue, time)
                return SealingRules.areVotesDue(
                    waiting.votes, noticedAt: head.votesNoticedAt, pace: terms?.pace ?? .standard,
                    isAtRest: terms?.isAtRest ?? false, at: time)
            }
            guard isDue else { return }
            let outcome = try await database.write { transaction in
                var generator = SystemRandomNumberGenerator()
                let terms =
                    try terms(transaction, log.dialogue, time)
                    ?? LogTerms(rules: digest(of: ""), pace: .standard, isAtRest: false)
                return try SequenceEntries(into: log, keys: keys, terms: terms)
                    .perform(in: transaction, at: time, using: &generator)
            }
            if outcome.hasPhaseChanged { isAnchorDue = true }
            try settings.afterStep(.sequenced, log)
            guard outcome.isMoreDue else { return }
        }
    }

    private struct ErasedLeaves: Sendable {
        let leaves: [(leaf: TreeHash, isVote: Bool)]
        /// Nothing that could be one of them waits in the outbox.
        let isAllSealed: Bool
    }

    /// Says in the log what was erased, once that is due and where everything of it stands is known.
    private func say(_ erased: LogStore.WaitingErasures, in head: LogHead, at time: Int64) async throws {
        let (log, terms) = (head.log, terms)
        let known = try await database.read { transaction in
            let terms = try terms(transaction, log.dialogue, time)
            guard
                ErasureRules.isDue(
                    erased.erasures, since: erased.since, isResultAwaited: terms?.isResultAwaited ?? false, at: time)
            else { return nil as ErasedLeaves? }
            let store = LogStore(transaction)
            let waiting = try store.waiting(for: log)
            return ErasedLeaves(
                leaves: try store.erasedLeaves(of: log), isAllSealed: waiting.votes == 0 && !waiting.hasPublicActs)
        }
        guard let known, let published = continuations[log]?.checkpoint, continuations[log]?.epoch == head.epoch else {
            return
        }
        let index = LeafIndex(
            folder: settings.folder + "-index",
            published: PublishedLog(folder: settings.folder, log: log, epoch: head.epoch), log: log, epoch: head.epoch)
        let leaves = known.leaves.map(\.leaf)
        let found = try await onDisk { try index.indices(of: leaves, size: published.size) }
        let votes = known.leaves.count { $0.isVote && found[$0.leaf] != nil }
        // What is not sealed yet is found in a later round. What was sealed in an epoch that was lost is not here at all.
        guard
            votes == erased.votes && found.count == erased.votes + erased.others
                || known.isAllSealed && published.size == head.size
        else { return }
        let act = LogErasures(
            log: log, epoch: head.epoch, waiting: erased, places: Array(found.values), votes: votes)
        try await database.write { transaction in
            var generator = SystemRandomNumberGenerator()
            try act.perform(in: transaction, at: time, using: &generator)
        }
    }

    /// Whether the database still has everything that was signed.
    private func examine(_ log: LogID, _ head: LogHead?, _ keys: LogKeys) async throws {
        // Also what is known to be sound: a backup may have been restored under a running program.
        try GuardRules.check(restoredFrom: restored[log], signedSize: 0, remembered: 0, isOnlyNode: false)
        if let head, let known = examined[log], known.epoch == head.epoch, head.size >= known.size { return }
        let epoch = head?.epoch ?? 1
        // A copy of the database from before an epoch was ended knows nothing of the next one.
        if let later = try headGuard.last(of: log, epoch: epoch + 1) {
            throw LogTrouble.rollback(signed: later.size, found: head?.size ?? 0)
        }
        let published = PublishedLog(folder: settings.folder, log: log, epoch: epoch)
        let origin = log.origin(in: keys.installation, epoch: epoch)
        let publicKeys = (1...max(1, keys.newestGeneration)).compactMap {
            keys.key(of: log, epoch: epoch, generation: $0)?.verifier
        }
        let signed = [
            try headGuard.last(of: log, epoch: epoch), try published.note(signedBy: publicKeys, origin: origin)?.1,
        ].compactMap { $0 }
        try GuardRules.check(
            restoredFrom: nil, signedSize: head?.signedSize ?? 0, remembered: signed.count,
            isOnlyNode: settings.isOnlyNode)
        guard !signed.isEmpty else { return }
        let size = head?.size ?? 0
        try await database.read { transaction in
            for checkpoint in signed {
                try GuardRules.check(signed: checkpoint, head: size) { wanted in
                    try LogStore(transaction).sealedSize(wanted, of: log, epoch: epoch)?.root
                }
            }
        }
        if let head { examined[log] = (head.epoch, head.size) }
    }

    // MARK: Publishing

    private func publish(_ head: LogHead, _ keys: LogKeys) async throws {
        guard head.size > 0 else { return }
        guard let key = keys.key(of: head.log, epoch: head.epoch, generation: head.generation) else {
            throw LogTrouble.keysMissing
        }
        guard key.verifier.text == head.key else { throw LogTrouble.otherKey(expected: head.key) }
        if continuations[head.log]?.epoch != head.epoch { try await takeUp(head, keys) }
        if head.signedSize > continuations[head.log]?.checkpoint.size ?? 0 { try await copy(head, to: head.signedSize) }
        guard head.size > head.signedSize else { return }
        try await confirm(head)
        try settings.afterStep(.recomputed, head.log)
        try await sign(head, key, keys)
        try await copy(head, to: head.size)
    }

    /// Finds out how far this node's files go.
    private func takeUp(_ head: LogHead, _ keys: LogKeys) async throws {
        let published = PublishedLog(folder: settings.folder, log: head.log, epoch: head.epoch)
        let origin = head.log.origin(in: keys.installation, epoch: head.epoch)
        let publicKeys = (1...head.generation).compactMap {
            keys.key(of: head.log, epoch: head.epoch, generation: $0)?.verifier
        }
        let nothing = Continuation(
            epoch: head.epoch, checkpoint: Checkpoint(origin: origin, size: 0, root: .emptyTree), writer: TileWriter())
        guard let (note, checkpoint) = try published.note(signedBy: publicKeys, origin: origin),
            let writer = try? TileWriter(continuing: published.store, size: checkpoint.size),
            writer.root == checkpoint.root
        else {
            continuations[head.log] = nothing
            return
        }
        continuations[head.log] = Continuation(epoch: head.epoch, checkpoint: checkpoint, writer: writer)
        let time = now()
        standing.change(head.log) { state in
            state.epoch = head.epoch
            state.note = note
            state.checkpoint = checkpoint
            state.publishedAt = state.publishedAt ?? time
        }
    }

    /// Reads back what was just sealed and hashes it with code that had no part in sealing it.
    ///
    /// - Throws: ``LogTrouble``, which names the first entry that is not as it was.
    private func confirm(_ head: LogHead) async throws {
        guard let continuation = continuations[head.log] else { return }
        let published = PublishedLog(folder: settings.folder, log: head.log, epoch: head.epoch)
        let before = continuation.checkpoint
        let start = SealedPart<FileTileStore>.start(after: before.size)
        let (entries, sizes) = try await database.read { transaction in
            let store = LogStore(transaction)
            return (
                try store.entries(start..<head.size, of: head.log, epoch: head.epoch),
                try store.sealedSizes(of: head.log, epoch: head.epoch, above: before.size)
            )
        }
        try await onDisk {
            let part = SealedPart(after: before.size, of: published.store, entries: entries)
            if let index = part.firstChanged(from: start, noted: try published.lastLeaves(size: before.size)) {
                throw LogTrouble.entryChanged(index: index)
            }
            var index = before.size
            for sealed in sizes where sealed.size <= head.size {
                if let index = part.firstChanged(from: index, noted: sealed.leaves) {
                    throw LogTrouble.entryChanged(index: index)
                }
                index = sealed.size
            }
            guard try part.root(size: before.size) == before.root else {
                throw LogTrouble.rootDiffers(size: before.size)
            }
            for sealed in sizes where sealed.size <= head.size {
                guard try part.root(size: sealed.size) == sealed.root else {
                    throw LogTrouble.rootDiffers(size: sealed.size)
                }
            }
            guard try part.root(size: head.size) == head.frontier.root else {
                throw LogTrouble.rootDiffers(size: head.size)
            }
        }
    }

    private func sign(_ head: LogHead, _ key: SigningKey, _ keys: LogKeys) async throws {
        let checkpoint = Checkpoint(origin: key.verifier.name, size: head.size, root: head.frontier.root)
        let headGuard = headGuard
        // Just before, because another program may have used this folder since.
        if let last = try headGuard.last(of: head.log, epoch: head.epoch) {
            try await database.read { transaction in
                try GuardRules.check(signed: last, head: head.size) { wanted in
                    try LogStore(transaction).sealedSize(wanted, of: head.log, epoch: head.epoch)?.root
                }
            }
        }
        try await onDisk { try headGuard.keep(checkpoint, of: head.log, epoch: head.epoch) }
        try settings.afterStep(.guarded, head.log)
        var note = try SignedNote(text: checkpoint.text)
        try note.sign(with: key)
        if let former = head.formerGeneration, let rotatedAt = head.rotatedAt, now() - rotatedAt < RotateKey.overlap,
            let formerKey = keys.key(of: head.log, epoch: head.epoch, generation: former)
        {
            try note.sign(with: formerKey)
        }
        try settings.afterStep(.signed, head.log)
        let signed = note
        try await database.write {
            try LogStore($0).keep(signed, size: head.size, of: head.log, epoch: head.epoch)
        }
        try settings.afterStep(.kept, head.log)
    }

    /// How many entries are in memory at once while a log is copied into files.
    private static let piece: UInt64 = 16_384

    /// Brings this node's files up to a size that was signed.
    private func copy(_ head: LogHead, to size: UInt64) async throws {
        guard var continuation = continuations[head.log], continuation.checkpoint.size < size else { return }
        let (log, epoch) = (head.log, head.epoch)
        let published = PublishedLog(folder: settings.folder, log: log, epoch: epoch)
        guard let sealed = try await database.read({ try LogStore($0).sealedSize(size, of: log, epoch: epoch) }),
            let text = sealed.note
        else { throw LogTrouble.forked(size: size) }
        let note = try SignedNote(parsing: text)
        while continuation.writer.size < size {
            continuation.writer = try await written(by: continuation.writer, of: head, to: sealed, in: published)
        }
        try settings.afterStep(.tilesPublished, log)
        try await onDisk { try published.write(note) }
        let checkpoint = try Checkpoint(note.text)
        continuation.checkpoint = checkpoint
        continuations[log] = continuation
        examined[log] = (epoch, size)
        let time = now()
        standing.change(log) { state in
            state.epoch = epoch
            state.note = note
            state.checkpoint = checkpoint
            state.publishedAt = time
        }
        try settings.afterStep(.checkpointPublished, log)
    }

    /// Writes the next files of a log, at most ``piece`` entries further.
    ///
    /// - Returns: the writer as it is after them.
    private func written(
        by writer: TileWriter, of head: LogHead, to sealed: SealedSize, in published: PublishedLog
    ) async throws -> TileWriter {
        let range = writer.size..<min(sealed.size, writer.size + Self.piece)
        let entries = try await database.read {
            try LogStore($0).entries(range, of: head.log, epoch: head.epoch)
        }
        return try await onDisk {
            var writer = writer
            for entry in entries { writer.append(entry) }
            let isLast = writer.size == sealed.size
            if isLast, writer.root != sealed.root { throw LogTrouble.rootDiffers(size: sealed.size) }
            try published.write(writer.takeFiles().filter { isLast || $0.path.isFull })
            return writer
        }
    }
}
