import Simulation
import Testing

@Suite struct `A planted dialogue` {
    @Test func `is the same for the same parameters and another for another seed`() throws {
        let one = try PlantedDialogue(PlantedParameters(people: 60, statements: 40, seed: 7))
        let same = try PlantedDialogue(PlantedParameters(people: 60, statements: 40, seed: 7))
        let other = try PlantedDialogue(PlantedParameters(people: 60, statements: 40, seed: 8))
        #expect(Array(one.votes) == Array(same.votes) && one.plantedGroups == same.plantedGroups)
        #expect(Array(one.history()) == Array(same.history()) && one.bestGuess == same.bestGuess)
        #expect(Array(one.votes) != Array(other.votes))
        #expect(one.plantedGroups != other.plantedGroups)
    }

    /// Pinned, so that a change of the generator or of the model is noticed: figures that were published depend on it.
    @Test func `keeps its numbers from release to release`() throws {
        let dialogue = try PlantedDialogue(PlantedParameters(people: 50, statements: 20, seed: 1))
        #expect(dialogue.plantedGroups.prefix(12) == [1, 2, 0, 2, 2, 2, 0, 0, 0, 0, 2, 0])
        #expect(dialogue.groupSizes() == [24, 11, 15])
        #expect(dialogue.voteCount == 500)
        let rows = dialogue.history().prefix(5).map { [$0.castAt, Int64($0.person), Int64($0.vote)] }
        #expect(
            rows == [
                [1_767_608_589_207, 3, 1], [1_767_619_861_932, 4, 0], [1_767_644_470_118, 6, -1],
                [1_767_656_586_154, 7, -1], [1_767_668_297_713, 8, 0],
            ])
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `has one vote for each pair, and as many as were asked for`(seed: UInt64) throws {
        let parameters = PlantedParameters(people: 400, statements: 90, seed: seed, meanVotes: 30)
        let dialogue = try PlantedDialogue(parameters)
        let votes = Array(dialogue.votes)
        #expect(Set(votes.map { $0.person << 16 | $0.statement }).count == votes.count, "seed \(seed)")
        #expect(votes.allSatisfy { (0..<400).contains($0.person) && (0..<90).contains($0.statement) })
        #expect(abs(Double(votes.count) / 400 - 30) < 0.1, "seed \(seed)")
        #expect(dialogue.sortedVoteCounts().first ?? 0 >= 1 && dialogue.sortedVoteCounts().last ?? 0 <= 90)
        #expect(dialogue.tallies().reduce(0) { $0 + $1.seen } == votes.count)
        #expect(votes.map(\.person) == votes.map(\.person).sorted())
        var choices: [Int8] = []
        for person in 0..<400 { dialogue.forEachVote(of: person) { choices.append($1) } }
        #expect(choices == votes.map { Int8($0.choice.rawValue) })
    }

    /// What the model gives on average over many draws of statements: shares of the votes, and quantiles of the votes of
    /// a person (mean 50 of 300 statements).
    @Test func `looks like open data of real dialogues`() throws {
        var agrees = 0
        var disagrees = 0
        var passes = 0
        var counts: [Int] = []
        for seed in UInt64(1)...12 {
            let dialogue = try PlantedDialogue(PlantedParameters(people: 500, statements: 300, seed: seed))
            for statement in dialogue.tallies() {
                agrees += statement.agrees
                disagrees += statement.disagrees
                passes += statement.passes
            }
            counts += dialogue.sortedVoteCounts()
        }
        counts.sort()
        func share(_ count: Int) -> Double { Double(count) / Double(agrees + disagrees + passes) }
        #expect(abs(share(agrees) - 0.481) < 0.02)
        #expect(abs(share(disagrees) - 0.295) < 0.02)
        #expect(abs(share(passes) - 0.224) < 0.02)
        #expect((20...24).contains(counts[counts.count / 2]))
        #expect((0.17...0.23).contains(Double(counts.count { $0 < 7 }) / Double(counts.count)))
        #expect((0.02...0.05).contains(Double(counts.count { $0 == 300 }) / Double(counts.count)))
    }

    @Test(arguments: [1, 2, 3, 5])
    func `has groups of the planted sizes`(groups: Int) throws {
        let dialogue = try PlantedDialogue(PlantedParameters(people: 4_000, statements: 20, groups: groups, seed: 3))
        let weights = (0..<groups).map { group in (0..<group).reduce(1.0) { weight, _ in weight * 0.6 } }
        for (size, weight) in zip(dialogue.groupSizes(), weights) {
            #expect(abs(Double(size) / 4_000 - weight / weights.reduce(0, +)) < 0.03)
        }
        #expect(dialogue.plantedGroups.allSatisfy { $0 < groups } && dialogue.bestGuess.allSatisfy { $0 < groups })
    }

    @Test func `lets people follow their group as far as it is told`() throws {
        func gap(_ conviction: Double) throws -> Double {
            var parameters = PlantedParameters(people: 3_000, statements: 30, groups: 2, seed: 5, meanVotes: 15)
            parameters.conviction = conviction
            let dialogue = try PlantedDialogue(parameters)
            var agrees = [[Double]](repeating: [0, 0], count: 30)
            var seen = agrees
            for vote in dialogue.votes where vote.choice != .pass {
                let group = Int(dialogue.plantedGroups[vote.person])
                seen[vote.statement][group] += 1
                if vote.choice == .agree { agrees[vote.statement][group] += 1 }
            }
            return zip(agrees, seen).reduce(0) { $0 + abs($1.0[0] / $1.1[0] - $1.0[1] / $1.1[1]) } / 30
        }
        let (none, some, much) = (try gap(0), try gap(1.5), try gap(4))
        #expect(none < 0.05 && some > 0.2 && much > some + 0.1, "\(none) \(some) \(much)")
    }

