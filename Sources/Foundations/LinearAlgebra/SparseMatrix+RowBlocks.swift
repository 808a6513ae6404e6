extension SparseMatrix {
    /// The rows in blocks of about as many cells, for work on all cores.
    ///
    /// How the rows are divided depends on the matrix alone. Whoever adds up what came of the blocks in their order gets
    /// the same bits on every machine. A small matrix is one block.
    package var rowBlocks: [Range<Int>] {
        let count = max(1, min(Self.largestBlockCount, cellCount / Self.leastCellsOfBlock))
        var blocks: [Range<Int>] = []
        var row = 0
        for block in 1...count {
            let start = row
            if block == count {
                row = rowCount
            } else {
                // The first row that begins at or after its share of the cells.
                let cell = cellCount / count * block
                var low = row
                var high = rowCount
                while low < high {
                    let middle = (low + high) / 2
                    if rowStarts[middle] < cell { low = middle + 1 } else { high = middle }
                }
                row = low
            }
            blocks.append(start..<row)
        }
        return blocks
    }

    private static let largestBlockCount = 32
    private static let leastCellsOfBlock = 1 << 16
}
