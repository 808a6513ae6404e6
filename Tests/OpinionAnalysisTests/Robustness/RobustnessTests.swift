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

@Suite struct `Coordinated blocks` {
    /// Two honest camps, in which some are surer than others, and ballots cast by a script.
    private struct Ballots {
        var votes: VoteMatrix
        var groups: [Int?]
        var scripted: Set<Int>

        /// - Parameters:
        ///   - noise: the share of answers a scripted ballot has turned.
        ///   - group: where the scripted ballots are grouped.
        init(
            seed: UInt64, honest: Int, scripted: Int, statements: Int = 60, perPerson: Int = 40, noise: Double = 0,
            group: Int? = 2
        ) throws {
            var generator = SeededGenerator(seed: seed)
            let leanings = (0..<2).map { _ in (0..<statements).map { _ in Bool.random(using: &generator) } }
            let script = (0..<statements).map { _ in Bool.random(using: &generator) }
            let scriptedStatements = (0..<statements).shuffled(using: &generator).prefix(perPerson)
            var cast: [(participant: Int, statement: Int, vote: Vote)] = []
            for person in 0..<honest {
                // From halfhearted to certain.
                let sureness = Double.random(in: 0.65...0.99, using: &generator)
                for statement in (0..<statements).shuffled(using: &generator).prefix(perPerson) {
                    let goesAlong = Double.random(in: 0..<1, using: &generator) < sureness
                    cast.append((person, statement, leanings[person % 2][statement] == goesAlong ? .agree : .disagree))
                }
            }
            for person in honest..<honest + scripted {
                for statement in scriptedStatements {
                    let isTurned = Double.random(in: 0..<1, using: &generator) < noise
                    cast.append((person, statement, script[statement] != isTurned ? .agree : .disagree))
                }
            }
            let people = honest + scripted
            // Identifiers of one length, so that rows keep this order.
            votes = try VoteMatrix(
                participants: (0..<people).map { String(1_000_000 + $0) },
                statements: (0..<statements).map(String.init), votes: cast)
            groups = (0..<people).map { $0 < honest ? $0 % 2 : group }
            self.scripted = Set(honest..<people)
        }

        func blocks(seed: UInt64 = 1) -> [CoordinatedBlock] {
            var generator = SeededGenerator(seed: seed)
            return CoordinatedBlock.found(
                in: votes, counts: votes.counts(rowGroups: groups, groupCount: 3), rowGroups: groups, using: &generator)
        }
    }

    @Test(arguments: [0, 0.02], [0, 2, nil])
    func `of five hundred ballots are found wherever they are grouped`(noise: Double, group: Int?) throws {
        let ballots = try Ballots(seed: 4, honest: 1_500, scripted: 500, noise: noise, group: group)
        let blocks = ballots.blocks()
        #expect(blocks.count == 1)
        let block = try #require(blocks.first)
        #expect(ballots.scripted.isSuperset(of: block.participants))
        // Of ballots with turned answers those with more than two of forty turned are not alike any more.
        #expect(block.participants.count >= (noise == 0 ? 500 : 400), "\(block.participants.count)")
        #expect(block.likeness >= 0.95 && block.statements.count == 40)
        #expect(block.expectedByChance < 1)
        if noise == 0 { #expect(block.identicalCount == 500) }
    }

    @Test(arguments: Array(UInt64(1)...5)) func `are not seen in honest camps`(seed: UInt64) throws {
        #expect(try Ballots(seed: seed, honest: 1_000, scripted: 0).blocks(seed: seed).isEmpty, "seed \(seed)")
        // Everybody answers everything, and many are nearly certain.
        let all = try Ballots(seed: seed, honest: 1_000, scripted: 0, statements: 25, perPerson: 25)
        #expect(all.blocks(seed: seed).isEmpty, "seed \(seed)")
    }

    @Test func `are not seen in few statements`() throws {
        let ballots = try Ballots(seed: 8, honest: 500, scripted: 200, statements: 15, perPerson: 12)
        #expect(ballots.blocks().isEmpty)
    }

    @Test func `cannot lift a statement to common ground once they are left out`() throws {
        let ballots = try Ballots(seed: 9, honest: 1_000, scripted: 500, group: 1)
        func shared(excluding: Set<Int>) -> Set<Int> {
            let counts = ballots.votes.counts(rowGroups: ballots.groups, groupCount: 2, excluding: excluding)
            return Set(CommonGround.judged(from: counts).filter { $0.verdict == .established }.map(\.statement))
        }
        let honest = shared(excluding: ballots.scripted)
        let found = Set(ballots.blocks().flatMap(\.participants))
        #expect(shared(excluding: []) != honest)
        #expect(shared(excluding: found) == honest)
    }

    @Test func `have chances worked out exactly`() {
        let chance = BlockChances.logarithm(ofAtMost: 1, failuresOf: [0.9, 0.8, 0.7])
        #expect(abs(ElementaryFunctions.exponential(chance) - 0.902) < 1e-12)
        let tiny = BlockChances.logarithm(ofAtMost: 0, failuresOf: [Double](repeating: 1e-3, count: 400))
        #expect(abs(tiny + 400 * 6.907755278982137) < 1e-8)
    }
}
