// Groups of people who stand together, in the number that sets them apart most clearly.
//
// Method: as in Polis, weighted k-means over the base clusters for each number of groups allowed, then the choice of
// `GroupCountRule`. Where this differs from Polis: see `KMeans` and `GroupCountRule`; groups are numbered by size, where Polis
// numbers them by the first voter who happened to become a center; and in the end everybody joins the group whose middle is
// nearest. A base cluster on the border of two groups may hold people of both, and above a hundred people Polis keeps them
// together. Which people share a base cluster follows from the history there, so it is nothing to hold on to here.

struct Grouping {
    /// For each number of groups tried the mean silhouette over base clusters.
    let silhouettes: [Int: Double]
    /// For each group the rows of its members, ascending; the largest group first, of equal ones the one with the first row.
    let groups: [[Int]]

    /// - Parameter points: for every row its place.
    init(of baseClusters: BaseClusters, points: [MapPoint], isCancelled: () -> Bool) throws {
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
        var isMember = [Bool](repeating: false, count: points.count)
        for members in baseClusters.members { for row in members { isMember[row] = true } }
        let rows = isMember.indices.filter { isMember[$0] }
        // The middles are near already, so that what still moves after this many rounds is next to nothing.
        let people = try KMeans(
            points: rows.map { points[$0] }, weights: Array(repeating: 1, count: rows.count), start: clustering.centers,
            roundLimit: 20, isCancelled: isCancelled)
        var groups = Array(repeating: [Int](), count: people.centers.count)
        for (row, group) in zip(rows, people.assignment) { groups[group].append(row) }
        self.groups = groups.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
    }
}
