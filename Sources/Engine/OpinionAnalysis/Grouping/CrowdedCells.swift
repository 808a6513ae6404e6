// Nearest centers of very many points: see `NearestCenters`.
//
// What the points of a cell add up to is known beforehand, so that a cell with a single candidate is done in one step. The
// cells are added up in fixed blocks, so that the sums are the same on one core and on many.

import LinearAlgebra

struct CrowdedCells {
    private let grid: PlaneGrid
    /// The points of a cell stand at the places `starts[cell]..<starts[cell + 1]` of the lists that follow.
    private let starts: [Int]
    private let points: [MapPoint]
    private let weights: [Double]
    /// Where each stood in the list given.
    private let originals: [Int32]
    private let cellWeights: [Double]
    private let cellSums: [MapPoint]
    private let blocks: [Range<Int>]
    /// For each cell the center of all its points; -1 where ``choices`` tells.
    private var owners: [Int32]
    /// For each point its center, up to date only in cells without an owner; -1 in the beginning.
    private var choices: [Int32]

    private static let blockCount = 64

    init(_ given: [MapPoint], weights givenWeights: [Double], in grid: PlaneGrid) {
        let cellCount = grid.boxes.count
        var starts = [Int](repeating: 0, count: cellCount + 1)
        for cell in grid.cellOf { starts[cell + 1] += 1 }
        for cell in 0..<cellCount { starts[cell + 1] += starts[cell] }
        var next = starts
        var originals = [Int32](repeating: 0, count: given.count)
        for (index, cell) in grid.cellOf.enumerated() {
            originals[next[cell]] = Int32(truncatingIfNeeded: index)
            next[cell] += 1
        }
        points = originals.map { given[Int($0)] }
        weights = originals.map { givenWeights[Int($0)] }
        var cellWeights = [Double](repeating: 0, count: cellCount)
        var cellSums = [MapPoint](repeating: .origin, count: cellCount)
        for cell in 0..<cellCount {
            for place in starts[cell]..<starts[cell + 1] {
                cellWeights[cell] += weights[place]
                cellSums[cell].x += weights[place] * points[place].x
                cellSums[cell].y += weights[place] * points[place].y
            }
        }
        var blocks: [Range<Int>] = []
        var cell = 0
        for block in 1...Self.blockCount {
            let start = cell
            let end = given.count / Self.blockCount * block
            while cell < cellCount, block == Self.blockCount || starts[cell] < end { cell += 1 }
            blocks.append(start..<cell)
        }
        self.grid = grid
        self.starts = starts
        self.originals = originals
        self.cellWeights = cellWeights
        self.cellSums = cellSums
        self.blocks = blocks
        owners = Array(repeating: -1, count: cellCount)
        choices = Array(repeating: -1, count: given.count)
    }

    var assignment: [Int] {
        var assignment = [Int](repeating: -1, count: points.count)
        for (cell, owner) in owners.enumerated() {
            for place in starts[cell]..<starts[cell + 1] {
                assignment[Int(originals[place])] = Int(owner >= 0 ? owner : choices[place])
            }
        }
        return assignment
    }

    mutating func assign(to centers: [MapPoint]) -> NearestCenters.Sums {
        let all = Array(centers.indices)
        let large = grid.largeBoxes.map { $0.candidates(among: all, of: centers) }
        // What changes is taken out, so that the rest can be read by all threads.
        var (owners, choices) = (owners, choices)
        (self.owners, self.choices) = ([], [])
        let parts = owners.withUnsafeMutableBufferPointer { owners in
            choices.withUnsafeMutableBufferPointer { choices in
                concurrentMap(blocks.count) { block in
                    var sums = NearestCenters.Sums(count: centers.count)
                    for cell in blocks[block] where starts[cell] < starts[cell + 1] {
                        let near = grid.boxes[cell].candidates(among: large[grid.largeOf[cell]], of: centers)
                        if near.count == 1 {
                            give(cell, to: near[0], owners, choices, &sums)
                        } else {
                            divide(cell, among: near, centers, owners, choices, &sums)
                        }
                    }
                    return sums
                }
            }
        }
        (self.owners, self.choices) = (owners, choices)
        var sums = NearestCenters.Sums(count: centers.count)
        for part in parts {
            sums.hasChanged = sums.hasChanged || part.hasChanged
            for center in centers.indices {
                sums.weights[center] += part.weights[center]
                sums.points[center].x += part.points[center].x
                sums.points[center].y += part.points[center].y
            }
        }
        return sums
    }

    private func give(
        _ cell: Int, to center: Int, _ owners: UnsafeMutableBufferPointer<Int32>,
        _ choices: UnsafeMutableBufferPointer<Int32>, _ sums: inout NearestCenters.Sums
    ) {
        let owner = Int32(truncatingIfNeeded: center)
        let isOwned =
            owners[cell] >= 0
            ? owners[cell] == owner : choices[starts[cell]..<starts[cell + 1]].allSatisfy { $0 == owner }
        if !isOwned { sums.hasChanged = true }
        owners[cell] = owner
        sums.weights[center] += cellWeights[cell]
        sums.points[center].x += cellSums[cell].x
        sums.points[center].y += cellSums[cell].y
    }

    private func divide(
        _ cell: Int, among near: [Int], _ centers: [MapPoint], _ owners: UnsafeMutableBufferPointer<Int32>,
        _ choices: UnsafeMutableBufferPointer<Int32>, _ sums: inout NearestCenters.Sums
    ) {
        let owner = owners[cell]
        for place in starts[cell]..<starts[cell + 1] {
            let best = NearestCenters.nearest(to: points[place], among: near[...], of: centers)
            let choice = Int32(truncatingIfNeeded: best)
            if (owner >= 0 ? owner : choices[place]) != choice { sums.hasChanged = true }
            choices[place] = choice
            sums.add(points[place], weights[place], to: best)
        }
        owners[cell] = -1
    }

    mutating func renumber(_ newPosition: [Int]) {
        func renumbered(_ center: Int32) -> Int32 {
            center < 0 ? center : Int32(truncatingIfNeeded: newPosition[Int(center)])
        }
        owners = owners.map(renumbered)
        choices = choices.map(renumbered)
    }
}
