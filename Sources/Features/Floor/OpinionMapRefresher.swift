package import Convening
import Journal
package import Logging
package import SQLStore
import ServiceLifecycle
import Synchronization

/// Counts dialogues again after new votes, off the path of any request.
///
/// A count begins when no vote has come for a while, or when the votes have not stopped coming for a longer while, so
/// that a busy dialogue is counted too. When a dialogue closes it is counted one last time.
package final class OpinionMapRefresher: Service {
    package struct Settings: Sendable {
        /// How long nobody may have voted, in milliseconds.
        package var lull: Int64 = 2_000
        /// How long a vote waits at most to be counted.
        package var longestWait: Int64 = 30_000
        /// How often to look whether there is something to do.
        package var interval: Duration = .milliseconds(500)

        package init() {}
    }

    private struct Waiting {
        var slug: String
        var first: Int64
        var last: Int64
    }

    private let database: SQLDatabase
    private let boards: FloorBoards
    private let settings: Settings
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let waiting = Mutex<[Dialogue.ID: Waiting]>([:])

    package init(
        of database: SQLDatabase, boards: FloorBoards, settings: Settings = Settings(), logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.boards = boards
        self.settings = settings
        self.logger = logger
        self.now = now
    }

    /// To be called after every vote, and after every act that changes which votes count.
    package func votesChanged(in dialogue: Dialogue) {
        let time = now()
        waiting.withLock { $0[dialogue.id, default: Waiting(slug: dialogue.slug, first: time, last: time)].last = time }
    }

    /// Since when votes have been waiting to be counted; nil when all are counted.
    package func waitingSince(in dialogue: Dialogue.ID) -> Int64? {
        waiting.withLock { $0[dialogue]?.first }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var ticks = 0
            while !Task.isCancelled {
                if ticks % 20 == 0 { await self.lookForUncounted(isFirst: ticks == 0) }
                ticks += 1
                for (id, slug) in self.due() { await self.count(id, slug: slug) }
                try? await Task.sleep(for: self.settings.interval)
            }
        }
    }

    private func due() -> [(Dialogue.ID, slug: String)] {
        let time = now()
        return waiting.withLock { waiting in
            let due = waiting.filter {
                time - $0.value.last >= settings.lull || time - $0.value.first >= settings.longestWait
            }
            for id in due.keys { waiting[id] = nil }
            return due.map { ($0.key, $0.value.slug) }.sorted { $0.slug < $1.slug }
        }
    }

    private func count(_ dialogue: Dialogue.ID, slug: String) async {
        do {
            _ = try await CountVotes(in: dialogue).perform(on: database, at: now, isCancelled: { Task.isCancelled })
            boards.somethingChanged(in: slug)
        } catch is CancellationError {
            return
        } catch {
            logger.error("a count did not finish", metadata: ["dialogue": "\(slug)", "error": "\(error)"])
        }
    }

    /// Dialogues that closed since they were last counted and, at the start, those with no count yet or with votes that
    /// came before this program began.
    private func lookForUncounted(isFirst: Bool) async {
        let time = now()
        do {
            let uncounted = try await database.read { transaction in
                let store = FloorStore(transaction)
                return try ConveningStore(transaction).dialogues().filter { dialogue in
                    guard dialogue.phase != .draft, try !store.hasFinalSnapshot(of: dialogue.id) else { return false }
                    return isFirst || dialogue.isClosed(at: time - 5_000)
                }
            }
            waiting.withLock { waiting in
                for dialogue in uncounted where waiting[dialogue.id] == nil {
                    waiting[dialogue.id] = Waiting(
                        slug: dialogue.slug, first: time - settings.longestWait, last: time)
                }
            }
        } catch {
            logger.error("could not look for votes to count", metadata: ["error": "\(error)"])
        }
    }
}
