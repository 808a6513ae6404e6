import DialogueLog
import Foundation
package import TransparencyLog

/// Writes an archive into a folder that is still a draft; whoever calls it gives the folder its name at the end.
package struct ArchiveWriter {
    private let folder: String
    private var sums: [String: [UInt8]] = [:]

    /// - Parameter folder: there, and empty.
    package init(folder: String) {
        self.folder = folder
    }

    /// - Precondition: an archive may have a file of this name.
    package mutating func write(_ bytes: [UInt8], to name: String) throws {
        precondition(Archive.isKnown(name), "archives have no file of this name")
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var digest = RunningDigest()
        digest.append(bytes)
        sums[name] = digest.bytes
    }

    package mutating func write(document: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(document)) + [0x0A], to: name)
    }

    /// Copies a published log: the checkpoint first, then the tiles of its size, which are never changed afterwards.
    ///
    /// - Parameter name: `log` or `anchor`.
    /// - Returns: the checkpoint.
    /// - Throws: ``TileProblem``, ``NoteProblem``, ``CheckpointProblem``, and what the store throws.
    @discardableResult
    package mutating func copy(_ store: some TileStore, as name: String) throws -> Checkpoint {
        guard let bytes = try store.read("checkpoint") else {
            throw ArchiveProblem.unreadable(file: "\(name)/checkpoint")
        }
        let checkpoint = try Checkpoint(SignedNote(bytes).text)
        try write(bytes, to: "\(name)/checkpoint")
        let layout = TileLayout(size: checkpoint.size)
        for level in layout.levels {
            try copy(.hashes(level: level.level), of: level, store, as: name)
        }
        if let leaves = layout.levels.first { try copy(.entries, of: leaves, store, as: name) }
        return checkpoint
    }

    private mutating func copy(
        _ kind: TilePath.Kind, of level: TileLayout.Level, _ store: some TileStore, as name: String
    ) throws {
        let partial = level.partialWidth > 0 ? TilePath(kind, index: level.full, width: level.partialWidth) : nil
        for index in 0..<level.full {
            guard let path = TilePath(kind, index: index) else { continue }
            guard let bytes = try store.read(path.text) else { throw TileProblem.missing(path) }
            try write(bytes, to: "\(name)/\(path.text)")
        }
        guard let partial else { return }
        // The published tile may have become fuller; the archive has it as wide as its checkpoint.
        if kind == .entries {
            try write(EntryBundle(store.entries(partial)).bytes, to: "\(name)/\(partial.text)")
        } else {
            guard let hashes = try store.hashes(partial) else { throw TileProblem.missing(partial) }
            try write(hashes.flatMap(\.bytes), to: "\(name)/\(partial.text)")
        }
    }

    /// Writes the list of all files.
    ///
    /// - Parameters:
    ///   - origin: the name of the log.
    ///   - key: signs the list; without it the archive says only that its files belong together, not who says so.
    package func finish(origin: String, signedBy key: SigningKey?) throws {
        let text = sums.sorted { $0.key < $1.key }.map { "\(hexadecimal($0.value))  \($0.key)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + Archive.sums))
        guard let key else { return }
        var digest = RunningDigest()
        digest.append(Array(text.utf8))
        var note = try SignedNote(text: Archive.sumsText(origin: origin, digest: digest.bytes))
        try note.sign(with: key)
        try Data(note.bytes).write(to: URL(fileURLWithPath: folder + "/" + Archive.sumsNote))
    }
}

extension Archive {
    /// What the log signs of the list of files.
    ///
    /// - Parameter digest: its SHA-256.
    static func sumsText(origin: String, digest: [UInt8]) -> String {
        "jirga.archive/1\n\(origin)\n\(hexadecimal(digest))\n"
    }
}
