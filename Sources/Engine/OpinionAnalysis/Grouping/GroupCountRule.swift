// How many groups there are.
//
// Method: as in Polis, every number of groups from two up to one more for each twelve base clusters, five at the most, is
// tried, and the one with the largest mean silhouette is taken; of equal ones the larger number.
//
// Where this differs from Polis: Polis changes the number only after the new one has won four updates running. Here there
// is no memory: the same votes give the same number.

enum GroupCountRule {
    /// The numbers of groups to try.
    static func candidates(baseClusterCount: Int) -> ClosedRange<Int> {
        2...max(2, min(largestCount, 2 + baseClusterCount / baseClustersPerExtraGroup))
    }

    /// The number with the largest silhouette; of equal ones the largest number; nil when there are none.
    static func choose(among silhouettes: [Int: Double]) -> Int? {
        silhouettes.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    static let largestCount = 5
    static let baseClustersPerExtraGroup = 12
}
