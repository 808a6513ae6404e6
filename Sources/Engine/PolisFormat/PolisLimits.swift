/// The most that is read from outside before giving up, so that a hostile or mistaken file costs little.
package struct PolisLimits: Equatable, Sendable {
    /// Bytes of one file, after decompression.
    package var bytes: Int
    /// Rows of one file, with its header.
    package var rows: Int
    package var columns: Int
    /// Bytes of one cell.
    package var cellBytes: Int

    package init(bytes: Int = 1 << 30, rows: Int = 8_000_000, columns: Int = 50_000, cellBytes: Int = 1 << 20) {
        self.bytes = bytes
        self.rows = rows
        self.columns = columns
        self.cellBytes = cellBytes
    }

    /// For files on one's own disk, chosen by whoever sits at the machine: large, but not without end.
    package static var ownFiles: PolisLimits { PolisLimits(bytes: 1 << 34, rows: 400_000_000) }
}
