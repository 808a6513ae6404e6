import Convening
import Floor
import Journal
import Logging
import SQLStore
import ServiceLifecycle

/// Removes once an hour what is not kept any longer, and within a minute the remains of what was erased. Several nodes may do so at once.
///
/// Answers and what blinds them are not among it: they stay until their participant has them erased, as the archive of a
/// dialogue needs them. docs/backup.md says how a host deletes a whole installation.
actor RetentionService: Service {
    /// How long a form may be sent again and count as one, in milliseconds: two days.
    static let submissionKeyLifetime: Int64 = 2 * 86_400_000

    private let database: SQLDatabase
    private let logger: Logger
    private let now: @Sendable () -> Int64
    /// How many erasures there had been when the files of the database were last rid of what was deleted.
    private var discardedErasures: [LogID: Int]?

    init(of database: SQLDatabase, logger: Logger, now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.logger = logger
        self.now = now
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var minutes = 0
            while !Task.isCancelled {
                if minutes.isMultiple(of: 60) { await self.removeWhatIsDue() }
                await self.discardWhatWasErased()
                minutes = (minutes + 1) % 60
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }

    func removeWhatIsDue() async {
        let time = now()
        do {
            try await database.write { transaction in
                try RemoveExpired().perform(in: transaction, at: time)
                try FloorStore(transaction).removeSubmissionKeys(madeBefore: time - Self.submissionKeyLifetime)
            }
        } catch {
            logger.error("what is not kept any longer could not be removed", metadata: ["error": "\(error)"])
        }
    }

    /// After somebody was erased, what they had must not live on in older states of the database's pages. Only then, because
    /// writers may have to wait for it.
    func discardWhatWasErased() async {
        do {
            let erasures = try await database.read { transaction in
                let logs = LogStore(transaction)
                var erasures: [LogID: Int] = [:]
                for dialogue in try ConveningStore(transaction).dialogues() {
                    let log = LogID(dialogue: dialogue.id.bytes)
                    erasures[log] = try logs.erasureCount(of: log)
                }
                return erasures
            }
            guard erasures != discardedErasures else { return }
            if erasures.values.contains(where: { $0 > 0 }) {
                guard try await database.discardDeleted() || database.dialect == .postgres else { return }
            }
            discardedErasures = erasures
        } catch {
            logger.error("what was erased could not be removed from the files", metadata: ["error": "\(error)"])
        }
    }
}
