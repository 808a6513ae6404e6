package import Convening
import Journal
import OpinionAnalysis
package import SQLStore

/// What has become known of a dialogue's votes since its last count.
package struct VoteNews: Sendable {
    /// Acts that are in the database, in the order in which they were heard of.
    package var acts: [CastVote] = []
    /// Whether votes or statements changed in ways that are not among the acts.
    package var isIncomplete = false

    /// More acts than this are read from the database sooner than kept.
    private static let mostActs = 200_000

    package init(_ acts: [CastVote] = [], isIncomplete: Bool = false) {
        self.acts = acts
        self.isIncomplete = isIncomplete
    }

    mutating func append(_ later: VoteNews) {
        isIncomplete = isIncomplete || later.isIncomplete
        acts += later.acts
        if acts.count > Self.mostActs {
            acts = []
            isIncomplete = true
        }
    }
}

/// A count, and what everybody sees of it.
package struct FinishedCount: Sendable {
    package let snapshot: OpinionMapSnapshot
    package var publication: PublishCounts.Outcome
    /// Of a count from nothing.
    package var admissions: CountedAdmissions?
    /// Of a count that went on from another.
    package var exclusions: Set<Batch.ID>?

    func with(_ publication: PublishCounts.Outcome) -> FinishedCount {
        var count = self
        count.publication = publication
        return count
    }
}

