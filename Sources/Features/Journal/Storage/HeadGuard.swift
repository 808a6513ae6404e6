package import TransparencyLog

/// What this node signed last of each log, kept outside of the database and outside of its copies: a restored copy of the
/// database can't make the log sign a second history.
package struct HeadGuard: Sendable {
    private let files: FileTileStore

    package init(folder: String) { files = FileTileStore(folder: folder) }

    /// Nil where nothing was signed yet, or the guard was lost.
    ///
    /// - Throws: ``TileStoreProblem``; ``CheckpointProblem`` for a file that holds something else.
    package func last(of log: LogID, epoch: Int) throws -> Checkpoint? {
        try files.read(name(log, epoch)).map { try Checkpoint(String(decoding: $0, as: UTF8.self)) }
    }

    /// Returns after the disk has it.
    package func keep(_ checkpoint: Checkpoint, of log: LogID, epoch: Int) throws {
        try files.write(Array(checkpoint.text.utf8), to: name(log, epoch))
    }

    private func name(_ log: LogID, _ epoch: Int) -> String { "\(log).\(epoch)" }
}
