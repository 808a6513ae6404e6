import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `False voters` {
    @Test(arguments: Array(UInt64(1)...10)) func `are counted to the last one`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let groups = (0..<2).map { _ in
            (0..<6).map { _ in
                tally(Int.random(in: 0...80, using: &generator), Int.random(in: 0...20, using: &generator))
            }
        }
        let all = counts(groups)
        let ground = CommonGround.judged(from: all)
        func verdict(
            _ statement: Int, _ side: OpinionMap.Side, changing change: (inout StatementVotes) -> Void, in group: Int
        ) -> Bool {
            var changed = groups
            change(&changed[group][statement])
            let judged = CommonGround.judged(from: counts(changed)).first { $0.statement == statement }
            return judged?.verdict == .established && judged?.side == side
        }
        for (found, ground) in zip(FalseVoters.counted(from: all), ground) where found.isCommonGround {
            #expect(ground.verdict == .established)
            for (group, voters) in found.groups.enumerated() {
                func removing(_ count: Int) -> Bool {
                    verdict(
                        found.statement, found.side,
                        changing: { if found.side == .agree { $0.agrees -= count } else { $0.disagrees -= count } },
                        in: group)
                }
                func adding(_ count: Int) -> Bool {
                    verdict(
                        found.statement, found.side,
                        changing: { if found.side == .agree { $0.disagrees += count } else { $0.agrees += count } },
                        in: group)
                }
                #expect(removing(voters.supportersToRemove - 1), "seed \(seed)")
                #expect(!removing(voters.supportersToRemove), "seed \(seed)")
                #expect(adding(voters.opponentsToAdd - 1), "seed \(seed)")
                #expect(!adding(voters.opponentsToAdd), "seed \(seed)")
            }
            #expect(found.fewest > 0, "seed \(seed)")
        }
    }

    @Test func `are many more for a group that is against`() throws {
        let found = FalseVoters.counted(from: counts([[tally(80, 10)], [tally(10, 40)]]))
        #expect(!found[0].isCommonGround)
        #expect(found[0].groups[0].supportersToAdd == 0)
        // More than three fifths of 50 + n with certainty.
        #expect(found[0].groups[1].supportersToAdd > 50)
        #expect(found[0].fewest == found[0].groups[1].supportersToAdd)
    }
}
