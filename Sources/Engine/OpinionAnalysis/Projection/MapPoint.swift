/// A place on the opinion map. Coordinates have no unit; only distances between points of the same map have a meaning.
public struct MapPoint: Sendable, Hashable, Codable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    static let origin = MapPoint(x: 0, y: 0)

    func squaredDistance(to other: MapPoint) -> Double {
        let across = x - other.x
        let along = y - other.y
        return across * across + along * along
    }

    func distance(to other: MapPoint) -> Double { squaredDistance(to: other).squareRoot() }

    /// From left to right, then from bottom to top: an order that knows nothing of who stands there.
    static func isBefore(_ left: MapPoint, _ right: MapPoint) -> Bool {
        left.x != right.x ? left.x < right.x : left.y < right.y
    }

    /// The mean of points, each counted with its weight; nil without any weight.
    static func mean(of points: some Sequence<(point: MapPoint, weight: Double)>) -> MapPoint? {
        var total = 0.0
        var sum = MapPoint.origin
        for (point, weight) in points {
            total += weight
            sum.x += weight * point.x
            sum.y += weight * point.y
        }
        return total > 0 ? MapPoint(x: sum.x / total, y: sum.y / total) : nil
    }
}
