extension SparseMatrix {
    /// For each row, how many of its cells are not empty.
    public var rowCellCounts: [Int] { (0..<rowCount).map { rowStarts[$0 + 1] - rowStarts[$0] } }

    /// For each column, how many of its cells are not empty.
    public var columnCellCounts: [Int] {
        var counts = [Int](repeating: 0, count: columnCount)
        for column in columns { counts[Int(column)] += 1 }
        return counts
    }

    /// For each column, the mean of its cells; 0 for an empty column.
    public var columnMeans: [Double] {
        var sums = [Int](repeating: 0, count: columnCount)
        for cell in values.indices { sums[Int(columns[cell])] += Int(values[cell]) }
        return zip(sums, columnCellCounts).map { sum, count in count == 0 ? 0 : Double(sum) / Double(count) }
    }

    /// Counts negative, zero and positive values in each column, separately for each group of rows.
    ///
    /// - Parameters:
    ///   - rowGroups: for each row the group it belongs to, from 0, or nil for a row that is left out.
    ///   - groupCount: the number of groups; some may be empty.
    /// - Complexity: O(*cells* + *groups*·*columns*).
    public func signCounts(rowGroups: [Int?], groupCount: Int) -> SignCounts {
        precondition(rowGroups.count == rowCount, "Every row needs a group or nil")
        var counts = SignCounts(groupCount: groupCount, columnCount: columnCount)
        for row in 0..<rowCount {
            guard let group = rowGroups[row] else { continue }
            precondition(group >= 0 && group < groupCount, "A row is in a group that does not exist")
            let offset = group * columnCount
            for cell in rowStarts[row]..<rowStarts[row + 1] {
                let place = offset + Int(columns[cell])
                let value = values[cell]
                if value < 0 {
                    counts.negatives[place] += 1
                } else if value > 0 {
                    counts.positives[place] += 1
                } else {
                    counts.zeros[place] += 1
                }
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
