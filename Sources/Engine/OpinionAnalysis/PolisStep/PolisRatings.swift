// The votes of a conversation as numbers, kept ready for the axes while votes come in.
//
// A new vote moves the mean of its statement and nothing else, so an update has to look at the columns of the new votes
// only. Missing votes are filled with the mean and the mean is then taken away: they are zeros, exactly.

import LinearAlgebra

/// Participants × statements in the sign of Polis, where agree counts −1.
struct PolisRatings: Sendable, Hashable {
    /// For each statement the mean of its votes; 0 for one that is taken out.
    private(set) var center: [Double] = []

    /// For each participant how far each vote is from the statement's mean; 0 where there is no vote, and in the columns
    /// taken out.
    private(set) var deviations: [[Double]] = []

    /// The columns of statements taken out.
    private(set) var excludedColumns: Set<Int> = []

    private var votes: [[Int8]] = []
    private var sums: [Int] = []
    private var counts: [Int] = []
    private var columnsToRefresh: Set<Int> = []

    private static let noVote = Int8.min

    var rowCount: Int { votes.count }
    var columnCount: Int { center.count }

    /// Takes note of a vote; it is in ``center`` and ``deviations`` after ``refresh(excluding:)``.
    ///
    /// - Precondition: the row and the column are there, or are the next one.
    mutating func set(_ vote: Vote, row: Int, column: Int) {
        if row == votes.count {
            votes.append(Array(repeating: Self.noVote, count: columnCount))
            deviations.append(Array(repeating: 0, count: columnCount))
        }
        if column == center.count {
            center.append(0)
            sums.append(0)
            counts.append(0)
            for row in votes.indices {
                votes[row].append(Self.noVote)
                deviations[row].append(0)
            }
        }
        let value = vote.opposite.rawValue
        let before = votes[row][column]
        if before == Self.noVote {
            counts[column] += 1
        } else {
            sums[column] -= Int(before)
        }
        sums[column] += Int(value)
        votes[row][column] = value
        columnsToRefresh.insert(column)
    }

    /// - Parameter excluded: the columns of all statements taken out.
    /// - Complexity: O(*rows*) for each column with new votes and each one that is newly taken out or let in again.
    mutating func refresh(excluding excluded: Set<Int>) {
        columnsToRefresh.formUnion(excluded.symmetricDifference(excludedColumns))
        excludedColumns = excluded
        for column in columnsToRefresh where center.indices.contains(column) {
            let isExcluded = excluded.contains(column)
            let mean = isExcluded || counts[column] == 0 ? 0 : Double(sums[column]) / Double(counts[column])
            center[column] = mean
            for row in votes.indices {
                let vote = votes[row][column]
                deviations[row][column] = isExcluded || vote == Self.noVote ? 0 : Double(vote) - mean
            }
        }
        columnsToRefresh.removeAll(keepingCapacity: true)
    }

    /// How many votes of a participant are on statements that are not taken out.
    func ratedCount(row: Int, voteCount: Int) -> Int {
        voteCount - excludedColumns.count { votes[row][$0] != Self.noVote }
    }

    /// All votes, those on statements taken out included.
    ///
    /// - Complexity: O(*rows*·*columns*).
    var matrix: SparseMatrix {
        var rows: [Int32] = []
        var columns: [Int32] = []
        var values: [Int8] = []
        for (row, votes) in votes.enumerated() {
            for (column, vote) in votes.enumerated() where vote != Self.noVote {
                rows.append(Int32(truncatingIfNeeded: row))
                columns.append(Int32(truncatingIfNeeded: column))
                values.append(vote)
            }
        }
        return SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, rows: rows, columns: columns, values: values)
    }
}
