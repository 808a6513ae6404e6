// Small clusters of people standing close together, from which the groups are built.
//
// Method: as in Polis, k-means with a hundred centers; up to a hundred distinct places everyone has a cluster of their own,
// shared only with people on exactly the same place. Groups are then found among at most a hundred points however many
// people there are, and every region of the map has a say in how many groups there are, not only the crowded ones.
//
// Where this differs from Polis: the first centers come from the positions (see `KMeansStart.byDivision`), not from the
// first hundred people who voted.

struct BaseClusters {
    /// Ordered by position, from left to right.
    let centers: [MapPoint]
    /// For each center the rows of its members, ascending.
    let members: [[Int]]

    var weights: [Double] { members.map { Double($0.count) } }

    /// - Parameters:
    ///   - rows: those to be clustered.
    ///   - points: for every row its place.
    init(rows: some Sequence<Int>, points: [MapPoint], isCancelled: () -> Bool) throws {
        // Places, not people: everybody on the same place moves together.
        let places = Dictionary(grouping: rows, by: { points[$0] })
            .map { (point: $0.key, rows: $0.value.sorted()) }
            .sorted { MapPoint.isBefore($0.point, $1.point) }
        let placePoints = places.map(\.point)
        let placeWeights = places.map { Double($0.rows.count) }
        guard places.count > Self.largestCount else {
            centers = placePoints
            members = places.map(\.rows)
            return
        }
        let clustering = try KMeans(
            points: placePoints, weights: placeWeights,
            start: KMeansStart.byDivision(points: placePoints, weights: placeWeights, count: Self.largestCount),
            isCancelled: isCancelled)
        var members = Array(repeating: [Int](), count: clustering.centers.count)
        for (place, center) in zip(places, clustering.assignment) { members[center] += place.rows }
        let order = clustering.centers.indices.sorted {
            MapPoint.isBefore(clustering.centers[$0], clustering.centers[$1])
        }
        centers = order.map { clustering.centers[$0] }
        self.members = order.map { members[$0].sorted() }
    }

    static let largestCount = 100
}
