import LinearAlgebra
import OpinionAnalysis
import Simulation
import Testing

@Suite struct HonestMapTests {
    private struct Recovery {
        let map: OpinionMap
        /// The adjusted Rand index of the groups found, and the best possible.
        let found: Double
        let possible: Double

        init(people: Int, statements: Int, meanVotes: Double, groups: Int, seed: UInt64) throws {
            let dialogue = try PlantedDialogue(
                PlantedParameters(
                    people: people, statements: statements, groups: groups, seed: seed, meanVotes: meanVotes))
            let map = try OpinionMap.fit(VoteMatrix(dialogue))
            self.map = map
            found = AdjustedRandIndex.between(
                map.participants.compactMap { place -> (Int, UInt8)? in
                    guard let group = place.group, let number = Int(place.id) else { return nil }
                    return (group, dialogue.plantedGroups[number])
                })
            possible = AdjustedRandIndex.between(dialogue.labelsOfActive().map { ($0.planted, $0.guessed) })
        }
    }

    @Test(arguments: [2, 3, 5])
    func `planted groups are found again, as many as there are`(groups: Int) throws {
        let recovery = try Recovery(people: 800, statements: 60, meanVotes: 30, groups: groups, seed: 1)
        #expect(recovery.map.groups.count == groups)
        #expect(recovery.map.groupCount.chosen == groups)
        #expect(recovery.found > 0.9 * recovery.possible, "\(recovery.found) of \(recovery.possible)")
        #expect(recovery.map.groups.map(\.size) == recovery.map.groups.map(\.size).sorted(by: >))
    }

    @Test(arguments: 1...12)
    func `a crowd without groups has no clear groups`(seed: UInt64) throws {
        let recovery = try Recovery(people: 200, statements: 40, meanVotes: 20, groups: 1, seed: seed)
        #expect(recovery.map.groupCount.chosen == 1, "seed \(seed)")
        #expect(recovery.map.groups.isEmpty, "seed \(seed)")
        #expect(recovery.map.participants.allSatisfy { $0.group == nil }, "seed \(seed)")
        #expect(recovery.map.assessment?.evidence.candidates.first?.verdict == .chosen, "seed \(seed)")
    }

    @Test func `the same votes and seed give the same map, whatever the order and however often`() throws {
        var generator = SeededGenerator(seed: 5)
        let conversation = RandomConversation(seed: 5)
        let map = try OpinionMap.fit(conversation.matrix(), seed: 9)
        #expect(try OpinionMap.fit(conversation.matrix(), seed: 9) == map)
        #expect(try OpinionMap.fit(conversation.reordered(using: &generator).matrix(), seed: 9) == map)
    }

    @Test func `the fewer votes, the less certain the place and the group`() throws {
        let map = try Recovery(people: 600, statements: 80, meanVotes: 30, groups: 2, seed: 2).map
        let assessment = try #require(map.assessment)
        func means(_ votes: ClosedRange<Int>) -> (spread: Double, membership: Double) {
            let people = zip(map.participants, assessment.participants).filter {
                votes.contains($0.0.votes) && $0.0.isClustered
            }
            let count = Double(people.count)
            return (
                people.reduce(0) { $0 + ($1.1.spread ?? 0) } / count,
                people.reduce(0) { $0 + ($1.1.membership ?? 0) } / count
            )
        }
        let few = means(7...10)
        let many = means(50...80)
        #expect(few.spread > 1.5 * many.spread)
        #expect(few.membership < many.membership)
        #expect(many.membership > 0.95)
    }

    @Test func `people with few votes are neither thrown to the rim nor drawn to the middle`() throws {
        let map = try Recovery(people: 1_000, statements: 80, meanVotes: 30, groups: 2, seed: 3).map
        func meanDistance(_ votes: ClosedRange<Int>) -> Double {
            let people = map.participants.filter { votes.contains($0.votes) && $0.isClustered }
            return people.reduce(0) { $0 + ($1.point.x * $1.point.x + $1.point.y * $1.point.y).squareRoot() }
                / Double(people.count)
        }
        let share = meanDistance(7...12) / meanDistance(50...80)
        #expect(share > 0.6 && share < 1.2, "\(share)")
    }

