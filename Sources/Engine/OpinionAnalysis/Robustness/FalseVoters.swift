// How many false voters it would take to change what is called common ground.
//
// Method: a share with a lower end above the threshold falls when supporters are taken away (they turn out to be false) and
// when opponents are added; it rises when supporters are added. The lower end of Wilson's interval is monotone in each of
// the three, so the least number is found by halving. Groups are taken as they are: voters enough to found a group of their own
// change more than one share, which is what leaving out groups and flagged voters shows.

/// The least numbers of false voters that would change the verdict on a statement.
public struct FalseVoters: Sendable, Codable, Hashable {
    /// The position of the statement.
    public let statement: Int
    public let side: OpinionMap.Side

    /// Whether the statement is established common ground now.
    public let isCommonGround: Bool

    /// For each group, in order; for everybody as the only one where there are no groups.
    public let groups: [Group]

    public struct Group: Sendable, Codable, Hashable {
        /// If so many supporters in this group turned out to be false, the group would no longer clearly support the
        /// statement; 0 if it does not now.
        public let supportersToRemove: Int

        /// So many more opponents in this group would do the same; 0 if it does not clearly support the statement now.
        public let opponentsToAdd: Int

        /// So many more supporters would make the group clearly support the statement; 0 if it does now.
        public let supportersToAdd: Int
    }

    /// If common ground: the fewest voters who, in one group, would undo it. If not: the fewest who, over all groups, would make
    /// it so.
    public var fewest: Int {
        isCommonGround
            ? groups.map { min($0.supportersToRemove, $0.opponentsToAdd) }.min() ?? 0
            : groups.reduce(0) { $0 + $1.supportersToAdd }
    }

    /// - Parameter rules: those with which the common ground was judged.
    /// - Returns: for each statement judged, in order, on its more supported side.
    /// - Complexity: O(*groups*·*statements*·log *votes*).
    public static func counted(
        from counts: VoteCounts, rules: CommonGround.Rules = CommonGround.Rules()
    ) -> [FalseVoters] {
        let judged = CommonGround.judged(from: counts, rules: rules)
        let confidence = Confidence(level: rules.level, simultaneouslyFor: judged.count)
        return judged.map { ground in
            FalseVoters(
                statement: ground.statement, side: ground.side, isCommonGround: ground.verdict == .established,
                groups: counts.camps.map { votes in
                    Group(
                        successes: votes[ground.statement].count(of: ground.side), trials: votes[ground.statement].seen,
                        rules: rules, confidence: confidence)
                })
        }
    }
}

extension FalseVoters.Group {
    init(successes: Int, trials: Int, rules: CommonGround.Rules, confidence: Confidence) {
        func isClear(_ successes: Int, _ trials: Int) -> Bool {
            trials >= rules.minimumAnswers
                && Interval.ofShare(successes, of: trials, confidence: confidence).lower > rules.threshold
        }
        let isClearNow = isClear(successes, trials)
        supportersToRemove =
            isClearNow ? Self.least(upTo: successes) { !isClear(successes - $0, trials - $0) } : 0
        opponentsToAdd = isClearNow ? Self.least { !isClear(successes, trials + $0) } : 0
        supportersToAdd = isClearNow ? 0 : Self.least { isClear(successes + $0, trials + $0) }
    }

    /// The least number from 1 for which something holds that, once it holds, holds for all larger ones.
    private static func least(upTo limit: Int = 1 << 40, where holds: (Int) -> Bool) -> Int {
        var high = 1
        while high < limit, !holds(high) { high = min(2 * high, limit) }
        var low = high / 2
        while low + 1 < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
