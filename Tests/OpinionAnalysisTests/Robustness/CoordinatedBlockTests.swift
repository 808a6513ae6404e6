import LinearAlgebra
import Testing

@testable import OpinionAnalysis

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
        #expect(abs(exponential(chance) - 0.902) < 1e-12)
        let tiny = BlockChances.logarithm(ofAtMost: 0, failuresOf: [Double](repeating: 1e-3, count: 400))
        #expect(abs(tiny + 400 * 6.907755278982137) < 1e-8)
    }
}
