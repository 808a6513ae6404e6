import Testing

@testable import PolisFormat

private struct Pair: Hashable {
    var participant: Int
    var statement: Int
}

/// The rule as it is told: one event after another.
private func oneByOne(_ events: [PolisVote]) -> [PolisVote] {
    var votes: [PolisVote] = []
    var places: [Pair: Int] = [:]
    for event in events {
        let pair = Pair(participant: event.participant, statement: event.statement)
        guard let place = places[pair] else {
            places[pair] = votes.count
            votes.append(event)
            continue
        }
        if let known = votes[place].time, let new = event.time, new < known { continue }
        votes[place] = event
    }
    return votes
}

struct LatestVotesTests {
    @Test(arguments: 0..<200) func `the latest votes are those found one by one`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let people = Int.random(in: 1...12, using: &generator)
        let distance = [1, 1_000_000_007].randomElement(using: &generator) ?? 1
        let events = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
            PolisVote(
                participant: distance * Int.random(in: 0..<people, using: &generator),
                statement: Int.random(in: 0...4, using: &generator), vote: Int.random(in: -1...1, using: &generator),
                time: Bool.random(using: &generator) ? nil : Int64.random(in: 1...4, using: &generator))
        }
        let latest = LatestVotes(events)
        let expected = oneByOne(events)
        #expect(latest.votes == expected, "seed \(seed)")
        #expect(latest.repeated == events.count - expected.count, "seed \(seed)")
    }

    @Test func `missing votes are taken in and different ones counted`() {
        func vote(_ participant: Int, _ statement: Int, _ vote: Int) -> PolisVote {
            PolisVote(participant: participant, statement: statement, vote: vote)
        }
        var latest = LatestVotes([vote(0, 1, 1), vote(1, 1, 0)])
        let (missing, different) = latest.complete(with: [vote(0, 1, 1), vote(1, 1, -1), vote(2, 1, -1)])
        #expect(missing == [vote(2, 1, -1)])
        #expect(different == 1)
        #expect(latest.votes == [vote(0, 1, 1), vote(1, 1, 0), vote(2, 1, -1)])
    }
}
