// Groups of people who stand together, in the number that sets them apart most clearly.
//
// Method: as in Polis, weighted k-means over the base clusters for each number of groups allowed, then the choice of
// `GroupCountRule`. Where this differs from Polis: see `KMeans` and `GroupCountRule`; and groups are numbered by size,
// where Polis numbers them by the first voter who happened to become a center.

struct Grouping {
    /// For each number of groups tried the mean silhouette over base clusters.
    let silhouettes: [Int: Double]
    /// For each group the rows of its members, ascending; the largest group first, of equal ones the one with the first row.
    let groups: [[Int]]

    init(of baseClusters: BaseClusters, isCancelled: () -> Bool) throws {
        guard baseClusters.centers.count > 1 else {
            silhouettes = [:]
            groups = baseClusters.members
            return
        }
        var silhouettes: [Int: Double] = [:]
        var clusterings: [Int: KMeans] = [:]
        for count in GroupCountRule.candidates(baseClusterCount: baseClusters.centers.count) {
            let clustering = try KMeans.best(
                points: baseClusters.centers, weights: baseClusters.weights, count: count, isCancelled: isCancelled)
            silhouettes[count] = Silhouette.mean(points: baseClusters.centers, labels: clustering.assignment)
            clusterings[count] = clustering
        }
        self.silhouettes = silhouettes
        guard let chosen = GroupCountRule.choose(among: silhouettes), let clustering = clusterings[chosen] else {
            groups = []
            return
        }
        // Marked and then gathered in one walk, instead of sorted.
        var groupOf = [Int](repeating: -1, count: (baseClusters.members.compactMap(\.last).max() ?? -1) + 1)
        for (base, group) in clustering.assignment.enumerated() {
            for row in baseClusters.members[base] { groupOf[row] = group }
        }
        var groups = Array(repeating: [Int](), count: clustering.centers.count)
        for row in groupOf.indices where groupOf[row] >= 0 { groups[groupOf[row]].append(row) }
        self.groups = groups.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
    }
}
