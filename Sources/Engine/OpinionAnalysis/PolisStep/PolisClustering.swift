// K-means the way Polis runs it: from the previous clusters, with its own rules for ties and for when to stop.
//
// The distance in assigning is √(a·a + b·b − 2a·b), as the vector library used by Polis computes it: very close points can
// come out at 0 or as not a number, and the order of comparisons then decides. Elsewhere the distance is the usual one.

/// A cluster of Polis: of participants (base cluster) or of base clusters (group).
public struct PolisCluster: Sendable, Hashable {
    public let id: Int
    /// The participants, or base clusters, by number.
    public var members: [Int]
    /// In the sign of Polis, where agree counts −1.
    public var center: MapPoint

    public init(id: Int, members: [Int], center: MapPoint) {
        self.id = id
        self.members = members
        self.center = center
    }
}

/// What is to be clustered: numbered points in a definite order.
struct PolisClustering {
    let names: [Int]
    let points: [MapPoint]
    let weights: [Double]
    private let positionOf: [Int: Int]

    init(names: [Int], points: [MapPoint], weights: [Double]? = nil) {
        self.names = names
        self.points = points
        self.weights = weights ?? Array(repeating: 1, count: names.count)
        positionOf = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - count: how many clusters to aim at.
    ///   - roundLimit: one more round than this is made at most.
    ///   - previous: the clusters of the last update; none for a fresh start.
    /// - Returns: clusters in ascending order of their ids.
    /// - Complexity: O(*rounds*·*points*·*clusters*).
    func clusters(count: Int, roundLimit: Int, previous: [PolisCluster]) -> [PolisCluster] {
        guard !points.isEmpty else { return [] }
        var clusters = previous.isEmpty ? freshStart(count) : continued(previous, count: count)
        var roundsLeft = roundLimit
        while true {
            let next = assigned(to: clusters)
            let hasSettled = Self.haveSettled(clusters, next)
            clusters = next
            if roundsLeft <= 0 || hasSettled { return clusters.sorted { $0.id < $1.id } }
            roundsLeft -= 1
        }
    }

    /// The first distinct points become the centers.
    private func freshStart(_ count: Int) -> [PolisCluster] {
        var seen: Set<MapPoint> = []
        return points.filter { seen.insert($0).inserted }.prefix(count).enumerated()
            .map { PolisCluster(id: $0.offset, members: [], center: $0.element) }
    }

    private func continued(_ previous: [PolisCluster], count: Int) -> [PolisCluster] {
        var clusters = previous.compactMap { cluster in
            mean(of: cluster.members).map { PolisCluster(id: cluster.id, members: cluster.members, center: $0) }
        }
        if clusters.isEmpty, let center = mean(of: names) {
            let id = max(previous.map(\.id).max() ?? -1, -1) + 1
            clusters = [PolisCluster(id: id, members: names, center: center)]
        }
        clusters = Self.mergingEqualCenters(clusters)
        let target = min(count, Set(points).count)
        while true {
            for index in clusters.indices {
                if let center = mean(of: clusters[index].members) { clusters[index].center = center }
            }
            guard clusters.count < target, let outlier = mostDistantPoint(from: clusters) else { return clusters }
            for index in clusters.indices { clusters[index].members.removeAll { $0 == names[outlier] } }
            clusters.append(
                PolisCluster(
                    id: (clusters.map(\.id).max() ?? -1) + 1, members: [names[outlier]], center: points[outlier]))
        }
    }

    private static func mergingEqualCenters(_ clusters: [PolisCluster]) -> [PolisCluster] {
        var merged: [PolisCluster] = []
        for cluster in clusters {
            guard let index = merged.firstIndex(where: { $0.center == cluster.center }) else {
                merged.append(cluster)
                continue
            }
            let earlier = merged[index]
            let center = MapPoint.mean(of: [
                (earlier.center, Double(earlier.members.count)), (cluster.center, Double(cluster.members.count)),
            ])
            merged[index] = PolisCluster(
                id: earlier.members.count > cluster.members.count ? earlier.id : cluster.id,
                members: earlier.members + cluster.members, center: center ?? earlier.center)
        }
        return merged
    }

    /// The point furthest from its nearest center, the last of equals; nil when all points are on a center.
    private func mostDistantPoint(from clusters: [PolisCluster]) -> Int? {
        var farthest: Int?
        var largest = 0.0
        for index in points.indices {
            let distance = clusters.map { $0.center.distance(to: points[index]) }.min() ?? 0
            if distance > 0, distance >= largest {
                largest = distance
                farthest = index
            }
        }
        return farthest
    }

    /// The weighted mean of the members present, in the order of the data; nil when none is.
    private func mean(of members: [Int]) -> MapPoint? {
        let positions = members.compactMap { positionOf[$0] }.sorted()
        return MapPoint.mean(of: positions.lazy.map { (points[$0], weights[$0]) })
    }

    private func assigned(to clusters: [PolisCluster]) -> [PolisCluster] {
        let byID = Dictionary(clusters.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        let ordered = HashOrder.ordered(clusters.map(\.id)).compactMap { byID[$0] }
        var members = Array(repeating: [Int](), count: ordered.count)
        for index in points.indices { members[Self.nearest(to: points[index], among: ordered)].append(index) }
        return zip(ordered, members).compactMap { cluster, positions in
            MapPoint.mean(of: positions.lazy.map { (points[$0], weights[$0]) })
                .map { PolisCluster(id: cluster.id, members: positions.map { names[$0] }, center: $0) }
        }
    }

    /// The first two are compared by "less", every later one by "less or equal": the last of equals wins.
    private static func nearest(to point: MapPoint, among clusters: [PolisCluster]) -> Int {
        var best = 0
        var bestDistance = 0.0
        for index in clusters.indices {
            let distance = expandedDistance(point, clusters[index].center)
            let isBetter =
                switch index {
                case 0: true
                case 1: !(bestDistance < distance)
                default: distance <= bestDistance
                }
            if isBetter {
                best = index
                bestDistance = distance
            }
        }
        return best
    }

    private static func haveSettled(_ old: [PolisCluster], _ new: [PolisCluster]) -> Bool {
        let oldCenters = old.map(\.center).sorted(by: MapPoint.isBefore)
        let newCenters = new.map(\.center).sorted(by: MapPoint.isBefore)
        return zip(oldCenters, newCenters).allSatisfy { $0.distance(to: $1) < 0.01 }
    }

    /// As ``expandedDistance(_:_:)``, but 0 where that is no number: in Polis one such distance makes the whole silhouette no
    /// number, and the choice of the number of groups a matter of luck.
    static func positiveDistance(_ left: MapPoint, _ right: MapPoint) -> Double {
        let distance = expandedDistance(left, right)
        return distance.isNaN ? 0 : distance
    }

    static func expandedDistance(_ left: MapPoint, _ right: MapPoint) -> Double {
        let leftSquare = left.x * left.x + left.y * left.y
        let rightSquare = right.x * right.x + right.y * right.y
        return (leftSquare + rightSquare - 2 * (left.x * right.x + left.y * right.y)).squareRoot()
    }
}
