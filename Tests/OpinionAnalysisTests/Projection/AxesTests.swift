import LinearAlgebra
import Testing

@testable import OpinionAnalysis

@Suite struct `The axes` {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `of sparse votes are those that power iteration finds in full rows`(seed: UInt64) throws {
        let cells = try RandomConversation(seed: seed, participants: 50, statements: 12, camps: 2).matrix().cells
        let sparse = PrincipalComponents(of: cells, count: 2)
        let rows = cells.rows(filledWith: cells.columnMeans).map { zip($0, cells.columnMeans).map { $0 - $1 } }
        let full = PowerIteration(of: rows, columnCount: 12, starts: [[1], [0.5]], stepLimit: 5_000)
        for (found, expected) in zip(sparse.components, full.components) {
            let sign: Double = dotProduct(found, expected) < 0 ? -1 : 1
            let worst = zip(found, expected).map { abs($0 - sign * $1) }.max() ?? .infinity
            #expect(worst < 1e-6, "seed \(seed)")
        }
    }
}
