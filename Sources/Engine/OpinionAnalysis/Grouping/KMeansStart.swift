// First centers for k-means.
//
// Methods: division of the most scattered group, after W. D. Fisher, "On grouping for maximum homogeneity" (1958), in
// the manner of divisive clustering; and D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding"
// (2007). Neither looks at who the points belong to.

enum KMeansStart {
    /// Divides the group with the largest sum of squares at its mean, across its longer side, until there are enough.
    ///
    /// - Returns: the means of the groups, fewer than `count` when there are fewer distinct points.
    /// - Complexity: O(*points*·*count*).
    static func byDivision(points: [MapPoint], weights: [Double], count: Int) -> [MapPoint] {
        var groups = points.isEmpty ? [] : [Scatter(of: Array(points.indices), points: points, weights: weights)]
        while groups.count < count {
            // The first of the largest.
            guard let widest = groups.indices.max(by: { (groups[$0].total, $1) < (groups[$1].total, $0) }),
                groups[widest].total > 0
            else { break }
            let group = groups[widest]
            let isAcross = group.across >= group.along
            var (lower, upper): ([Int], [Int]) = ([], [])
            for member in group.members {
                let isLower =
                    isAcross ? points[member].x < group.mean.x : points[member].y < group.mean.y
                if isLower { lower.append(member) } else { upper.append(member) }
            }
            // With a scatter of rounding only, the mean may not lie between the points.
            guard !lower.isEmpty, !upper.isEmpty else {
                groups[widest].across = 0
                groups[widest].along = 0
                continue
            }
            groups[widest] = Scatter(of: lower, points: points, weights: weights)
            groups.append(Scatter(of: upper, points: points, weights: weights))
        }
        return groups.map(\.mean)
    }

    /// Draws points with a chance proportional to their weight and squared distance from those already drawn.
    static func byDistance(
        points: [MapPoint], weights: [Double], count: Int, using generator: inout some RandomNumberGenerator
    ) -> [MapPoint] {
        var centers: [MapPoint] = []
        var chances = weights
        while centers.count < count {
            let total = chances.reduce(0, +)
            guard total > 0 else { break }
            var remaining = Double.random(in: 0..<total, using: &generator)
            var drawn = chances.lastIndex { $0 > 0 } ?? 0
            for index in chances.indices where chances[index] > 0 {
                remaining -= chances[index]
                if remaining < 0 {
                    drawn = index
                    break
                }
            }
            let center = points[drawn]
            centers.append(center)
            let isFirst = centers.count == 1
            for index in chances.indices {
                let chance = weights[index] * points[index].squaredDistance(to: center)
                chances[index] = isFirst ? chance : min(chances[index], chance)
            }
        }
        return centers
    }

    private struct Scatter {
        var members: [Int]
        var mean: MapPoint
        /// Weighted sums of squares from left to right and from bottom to top.
        var across = 0.0
        var along = 0.0
        var total: Double { across + along }

        init(of members: [Int], points: [MapPoint], weights: [Double]) {
            self.members = members
            mean = MapPoint.mean(of: members.lazy.map { (points[$0], weights[$0]) }) ?? .origin
            for member in members {
                across += weights[member] * (points[member].x - mean.x) * (points[member].x - mean.x)
                along += weights[member] * (points[member].y - mean.y) * (points[member].y - mean.y)
            }
        }
    }
}
