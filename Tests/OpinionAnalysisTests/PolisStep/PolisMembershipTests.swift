import LinearAlgebra
import Testing

@testable import OpinionAnalysis

private func event(_ participant: Int, _ statement: Int, at time: Int64) -> PolisVoteEvent {
    PolisVoteEvent(vote: PolisVote(participant: participant, statement: statement, vote: .agree), at: time)
}

/// Invented votes, some repeated, with people and statements that come one after another.
private func history(seed: UInt64) -> [PolisVoteEvent] {
    var generator = SeededGenerator(seed: seed)
    let people = Int.random(in: 1...40, using: &generator)
    let statements = Int.random(in: 1...15, using: &generator)
    return (0..<Int.random(in: 1...400, using: &generator)).map { index in
        let isLate = index > 200
        return event(
            Int.random(in: 0..<(isLate ? people : (people + 1) / 2), using: &generator),
            Int.random(in: 0..<(isLate ? statements : (statements + 2) / 3), using: &generator),
            at: Int64(index) * Int64.random(in: 1...800, using: &generator))
    }
}

@Suite struct `Whom Polis takes into the grouping` {
    /// The rule as it is told: at each update everybody is looked at.
    private func lookingAtEverybody(_ events: [PolisVoteEvent]) -> Set<Int> {
        var clustered: Set<Int> = []
        var seen: [PolisVote] = []
        for batch in PolisReplay.batches(of: events) {
            seen += PolisReplay.asLoaded(batch)
            var statements: Set<Int> = []
            var votedOn: [Int: Set<Int>] = [:]
            var participants: [Int] = []
            for vote in seen {
                statements.insert(vote.statement)
                if votedOn[vote.participant] == nil { participants.append(vote.participant) }
                votedOn[vote.participant, default: []].insert(vote.statement)
            }
            let counts = participants.map { votedOn[$0]?.count ?? 0 }
            let order = HashOrder.ordered(participants)
            let rows = ClusteredParticipants.select(
                voteCounts: counts, votedStatementCount: statements.count,
                members: Set(clustered.compactMap { participants.firstIndex(of: $0) }),
                tieOrder: order.compactMap { participants.firstIndex(of: $0) })
            clustered.formUnion(rows.map { participants[$0] })
        }
        return clustered
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `is found by looking only at those who voted`(seed: UInt64) {
        let events = history(seed: seed)
        #expect(PolisMembership(after: events).clustered == lookingAtEverybody(events), "seed \(seed)")
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `is found without the axes as with them`(seed: UInt64) throws {
        let events = history(seed: seed)
        let replay = try #require(PolisReplay.run(events, moderation: PolisModeration(), seed: seed))
        let membership = PolisMembership(after: events)
        #expect(membership.clustered == replay.clustered, "seed \(seed)")
        #expect(Set(membership.participants) == Set(replay.participants), "seed \(seed)")
    }

    @Test func `is everybody while there are fewer than fifteen`() {
        let events = (0..<14).map { event($0, 0, at: Int64($0) * 5_000) } + [event(0, 1, at: 100_000)]
        #expect(PolisMembership(after: events).clustered == Set(0..<14))
    }

    @Test func `is nobody without votes`() {
        #expect(PolisMembership(after: []).clustered.isEmpty)
    }
}
