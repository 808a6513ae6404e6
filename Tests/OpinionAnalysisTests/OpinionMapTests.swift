import Foundation
import LinearAlgebra
import OpinionAnalysis
import Testing

private let polis = OpinionMap.Parameters(method: .polis)

private let seeds: [UInt64] = Array(1...8)

/// The groups as sets of participants.
private func partition(_ map: OpinionMap) -> Set<Set<String>> {
    Set(Dictionary(grouping: map.participants.filter { $0.group != nil }, by: \.group).values.map { Set($0.map(\.id)) })
}

private func expectFinite(_ map: OpinionMap, sourceLocation: SourceLocation = #_sourceLocation) {
    var numbers = map.axes.center + map.axes.components.joined() + map.axes.explainedVariance
    numbers += map.groupCount.silhouettes.values
    numbers += map.participants.flatMap { [$0.point.x, $0.point.y] }
    numbers += map.groups.flatMap { [$0.centre.x, $0.centre.y] }
    numbers += map.groups.flatMap(\.representative)
        .flatMap { [$0.proportion, $0.proportionTest, $0.ratio, $0.ratioTest] }
    numbers += map.statements.flatMap { [$0.extremity, $0.priority, $0.groupInformedConsensus] }
    #expect(numbers.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
}

@Suite struct `An opinion map` {
    @Test(arguments: seeds) func `does not depend on the order of anything`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var conversation = RandomConversation(seed: seed, participants: 130)
        conversation.excluded = [3]
        conversation.meta = [5]
        let map = try OpinionMap.fit(conversation.matrix(), parameters: polis)
        let other = try OpinionMap.fit(conversation.reordered(using: &generator).matrix(), parameters: polis)
        #expect(map == other, "seed \(seed)")
    }

    @Test(arguments: seeds) func `keeps its groups when everybody gets another name`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let conversation = RandomConversation(seed: seed, participants: 130)
        var renamed = conversation
        let names = conversation.participants.shuffled(using: &generator)
        renamed.participants = names
        let statementNames = conversation.statements.shuffled(using: &generator)
        renamed.statements = statementNames
        let map = try OpinionMap.fit(conversation.matrix(), parameters: polis)
        let other = try OpinionMap.fit(renamed.matrix(), parameters: polis)
        let backNames = Dictionary(uniqueKeysWithValues: zip(names, conversation.participants))
        let back = Set(partition(other).map { Set($0.compactMap { backNames[$0] }) })
        #expect(partition(map) == back, "seed \(seed)")
        for (count, silhouette) in map.groupCount.silhouettes {
            #expect(abs(silhouette - (other.groupCount.silhouettes[count] ?? .nan)) < 1e-9, "seed \(seed)")
        }
        // Axes are the same but for their sign.
        for axis in 0..<2 {
            let loadings = Dictionary(uniqueKeysWithValues: zip(map.statements.map(\.id), map.axes.components[axis]))
            let others = Dictionary(uniqueKeysWithValues: zip(other.statements.map(\.id), other.axes.components[axis]))
            for (old, new) in zip(conversation.statements, statementNames) {
                #expect(abs(abs(loadings[old] ?? .nan) - abs(others[new] ?? .nan)) < 1e-9, "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds) func `has the same groups when everybody votes the opposite`(seed: UInt64) throws {
        let conversation = RandomConversation(seed: seed)
        var opposite = conversation
        opposite.votes = conversation.votes.map { ($0.participant, $0.statement, $0.vote.opposite) }
        let map = try OpinionMap.fit(conversation.matrix(), parameters: polis)
        let other = try OpinionMap.fit(opposite.matrix(), parameters: polis)
        #expect(partition(map) == partition(other), "seed \(seed)")
        #expect(map.consensus.agree == other.consensus.disagree, "seed \(seed)")
        #expect(map.axes.center == other.axes.center.map { 0 - $0 }, "seed \(seed)")
        #expect(zip(map.statements, other.statements).allSatisfy { $0.agrees == $1.disagrees }, "seed \(seed)")
    }

    @Test(arguments: seeds) func `puts a duplicate voter on her twin`(seed: UInt64) throws {
        var conversation = RandomConversation(seed: seed, participants: 140)
        conversation.participants.append("twin")
        conversation.votes += conversation.votes.filter { $0.participant == 7 }.map { (140, $0.statement, $0.vote) }
        let map = try OpinionMap.fit(conversation.matrix(), parameters: polis)
        let original = try #require(map.participants.first { $0.id == "7" })
        let twin = try #require(map.participants.first { $0.id == "twin" })
        #expect(original.point == twin.point, "seed \(seed)")
        #expect(original.group == twin.group, "seed \(seed)")
    }

    @Test(arguments: seeds) func `finds the camps it was made from`(seed: UInt64) throws {
        let conversation = RandomConversation(seed: seed, participants: 200, statements: 40, camps: 2)
        let map = try OpinionMap.fit(conversation.matrix(), parameters: polis)
        let camps = Set((0..<2).map { camp in Set((0..<200).filter { $0 % 2 == camp }.map(String.init)) })
        #expect(partition(map) == camps, "seed \(seed)")
        expectFinite(map)
    }

    @Test(arguments: seeds) func `numbers its groups by size and counts every vote once`(seed: UInt64) throws {
        let map = try OpinionMap.fit(RandomConversation(seed: seed).matrix(), parameters: polis)
        #expect(map.groups.map(\.id) == Array(map.groups.indices))
        #expect(map.groups.map(\.size) == map.groups.map(\.size).sorted(by: >), "seed \(seed)")
        #expect(map.groups.reduce(0) { $0 + $1.size } == map.clusteredCount, "seed \(seed)")
        #expect(map.statements.reduce(0) { $0 + $1.seen } == map.participants.reduce(0) { $0 + $1.votes })
        for statement in map.statements {
            #expect(statement.seen == statement.agrees + statement.disagrees + statement.passes)
            #expect(statement.groups.count == map.groups.count)
        }
    }

    @Test(arguments: seeds) func `counts for each group the votes of its members alone`(seed: UInt64) throws {
        let matrix = try RandomConversation(seed: seed, participants: 80).matrix()
        let map = try OpinionMap.fit(matrix)
        for group in map.groups {
            let rows = map.participants.indices.filter { map.participants[$0].group == group.id }
            #expect(rows.count == group.size, "seed \(seed)")
            for (column, statement) in map.statements.enumerated() {
                let votes = rows.compactMap { matrix.vote(participant: $0, statement: column) }
                let found = try #require(statement.groups.first { $0.id == group.id })
                #expect(found.agrees == votes.count { $0 == .agree }, "seed \(seed)")
                #expect(found.disagrees == votes.count { $0 == .disagree }, "seed \(seed)")
                #expect(found.seen == votes.count, "seed \(seed)")
            }
            for entry in group.representative {
                let statement = try #require(map.statements.first { $0.id == entry.statement })
                let votes = try #require(statement.groups.first { $0.id == group.id })
                #expect(entry.successes == (entry.side == .agree ? votes.agrees : votes.disagrees), "seed \(seed)")
                #expect(entry.trials == votes.seen, "seed \(seed)")
            }
        }
    }

    @Test func `gives places that follow from its axes`() throws {
        let conversation = RandomConversation(seed: 5)
        let matrix = try conversation.matrix()
        let map = try OpinionMap.fit(matrix, parameters: polis)
        for (row, place) in map.participants.enumerated() {
            var sum = 0.0
            for column in matrix.statements.indices {
                guard let vote = matrix.vote(participant: row, statement: column) else { continue }
                sum += (Double(vote.rawValue) - map.axes.center[column]) * map.axes.components[0][column]
            }
            let scale = (Double(matrix.statements.count) / Double(max(1, place.votes))).squareRoot()
            #expect(abs(place.point.x - scale * sum) < 1e-12)
        }
    }

    @Test func `survives being written and read`() throws {
        let map = try OpinionMap.fit(RandomConversation(seed: 2).matrix(), parameters: polis)
        #expect(try JSONDecoder().decode(OpinionMap.self, from: JSONEncoder().encode(map)) == map)
    }

    @Test func `is the same for every seed`() throws {
        let matrix = try RandomConversation(seed: 3).matrix()
        #expect(
            try OpinionMap.fit(matrix, parameters: polis, seed: 1) == OpinionMap.fit(matrix, parameters: polis, seed: 2)
        )
    }

    @Test func `can be given up`() throws {
        let matrix = try RandomConversation(seed: 3).matrix()
        #expect(throws: CancellationError.self) { try OpinionMap.fit(matrix, parameters: polis, isCancelled: { true }) }
    }
}