    @Test func `can be as small as one person and one statement`() throws {
        let dialogue = try PlantedDialogue(PlantedParameters(people: 1, statements: 1))
        #expect(dialogue.voteCount == 1 && Array(dialogue.history()).count == 1)
        #expect(dialogue.labelsOfActive().count == 1)
        let all = try PlantedDialogue(PlantedParameters(people: 30, statements: 5, meanVotes: 5))
        #expect(all.sortedVoteCounts().allSatisfy { $0 == 5 })
    }

    @Test func `tells how far it has come`() throws {
        var told: [Int] = []
        let parameters = PlantedParameters(people: 4_000, statements: 50, meanVotes: 50)
        _ = try PlantedDialogue(parameters) { done, all in
            #expect(all == 200_000)
            told.append(done)
        }
        #expect(told == [0, 65_550, 131_100, 196_650, 200_000])
    }

    // MARK: History

    @Test(arguments: [UInt64(1), 2])
    func `ends its history with the votes that count, in the order of exports`(seed: UInt64) throws {
        var parameters = PlantedParameters(people: 300, statements: 40, seed: seed, meanVotes: 20)
        parameters.revotes = 0.2
        let dialogue = try PlantedDialogue(parameters)
        let history = Array(dialogue.history())
        let keys = history.map { [Int64($0.statement), Int64($0.person), $0.castAt] }
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) }, "seed \(seed)")

        var last: [Int: Int8] = [:]
        var earlier: [Int: Int8] = [:]
        for vote in history {
            let pair = vote.person << 16 | vote.statement
            if let before = last[pair] { earlier[pair] = before }
            last[pair] = vote.vote
        }
        #expect(last.count == dialogue.voteCount)
        for vote in dialogue.votes {
            #expect(last[vote.person << 16 | vote.statement] == Int8(vote.choice.rawValue))
        }
        #expect(earlier.count == history.count - dialogue.voteCount)
        #expect(abs(Double(earlier.count) / Double(dialogue.voteCount) - 0.2) < 0.02, "seed \(seed)")
        let changed = earlier.count { last[$0.key] != $0.value }
        #expect(abs(Double(changed) / Double(earlier.count) - 0.25) < 0.05, "seed \(seed)")
        #expect(history.allSatisfy { $0.castAt > PlantedDialogue.writtenAt(statement: 65_534) })
        #expect(history.allSatisfy { (-1...1).contains($0.vote) })
    }

    // MARK: Texts

    @Test func `has texts that differ and say that they are invented`() {
        let texts = (0..<2_000).map(PlantedDialogue.text(ofStatement:))
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { $0.hasPrefix("Invented statement ") && $0.utf8.count < 120 })
    }

    // MARK: Refusals

    @Test(arguments: [
        (PlantedParameters(people: 0, statements: 5), PlantedRefusal.Parameter.people),
        (PlantedParameters(people: -1, statements: 5), .people),
        (PlantedParameters(people: .max, statements: 5), .people),
        (PlantedParameters(people: 5, statements: 0), .statements),
        (PlantedParameters(people: 5, statements: 65_536), .statements),
        (PlantedParameters(people: 5, statements: 5, groups: 0), .groups),
        (PlantedParameters(people: 5, statements: 5, groups: 256), .groups),
        (PlantedParameters(people: 5, statements: 5, meanVotes: 0.5), .meanVotes),
        (PlantedParameters(people: 5, statements: 5, meanVotes: 6), .meanVotes),
        (PlantedParameters(people: 5, statements: 5, meanVotes: .nan), .meanVotes),
    ])
    func `is refused when its size is out of range`(
        parameters: PlantedParameters, named: PlantedRefusal.Parameter
    ) {
        #expect(refusedParameter(parameters) == named)
    }

    @Test func `is refused when a share is out of range`() {
        for (change, named) in Self.wrongShares {
            var parameters = PlantedParameters(people: 5, statements: 5)
            change(&parameters)
            #expect(refusedParameter(parameters) == named)
        }
    }

    private static let wrongShares: [(@Sendable (inout PlantedParameters) -> Void, PlantedRefusal.Parameter)] = [
        ({ $0.conviction = -1 }, .conviction), ({ $0.convictionSpread = 11 }, .convictionSpread),
        ({ $0.noise = 1.1 }, .noise), ({ $0.sizeRatio = 0 }, .sizeRatio), ({ $0.revotes = .infinity }, .revotes),
    ]

    @Test func `is refused when its votes would not fit into memory`() {
        #expect(throws: PlantedRefusal.tooManyVotes(expected: 5_000_000_000, most: 1_000_000_000)) {
            try PlantedParameters(people: 10_000_000, statements: 1_000, meanVotes: 500).validate()
        }
    }

    private func refusedParameter(_ parameters: PlantedParameters) -> PlantedRefusal.Parameter? {
        do throws(PlantedRefusal) {
            _ = try PlantedDialogue(parameters)
            return nil
        } catch {
            guard case .outOfRange(let parameter, _, _) = error else { return nil }
            return parameter
        }
    }
}
