import OpinionAnalysis
import Testing

/// The numbers in ``ToyConversation`` have ten decimals, so they can differ by half of the last and no more.
private let tolerance = 1e-9

private func expectEqual(
    _ found: [Double], _ expected: [Double], within tolerance: Double = tolerance,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (index, pair) in zip(found, expected).enumerated() {
        #expect(
            abs(pair.0 - pair.1) <= tolerance, "at \(index): \(pair.0) is not \(pair.1)", sourceLocation: sourceLocation
        )
    }
}

@Suite struct `The first update of the toy conversation` {
    let result: PolisResult
    let second: PolisResult

    init() {
        var loaded = PolisState(components: ToyConversation.starts)
        loaded.moderation = ToyConversation.moderation
        let first = PolisStep.advance(loaded, votes: ToyConversation.votes)
        result = first.result
        second = PolisStep.advance(first.state, votes: []).result
    }

    @Test func `counts votes in the order of first encounter`() {
        #expect(result.participants.count == 18)
        #expect(result.statements == Array(0...8))
        let counts = Dictionary(uniqueKeysWithValues: zip(result.participants, result.voteCounts))
        #expect((0...17).map { counts[$0] } == [7, 8, 7, 3, 8, 8, 5, 9, 7, 7, 5, 1, 6, 8, 8, 8, 8, 8])
    }

    @Test func `reads what moderators said`() {
        #expect(ToyConversation.moderation.excluded == [5, 7])
        #expect(ToyConversation.moderation.accepted == [0, 1, 2, 3, 4, 6, 7])
        #expect(ToyConversation.moderation.meta == [7])
    }

    @Test func `takes in fifteen people and settles a tie in hash order`() {
        #expect(result.clustered == Set(0...17).subtracting([3, 10, 11]))
    }

    @Test func `finds the axes`() {
        expectEqual(result.center, ToyConversation.center)
        expectEqual(result.components[0], ToyConversation.components[0])
        expectEqual(result.components[1], ToyConversation.components[1])
        expectEqual(result.extremities, ToyConversation.extremities)
    }

    @Test func `places base clusters`() {
        #expect(result.baseClusters.map(\.id) == Array(0...14))
        #expect(result.baseClusters.map(\.members) == ToyConversation.baseMembers.map { [$0] })
        expectEqual(result.baseClusters.map(\.center.x), ToyConversation.baseX)
        expectEqual(result.baseClusters.map(\.center.y), ToyConversation.baseY)
    }

    @Test func `finds three groups`() {
        #expect(Set(result.silhouettes.keys) == [2, 3])
        expectEqual([2, 3].map { result.silhouettes[$0] ?? .nan }, [0.3574218893, 0.4332173286])
        #expect(result.groups.map(\.id) == [0, 1, 2])
        #expect(
            result.groups.map { $0.members.sorted() } == [[6, 7, 13], [0, 1, 2, 3], [4, 5, 8, 9, 10, 11, 12, 14]])
        expectEqual(result.groups.map(\.center.x), [1.6478176822, -1.4330606891, 0.0478619975])
        expectEqual(result.groups.map(\.center.y), [-0.7437097627, -1.014021883, 1.0775374191])
    }

    @Test func `counts votes by group`() {
        let found = result.groupVotes.map { votes in
            votes.map { "\($0.agrees),\($0.disagrees),\($0.seen)" }.joined(separator: " ")
        }
        #expect(found == ToyConversation.groupVotes)
        expectEqual(result.groupInformedConsensus, ToyConversation.groupInformedConsensus)
    }

    @Test func `sets priorities from the votes before, so at first from none`() {
        expectEqual(result.priorities, ToyConversation.firstPriorities)
        expectEqual(second.priorities, ToyConversation.secondPriorities)
        #expect(second.groups.map(\.members) == result.groups.map(\.members))
    }

    @Test func `finds what represents each group`() {
        let expected: [[(String, OpinionMap.Side, Int, Int, [Double], Bool)]] = [
            [
                ("1", .agree, 2, 2, [0.75, 1.7320508076, 1.5, 1.4564382], true),
                ("2", .disagree, 3, 3, [0.8, 2.0, 4.8, 2.8603878], false),
                ("0", .disagree, 2, 2, [0.75, 1.7320508076, 3, 2.2563043], false),
            ],
            [
                ("0", .agree, 4, 4, [0.8333333333, 2.2360679775, 2.0833333333, 2.0786986], true),
                ("2", .agree, 3, 4, [0.6666666667, 1.3416407865, 1.8333333333, 1.4638501], false),
                ("1", .disagree, 4, 4, [0.8333333333, 2.2360679775, 4.1666666667, 2.7888668], false),
                ("3", .disagree, 3, 4, [0.6666666667, 1.3416407865, 2.8888888889, 2.0994897], false),
            ],
            [
                ("3", .agree, 8, 8, [0.9, 3.0, 4.05, 3.2298326], true),
                ("1", .agree, 5, 6, [0.75, 1.8898223650, 2, 1.67332], false),
                ("8", .agree, 6, 8, [0.7, 1.6666666667, 2.1, 1.6842525], false),
            ],
        ]
        #expect(result.representative.count == 3)
        for (found, expected) in zip(result.representative, expected) {
            #expect(found.map(\.statement) == expected.map(\.0))
            #expect(found.map(\.side) == expected.map(\.1))
            #expect(found.map(\.successes) == expected.map(\.2))
            #expect(found.map(\.trials) == expected.map(\.3))
            #expect(found.map(\.bestAgree) == expected.map(\.5))
            for (entry, numbers) in zip(found, expected.map(\.4)) {
                expectEqual([entry.proportion, entry.proportionTest, entry.ratio], Array(numbers.prefix(3)))
                // Single precision, given with eight digits at most.
                #expect(Float(entry.ratioTest) == Float(numbers[3]))
            }
        }
    }

    @Test func `finds what everybody thinks`() {
        #expect(result.consensus.agree.map(\.statement) == ["4"])
        #expect(result.consensus.agree.map(\.successes) == [9])
        #expect(result.consensus.agree.map(\.trials) == [11])
        expectEqual(result.consensus.agree.flatMap { [$0.proportion, $0.test] }, [0.7692307692, 2.3094010768])
        #expect(result.consensus.disagree.map(\.statement) == ["6"])
        #expect(result.consensus.disagree.map(\.successes) == [10])
        #expect(result.consensus.disagree.map(\.trials) == [12])
        expectEqual(result.consensus.disagree.flatMap { [$0.proportion, $0.test] }, [0.7857142857, 2.496150883])
    }
}
