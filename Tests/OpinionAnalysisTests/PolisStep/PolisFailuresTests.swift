import LinearAlgebra
import Testing

@testable import OpinionAnalysis

/// Rows of `a`gree, `d`isagree, `p`ass and `.` for no vote, in the order in which Polis loads them.
private func votes(_ rows: [String]) -> [PolisVote] {
    rows.enumerated().flatMap { participant, row in
        row.enumerated().compactMap { statement, letter in
            ToyConversation.vote(letter).map {
                PolisVote(participant: participant, statement: statement, vote: $0)
            }
        }
    }.sorted { ($0.statement, $0.participant) < ($1.statement, $1.participant) }
}

private func advance(_ rows: [String], moderation: PolisModeration = .init()) -> (PolisState, PolisResult) {
    PolisStep.advance(PolisState(components: [[1], [0.5]], moderation: moderation), votes: votes(rows))
}

/// Every number is a number, and everybody who takes part is in exactly one group.
private func expectSound(_ result: PolisResult, sourceLocation: SourceLocation = #_sourceLocation) {
    var numbers = result.center + result.components.joined() + result.explainedVariance + result.extremities
    numbers += result.points.flatMap { [$0.x, $0.y] } + result.statementPoints.flatMap { [$0.x, $0.y] }
    numbers += (result.baseClusters + result.groups).flatMap { [$0.center.x, $0.center.y] }
    numbers += result.silhouettes.values + result.groupInformedConsensus + result.priorities
    numbers += result.representative.joined().flatMap { [$0.proportion, $0.proportionTest, $0.ratio, $0.ratioTest] }
    #expect(numbers.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
    let present = result.clustered.intersection(result.participants)
    let people = result.baseClusters.flatMap(\.members)
    #expect(people.count == present.count && Set(people) == present, sourceLocation: sourceLocation)
    let bases = result.groups.flatMap(\.members)
    #expect(
        bases.count == result.baseClusters.count && Set(bases) == Set(result.baseClusters.map(\.id)),
        sourceLocation: sourceLocation)
    #expect(result.groupVotes.count == result.groups.count, sourceLocation: sourceLocation)
    #expect(result.representative.count == result.groups.count, sourceLocation: sourceLocation)
}

/// People of five kinds, each with a few votes of their own, so that there are many base clusters.
private let fiveKinds: [String] = {
    var generator = SeededGenerator(seed: 11)
    return (0..<60).map { person in
        let kinds = [
            "aaaaadddddaaaaaa", "dddddaaaaadddddd", "adadadadadadadad", "aaddaaddaaddaadd", "dadadaapdaaaaddd",
        ]
        return String(
            kinds[person % 5].map { letter in
                Int.random(in: 0..<8, using: &generator) == 0 ? "adp".randomElement(using: &generator) ?? "p" : letter
            })
    }
}()

@Suite struct `What stopped Polis, or made its numbers no numbers` {
    @Test func `fewer base clusters than the number of groups shown ask for`() {
        var (state, result) = advance(fiveKinds)
        #expect(result.silhouettes.keys.max() == 5)
        state.groupCountMemory.shown = 5
        // All but a few now say the same, and their base clusters fall together.
        let same = fiveKinds.indices.map { $0 < 50 ? "aaaaadddddaaaaaa" : fiveKinds[$0] }
        (state, result) = PolisStep.advance(state, votes: votes(same))
        #expect(result.baseClusters.count < 24)
        #expect((2...3).contains(state.groupCountMemory.shown ?? 0))
        #expect(!result.groups.isEmpty)
        expectSound(result)
        (state, result) = PolisStep.advance(state, votes: [])
        expectSound(result)
    }

    @Test func `no word of a moderator yet`() {
        let (_, result) = advance(fiveKinds, moderation: PolisModeration())
        expectSound(result)
        #expect(result.priorities.allSatisfy { $0 != 49 })
    }

    @Test func `a statement taken out that nobody voted on is nothing`() {
        let (_, without) = advance(fiveKinds)
        let (_, result) = advance(fiveKinds, moderation: PolisModeration(excluded: [99], accepted: [98], meta: [99]))
        #expect(result == without)
    }

    @Test func `three people and one statement are one group in the middle`() {
        let (_, result) = advance(["a", "d", "a"])
        expectSound(result)
        #expect(result.components == [[1]])
        #expect(result.points == Array(repeating: MapPoint(x: 0, y: 0), count: 3))
        #expect(result.baseClusters.map(\.members) == [[0, 1, 2]])
        #expect(result.groups.map(\.members) == [[0]])
    }

    @Test func `one person alone`() {
        let (_, result) = advance(["adpa"])
        expectSound(result)
        #expect(result.center == [-1, 1, 0, -1])
        #expect(result.components == [[0, 0, 0, 0]])
        #expect(result.points == [MapPoint(x: 0, y: 0)])
        #expect(result.groups.map(\.members) == [[0]])
    }

