// What all groups support.
//
// Method: C. Small et al., "Polis: scaling deliberation by mapping high dimensional opinion spaces" (2021), §4: the product
// over all groups of the smoothed share that agrees. A statement scores high only if no group is against it, however
// small the group; people outside the groups do not count.

enum GroupInformedConsensus {
    /// - Parameter groups: in each group how many agree and how many voted.
    /// - Returns: from 0 to 1; 1 when there are no groups.
    static func score(groups: some Sequence<(agrees: Int, seen: Int)>) -> Double {
        groups.reduce(1) { $0 * ProportionTests.smoothedProportion(successes: $1.agrees, trials: $1.seen) }
    }
}
