import OpinionAnalysis
import Simulation
import Testing

@Suite struct PlantedGroupsTests {
    @Test(arguments: 1...4)
    func `the three groups planted in the simulated dialogue are found`(seed: UInt64) throws {
        let dialogue = SimulatedDialogue.make(seed: seed)
        let matrix = try VoteMatrix(
            participants: dialogue.participants.indices.map(String.init),
            statements: dialogue.statements.indices.map(String.init),
            votes: dialogue.votesThatCount.map { vote in
                (
                    participant: vote.participant, statement: vote.statement,
                    vote: vote.choice == .agree ? .agree : vote.choice == .disagree ? .disagree : .pass
                )
            })
        let map = try OpinionMap.fit(matrix, parameters: .init(method: .polis))
        #expect(map.groups.count == 3, "seed \(seed)")

        // How many of the pairs of people who are together in one are together in the other.
        let people = map.participants.compactMap { place -> (found: Int, planted: PlantedGroup)? in
            guard let found = place.group, let number = Int(place.id) else { return nil }
            return (found, dialogue.participants[number].group)
        }
        var together = (found: 0, planted: 0, both: 0)
        for first in people.indices {
            for second in people.indices.dropFirst(first + 1) {
                let isFound = people[first].found == people[second].found
                let isPlanted = people[first].planted == people[second].planted
                if isFound { together.found += 1 }
                if isPlanted { together.planted += 1 }
                if isFound, isPlanted { together.both += 1 }
            }
        }
        let pairs = Double(people.count * (people.count - 1) / 2)
        let byChance = Double(together.found) * Double(together.planted) / pairs
        let most = Double(together.found + together.planted) / 2
        let adjustedRandIndex = (Double(together.both) - byChance) / (most - byChance)
        #expect(adjustedRandIndex > 0.45, "seed \(seed)")
    }
}
