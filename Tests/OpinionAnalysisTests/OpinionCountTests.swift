import OpinionAnalysis
import Simulation
import Testing

@Suite struct OpinionCountTests {
    private typealias Cast = (participant: Int, statement: Int, vote: Vote)

    private func matrix(_ votes: [Cast], people: Range<Int>, statements: Int) throws -> VoteMatrix {
        try VoteMatrix(
            participants: people.map { String($0 - people.lowerBound) }, statements: (0..<statements).map(String.init),
            votes: votes)
    }

    private func votes(of dialogue: PlantedDialogue) -> [Cast] {
        dialogue.votes.map { (participant: $0.person, statement: $0.statement, vote: Vote($0.choice)) }
    }

    @Test func `a continued count has the figures of one from nothing, and nearly its groups`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 700, statements: 60, groups: 3, seed: 1, meanVotes: 30))
        let all = votes(of: dialogue)
        // The last people and the last statement come later.
        let early = all.filter { $0.participant < 650 && $0.statement < 59 }
        let before = try OpinionCount.made(of: matrix(early, people: 0..<650, statements: 59), seed: 3)
        let now = try matrix(all, people: 0..<700, statements: 60)
        let continued = try before.continued(with: now)
        let fresh = try OpinionCount.made(of: now, seed: 3)
        #expect(!before.isContinued && continued.isContinued && !fresh.isContinued)
        #expect(continued.map.groups.count == 3)
        #expect(continued.map.assessment?.evidence == before.map.assessment?.evidence)
        for (one, other) in zip(continued.map.statements, fresh.map.statements) {
            #expect(one.id == other.id && one.seen == other.seen && one.agrees == other.agrees)
            #expect(one.groups.reduce(0) { $0 + $1.seen } == other.groups.reduce(0) { $0 + $1.seen })
        }
        let pairs = zip(continued.map.participants, fresh.map.participants).compactMap { one, other in
            one.group.flatMap { group in other.group.map { (group, $0) } }
        }
        #expect(AdjustedRandIndex.between(pairs) > 0.9)
    }

    @Test func `groups keep their numbers from count to count`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 500, statements: 50, groups: 2, seed: 2, meanVotes: 25))
        let all = votes(of: dialogue)
        let first = try OpinionCount.made(of: matrix(all, people: 0..<500, statements: 50))
        // Half of the larger group leaves, so that it is the smaller one.
        let larger = Set(first.map.participants.filter { $0.group == 0 }.compactMap { Int($0.id) }.prefix(250))
        let fewer = all.filter { !larger.contains($0.participant) }
        let second = try first.continued(with: matrix(fewer, people: 0..<500, statements: 50))
        let pairs = zip(first.map.participants, second.map.participants).filter { $1.group != nil }
        let same = pairs.count { $0.group == $1.group }
        #expect(Double(same) > 0.9 * Double(pairs.count))
    }

    @Test func `a crowd without groups goes on without groups`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 200, statements: 40, groups: 1, seed: 3, meanVotes: 20))
        let all = votes(of: dialogue)
        let count = try OpinionCount.made(
            of: matrix(all.filter { $0.participant < 150 }, people: 0..<150, statements: 40))
        #expect(try count.continued(with: matrix(all, people: 0..<200, statements: 40)).map.groups.isEmpty)
    }

    @Test func `nobody at first is a count that can be continued`() throws {
        let nobody = try OpinionCount.made(of: matrix([], people: 0..<0, statements: 0))
        let one = try nobody.continued(with: matrix([(0, 0, .agree)], people: 0..<1, statements: 1))
        #expect(one.map.participants.count == 1)
        let none = try one.continued(with: matrix([], people: 0..<0, statements: 0))
        #expect(none.map.participants.isEmpty)
    }
}
