import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `Cross-tables` {
    @Test func `show large numbers and hide small ones with company`() {
        let table = CrossTabulation(
            statement: 0, parts: [tally(40, 2, 20), tally(30, 30, 10), tally(50, 20, 30)], silent: tally(0, 0),
            smallestCell: 5)
        #expect(table.rows.map(\.seen) == [62, 70, 100])
        #expect(table.rows[0].disagrees == nil)
        let hidden = table.rows.map { [$0.agrees, $0.disagrees, $0.passes].count { $0 == nil } }
        #expect(hidden.reduce(0, +) == 4)
        #expect(hidden.allSatisfy { $0 == 0 || $0 == 2 })
    }

    @Test func `join parts with too few people`() {
        let table = CrossTabulation(
            statement: 0, parts: [tally(1, 1), tally(30, 30, 10), tally(2, 0), tally(0, 0)], silent: tally(20, 9, 9),
            smallestCell: 5)
        #expect(table.rows.map(\.parts) == [[1], [3], [0, 2, nil]])
        #expect(table.rows.map(\.seen) == [70, 0, 42])
        let tiny = CrossTabulation(
            statement: 0, parts: [tally(1, 1), tally(1, 0)], silent: tally(0, 0), smallestCell: 5)
        #expect(tiny.isWithheld)
    }

    /// Tries every way to fill the hidden cells that agrees with all that is shown.
    @Test(arguments: Array(UInt64(1)...60)) func `keep every small number open`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let cells = (0..<3).map { _ in (0..<3).map { _ in Int.random(in: 0...9, using: &generator) } }
        var suppression = CellSuppression(cells: cells, smallestCell: 3)
        guard suppression.protect() else { return }
        var possible = [[Set<Int>]](repeating: [Set<Int>](repeating: [], count: 3), count: 3)
        var table = cells
        func fill(_ place: Int) {
            if place == 9 {
                for column in 0..<3
                where (0..<3).reduce(0, { $0 + table[$1][column] }) != cells.reduce(0, { $0 + $1[column] }) { return }
                for row in 0..<3 { for column in 0..<3 { possible[row][column].insert(table[row][column]) } }
                return
            }
            let (row, column) = (place / 3, place % 3)
            if suppression.isHidden[row][column] {
                for number in 0...27 {
                    table[row][column] = number
                    if column < 2 || table[row].reduce(0, +) == cells[row].reduce(0, +) { fill(place + 1) }
                }
                table[row][column] = cells[row][column]
            } else if column < 2 || table[row].reduce(0, +) == cells[row].reduce(0, +) {
                fill(place + 1)
            }
        }
        fill(0)
        for row in 0..<3 {
            for column in 0..<3 where cells[row][column] > 0 && cells[row][column] < 3 {
                #expect(possible[row][column].count >= 3, "seed \(seed)")
            }
        }
    }

    @Test func `count those who did not say`() throws {
        let votes = try VoteMatrix(
            participants: (0..<30).map { String($0) }, statements: ["1"],
            votes: (0..<30).map { ($0, 0, $0 % 3 == 0 ? .disagree : .agree) })
        let parts = (0..<30).map { $0 < 12 ? Optional(0) : $0 < 24 ? 1 : nil }
        let tables = CrossTabulation.tabulated(from: votes.counts(rowGroups: parts, groupCount: 2), smallestCell: 2)
        #expect(tables[0].rows.map(\.parts) == [[0], [1], [nil]])
        #expect(tables[0].rows.map(\.agrees) == [8, 8, 4])
    }
}
