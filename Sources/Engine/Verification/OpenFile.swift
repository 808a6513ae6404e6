import Glibc

/// A file that several threads read at once, each at places of its own.
final class OpenFile: Sendable {
    let path: String
    let size: UInt64
    private let descriptor: Int32

    /// - Throws: ``ArchiveProblem/unreadable(file:)`` for anything but a file.
    init(_ path: String) throws(ArchiveProblem) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw .unreadable(file: path)
        }
        size = UInt64(max(0, status.st_size))
    }

    deinit { close(descriptor) }

    /// The bytes at a place.
    ///
    /// - Throws: ``ArchiveProblem/unreadable(file:)`` where there are fewer.
    func read(_ count: Int, at place: UInt64) throws(ArchiveProblem) -> [UInt8] {
        guard count > 0 else { return [] }
        guard place <= size, UInt64(count) <= size - place else { throw .unreadable(file: path) }
        let descriptor = descriptor
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count, let base = buffer.baseAddress {
                let taken = pread(descriptor, base + filled, count - filled, off_t(place) + off_t(filled))
                if taken == 0 || taken < 0 && errno != EINTR { return }
                filled += max(0, taken)
            }
        }
        guard bytes.count == count else { throw .unreadable(file: path) }
        return bytes
    }

    /// Hands over all of it, piece by piece.
    func forEachPiece(of length: Int = 1 << 18, _ body: ([UInt8]) throws -> Void) throws {
        var place: UInt64 = 0
        while place < size {
            let piece = try read(Int(min(UInt64(length), size - place)), at: place)
            try body(piece)
            place += UInt64(piece.count)
        }
    }
}
