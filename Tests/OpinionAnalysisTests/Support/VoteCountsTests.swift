import Testing

@testable import OpinionAnalysis

@Suite struct `Counts of votes` {
    @Test(arguments: Array(UInt64(1)...3)) func `leave people out as if they had not voted`(seed: UInt64) throws {
        var conversation = RandomConversation(seed: seed)
        conversation.excluded = [3]
        let whole = try conversation.matrix()
        let groups = whole.participants.indices.map { $0 % 4 == 3 ? nil : $0 % 4 }
        let left: Set<Int> = [0, 5, 7, 1_000]
        let without = whole.counts(rowGroups: groups, groupCount: 3, excluding: left)
        var fewer = conversation
        fewer.votes.removeAll { left.contains($0.participant) }
        let expected = try fewer.matrix().counts(rowGroups: groups, groupCount: 3)
        #expect(without.everybody == expected.everybody, "seed \(seed)")
        #expect(without.groups == expected.groups, "seed \(seed)")
        #expect(without.groupSizes.reduce(0, +) == groups.count { $0 != nil } - 2, "seed \(seed)")
        #expect(!without.judged.contains(3), "seed \(seed)")
        #expect(whole.counts().groups.isEmpty)
    }

    @Test func `can do without a group`() {
        let all = counts([[tally(5, 1)], [tally(2, 7, 1)]])
        let without = all.without(group: 0)
        #expect(without.everybody == [tally(2, 7, 1)])
        #expect(without.groups == [[tally(2, 7, 1)]])
    }
}
