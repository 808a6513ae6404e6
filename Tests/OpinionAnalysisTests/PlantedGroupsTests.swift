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
            votes: dialogue.votesThatCount.map { ($0.participant, $0.statement, Vote($0.choice)) })
        let map = try OpinionMap.fit(matrix, parameters: .init(method: .polis))
        #expect(map.groups.count == 3, "seed \(seed)")

        let labels = map.participants.compactMap { place -> (found: Int, planted: PlantedGroup)? in
            guard let found = place.group, let number = Int(place.id) else { return nil }
            return (found, dialogue.participants[number].group)
        }
        #expect(AdjustedRandIndex.between(labels.map { ($0.found, $0.planted) }) > 0.45, "seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `two groups planted in a large dialogue are found nearly as well as they can be`(seed: UInt64) throws {
        let dialogue = try PlantedDialogue(PlantedParameters(people: 600, statements: 150, groups: 2, seed: seed))
        let map = try OpinionMap.fit(VoteMatrix(dialogue))
        let labels = map.participants.compactMap { place -> (found: Int, planted: UInt8)? in
            guard let found = place.group, let number = Int(place.id) else { return nil }
            return (found, dialogue.plantedGroups[number])
        }
        let found = AdjustedRandIndex.between(labels.map { ($0.found, $0.planted) })
        let possible = AdjustedRandIndex.between(dialogue.labelsOfActive().map { ($0.planted, $0.guessed) })
        #expect(found > 0.85 * possible, "\(found) of \(possible), seed \(seed)")
    }
}

extension VoteMatrix {
    /// The votes of a planted dialogue; people and statements are called by their numbers.
    init(_ dialogue: PlantedDialogue) throws {
        try self.init(
            participants: (0..<dialogue.parameters.people).map(String.init),
            statements: (0..<dialogue.parameters.statements).map(String.init),
            votes: dialogue.votes.map { ($0.person, $0.statement, Vote($0.choice)) })
    }
}

extension Vote {
    init(_ choice: SimulatedDialogue.Vote.Choice) {
        switch choice {
        case .agree: self = .agree
        case .disagree: self = .disagree
        case .pass: self = .pass
        }
    }
}
