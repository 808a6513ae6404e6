/// What Polis remembers of a conversation between two updates.
///
/// The first part is in the file Polis publishes, so that a conversation can be continued from it; the second part Polis
/// keeps in memory only and loses whenever it restarts. Participants and statements are numbered, as in Polis.
public struct PolisState: Sendable, Hashable {
    // MARK: Published

    /// The axes, in the order of the statements' columns; the start of the next power iteration.
    public var components: [[Double]]

    /// Everyone who was ever taken into the grouping.
    public var clustered: Set<Int> {
        get { membership.clustered }
        set { membership.clustered = newValue }
    }

    /// Clusters of participants.
    public var baseClusters: [PolisCluster]

    /// For each group, for each statement, its votes; the next update's priorities are made from them.
    public var groupVotes: [Int: [Int: OpinionMap.GroupVotes]]

    public var moderation: PolisModeration

    // MARK: In memory

    /// For each number of groups the last clustering of base clusters.
    public var groupClusterings: [Int: [PolisCluster]] = [:]

    public var groupCountMemory = PolisGroupCountMemory()

    /// All votes so far.
    var ratings = PolisRatings()

    var membership: PolisMembership

    /// Everyone who voted, in the order of their first votes.
    public var participants: [Int] { membership.participants }

    /// Every statement voted on, in the order of the first votes on each.
    public var statements: [Int] { membership.statements }

    /// - Parameter components: a start for each axis; Polis uses random numbers from 0 to 1 where it has none.
    public init(
        components: [[Double]], clustered: Set<Int> = [], baseClusters: [PolisCluster] = [],
        groupVotes: [Int: [Int: OpinionMap.GroupVotes]] = [:], moderation: PolisModeration = .init()
    ) {
        self.components = components
        membership = PolisMembership(clustered: clustered)
        self.baseClusters = baseClusters
        self.groupVotes = groupVotes
        self.moderation = moderation
    }

    /// The columns of statements taken out that somebody voted on.
    var excludedColumns: Set<Int> { Set(moderation.excluded.compactMap { membership.columnOf[$0] }) }

    mutating func add(_ votes: some Sequence<PolisVote>) {
        for vote in votes {
            let place = membership.add(vote)
            ratings.set(vote.vote, row: place.row, column: place.column)
        }
    }
}

/// A vote in a conversation whose participants and statements are numbered.
public struct PolisVote: Sendable, Hashable {
    public var participant: Int
    public var statement: Int
    public var vote: Vote

    public init(participant: Int, statement: Int, vote: Vote) {
        self.participant = participant
        self.statement = statement
        self.vote = vote
    }
}

/// What moderators said about statements; a meta statement is both taken out and let in.
public struct PolisModeration: Sendable, Hashable {
    public var excluded: Set<Int> = []
    public var accepted: Set<Int> = []
    public var meta: Set<Int> = []

    public init(excluded: Set<Int> = [], accepted: Set<Int> = [], meta: Set<Int> = []) {
        self.excluded = excluded
        self.accepted = accepted
        self.meta = meta
    }

    /// Takes note of a moderator's word.
    ///
    /// - Parameter judgment: −1 taken out, 0 not moderated, 1 accepted.
    public mutating func note(statement: Int, judgment: Int, isMeta: Bool) {
        func set(_ statements: inout Set<Int>, _ isMember: Bool) {
            if isMember { statements.insert(statement) } else { statements.remove(statement) }
        }
        set(&excluded, isMeta || judgment == -1)
        set(&accepted, isMeta || judgment == 1)
        set(&meta, isMeta)
    }
}

/// How long the number of groups that is best now has been the best.
public struct PolisGroupCountMemory: Sendable, Hashable {
    /// The best number of groups at the last update.
    public var last: Int?
    /// For how many updates running it has been the best.
    public var run = 0
    /// The number of groups shown.
    public var shown: Int?

    public init() {}

    /// A new number is shown at once if there is none yet, otherwise once it was best at four updates running.
    mutating func note(_ best: Int, allowed: ClosedRange<Int>) -> Int {
        run = best == last ? run + 1 : 1
        last = best
        if run >= 4 || shown == nil { shown = best }
        // With fewer base clusters than before, the number shown may no longer be among those tried. Polis stopped with an
        // error there until 2026.
        let clamped = min(max(shown ?? best, allowed.lowerBound), allowed.upperBound)
        shown = clamped
        return clamped
    }
}
