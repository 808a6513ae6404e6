extension SparseMatrix {
    /// For each row, how many of its cells are not empty.
    public var rowCellCounts: [Int] { (0..<rowCount).map { rowStarts[$0 + 1] - rowStarts[$0] } }

    /// The same as if some columns were empty.
    ///
    /// - Complexity: O(*cells*).
    package func rowCellCounts(emptying emptied: Set<Int>) -> [Int] {
        if emptied.isEmpty { return rowCellCounts }
        var isKept = [Bool](repeating: true, count: columnCount)
        for column in emptied where isKept.indices.contains(column) { isKept[column] = false }
        let blocks = rowBlocks
        return concurrentMap(blocks.count) { block in
            blocks[block].map { row in
                withCells(in: row..<row + 1) { columns, _ in
                    columns.reduce(0) { isKept[Int($1)] ? $0 + 1 : $0 }
                }
            }
        }.flatMap { $0 }
    }

    /// For each column, how many of its cells are not empty.
    public var columnCellCounts: [Int] {
        columnSums { columns, _, counts in
            for column in columns { counts[Int(column)] += 1 }
        }
    }

    /// For each column, the mean of its cells; 0 for an empty column.
    public var columnMeans: [Double] {
        let sums = columnSums { columns, values, sums in
            for cell in columns.indices { sums[Int(columns[cell])] += Int(values[cell]) }
        }
        return zip(sums, columnCellCounts).map { sum, count in count == 0 ? 0 : Double(sum) / Double(count) }
    }

    /// For each row the number of pairs of its cells, a cell with itself included, and all of them added up.
    package var cellPairCount: Int {
        (0..<rowCount).reduce(0) { $0 + (rowStarts[$1 + 1] - rowStarts[$1]) * (rowStarts[$1 + 1] - rowStarts[$1]) }
    }

    private func columnSums(
        _ add: (UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int8>, inout [Int]) -> Void
    ) -> [Int] {
        let blocks = rowBlocks
        let parts = concurrentMap(blocks.count) { block in
            var sums = [Int](repeating: 0, count: columnCount)
            withCells(in: blocks[block]) { add($0, $1, &sums) }
            return sums
        }
        var sums = [Int](repeating: 0, count: columnCount)
        for part in parts { for column in sums.indices { sums[column] += part[column] } }
        return sums
    }

    /// Counts negative, zero and positive values in each column, separately for each group of rows.
    ///
    /// - Parameters:
    ///   - rowGroups: for each row the group it belongs to, from 0, or nil for a row that is left out.
    ///   - groupCount: the number of groups; some may be empty.
    /// - Complexity: O(*cells* + *groups*·*columns*).
    public func signCounts(rowGroups: [Int?], groupCount: Int) -> SignCounts {
        precondition(rowGroups.count == rowCount, "Every row needs a group or nil")
        for case let group? in rowGroups {
            precondition(group >= 0 && group < groupCount, "A row is in a group that does not exist")
        }
        let blocks = rowBlocks
        let parts = concurrentMap(blocks.count) { block in
            // Negative, zero and positive side by side, so that the value itself is the last part of the place.
            var counts = [Int](repeating: 0, count: 3 * groupCount * columnCount)
            for row in blocks[block] {
                guard let group = rowGroups[row] else { continue }
                let offset = group * columnCount
                withCells(in: row..<row + 1) { columns, values in
                    for cell in columns.indices {
                        counts[3 * (offset + Int(columns[cell])) + Int(values[cell].signum()) + 1] += 1
                    }
                }
            }
            return counts
        }
        var counts = SignCounts(groupCount: groupCount, columnCount: columnCount)
        for part in parts {
            for place in counts.zeros.indices {
                counts.negatives[place] += part[3 * place]
                counts.zeros[place] += part[3 * place + 1]
                counts.positives[place] += part[3 * place + 2]
            }
        }
        return counts
    }
}

/// How often each column is negative, zero and positive in each group of rows.
public struct SignCounts: Sendable, Hashable {
    public let groupCount: Int
    public let columnCount: Int

    /// One after another the columns of group 0, of group 1, …: the place of a count is `group * columnCount + column`.
    public internal(set) var negatives: [Int]
    public internal(set) var zeros: [Int]
    public internal(set) var positives: [Int]

    init(groupCount: Int, columnCount: Int) {
        self.groupCount = groupCount
        self.columnCount = columnCount
        negatives = [Int](repeating: 0, count: groupCount * columnCount)
        zeros = negatives
        positives = negatives
    }
}
