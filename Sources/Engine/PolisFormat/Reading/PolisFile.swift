import Foundation

/// One file of an export, in memory or still on disk.
package struct PolisFile: Sendable {
    package let name: String
    /// Empty for a file that is still on disk.
    package let bytes: [UInt8]
    /// Where the file is as long as its bytes are not in memory.
    let stored: StoredFile?

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        stored = nil
    }

    private init(name: String, stored: StoredFile) {
        self.name = name
        self.stored = stored
        bytes = []
    }

    /// Reads one file, or those files of a folder that an export may hold. Other files are not opened.
    ///
    /// - Parameter leavingVotes: a file of votes is left on disk if it can be read at any place.
    static func files(
        at path: String, leavingVotes: Bool = false, limits: PolisLimits
    ) throws(PolisFormatError) -> [PolisFile] {
        var isFolder: ObjCBool = false
        let name = lastComponent(of: path)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw PolisFormatError(file: name, reason: .notFound)
        }
        guard isFolder.boolValue else {
            return [try PolisFile(name: name, path: path, isLeft: leavingVotes, limits: limits)]
        }

        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw PolisFormatError(file: name, reason: .unreadable(cause: "the folder cannot be opened"))
        }
        var files: [PolisFile] = []
        for name in names where Purpose(ofFileNamed: name) != nil {
            let isLeft = leavingVotes && Purpose(ofFileNamed: name) == .votes
            files.append(try PolisFile(at: path + "/" + name, isLeft: isLeft, limits: limits))
        }
        guard !files.isEmpty else { throw PolisFormatError(file: name, reason: .noVotes(found: names)) }
        return files
    }

    /// Reads one file.
    ///
    /// - Parameter isLeft: it is left on disk if it can be read at any place.
    init(at path: String, isLeft: Bool = false, limits: PolisLimits) throws(PolisFormatError) {
        var isFolder: ObjCBool = false
        let name = Self.lastComponent(of: path)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw PolisFormatError(file: name, reason: .notFound)
        }
        guard !isFolder.boolValue else {
            throw PolisFormatError(file: name, reason: .unreadable(cause: "this is a folder"))
        }
        try self.init(name: name, path: path, isLeft: isLeft, limits: limits)
    }

    private init(
        name: String, path: String, isLeft: Bool = false, limits: PolisLimits
    ) throws(PolisFormatError) {
        if isLeft, let stored = StoredFile(path: path), stored.size <= limits.bytes {
            self.init(name: name, stored: stored)
            return
        }
        let most = limits.bytes
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw PolisFormatError(file: name, reason: .unreadable(cause: "the file cannot be opened"))
        }
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        // Room for the whole file at once, where its size is known; one piece more shows that there is no more.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
        bytes.reserveCapacity(max(0, min(size, most)))
        do {
            // In pieces, because a pipe or a device gives no more than it has and may have no end.
            while bytes.count <= most, let piece = try handle.read(upToCount: 1 << 22), !piece.isEmpty {
                bytes.append(contentsOf: piece)
            }
        } catch {
            throw PolisFormatError(file: name, reason: .unreadable(cause: "the file cannot be read"))
        }
        guard bytes.count <= most else { throw PolisFormatError(file: name, reason: .limit(.bytes, most: most)) }
        self.init(name: name, bytes: bytes)
    }

    /// The content, decompressed where the file is.
    func content(limits: PolisLimits) throws(PolisFormatError) -> [UInt8] {
        let bytes = try inMemory(limits: limits).bytes
        guard Gzip.isCompressed(bytes) else { return bytes }
        return try Gzip.decompressed(bytes, file: name, limits: limits)
    }

    private func inMemory(limits: PolisLimits) throws(PolisFormatError) -> PolisFile {
        guard let stored else { return self }
        return try PolisFile(name: name, path: stored.path, limits: limits)
    }

    /// The content, or of a large file only the first line.
    func contentWithHeader(limits: PolisLimits) throws(PolisFormatError) -> [UInt8] {
        guard stored != nil else { return try content(limits: limits) }
        let bytes = try placedBytes(limits: limits)
        let range = 0..<min(bytes.count, 1 << 16)
        let head = bytes.read(range) { Array(UnsafeBufferPointer(start: $0, count: range.count)) } ?? []
        guard let lineEnd = head.firstIndex(of: UInt8(ascii: "\n")) else { return try content(limits: limits) }
        return Array(head[...lineEnd])
    }

    /// The content for reading here and there; where the file is compressed, decompressed in memory.
    func placedBytes(limits: PolisLimits) throws(PolisFormatError) -> PlacedBytes {
        if let stored, let bytes = PlacedBytes(stored) {
            let isCompressed = bytes.read(0..<min(2, bytes.count)) {
                Gzip.isCompressed(Array(UnsafeBufferPointer(start: $0, count: min(2, bytes.count))))
            }
            if isCompressed == false { return bytes }
        }
        return PlacedBytes(try content(limits: limits))
    }

    private static func lastComponent(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension PolisFile {
    /// What a file of an export is for, told by its name.
    enum Purpose: CaseIterable {
        case manifest, summary, comments, matrix, votes, commentGroups, commentsJSON, votesJSON, conversationJSON

        /// Names may carry a prefix, as `report-r2abc-votes.csv` does, and end with `.gz`.
        init?(ofFileNamed name: String) {
            var name = name.lowercased()
            if name.hasSuffix(".gz") { name.removeLast(3) }
            for purpose in Self.inOrderOfSearch {
                for ending in purpose.names
                where name == ending || ["-", "_", "."].contains(where: { name.hasSuffix($0 + ending) }) {
                    self = purpose
                    return
                }
            }
            return nil
        }

        /// `participants-votes.csv` also ends like `votes.csv`, so it is looked for first.
        private static let inOrderOfSearch: [Purpose] = [
            .matrix, .votes, .commentGroups, .comments, .summary, .manifest, .commentsJSON, .votesJSON,
            .conversationJSON,
        ]

        private var names: [String] {
            switch self {
            case .manifest: ["manifest.json"]
            case .summary: ["summary.csv"]
            case .comments: ["comments.csv"]
            case .matrix: ["participants-votes.csv", "participant-votes.csv"]
            case .votes: ["votes.csv"]
            case .commentGroups: ["comment-groups.csv"]
            case .commentsJSON: ["comments.json"]
            case .votesJSON: ["votes.json"]
            case .conversationJSON: ["conversation.json"]
            }
        }
    }
}
