// How clearly groups stand apart.
//
// Method: P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis"
// (1987). For a point, a is the mean distance to the others of its own group and b the smallest mean distance to another
// group; (b − a) / max(a, b) is near 1 for a point well inside its group, below 0 for one that stands nearer to another.

enum Silhouette {
    /// The mean silhouette of all points, each counted once; a point alone in its group counts 0.
    ///
    /// - Parameters:
    ///   - labels: for each point its group.
    ///   - distance: between two points.
    /// - Returns: from −1 to 1; 0 for a single group or none.
    /// - Complexity: O(*points*²).
    static func mean(
        points: [MapPoint], labels: [Int], distance: (MapPoint, MapPoint) -> Double = { $0.distance(to: $1) }
    ) -> Double {
        let groups = Dictionary(grouping: points.indices, by: { labels[$0] }).sorted { $0.key < $1.key }
        guard groups.count > 1 else { return 0 }
        var total = 0.0
        for point in points.indices {
            var own: Double?
            var nearest = Double.infinity
            for (label, members) in groups {
                let sum = members.reduce(0) { $1 == point ? $0 : $0 + distance(points[point], points[$1]) }
                if label == labels[point] {
                    own = members.count > 1 ? sum / Double(members.count - 1) : nil
                } else {
                    nearest = min(nearest, sum / Double(members.count))
                }
            }
            if let own, max(own, nearest) > 0 { total += (nearest - own) / max(own, nearest) }
        }
        return total / Double(points.count)
    }
}
