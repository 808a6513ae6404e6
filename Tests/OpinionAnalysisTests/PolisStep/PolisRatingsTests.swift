import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Ratings kept up to date` {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `are those made anew from all votes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ratings = PolisRatings()
        var last: [[Vote?]] = []
        var columnCount = 0
        for _ in 0..<120 {
            // Somebody known or the next one, on something known or new.
            let row = Int.random(in: 0...min(last.count, 14), using: &generator)
            let column = Int.random(in: 0...min(columnCount, 8), using: &generator)
            let vote = [Vote.agree, .disagree, .pass].randomElement(using: &generator) ?? .pass
            ratings.set(vote, row: row, column: column)
            if row == last.count { last.append(Array(repeating: nil, count: columnCount)) }
            columnCount = max(columnCount, column + 1)
            for row in last.indices { last[row] += Array(repeating: nil, count: columnCount - last[row].count) }
            last[row][column] = vote
            guard Int.random(in: 0..<4, using: &generator) == 0 else { continue }

            let excluded = Set((0..<columnCount).filter { _ in Int.random(in: 0..<5, using: &generator) == 0 })
            ratings.refresh(excluding: excluded)
            let matrix = matrix(of: last, columnCount: columnCount)
            let rated = matrix.emptying(columns: excluded)
            #expect(ratings.matrix == matrix, "seed \(seed)")
            #expect(ratings.center == rated.columnMeans, "seed \(seed)")
            #expect(
                ratings.deviations
                    == rated.rows(filledWith: rated.columnMeans).map {
                        zip($0, rated.columnMeans).map { $0 - $1 }
                    }, "seed \(seed)")
            #expect(
                matrix.rowCellCounts.enumerated().map { ratings.ratedCount(row: $0.offset, voteCount: $0.element) }
                    == rated.rowCellCounts, "seed \(seed)")
        }
    }

    private func matrix(of votes: [[Vote?]], columnCount: Int) -> SparseMatrix {
        let cells = votes.enumerated().flatMap { row, votes in
            votes.enumerated().compactMap { column, vote in vote.map { (row, column, $0.opposite.rawValue) } }
        }
        return SparseMatrix(
            rowCount: votes.count, columnCount: columnCount, rows: cells.map { Int32($0.0) },
            columns: cells.map { Int32($0.1) }, values: cells.map(\.2))
    }
}
