import Simulation
import Testing

@Suite struct `The times of a simulated dialogue` {
    let dialogue = SimulatedDialogue.make(seed: 1)
    let hour: Int64 = 3_600_000

    @Test func `lie between opening and closing, in order`() {
        #expect(dialogue.closesAt - dialogue.opensAt == Int64(SimulatedDialogue.daysOpen) * 24 * hour)
        #expect(dialogue.votes.allSatisfy { (dialogue.opensAt..<dialogue.closesAt).contains($0.castAt) })
        #expect(zip(dialogue.votes, dialogue.votes.dropFirst()).allSatisfy { $0.castAt <= $1.castAt })
        let arrivals = dialogue.participants.map(\.arrivedAt)
        #expect(arrivals == arrivals.sorted())
        #expect(dialogue.statements.map(\.writtenAt) == dialogue.statements.map(\.writtenAt).sorted())
    }

    @Test func `let nobody answer what is not written yet, or before they come`() {
        for vote in dialogue.votes {
            #expect(vote.castAt >= dialogue.statements[vote.statement].writtenAt)
            #expect(vote.castAt >= dialogue.participants[vote.participant].arrivedAt)
        }
    }

    @Test func `follow the day`() {
        let localHours = dialogue.votes.map { ($0.castAt + 4 * hour + hour / 2) / hour % 24 }
        let atNight = localHours.filter { (1...4).contains($0) }.count
        let inTheEvening = localHours.filter { (18...21).contains($0) }.count
        #expect(atNight * 8 < inTheEvening)
        #expect(atNight > 0)
    }

    @Test func `spread over all days`() {
        let days = Set(dialogue.votes.map { ($0.castAt - dialogue.opensAt) / (24 * hour) })
        #expect(days.count == SimulatedDialogue.daysOpen)
    }

    @Test func `give late statements fewer votes`() {
        let counts = dialogue.votesThatCount.reduce(into: [Int: Int]()) { $0[$1.statement, default: 0] += 1 }
        let early = dialogue.statements.indices.prefix(10).map { counts[$0] ?? 0 }
        let late = dialogue.statements.indices.suffix(10).map { counts[$0] ?? 0 }
        #expect(late.reduce(0, +) * 2 < early.reduce(0, +))
        #expect(late.allSatisfy { $0 >= 40 })
    }

    @Test func `move with the opening`() {
        let later = SimulatedDialogue.make(seed: 1, opensAt: dialogue.opensAt + 24 * hour)
        #expect(later.votes.map(\.castAt) == dialogue.votes.map { $0.castAt + 24 * hour })
        #expect(later.votes.map(\.choice) == dialogue.votes.map(\.choice))
    }
}