@Suite struct `The opinion map of little` {
    private func map(_ rows: [String], excluded: Set<Int> = []) throws -> OpinionMap {
        let votes = rows.enumerated().flatMap { participant, row in
            row.enumerated().compactMap { statement, letter in
                ToyConversation.vote(letter).map { (participant: participant, statement: statement, vote: $0) }
            }
        }
        let map = try OpinionMap.fit(
            VoteMatrix(
                participants: rows.indices.map(String.init),
                statements: (0..<(rows.first?.count ?? 0)).map(String.init),
                votes: votes, excluded: excluded), parameters: polis)
        expectFinite(map)
        return map
    }

    @Test func `nobody and nothing is an empty map`() throws {
        let map = try map([])
        #expect(map.groups.isEmpty && map.participants.isEmpty && map.statements.isEmpty)
        #expect(map.groupCount.chosen == 0 && map.groupCount.silhouettes.isEmpty)
    }

    @Test func `statements without votes make no groups`() throws {
        let map = try map(["...", "..."])
        #expect(map.groups.isEmpty)
        #expect(map.participants.map(\.isClustered) == [false, false])
        #expect(map.statements.map(\.seen) == [0, 0, 0])
        #expect(map.statements.map(\.priority) == [5.0625, 5.0625, 5.0625])
    }

