extension SparseMatrix {
    /// What the cells of a column weigh.
    public struct SignWeights: Sendable, Hashable {
        public internal(set) var negative = 0.0
        public internal(set) var zero = 0.0
        public internal(set) var positive = 0.0
        /// The sum of the squares of the weights of all cells.
        public internal(set) var squares = 0.0
        /// The number of cells with a weight above 0.
        public internal(set) var count = 0

        public init() {}

        public static func + (left: Self, right: Self) -> Self {
            var sum = left
            sum.negative += right.negative
            sum.zero += right.zero
            sum.positive += right.positive
            sum.squares += right.squares
            sum.count += right.count
            return sum
        }
    }

    /// Adds up the weights of negative, zero and positive values in each column, separately for each group of rows.
    ///
    /// - Parameters:
    ///   - rowWeights: for each row its weight, at least 0.
    ///   - rowGroups: for each row the group it belongs to, from 0, or nil for a row that is left out.
    ///   - groupCount: the number of groups.
    /// - Returns: one after another the columns of group 0, of group 1, …; summed in ascending order of the rows.
    /// - Complexity: O(*cells* + *groups*·*columns*).
    public func signWeights(rowWeights: [Double], rowGroups: [Int?], groupCount: Int) -> [SignWeights] {
        precondition(rowWeights.count == rowCount, "Every row needs a weight")
        precondition(rowGroups.count == rowCount, "Every row needs a group or nil")
        var sums = [SignWeights](repeating: SignWeights(), count: groupCount * columnCount)
        sums.withUnsafeMutableBufferPointer { sums in
            columns.withUnsafeBufferPointer { columns in
                values.withUnsafeBufferPointer { values in
                    for row in 0..<rowCount {
                        let weight = rowWeights[row]
                        guard let group = rowGroups[row], weight > 0 else { continue }
                        precondition(group >= 0 && group < groupCount, "A row is in a group that does not exist")
                        for cell in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                            let place = group * columnCount + Int(columns[cell])
                            let value = values[cell]
                            if value < 0 {
                                sums[place].negative += weight
                            } else if value > 0 {
                                sums[place].positive += weight
                            } else {
                                sums[place].zero += weight
                            }
                            sums[place].squares += weight * weight
                            sums[place].count += 1
                        }
                    }
                }
            }
        }
        return sums
    }
}
