import Foundation
import Glibc

/// A published log as files in a folder, which any web server can serve.
public struct FileTileStore: TileStore {
    public let folder: String

    /// - Parameter folder: made with the first file.
    public init(folder: String) {
        self.folder = folder
    }

    public func read(_ name: String) throws -> [UInt8]? {
        let path = try path(of: name)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw TileStoreProblem(.reading, file: name, error: errno)
        }
        defer { close(file) }
        var status = stat()
        let expected = fstat(file, &status) == 0 ? Int(max(0, status.st_size)) : 0
        // One byte more than there should be, so that one piece is enough for most files.
        var bytes = try Self.read(file, atMost: min(expected, Self.largestPiece) + 1, name: name)
        while true {
            let piece = try Self.read(file, atMost: min(max(16_384, bytes.count), Self.largestPiece), name: name)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    private static let largestPiece = 1 << 20

    /// Nothing at the end of the file.
    private static func read(_ file: Int32, atMost most: Int, name: String) throws -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
                let taken = Glibc.read(file, buffer.baseAddress, most)
                if taken < 0 { failure = errno }
                count = max(0, taken)
            }
            if failure == 0 { return piece }
            guard failure == EINTR else { throw TileStoreProblem(.reading, file: name, error: failure) }
        }
    }

    public func write(_ bytes: [UInt8], to name: String) throws {
        let path = try path(of: name)
        let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw TileStoreProblem(.writing, file: name, error: errno)
        }
        let draft = "\(path).\(UInt64.random(in: .min ... .max)).draft"
        do {
            try Self.write(bytes, to: draft, name: name)
            guard rename(draft, path) == 0 else { throw TileStoreProblem(.writing, file: name, error: errno) }
            try Self.flushFolder(parent, name: name)
        } catch {
            unlink(draft)
            throw error
        }
    }

    public func remove(_ name: String) throws {
        guard unlink(try path(of: name)) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw TileStoreProblem(.writing, file: name, error: errno)
        }
    }

    /// Names are made by this module and have neither dots that climb nor empty parts; anything else is refused.
    private func path(of name: String) throws -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.utf8.contains(0), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw TileStoreProblem(.reading, file: name, error: EINVAL)
        }
        return folder + "/" + name
    }

    private static func write(_ bytes: [UInt8], to path: String, name: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw TileStoreProblem(.writing, file: name, error: errno) }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw TileStoreProblem(.writing, file: name, error: errno) }
            written += max(0, count)
        }
        guard fsync(file) == 0 else { throw TileStoreProblem(.flushing, file: name, error: errno) }
    }

    private static func flushFolder(_ path: String, name: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw TileStoreProblem(.flushing, file: name, error: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw TileStoreProblem(.flushing, file: name, error: errno) }
    }
}

/// A file of a log could not be read or written.
public struct TileStoreProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case reading
        case writing
        /// The disk did not confirm that it has the bytes. Trying again may seem to succeed and still lose them.
        case flushing
    }

    public let step: Step
    public let file: String
    /// The number the system gave.
    public let error: Int32

    init(_ step: Step, file: String, error: Int32) {
        self.step = step
        self.file = file
        self.error = error
    }

    public var description: String { "\(step) \(file): \(String(cString: strerror(error)))" }
}
