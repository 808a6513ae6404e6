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
    ///   - rows: those to be clustered, each once, in ascending order.
    ///   - points: for every row its place.
    init(rows: some Sequence<Int>, points: [MapPoint], isCancelled: () -> Bool) throws {
        let rows = Array(rows)
        let places = DistinctPlaces(rows: rows, points: points)
        guard places.count > Self.largestCount else {
            centers = places.points
            members = (0..<places.count).map { Array(places.rows(at: $0)) }
            return
        }
        let clustering = try KMeans(
            points: places.points, weights: places.weights,
            start: KMeansStart.byDivision(
                points: places.points, weights: places.weights, count: Self.largestCount),
            isCancelled: isCancelled)
        let order = clustering.centers.indices.sorted {
            MapPoint.isBefore(clustering.centers[$0], clustering.centers[$1])
        }
        centers = order.map { clustering.centers[$0] }
        var baseOf = [Int](repeating: 0, count: order.count)
        for (base, center) in order.enumerated() { baseOf[center] = base }
        // Marked and then gathered in one walk, so that the rows ascend.
        var baseOfRow = [Int](repeating: -1, count: points.count)
        for place in 0..<places.count {
            for row in places.rows(at: place) { baseOfRow[row] = baseOf[clustering.assignment[place]] }
        }
        var members = Array(repeating: [Int](), count: order.count)
        for row in rows { members[baseOfRow[row]].append(row) }
        self.members = members
    }

    static let largestCount = 100
}