    @Test func `somebody who only passed is in no group`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 300, statements: 40, groups: 2, seed: 4, meanVotes: 20))
        var votes = dialogue.votes.map { (participant: $0.person, statement: $0.statement, vote: Vote($0.choice)) }
        votes += (0..<20).map { (participant: 300, statement: $0, vote: Vote.pass) }
        let matrix = try VoteMatrix(
            participants: (0...300).map(String.init), statements: (0..<40).map(String.init), votes: votes)
        let map = try OpinionMap.fit(matrix)
        #expect(map.groups.count == 2)
        let passer = try #require(map.participants.first { $0.id == "300" })
        #expect(passer.isClustered)
        #expect(passer.group == nil)
    }

    @Test func `people who agree with everything do not become a group`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 300, statements: 40, groups: 1, seed: 6, meanVotes: 20))
        var votes = dialogue.votes.map { (participant: $0.person, statement: $0.statement, vote: Vote($0.choice)) }
        for person in 300..<315 { votes += (0..<40).map { (participant: person, statement: $0, vote: Vote.agree) } }
        let map = try OpinionMap.fit(
            VoteMatrix(
                participants: (0..<315).map(String.init), statements: (0..<40).map(String.init), votes: votes))
        #expect(map.groups.isEmpty)
        let assessment = try #require(map.assessment)
        #expect(assessment.straightLining.count >= 15)
    }

    @Test func `rejected statements and those about the person change neither groups nor places`() throws {
        let dialogue = try PlantedDialogue(
            PlantedParameters(people: 200, statements: 30, groups: 2, seed: 7, meanVotes: 18))
        let votes = dialogue.votes.map { (participant: $0.person, statement: $0.statement, vote: Vote($0.choice)) }
        // Only people who have enough votes without these.
        let voteCounts = votes.reduce(into: [Int: Int]()) { $0[$1.participant, default: 0] += 1 }
        let noise = voteCounts.filter { $0.value >= 7 }.keys.sorted().map {
            (participant: $0, statement: 30 + $0 % 2, vote: $0 % 3 == 0 ? Vote.agree : .disagree)
        }
        func map(_ votes: [(participant: Int, statement: Int, vote: Vote)], _ statements: Int) throws -> OpinionMap {
            try OpinionMap.fit(
                VoteMatrix(
                    participants: (0..<200).map { String(1_000 + $0) }, statements: (0..<statements).map(String.init),
                    votes: votes, excluded: statements > 30 ? [30] : [], meta: statements > 30 ? [31] : []))
        }
        let without = try map(votes, 30)
        let with = try map(votes + noise, 32)
        #expect(without.groups.count == 2)
        #expect(with.participants.map(\.group) == without.participants.map(\.group))
        let largestMove = zip(with.participants, without.participants).reduce(0) {
            max($0, abs($1.0.point.x - $1.1.point.x), abs($1.0.point.y - $1.1.point.y))
        }
        #expect(largestMove < 1e-3, "\(largestMove)")
        #expect(with.axes.components[0][30] == 0 && with.axes.components[0][31] == 0)
        #expect(with.assessment?.standings[30] == nil)
    }

    @Test func `nobody, one voter, one statement, all passes and all agreements give a map without groups`() throws {
        func map(_ people: Int, _ statements: Int, _ vote: Vote) throws -> OpinionMap {
            try OpinionMap.fit(
                VoteMatrix(
                    participants: (0..<people).map(String.init), statements: (0..<statements).map(String.init),
                    votes: (0..<people).flatMap { person in
                        (0..<statements).map { (participant: person, statement: $0, vote: vote) }
                    }))
        }
        for (people, statements) in [(0, 0), (0, 5), (1, 1), (1, 20), (40, 1), (40, 20)] {
            for vote in Vote.allCases {
                let map = try map(people, statements, vote)
                #expect(map.groups.isEmpty, "\(people) × \(statements), \(vote)")
                #expect(map.participants.allSatisfy { $0.point.x.isFinite && $0.point.y.isFinite })
                #expect(map.assessment?.evidence.candidates.allSatisfy { $0.gainError.isFinite } == true)
                #expect(map.assessment?.participants.allSatisfy { ($0.spread ?? 0).isFinite } == true)
            }
        }
    }

    @Test func `a search that is called off ends with a cancellation`() throws {
        let matrix = try RandomConversation(seed: 2).matrix()
        #expect(throws: CancellationError.self) { try OpinionMap.fit(matrix, isCancelled: { true }) }
    }
}
