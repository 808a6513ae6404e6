package import Convening
import Journal
package import Logging
package import SQLStore
import ServiceLifecycle
import Synchronization

/// Counts dialogues again after new votes, off the path of any request.
///
/// A count begins when no vote has come for a while, or when the votes have not stopped coming for a longer while, so
/// that a busy dialogue is counted too. The count of a large dialogue goes on from the last one, see ``RunningCounts``, and
/// need not wait. When a dialogue closes it is counted one last time, from nothing.
///
/// What is counted is published in steps, see ``PublishCounts``.
package final class OpinionMapRefresher: Service {
    package struct Settings: Sendable {
        /// How long nobody may have voted, in milliseconds.
        package var lull: Int64 = 2_000
        /// How long a vote waits at most to be counted.
        package var longestWait: Int64 = 30_000
        /// The same two where counts go on from one to the next and take a fraction of a second.
        package var runningLull: Int64 = 200
        package var longestRunningWait: Int64 = 500
        /// How many times as long as the last count took the next one waits, so that most of the machine serves people.
        package var rest: Int64 = 2
        /// How often to look whether there is something to do.
        package var interval: Duration = .milliseconds(100)
        /// How often, in milliseconds, to look for dialogues that closed and for what other programs did.
        package var lookingInterval: Int64 = 10_000
        package var running = RunningCounts.Settings()

        package init() {}
    }

    private struct Waiting {
        var slug: String
        var first: Int64
        var last: Int64
        var news: VoteNews

        mutating func add(_ more: VoteNews, at time: Int64) {
            last = time
            news.append(more)
        }
    }

    private struct Early {
        var slug: String
        var count: FinishedCount
        var until: Int64
    }

    private let database: SQLDatabase
    private let boards: FloorBoards
    private let counts: RunningCounts
    private let settings: Settings
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let waiting = Mutex<[Dialogue.ID: Waiting]>([:])
    /// Finished counts for which it was too early to be published.
    private let early = Mutex<[Dialogue.ID: Early]>([:])
    /// How long the last count took where counts go on from one to the next.
    private let lengths = Mutex<[Dialogue.ID: Int64]>([:])

    package init(
        of database: SQLDatabase, boards: FloorBoards, settings: Settings = Settings(), logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.boards = boards
        self.settings = settings
        self.logger = logger
        self.now = now
        counts = RunningCounts(of: database, settings: settings.running, now: now)
    }

    /// To be called after every act that changes which votes count.
    ///
    /// - Parameter acts: those that were done, when that is all that changed.
    package func votesChanged(in dialogue: Dialogue, by acts: [CastVote]? = nil) {
        let time = now()
        add(VoteNews(acts ?? [], isIncomplete: acts == nil), to: dialogue.id, slug: dialogue.slug, first: time)
    }

    /// Since when votes have been waiting to be counted; nil when all are counted.
    package func waitingSince(in dialogue: Dialogue.ID) -> Int64? {
        waiting.withLock { $0[dialogue]?.first }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var lookedAt: Int64?
            while !Task.isCancelled {
                let time = self.now()
                if lookedAt.map({ abs(time - $0) >= self.settings.lookingInterval }) ?? true {
                    await self.lookForUncounted(isFirst: lookedAt == nil)
                    lookedAt = time
                }
                await self.countDue()
                try? await Task.sleep(for: self.settings.interval)
            }
        }
    }

    /// Counts the dialogues whose votes have waited long enough.
    package func countDue() async {
        for (id, waiting) in takeDue() { await count(id, waiting) }
        for early in takeDueEarly() { await publish(early) }
    }

    private func takeDueEarly() -> [Early] {
        let time = now()
        return early.withLock { early in
            let due = early.filter { time >= $0.value.until }
            for id in due.keys { early[id] = nil }
            return due.values.sorted { $0.slug < $1.slug }
        }
    }

    /// Publishes a count for which it was too early when it was made.
    private func publish(_ early: Early) async {
        let count = early.count
        do {
            var publish = PublishCounts(of: count.snapshot)
            publish.admissions = count.admissions
            publish.exclusions = count.exclusions
            let outcome = try await publish.perform(on: database, at: now())
            if case .published(let counts) = outcome { boards.show(counts, in: early.slug) }
            keep(count.with(outcome), in: early.slug)
        } catch {
            logger.error("counts were not published", metadata: ["dialogue": "\(early.slug)", "error": "\(error)"])
        }
    }

    private func keep(_ count: FinishedCount, in slug: String) {
        early.withLock { early in
            if case .tooEarly(let until) = count.publication {
                early[count.snapshot.dialogue] = Early(slug: slug, count: count, until: until)
            } else {
                early[count.snapshot.dialogue] = nil
            }
        }
    }

    private func take(_ count: FinishedCount, in slug: String) {
        boards.take(count, in: slug)
        keep(count, in: slug)
    }

    private func add(_ news: VoteNews, to dialogue: Dialogue.ID, slug: String, first: Int64) {
        let time = now()
        // Changed where it stands: a copy of the entry would copy all the votes that wait, with each new one.
        waiting.withLock { waiting in
            waiting[dialogue, default: Waiting(slug: slug, first: first, last: time, news: VoteNews())].add(
                news, at: time)
        }
    }

    private func takeDue() -> [(Dialogue.ID, Waiting)] {
        let time = now()
        let lengths = lengths.withLock { $0 }
        return waiting.withLock { waiting in
            let due = waiting.filter { id, entry in
                let length = lengths[id]
                let lull = length == nil ? settings.lull : settings.runningLull
                let longest = length.map { max(settings.longestRunningWait, $0 * settings.rest) }
                return time - entry.last >= lull || time - entry.first >= longest ?? settings.longestWait
            }
            for id in due.keys { waiting[id] = nil }
            return due.map { ($0.key, $0.value) }.sorted { $0.1.slug < $1.1.slug }
        }
    }

    private func count(_ dialogue: Dialogue.ID, _ entry: Waiting) async {
        let slug = entry.slug
        let start = now()
        do {
            let count = try await counts.count(
                dialogue, slug: slug, after: entry.news, isCancelled: { Task.isCancelled })
            if let count { take(count, in: slug) }
            let length = count?.snapshot.isContinued == true ? now() - start : nil
            if await counts.isCountFromNothingDue(dialogue),
                let count = try await counts.countFromNothing(
                    dialogue, slug: slug, isCancelled: { Task.isCancelled })
            {
                take(count, in: slug)
            }
            let isRunning = await counts.isRunning(dialogue)
            lengths.withLock { $0[dialogue] = isRunning ? length ?? $0[dialogue] ?? 0 : nil }
        } catch is CancellationError {
            return
        } catch {
            logger.error("a count did not finish", metadata: ["dialogue": "\(slug)", "error": "\(error)"])
        }
    }

    /// Dialogues that closed since they were last counted, those that other programs may have changed and, at the start,
    /// those with no count yet or with votes that came before this program began.
    private func lookForUncounted(isFirst: Bool) async {
        let time = now()
        do {
            let uncounted = try await database.read { transaction in
                let store = FloorStore(transaction)
                return try ConveningStore(transaction).dialogues().filter { dialogue in
                    guard dialogue.phase != .draft, try !store.hasFinalSnapshot(of: dialogue.id) else { return false }
                    return isFirst || dialogue.isClosed(at: time - CountVotes.graceForVotes)
                }
            }.map { (dialogue: $0.id, slug: $0.slug) }
            for (dialogue, slug) in await uncounted + counts.unread() where waitingSince(in: dialogue) == nil {
                add(VoteNews(isIncomplete: true), to: dialogue, slug: slug, first: time - settings.longestWait)
            }
        } catch {
            logger.error("could not look for votes to count", metadata: ["error": "\(error)"])
        }
    }
}
