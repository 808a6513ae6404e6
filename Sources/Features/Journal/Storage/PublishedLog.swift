package import TransparencyLog

/// One node's copy of one epoch of a log, as files that any web server can serve.
package struct PublishedLog: Sendable {
    package static let checkpointFile = "checkpoint"

    package let store: FileTileStore

    package init(folder: String, log: LogID, epoch: Int) {
        store = FileTileStore(folder: "\(folder)/\(log.folder(epoch: epoch))")
    }

    /// The note that was published last; nil where there is none, or one that none of these keys signed.
    package func note(signedBy keys: [VerifierKey], origin: String) throws -> (SignedNote, Checkpoint)? {
        guard let bytes = try store.read(Self.checkpointFile), let note = try? SignedNote(bytes),
            let checkpoint = try? Checkpoint(note, signedBy: keys, origin: origin)
        else { return nil }
        return (note, checkpoint)
    }

    /// Whether anything was ever published here, whoever signed it.
    package func hasCheckpoint() throws -> Bool { try store.read(Self.checkpointFile) != nil }

    /// Writes the files and then, when all of them are on the disk, the note that speaks of them.
    func write(_ files: [TileWriter.File]) throws {
        for file in files {
            try store.write(file.bytes, to: file.path.text)
            guard file.path.isFull else { continue }
            // Whoever still asks for an unfinished one is served the start of the full one.
            for width in 1..<TilePath.fullWidth {
                guard let partial = TilePath(file.path.kind, index: file.path.index, width: width) else { continue }
                try store.remove(partial.text)
            }
        }
    }

    func write(_ note: SignedNote) throws {
        try store.write(note.bytes, to: Self.checkpointFile)
    }

    /// The leaf hashes of the unfinished tile at the end of a published size.
    func lastLeaves(size: UInt64) throws -> [TreeHash] {
        guard let path = TileLayout(size: size).path(of: .hashes(level: 0), index: size >> 8), !path.isFull else {
            return []
        }
        return try store.hashes(path) ?? []
    }
}
