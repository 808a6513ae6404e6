import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Straight-lining` {
    /// People with an opinion of their own on thirty statements, and some who answer all alike.
    private func votes(seed: UInt64, straight: Int, answers: Int = 30) throws -> VoteMatrix {
        var generator = SeededGenerator(seed: seed)
        var cast: [(participant: Int, statement: Int, vote: Vote)] = []
        for person in 0..<200 {
            for statement in 0..<30 {
                cast.append((person, statement, Bool.random(using: &generator) ? .agree : .disagree))
            }
        }
        for person in 200..<200 + straight {
            for statement in 0..<answers { cast.append((person, statement, .agree)) }
        }
        return try VoteMatrix(
            participants: (0..<200 + straight).map { String($0) }, statements: (0..<30).map(String.init), votes: cast)
    }

    @Test func `is flagged with its chance`() throws {
        let votes = try votes(seed: 1, straight: 3)
        let found = StraightLining.found(in: votes)
        #expect(found.map(\.participant) == [200, 201, 202])
        #expect(found.allSatisfy { $0.answer == .agree && $0.answers == 30 })
        // About one half thirty times: 10⁻⁹.
        #expect(found.allSatisfy { (-9.5 ... -8.2).contains($0.commonLogarithmOfChance) })
        #expect(found.allSatisfy { $0.expectedByChance < 1e-5 })
        #expect(StraightLining.found(in: votes, excluding: [201]).map(\.participant) == [200, 202])
    }

    @Test func `is not seen in few answers, or where nearly all agree`() throws {
        #expect(StraightLining.found(in: try votes(seed: 2, straight: 3, answers: 9)).isEmpty)
        var generator = SeededGenerator(seed: 3)
        var cast: [(participant: Int, statement: Int, vote: Vote)] = []
        for person in 0..<300 {
            for statement in 0..<20 {
                cast.append((person, statement, Int.random(in: 0..<20, using: &generator) == 0 ? .disagree : .agree))
            }
        }
        let agreeing = try VoteMatrix(
            participants: (0..<300).map { String($0) }, statements: (0..<20).map(String.init), votes: cast)
        #expect(StraightLining.found(in: agreeing).isEmpty)
    }
}
