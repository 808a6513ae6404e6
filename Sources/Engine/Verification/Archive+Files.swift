import DialogueLog
import Foundation
import Glibc

extension Archive {
    /// Hands over the name of every file under the folder, in no order.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` for links and other things that are no files; what `body` throws.
    func forEachName(_ body: (String) throws -> Void) throws {
        var folders = [""]
        while let inside = folders.popLast() {
            guard let stream = opendir(folder + "/" + inside) else { throw ArchiveProblem.unreadable(file: inside) }
            defer { closedir(stream) }
            while let item = readdir(stream) {
                let name = withUnsafeBytes(of: &item.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name == "." || name == ".." { continue }
                let path = inside + name
                var kind = Int32(item.pointee.d_type)
                if kind == Int32(DT_UNKNOWN) { kind = Self.kind(of: folder + "/" + path) }
                switch kind {
                case Int32(DT_DIR): folders.append(path + "/")
                case Int32(DT_REG): try body(path)
                default: throw ArchiveProblem.unreadable(file: path)
                }
            }
        }
    }

    /// For file systems that do not say it with the name.
    private static func kind(of path: String) -> Int32 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return Int32(DT_UNKNOWN) }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: Int32(DT_REG)
        case S_IFDIR: Int32(DT_DIR)
        default: Int32(DT_UNKNOWN)
        }
    }

    /// Every file under the folder, by its path there.
    func names() throws -> Set<String> {
        var names: Set<String> = []
        try forEachName { names.insert($0) }
        return names
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

    /// The SHA-256 of a file, read piece by piece.
    static func digest(ofFile path: String) throws -> [UInt8] {
        var digest = RunningDigest()
        try OpenFile(path).forEachPiece { digest.append($0) }
        return digest.bytes
    }
}

/// `SHA256SUMS`, line after line.
struct SumsFile {
    struct Line: Sendable {
        /// 64 hexadecimal digits.
        let sum: String
        let name: String
    }

    enum Problem: Error {
        case noLine(String)
        /// The names do not ascend, so that one could stand there twice.
        case notInOrder(String)
    }

    private static let longestLine = 512
    private static let linesAtOnce = 512
    private let file: OpenFile

    init(_ archive: Archive) throws {
        file = try OpenFile(archive.folder + "/" + Archive.sums)
    }

    /// Hands over the lines, some hundreds at a time.
    func forEachLines(_ body: ([Line]) throws -> Void) throws {
        var rest: [UInt8] = []
        var lines: [Line] = []
        var last = ""
        func take(_ bytes: ArraySlice<UInt8>) throws {
            guard bytes.count > 66, bytes.count <= Self.longestLine,
                let text = String(validating: bytes, as: UTF8.self),
                text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
                text.utf8.dropFirst(64).prefix(2).elementsEqual([32, 32])
            else { throw Problem.noLine(String(decoding: bytes.prefix(80), as: UTF8.self)) }
            let line = Line(sum: String(text.prefix(64)), name: String(text.dropFirst(66)))
            guard last < line.name else { throw Problem.notInOrder(line.name) }
            last = line.name
            lines.append(line)
            if lines.count == Self.linesAtOnce {
                try body(lines)
                lines = []
            }
        }
        try file.forEachPiece { piece in
            rest += piece
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try take(rest[start..<end])
                start = end + 1
            }
            rest.removeFirst(start)
            guard rest.count <= Self.longestLine else {
                throw Problem.noLine(String(decoding: rest.prefix(80), as: UTF8.self))
            }
        }
        if !rest.isEmpty { throw Problem.noLine(String(decoding: rest.prefix(80), as: UTF8.self)) }
        try body(lines)
    }
}
