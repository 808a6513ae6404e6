import Foundation

/// Numbers in memory of their own, that goes back to the system as soon as nobody holds them.
///
/// Hundreds of arrays of medium size would be kept by the C library after their end, in places where nothing else fits: a
/// third of all the memory an analysis needs.
final class PieceCodes {
    let numbers: UnsafeMutableBufferPointer<UInt32>
    private let byteCount: Int

    /// Nil when there is no memory left.
    ///
    /// - Returns: zeros.
    init?(count: Int) {
        byteCount = count * MemoryLayout<UInt32>.stride
        guard count > 0 else {
            numbers = UnsafeMutableBufferPointer(start: nil, count: 0)
            return
        }
        let start = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let start, start != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
        numbers = UnsafeMutableBufferPointer(
            start: start.bindMemory(to: UInt32.self, capacity: count), count: count)
    }

    deinit {
        if let start = numbers.baseAddress { munmap(start, byteCount) }
    }
}
