import Foundation
import Glibc

/// A file that gets its name only once it is whole and on the disk. Others may not read it.
final class DraftFile {
    private let path: String
    private let draft: String
    private let file: Int32
    private var waiting: [UInt8] = []
    private var isFinished = false

    private static let piece = 1 << 20

    /// - Throws: ``Failure`` where there is such a file already, or none can be made.
    init(for path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.cannotCreate, "\(path) is there already", fix: "name a file that is not there yet")
        }
        self.path = path
        draft = "\(path).\(UInt64.random(in: .min ... .max)).draft"
        file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(path) }
    }

    deinit {
        close(file)
        if !isFinished { unlink(draft) }
    }

    func write(_ bytes: [UInt8]) throws {
        waiting += bytes
        if waiting.count >= Self.piece { try flush() }
    }

    /// Returns after the disk has the file under its name.
    func finish() throws {
        try flush()
        guard fsync(file) == 0 else { throw Self.failure(path) }
        guard rename(draft, path) == 0 else { throw Self.failure(path) }
        isFinished = true
        let parent = (path as NSString).deletingLastPathComponent
        let folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failure(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Self.failure(path) }
    }

    private func flush() throws {
        var written = 0
        while written < waiting.count {
            let count = waiting.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw Self.failure(path) }
            written += max(0, count)
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String) -> Failure {
        Failure(.inputOutput, "\(path) can't be written: \(String(cString: strerror(errno)))")
    }
}
