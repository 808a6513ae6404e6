// Finding rows that are nearly alike among a million without comparing each with each.
//
// Method: minwise hashing (A. Broder, "On the resemblance and containment of documents", 1997) with one permutation (P. Li,
// A. Owen and C.-H. Zhang, "One permutation hashing", 2012): every place and value has a random number; the numbers are dealt
// into bins, and of each row each bin keeps its smallest. Two rows agree in a bin with the chance that is the number of cells they
// share divided by the number either has. Eight bins together make a band; rows that agree in any band are worth comparing.

extension SparseMatrix {
    /// Short summaries of rows: rows that are nearly alike have the same key in some band.
    public struct RowSketches: Sendable {
        /// The rows summarized, ascending.
        public internal(set) var rows: [Int32] = []
        /// For each row summarized, one after another, its key in each band; 0 for a band without cells.
        public internal(set) var keys: [UInt32] = []
        /// For each row summarized a number that only equal rows share, but for one chance in 2⁶⁴.
        public internal(set) var digests: [UInt64] = []
        public let bandCount: Int
    }

    /// How two rows compare.
    public struct RowComparison: Sendable, Hashable {
        /// Columns full in both rows.
        public var both = 0
        /// Those of them with the same value.
        public var alike = 0
        /// Columns full in either row.
        public var either = 0
    }

    /// Summarizes rows for finding nearly equal ones.
    ///
    /// - Parameters:
    ///   - minimumCells: rows with fewer cells are passed over.
    ///   - leavingOut: rows passed over.
    /// - Complexity: O(*cells* + *rows*).
    public func rowSketches(
        minimumCells: Int, leavingOut: Set<Int> = [], using generator: inout some RandomNumberGenerator
    ) -> RowSketches {
        let bandCount = 8
        let binCount = 8 * bandCount
        var sketches = RowSketches(bandCount: bandCount)
        // For each value and column a bin and a rank in it, and a number for the digest.
        let numbers = (0..<3 * columnCount).map { _ in generator.next() }
        var bins = [UInt32](repeating: .max, count: binCount)
        columns.withUnsafeBufferPointer { columns in
            values.withUnsafeBufferPointer { values in
                numbers.withUnsafeBufferPointer { numbers in
                    for row in 0..<rowCount {
                        let cells = Int(rowStarts[row])..<Int(rowStarts[row + 1])
                        if cells.count < max(1, minimumCells) { continue }
                        if !leavingOut.isEmpty, leavingOut.contains(row) { continue }
                        for bin in 0..<binCount { bins[bin] = .max }
                        var digest: UInt64 = 0
                        for cell in cells {
                            let place = 3 * Int(columns[cell]) + 1 + Int(values[cell].signum())
                            let number = numbers[place]
                            digest &+= number
                            let bin = Int(truncatingIfNeeded: number >> 58)
                            bins[bin] = min(bins[bin], UInt32(truncatingIfNeeded: number >> 16))
                        }
                        sketches.rows.append(Int32(truncatingIfNeeded: row))
                        sketches.digests.append(digest)
                        for band in 0..<bandCount { sketches.keys.append(Self.key(of: bins[8 * band..<8 * band + 8])) }
                    }
                }
            }
        }
        return sketches
    }

    private static func key(of bins: ArraySlice<UInt32>) -> UInt32 {
        if bins.allSatisfy({ $0 == .max }) { return 0 }
        var mixed: UInt64 = 0
        for bin in bins { mixed = (mixed ^ UInt64(bin)) &* 0x9E37_79B9_7F4A_7C15 }
        return max(1, UInt32(truncatingIfNeeded: mixed >> 32))
    }

    /// Compares two rows cell by cell.
    ///
    /// - Complexity: O(*cells* of both rows).
    public func comparison(ofRow row: Int, withRow other: Int) -> RowComparison {
        precondition(row >= 0 && row < rowCount && other >= 0 && other < rowCount, "There is no such row")
        var comparison = RowComparison()
        var left = Int(rowStarts[row])
        var right = Int(rowStarts[other])
        let leftEnd = Int(rowStarts[row + 1])
        let rightEnd = Int(rowStarts[other + 1])
        comparison.either = leftEnd - left + rightEnd - right
        while left < leftEnd, right < rightEnd {
            if columns[left] == columns[right] {
                comparison.both += 1
                if values[left] == values[right] { comparison.alike += 1 }
                left += 1
                right += 1
            } else if columns[left] < columns[right] {
                left += 1
            } else {
                right += 1
            }
        }
        comparison.either -= comparison.both
        return comparison
    }

    /// The full cells of a row, by ascending column.
    public func cells(ofRow row: Int) -> [(column: Int, value: Int8)] {
        precondition(row >= 0 && row < rowCount, "There is no such row")
        return (Int(rowStarts[row])..<Int(rowStarts[row + 1])).map { (Int(columns[$0]), values[$0]) }
    }
}