    @Test func `one person stands in the middle, alone`() throws {
        let map = try map(["adpa"])
        #expect(map.axes.components.count == 1)
        #expect(map.participants.map(\.point) == [MapPoint(x: 0, y: 0)])
        #expect(map.groups.map(\.size) == [1])
    }

    @Test func `one statement makes no plane`() throws {
        let map = try map(["a", "d", "a"])
        #expect(map.axes.components == [[1]])
        #expect(map.participants.allSatisfy { $0.point == MapPoint(x: 0, y: 0) })
        #expect(map.groups.map(\.size) == [3])
    }

    @Test func `people who all vote the same are one group`() throws {
        let map = try map(Array(repeating: "adap", count: 30))
        #expect(map.groups.map(\.size) == [30])
        #expect(map.axes.explainedVariance == [0, 0])
        #expect(map.consensus.agree.map(\.statement) == ["0", "2"])
    }

    @Test func `people who differ in one way only stand on a line`() throws {
        let map = try map(Array(repeating: "aaa", count: 9) + Array(repeating: "ddd", count: 8))
        #expect(map.groups.map(\.size) == [9, 8])
        #expect(map.participants.allSatisfy { $0.point.y == 0 })
        #expect(abs((map.axes.explainedVariance.first ?? 0) - 1) < 1e-12)
    }

    @Test func `a statement everybody passes on has no weight`() throws {
        let map = try map(Array(repeating: "apa", count: 9) + Array(repeating: "dpa", count: 8))
        #expect(map.axes.components.allSatisfy { $0[1] == 0 })
        #expect(map.statements[1].passes == 17)
        #expect(map.statements[1].extremity == 0)
    }

    @Test func `a statement taken out has votes but no say`() throws {
        let rows = Array(repeating: "aad", count: 9) + Array(repeating: "dda", count: 8)
        let map = try map(rows, excluded: [1])
        #expect(map.axes.center[1] == 0)
        #expect(map.axes.components.allSatisfy { $0[1] == 0 })
        #expect(map.statements[1].agrees == 9)
        #expect(!map.groups.flatMap(\.representative).contains { $0.statement == "1" })
        // It counts as seen by everybody, as in Polis: three of three here, not two of three.
        #expect(abs(abs(map.participants[0].point.x) - 2.0.squareRoot() * 16 / 17) < 1e-12)
    }

    @Test func `those with the most votes come in until there are fifteen`() throws {
        let full = Array(repeating: "aaaaaaad", count: 10)
        let map = try map(full + ["aaa.....", "aaaa....", "aa......", "aaa.....", "d.......", "dd......", "........"])
        #expect(map.clusteredCount == 15)
        #expect(map.participants.filter { !$0.isClustered }.map(\.id) == ["14", "16"])
    }
}
