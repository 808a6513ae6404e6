import Foundation

/// A file that stays on disk and is read where it is needed: a large one would fill the memory.
struct StoredFile: Sendable {
    let path: String
    /// Bytes when it was looked at.
    let size: Int

    /// Nil for pipes, devices and whatever else has no size and no places.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            FileManager.default.isReadableFile(atPath: path)
        else { return nil }
        self.path = path
        size = Int(status.st_size)
    }
}

/// Bytes that can be read at any place, from several threads at once.
final class PlacedBytes: Sendable {
    let count: Int
    private let memory: [UInt8]
    private let descriptor: Int32?

    init(_ bytes: [UInt8]) {
        memory = bytes
        count = bytes.count
        descriptor = nil
    }

    /// Nil when the file can't be opened.
    init?(_ file: StoredFile) {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        memory = []
        count = file.size
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    /// How many bytes follow those handed to a reader, so that it may look at eight at a time: a line end, because the last
    /// row of a file may lack its own, and zeros.
    static let padding = 16

    /// Hands over a copy of the bytes at a place; nil when they are not all there.
    ///
    /// - Parameter body: gets the bytes and, after them, ``padding`` more.
    func read<Result>(_ range: Range<Int>, _ body: (UnsafePointer<UInt8>) -> Result?) -> Result? {
        guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
        let capacity = range.count + Self.padding
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer -> Result? in
            guard let start = buffer.baseAddress, fill(start, from: range) else { return nil }
            (start + range.count).update(repeating: 0, count: Self.padding)
            start[range.count] = UInt8(ascii: "\n")
            return body(start)
        }
    }

    private func fill(_ start: UnsafeMutablePointer<UInt8>, from range: Range<Int>) -> Bool {
        guard let descriptor else {
            memory.withUnsafeBufferPointer { memory in
                if let source = memory.baseAddress {
                    start.update(from: source + range.lowerBound, count: range.count)
                }
            }
            return true
        }
        var done = 0
        while done < range.count {
            let count = pread(descriptor, start + done, range.count - done, off_t(range.lowerBound + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
