import LinearAlgebra

/// How each statement was voted on, by everybody and by each group: all that most statistics need, counted once.
public struct VoteCounts: Sendable, Codable, Hashable {
    /// For each statement the votes of everybody who counts, grouped or not.
    public let everybody: [StatementVotes]

    /// For each group, for each statement, its votes.
    public let groups: [[StatementVotes]]

    /// For each group the number of its members who count.
    public let groupSizes: [Int]

    /// Statements judged by no statistic: taken out, or about who somebody is. Their votes are counted all the same.
    public let skipped: Set<Int>

    /// - Precondition: every group has as many statements as everybody, and there is a size for each group.
    public init(
        everybody: [StatementVotes], groups: [[StatementVotes]], groupSizes: [Int], skipped: Set<Int> = []
    ) {
        precondition(groups.allSatisfy { $0.count == everybody.count }, "A group lacks statements")
        precondition(groups.count == groupSizes.count, "A group lacks its size")
        self.everybody = everybody
        self.groups = groups
        self.groupSizes = groupSizes
        self.skipped = skipped
    }

    /// The statements with votes that are not skipped, ascending: the family for which statistics hold at once.
    public var judged: [Int] { everybody.indices.filter { everybody[$0].seen > 0 && !skipped.contains($0) } }

    /// The groups, or everybody as the only one where there are fewer than two.
    var camps: [[StatementVotes]] { groups.count > 1 ? groups : [everybody] }

    /// The counts as if a group had not taken part.
    public func without(group: Int) -> VoteCounts {
        precondition(groups.indices.contains(group), "There is no such group")
        var groups = groups
        var groupSizes = groupSizes
        let votes = groups.remove(at: group)
        groupSizes.remove(at: group)
        return VoteCounts(
            everybody: zip(everybody, votes).map(-), groups: groups, groupSizes: groupSizes, skipped: skipped)
    }
}

extension VoteMatrix {
    /// Counts the votes on every statement.
    ///
    /// - Parameters:
    ///   - rowGroups: for each participant the group, from 0; nil for those in none, who count among everybody.
    ///   - groupCount: the number of groups; 0 and 1 mean that there are no groups to compare.
    ///   - excluding: participants who are not counted at all, as if they had not voted.
    /// - Complexity: O(*votes* + *groups*·*statements*).
    public func counts(rowGroups: [Int?], groupCount: Int, excluding: Set<Int> = []) -> VoteCounts {
        precondition(groupCount >= 0, "There cannot be fewer than no groups")
        precondition(rowGroups.count == participants.count, "Every participant needs a group or nil")
        var buckets = rowGroups.map { Optional($0 ?? groupCount) }
        for row in excluding where buckets.indices.contains(row) { buckets[row] = nil }
        var sizes = [Int](repeating: 0, count: groupCount + 1)
        for case let bucket? in buckets { sizes[bucket] += 1 }
        let votes = cells.signCounts(rowGroups: buckets, groupCount: groupCount + 1).statementVotes
        return VoteCounts(
            everybody: votes.dropFirst().reduce(votes[0]) { zip($0, $1).map(+) },
            groups: Array(votes.dropLast()), groupSizes: Array(sizes.dropLast()), skipped: excluded.union(meta))
    }

    /// Counts the votes of everybody, without groups.
    public func counts(excluding: Set<Int> = []) -> VoteCounts {
        counts(rowGroups: [Int?](repeating: nil, count: participants.count), groupCount: 0, excluding: excluding)
    }
}
