// The history of a Polis conversation once more, vote by vote, as its server would have seen it.
//
// Polis looks for new votes every second and updates once for all it finds. When nothing is said for hours the conversation
// leaves its memory: the next update starts from what was published and from the votes as its database gives them. What
// moderators said is known only in its last state, so it holds from the start.

import LinearAlgebra

/// A vote and when it was given.
public struct PolisVoteEvent: Sendable, Hashable {
    public var vote: PolisVote
    /// Milliseconds since 1970.
    public var at: Int64

    public init(vote: PolisVote, at: Int64) {
        self.vote = vote
        self.at = at
    }
}

public enum PolisReplay {
    /// How long one update gathers votes, in milliseconds.
    static let gathering: UInt64 = 1_000

    /// After so many milliseconds without a vote Polis starts again with the next one.
    static let memory: UInt64 = 4 * 3_600_000

    /// Makes all updates of a conversation, and two starts after the last vote.
    ///
    /// - Parameters:
    ///   - events: every vote, in any order.
    ///   - moderation: what moderators said in the end.
    ///   - seed: of the directions in which the first update starts to look for axes; they decide the axes' signs and
    ///     little else.
    ///   - progress: told after each update how many are done, of how many.
    /// - Returns: what Polis would publish in the end; nil if there are no votes.
    /// - Complexity: that of ``PolisStep/advance(_:votes:moderation:)`` for each second with votes.
    public static func run(
        _ events: [PolisVoteEvent], moderation: PolisModeration, seed: UInt64,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) -> PolisResult? {
        var generator = SeededGenerator(seed: seed)
        let statements = Set(events.map(\.vote.statement)).count
        var state = PolisState(
            components: (0..<2).map { _ in
                (0..<statements).map { _ in Double.random(in: 0..<1, using: &generator) }
            }, moderation: moderation)
        var result: PolisResult?
        var seen: [PolisVoteEvent] = []
        let batches = batches(of: events)
        for (index, batch) in batches.enumerated() {
            if let last = seen.last, milliseconds(from: last.at, to: batch[0].at) > memory {
                state = state.restarted(votes: asLoaded(seen))
                PolisStep.move(&state)
            }
            seen += batch
            state.add(asLoaded(batch))
            PolisStep.move(&state)
            progress(index + 1, batches.count)
        }
        guard !seen.isEmpty else { return nil }
        // What groups say is asked of the two starts at the end alone: no update looks further back than the one before.
        for _ in 0..<2 { (state, result) = PolisStep.advance(state.restarted(votes: asLoaded(seen)), votes: []) }
        return result
    }

    /// Votes that one update finds together.
    static func batches(of events: [PolisVoteEvent]) -> [[PolisVoteEvent]] {
        var batches: [[PolisVoteEvent]] = []
        for event in events.sorted(by: { $0.at < $1.at }) {
            if let first = batches.last?.first, milliseconds(from: first.at, to: event.at) < gathering {
                batches[batches.count - 1].append(event)
            } else {
                batches.append([event])
            }
        }
        return batches
    }

    /// Exact for any two times in their order, however far apart.
    private static func milliseconds(from earlier: Int64, to later: Int64) -> UInt64 {
        UInt64(bitPattern: later &- earlier)
    }

    /// In the order in which the database gives votes.
    static func asLoaded(_ events: [PolisVoteEvent]) -> [PolisVote] {
        events.sorted {
            ($0.vote.statement, $0.vote.participant, $0.at) < ($1.vote.statement, $1.vote.participant, $1.at)
        }.map(\.vote)
    }
}

extension PolisState {
    /// What is left when Polis starts again: what it published, and the votes in its database.
    func restarted(votes: [PolisVote]) -> PolisState {
        var state = PolisState(
            components: components, clustered: clustered, baseClusters: baseClusters, groupVotes: groupVotes,
            moderation: moderation)
        state.add(votes)
        return state
    }
}
