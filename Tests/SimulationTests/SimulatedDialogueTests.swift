import Simulation
import Testing

@Suite struct `A simulated dialogue` {
    @Test func `is the same for the same seed`() {
        #expect(SimulatedDialogue.make(seed: 7) == SimulatedDialogue.make(seed: 7))
    }

    @Test func `differs for another seed in its people and votes but not in its words`() {
        let one = SimulatedDialogue.make(seed: 7)
        let other = SimulatedDialogue.make(seed: 8)
        #expect(one.participants != other.participants)
        #expect(one.votes != other.votes)
        #expect(one.statements.map(\.text) == other.statements.map(\.text))
        #expect(one.question == other.question)
    }

    /// Pinned, so that a change of the generator or of the model is noticed.
    @Test func `keeps its beginning from release to release`() {
        let dialogue = SimulatedDialogue.make(seed: 1, participants: 50)
        #expect(dialogue.participants.prefix(6).map(\.group) == pinnedGroups)
        #expect(dialogue.votes.count == pinnedVotes)
    }

    @Test(arguments: [UInt64(1), 2, 3, 99])
    func `has people who take part as people do`(seed: UInt64) {
        let dialogue = SimulatedDialogue.make(seed: seed)
        let counts = dialogue.votesPerParticipant.sorted()
        #expect(dialogue.participants.count == 600, "seed \(seed)")
        #expect((15...26).contains(counts[300]), "median, seed \(seed)")
        #expect((40...150).contains(counts.filter { (1...6).contains($0) }.count), "1 to 6 votes, seed \(seed)")
        #expect(counts.filter { $0 == dialogue.statements.count }.count >= 5, "answered all, seed \(seed)")
        #expect((10_000...16_000).contains(dialogue.votes.count), "seed \(seed)")
        let passes = dialogue.votes.filter { $0.choice == .pass }.count
        #expect((0.08...0.2).contains(Double(passes) / Double(dialogue.votes.count)), "passes, seed \(seed)")
        let changed = dialogue.votes.count - dialogue.votesThatCount.count
        #expect((0.004...0.02).contains(Double(changed) / Double(dialogue.votes.count)), "seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2, 3, 99])
    func `plants its groups in the stated shares`(seed: UInt64) {
        let dialogue = SimulatedDialogue.make(seed: seed, participants: 1_500)
        #expect(PlantedGroup.allCases.reduce(0) { $0 + $1.share } == 1)
        for group in PlantedGroup.allCases {
            let share = Double(dialogue.participants.filter { $0.group == group }.count) / 1_500
            #expect(abs(share - group.share) < 0.045, "\(group), seed \(seed)")
        }
    }

    @Test(arguments: [0, -3, 1, 2, 25])
    func `can be very small`(participants: Int) {
        let dialogue = SimulatedDialogue.make(seed: 5, participants: participants)
        #expect(dialogue.participants.count == max(0, participants))
        #expect(dialogue.votes.allSatisfy { dialogue.participants.indices.contains($0.participant) })
        if participants <= 0 {
            #expect(dialogue.votes.isEmpty)
            #expect(dialogue.statements.allSatisfy { $0.author == nil })
        } else {
            #expect(!dialogue.votes.isEmpty)
        }
    }

    @Test func `can be large, with the same statements`() {
        let dialogue = SimulatedDialogue.make(seed: 5, participants: 2_000)
        #expect(dialogue.participants.count == 2_000)
        #expect(dialogue.statements.map(\.text) == SimulatedDialogue.make(seed: 5).statements.map(\.text))
        #expect(dialogue.votesThatCount.count > 2_000 * 15)
    }
}

extension SimulatedDialogue {
    /// By participant, in their order; changed votes once.
    var votesPerParticipant: [Int] {
        votesThatCount.reduce(into: Array(repeating: 0, count: participants.count)) { $0[$1.participant] += 1 }
    }
}

private let pinnedGroups: [PlantedGroup] = [.regulation, .custom, .custom, .regulation, .regulation, .storage]
private let pinnedVotes = 1_027