    @Test func `no votes at all`() {
        let (state, result) = advance([])
        expectSound(result)
        #expect(result.groups.isEmpty && result.participants.isEmpty)
        expectSound(PolisStep.advance(state, votes: []).result)
    }

    @Test(arguments: ["pppppppp", "aaaaaaaa", "adpadpad"])
    func `everybody says the same`(row: String) {
        var (state, result) = advance(Array(repeating: row, count: 30))
        expectSound(result)
        #expect(result.baseClusters.count == 1 && result.groups.count == 1)
        #expect(result.components.allSatisfy { $0.allSatisfy { $0 == 0 } })
        // Axes of zeros start nothing, so the next ones are found anew.
        (state, result) = PolisStep.advance(state, votes: votes(fiveKinds.map { String($0.prefix(8)) }))
        expectSound(result)
        #expect(result.components.allSatisfy { $0.contains { $0 != 0 } })
    }

    @Test func `a statement on which all say the same has no weight`() {
        let (_, result) = advance(fiveKinds.map { "p" + $0 })
        expectSound(result)
        #expect(result.components.allSatisfy { abs($0[0]) < 1e-12 })
        #expect(result.extremities[0] < 1e-12)
    }

    @Test func `somebody who voted only on what was taken out stands in the middle`() throws {
        var rows = fiveKinds
        rows.append("aa..............")
        let (_, result) = advance(rows, moderation: PolisModeration(excluded: [0, 1]))
        expectSound(result)
        let row = try #require(result.participants.firstIndex(of: 60))
        #expect(result.voteCounts[row] == 2)
        #expect(result.points[row] == MapPoint(x: 0, y: 0))
        #expect(result.center[0] == 0 && result.extremities[0] == 0)
    }

    @Test func `all statements taken out`() {
        let (_, result) = advance(fiveKinds, moderation: PolisModeration(excluded: Set(0..<16)))
        expectSound(result)
        #expect(result.points.allSatisfy { $0 == MapPoint(x: 0, y: 0) })
        #expect(result.baseClusters.count == 1)
        #expect(result.representative == [[]])
    }

    @Test func `nobody left of those who were grouped before`() {
        var state = PolisState(
            components: [[1], [0.5]], clustered: [100, 101],
            baseClusters: [PolisCluster(id: 7, members: [100, 101], center: MapPoint(x: 1, y: 1))])
        let result: PolisResult
        (state, result) = PolisStep.advance(state, votes: votes(fiveKinds))
        expectSound(result)
        #expect(state.clustered.isSuperset(of: [100, 101]))
        // All are put together first, under the next number, and then apart; no number is used again.
        #expect(result.baseClusters.count > 30 && result.baseClusters.allSatisfy { $0.id > 7 })
    }

    @Test func `fewer places than clusters wanted`() {
        let points = [0.0, 0, 1, 1, 1].map { MapPoint(x: $0, y: 0) }
        let clustering = PolisClustering(names: [3, 4, 5, 6, 7], points: points)
        let fresh = clustering.clusters(count: 5, roundLimit: 20, previous: [])
        #expect(fresh.map(\.members) == [[3, 4], [5, 6, 7]])
        #expect(fresh.map(\.id) == [0, 1])
        let continued = clustering.clusters(
            count: 5, roundLimit: 20,
            previous: [
                PolisCluster(id: 2, members: [3], center: points[0]),
                PolisCluster(id: 9, members: [4], center: points[1]),
            ])
        #expect(continued.map(\.members).sorted { $0[0] < $1[0] } == [[3, 4], [5, 6, 7]])
        // The two clusters on one place became one, under the number of the second; the other place got the next number.
        #expect(continued.map(\.id) == [9, 10])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `places so close that their distance comes out as no number`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let points = (0..<40).map { _ in
            MapPoint(
                x: 3 + Double.random(in: -1e-9...1e-9, using: &generator),
                y: -2 + Double.random(in: -1e-9...1e-9, using: &generator))
        }
        let isNaN = points.contains { point in
            points.contains { PolisClustering.expandedDistance(point, $0).isNaN }
        }
        #expect(isNaN, "seed \(seed)")
        let clustering = PolisClustering(names: Array(0..<40), points: points)
        for previous in [[], clustering.clusters(count: 4, roundLimit: 20, previous: [])] {
            let clusters = clustering.clusters(count: 4, roundLimit: 20, previous: previous)
            #expect(clusters.flatMap(\.members).sorted() == Array(0..<40), "seed \(seed)")
            var labels = Array(repeating: 0, count: 40)
            for cluster in clusters { for member in cluster.members { labels[member] = cluster.id } }
            let silhouette = Silhouette.mean(
                points: points, labels: labels, distance: PolisClustering.positiveDistance)
            #expect(silhouette.isFinite, "seed \(seed)")
        }
    }
}