/// The counts of large dialogues, which go on in memory from one to the next.
///
/// A dialogue is read and counted from nothing once. After that its count takes in what people did, without reading the
/// other votes again, until it is time for the next one from nothing. The final count is always one from nothing. What
/// other programs did to the same database is found by reading the votes of the last minutes. When a batch is excluded or
/// restored the next count is one from nothing.
package actor RunningCounts {
    package struct Settings: Sendable {
        /// With fewer votes a count from nothing is soon done, and every count is one.
        package var leastVotes = 200_000
        /// How long at most, in milliseconds, the database is not asked what other programs did.
        package var longestUnread: Int64 = 60_000
        /// How long at most a count goes on, in milliseconds, when anything has changed.
        package var longestContinued: Int64 = 3_600_000
        /// By which share votes may have become more.
        package var largestGrowth = 0.1
        /// After how long without a change, in milliseconds, the votes are let go from memory.
        package var longestIdle: Int64 = 7_200_000
        /// Whether a count is final only once every vote it counts is in the log.
        package var waitsForSealing = false
        /// How many times as long as the last count from nothing took must pass before moderation asks for the next.
        package var restAfterFullCount: Int64 = 10

        package init() {}
    }

    private struct Running {
        let slug: String
        var votes: LiveVotes
        var count: OpinionCount
        let fullCountAt: Int64
        let fullCountLength: Int64
        let fullCountVotes: Int
        var readAt: Int64
        var participants: Int
        var erasures: Int
        var changedAt: Int64
        var hasChanged = false
        var isModerated = false
        /// The last count failed, and what it was told of is lost.
        var isBehind = false
        /// Whose votes do not count. Where that changes all must be read again.
        let exclusions: Set<Batch.ID>
    }

    /// Votes that were on their way to the disk while others were read, and clocks that differ between machines.
    private static let readingOverlap: Int64 = 120_000

    private let database: SQLDatabase
    private let settings: Settings
    private let now: @Sendable () -> Int64
    private var running: [Dialogue.ID: Running] = [:]

    package init(of database: SQLDatabase, settings: Settings = Settings(), now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.settings = settings
        self.now = now
    }

    /// Counts a dialogue, from nothing or going on from the last time.
    ///
    /// - Returns: nil when there is nothing new to be seen.
    package func count(
        _ dialogue: Dialogue.ID, slug: String, after news: VoteNews,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> FinishedCount? {
        guard let last = running[dialogue] else {
            return try await countFromNothing(dialogue, slug: slug, isCancelled: isCancelled)
        }
        do {
            guard let next = try await going(on: last, dialogue, after: news) else {
                return try await countFromNothing(dialogue, slug: slug, isCancelled: isCancelled)
            }
            guard next.hasNews else {
                running[dialogue] = next.running
                return nil
            }
            var now = next.running
            let votes = now.votes.matrix
            now.count = try await inBackground(isCancelled: isCancelled) {
                try last.count.continued(with: votes, isCancelled: $0)
            }
            let snapshot = try OpinionMapSnapshot(continued: now.count.map, of: dialogue, at: self.now())
            running[dialogue] = now
            var publish = PublishCounts(of: snapshot)
            publish.exclusions = now.exclusions
            return FinishedCount(
                snapshot: snapshot, publication: try await publish.perform(on: database, at: snapshot.madeAt),
                exclusions: now.exclusions)
        } catch {
            running[dialogue]?.isBehind = true
            throw error
        }
    }

    /// Reads all votes and counts them without regard to any earlier count.
    package func countFromNothing(
        _ dialogue: Dialogue.ID, slug: String, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> FinishedCount? {
        running[dialogue] = nil
        let start = now()
        var act = CountVotes(in: dialogue)
        act.waitsForSealing = settings.waitsForSealing
        guard let made = try await act.made(on: database, at: now, isCancelled: isCancelled)
        else { return nil }
        if !made.snapshot.isFinal, made.votes.matrix.voteCount >= settings.leastVotes {
            let end = now()
            running[dialogue] = Running(
                slug: slug, votes: made.votes, count: made.count, fullCountAt: end, fullCountLength: end - start,
                fullCountVotes: made.votes.matrix.voteCount, readAt: start, participants: made.participants,
                erasures: made.erasures, changedAt: end,
                exclusions: made.admissions?.admissions.exclusions ?? [])
        }
        return FinishedCount(
            snapshot: made.snapshot, publication: made.publication, admissions: made.admissions)
    }

    /// Whether it is time to count a dialogue from nothing that is counted going on.
    package func isCountFromNothingDue(_ dialogue: Dialogue.ID) -> Bool {
        guard let running = running[dialogue], running.hasChanged else { return false }
        let age = now() - running.fullCountAt
        let grown = Double(running.fullCountVotes) * (1 + settings.largestGrowth)
        return Double(running.votes.matrix.voteCount) >= grown || age >= settings.longestContinued
            || running.isModerated && age >= running.fullCountLength * settings.restAfterFullCount
    }

    /// Whether the counts of a dialogue go on from one to the next.
    package func isRunning(_ dialogue: Dialogue.ID) -> Bool { running[dialogue] != nil }

    /// Lets go of dialogues nobody votes in, and names those of which the database should be asked again.
    package func unread() -> [(dialogue: Dialogue.ID, slug: String)] {
        let time = now()
        running = running.filter { time - $0.value.changedAt < settings.longestIdle }
        return running.filter { time - $0.value.readAt >= settings.longestUnread || isCountFromNothingDue($0.key) }
            .map { ($0.key, $0.value.slug) }
    }

    /// Brings the votes up to date.
    ///
    /// - Returns: nil when all must be read again.
    private func going(
        on last: Running, _ dialogue: Dialogue.ID, after news: VoteNews
    ) async throws -> (running: Running, hasNews: Bool)? {
        let time = now()
        let isReading = news.isIncomplete || last.isBehind || time - last.readAt >= settings.longestUnread
        let since = Participant.coarse(last.readAt - Self.readingOverlap)
        let heardOf = last.exclusions.isEmpty ? [] : Set(news.acts.map(\.participant))
        let read = try await database.read { transaction -> Changes? in
            guard let opening = try ConveningStore(transaction).opening(of: dialogue),
                !opening.isClosed(at: time - CountVotes.graceForVotes)
            else { return nil }
            let store = FloorStore(transaction)
            let convening = ConveningStore(transaction)
            guard try convening.exclusions(in: dialogue) == last.exclusions else { return nil }
            return Changes(
                statements: try store.countedStatements(in: dialogue),
                votes: isReading ? try store.votes(in: dialogue, since: since) : [],
                participants: isReading ? try store.participantCount(in: dialogue) : nil,
                silent: heardOf.isEmpty ? [] : try convening.excluded(among: heardOf, in: dialogue),
                erasures: isReading
                    ? try LogStore(transaction).erasureCount(of: LogID(dialogue: dialogue.bytes)) : nil)
        }
        var next = last
        // Somebody was erased, and which votes were theirs nobody knows any more.
        guard let read, read.participants ?? last.participants >= last.participants,
            read.erasures ?? last.erasures == last.erasures,
            let isModerated = try next.votes.take(read.statements)
        else { return nil }
        let hasNewStatements = next.votes.statements != last.votes.statements
        for act in news.acts where !read.silent.contains(act.participant) { next.votes.take(act) }
        for act in read.votes { next.votes.take(act) }
        let hasNews = next.votes.hasChanges || hasNewStatements
        try next.votes.settle()
        if isReading {
            next.readAt = time
            next.participants = read.participants ?? last.participants
            next.isBehind = false
        }
        if hasNews {
            next.changedAt = time
            next.hasChanged = true
        }
        next.isModerated = last.isModerated || isModerated
        return (next, hasNews)
    }

    private struct Changes: Sendable {
        let statements: [LiveVotes.CountedStatement]
        let votes: [CastVote]
        let participants: Int?
        /// Those heard of whose votes do not count.
        let silent: Set<Participant.ID>
        let erasures: Int?
    }
}
