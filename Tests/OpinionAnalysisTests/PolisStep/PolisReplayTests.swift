import LinearAlgebra
import PolisFormat
import Testing

@testable import OpinionAnalysis

private func event(_ participant: Int, _ statement: Int, _ vote: Vote, at time: Int64) -> PolisVoteEvent {
    PolisVoteEvent(
        vote: OpinionAnalysis.PolisVote(participant: participant, statement: statement, vote: vote), at: time)
}

@Suite struct `Going through the history of a conversation` {
    @Test func `takes together what comes within a second of the first`() {
        let times: [Int64] = [5_000, 1_000, 1_999, 2_000, 2_999, 3_000, .max, .min]
        let batches = PolisReplay.batches(of: times.map { event(0, 0, .agree, at: $0) })
        #expect(batches.map { $0.map(\.at) } == [[.min], [1_000, 1_999], [2_000, 2_999], [3_000], [5_000], [.max]])
    }

    @Test func `has no result without votes`() {
        #expect(PolisReplay.run([], moderation: PolisModeration(), seed: 1) == nil)
    }

    @Test func `tells how many updates are done`() {
        let votes = (0..<5).map { event($0, 0, .agree, at: Int64($0 / 2) * 5_000) }
        var told: [[Int]] = []
        _ = PolisReplay.run(votes, moderation: PolisModeration(), seed: 1) { told.append([$0, $1]) }
        #expect(told == [[1, 3], [2, 3], [3, 3]])
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `ends where one update after another ends`(seed: UInt64) throws {
        let random = RandomConversation(seed: seed, participants: 20, statements: 9)
        let events = random.votes.enumerated().map { index, vote in
            event(vote.participant, vote.statement, vote.vote, at: Int64(index) * (index % 50 == 0 ? 400_000_000 : 700))
        }.sorted { $0.at < $1.at }
        let moderation = PolisModeration(excluded: [2, 30], accepted: [1], meta: [2])
        var generator = SeededGenerator(seed: seed)
        var state = PolisState(
            components: (0..<2).map { _ in (0..<9).map { _ in Double.random(in: 0..<1, using: &generator) } },
            moderation: moderation)
        var seen: [PolisVoteEvent] = []
        for batch in PolisReplay.batches(of: events) {
            if let last = seen.last, batch[0].at - last.at > 4 * 3_600_000 {
                state = PolisStep.advance(state.restarted(votes: PolisReplay.asLoaded(seen)), votes: []).state
            }
            seen += batch
            state = PolisStep.advance(state, votes: PolisReplay.asLoaded(batch)).state
        }
        var result: PolisResult?
        for _ in 0..<2 {
            (state, result) = PolisStep.advance(state.restarted(votes: PolisReplay.asLoaded(seen)), votes: [])
        }
        #expect(PolisReplay.run(events, moderation: moderation, seed: seed) == result, "seed \(seed)")
    }

    @Test func `keeps people who came early and said little`() throws {
        // Twenty people answer the only statement there is, before others answer ten.
        let early = (0..<20).map { event($0, 0, $0 % 2 == 0 ? .agree : .disagree, at: Int64($0) * 10_000) }
        var late: [PolisVoteEvent] = []
        for person in 20..<40 {
            for statement in 0..<10 {
                let vote: Vote = (person + statement) % 3 == 0 ? .disagree : .agree
                let time = 1_000_000 + Int64(person * 10 + statement) * 2_000
                late.append(event(person, statement, vote, at: time))
            }
        }
        let result = try #require(PolisReplay.run(early + late, moderation: PolisModeration(), seed: 1))
        #expect(result.clustered.isSuperset(of: 20..<40))
        // While there is one statement, one vote is a vote on everything: all twenty are in.
        #expect(result.clustered.count == 40)
        let atOnce = PolisStep.advance(
            PolisState(components: result.components), votes: (early + late).map(\.vote)
        ).result
        #expect(atOnce.clustered == Set(20..<40))
    }

    @Test func `counts the latest of several votes, whatever their order in the file`() throws {
        let votes = ToyConversation.votes.enumerated().map {
            PolisVoteEvent(vote: $0.element, at: Int64($0.offset) * 60_000)
        }
        let first = votes[0].vote
        let opposite: Vote = first.vote == .agree ? .disagree : .agree
        let changed = event(first.participant, first.statement, opposite, at: 100_000_000)
        var generator = SeededGenerator(seed: 5)
        let moderation = ToyConversation.moderation
        let ordered = try #require(PolisReplay.run(votes + [changed], moderation: moderation, seed: 2))
        let mixed = (votes + [changed]).shuffled(using: &generator)
        let shuffled = PolisReplay.run(mixed, moderation: moderation, seed: 2)
        #expect(shuffled == ordered, "seed 5")
        let unchanged = try #require(PolisReplay.run(votes, moderation: moderation, seed: 2))
        let column = try #require(ordered.statements.firstIndex(of: first.statement))
        #expect(ordered.voteCounts == unchanged.voteCounts)
        #expect(ordered.everybody[column] != unchanged.everybody[column])
        #expect(ordered.everybody[column].seen == unchanged.everybody[column].seen)
    }
}

@Suite(.enabled(if: PolisFixtures.isPresent)) struct `Going through the history of published conversations` {
    /// Also where there are more than a hundred people, so that their base clusters and groups can't be found again.
    @Test(arguments: ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"])
    func `takes in exactly whom Polis took in`(name: String) throws {
        let fixture = try PolisFixture(name)
        let membership = PolisMembership(after: fixture.events)
        #expect(membership.clustered == fixture.blob.clustered)
        // Some are in who came early with fewer votes than the threshold asks for.
        let few = membership.clustered.filter { (fixture.blob.voteCounts[$0] ?? 0) < 7 }
        #expect(!few.isEmpty)
    }

    @Test(arguments: ["50ptpt-3gp-strict-no-meta", "below-100-ptpts"], [UInt64(1), 2])
    func `gives the published groups, wherever chance begins`(name: String, seed: UInt64) throws {
        let fixture = try PolisFixture(name)
        let result = try #require(PolisReplay.run(fixture.events, moderation: fixture.moderation, seed: seed))
        #expect(result.clustered == fixture.blob.clustered, "seed \(seed)")
        #expect(
            Set(result.baseClusters.map { Set($0.members) }) == Set(fixture.baseClusters.map { Set($0.members) }),
            "seed \(seed)")
        #expect(
            groups(result.groups, of: result.baseClusters) == groups(fixture.groups, of: fixture.baseClusters),
            "seed \(seed)")
        for (group, votes) in zip(result.groups, result.groupVotes) {
            let found = Dictionary(uniqueKeysWithValues: zip(result.statements, votes))
            #expect(found == fixture.groupVotes[group.id], "seed \(seed)")
        }
        #expect(
            result.consensus.agree.map(\.statement) == fixture.blob.agreeConsensus.map { String($0.statement) })
        // The votes of one participant of this fixture are not known.
        guard name != "50ptpt-3gp-strict-no-meta" else { return }
        #expect(result.components.count == 2)
        for (found, expected) in zip(result.components, fixture.blob.components) {
            let sign: Double = zip(found, expected).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1 : 1
            let worst = zip(found, expected).map { abs(sign * $0 - $1) }.max() ?? .infinity
            #expect(worst <= 1e-6, "seed \(seed)")
        }
    }

    /// Group → people.
    private func groups(_ groups: [PolisCluster], of baseClusters: [PolisCluster]) -> [Int: Set<Int>] {
        let members = Dictionary(uniqueKeysWithValues: baseClusters.map { ($0.id, $0.members) })
        return Dictionary(
            uniqueKeysWithValues: groups.map { ($0.id, Set($0.members.flatMap { members[$0] ?? [] })) })
    }
}
