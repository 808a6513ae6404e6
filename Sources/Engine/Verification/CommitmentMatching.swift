import DialogueLog
import Foundation
import TransparencyLog

/// Whether the same commitments stand on two sides, each once, whatever their order and number.
///
/// They are parted by their first byte; parts that grow large wait in files, and each is sorted by itself. So memory holds
/// a 256th of them at once.
final class CommitmentMatching {
    struct Mismatch: Hashable {
        let commitment: [UInt8]
        /// The index in the log, or the place among the opened votes.
        let place: UInt64
        let isInLog: Bool
        let isTwice: Bool
    }

    private static let recordBytes = 41
    private static let heldBytes = 1 << 17
    private var parts = [[UInt8]](repeating: [], count: 256)
    private let folder = FileManager.default.temporaryDirectory.path + "/jirga-verify-\(UUID().uuidString)"
    private var filed: Set<Int> = []

    /// Takes in all votes of a log that was found to be sound, and all opened ones.
    convenience init(_ log: FileTileStore, size: UInt64, _ openings: SealedOpenings) throws {
        self.init()
        let layout = TileLayout(size: size)
        var bundle: UInt64 = 0
        while let path = layout.path(of: .entries, index: bundle) {
            for (offset, entry) in try log.entries(path).enumerated() {
                let place = bundle << 8 | UInt64(offset)
                let commitment = entry.withUnsafeBytes { LogContent.commitment(of: $0).map { Array($0) } }
                if let commitment {
                    try append(commitment, place: place, isInLog: true)
                } else if let entry = try? LoggedEntry(entry), entry.kind == .vote {
                    try append(entry[0x20], place: place, isInLog: true)
                }
            }
            bundle += 1
        }
        try openings.forEachVote { vote, commitment in
            try append(commitment.bytes, place: vote.place, isInLog: false)
        }
    }

    init() {}

    deinit { if !filed.isEmpty { try? FileManager.default.removeItem(atPath: folder) } }

    func append(_ commitment: [UInt8], place: UInt64, isInLog: Bool) throws {
        guard let first = commitment.first else { return }
        let part = Int(first)
        parts[part].append(contentsOf: commitment)
        parts[part].append(isInLog ? 0 : 1)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            parts[part].append(UInt8(truncatingIfNeeded: place >> shift))
        }
        if parts[part].count >= Self.heldBytes { try file(part) }
    }

    private func file(_ part: Int) throws {
        if filed.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let path = "\(folder)/\(part)"
        if filed.insert(part).inserted { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        guard let handle = FileHandle(forWritingAtPath: path) else { throw ArchiveProblem.unreadable(file: path) }
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: parts[part])
        parts[part].removeAll(keepingCapacity: true)
    }

    /// Everything that stands on one side only, or twice on one.
    ///
    /// - Parameter most: no more than so many are kept; the counts are whole.
    func mismatches(keeping most: Int = 16) throws -> (kept: [Mismatch], onlyInLog: UInt64, others: UInt64) {
        var kept: [Mismatch] = []
        var onlyInLog: UInt64 = 0
        var others: UInt64 = 0
        for part in parts.indices {
            var bytes = parts[part]
            if filed.contains(part) {
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(part)") else {
                    throw ArchiveProblem.unreadable(file: "\(folder)/\(part)")
                }
                bytes = Array(data) + bytes
            }
            bytes.withUnsafeBytes { bytes in
                let size = Self.recordBytes
                func isBefore(_ a: Int, _ b: Int, _ length: Int) -> Bool {
                    let left = UnsafeRawBufferPointer(rebasing: bytes[a * size..<a * size + length])
                    let right = UnsafeRawBufferPointer(rebasing: bytes[b * size..<b * size + length])
                    return left.lexicographicallyPrecedes(right)
                }
                let order = (0..<bytes.count / size).sorted { isBefore($0, $1, size) }
                var start = 0
                while start < order.count {
                    var end = start + 1
                    while end < order.count, !isBefore(order[start], order[end], 32) { end += 1 }
                    let sides = order[start..<end].map { bytes[$0 * size + 32] }
                    if sides != [0, 1] {
                        if sides == [0] { onlyInLog += 1 } else { others += 1 }
                        if kept.count < most {
                            let record = bytes[order[start] * size..<order[start] * size + size]
                            kept.append(
                                Mismatch(
                                    commitment: Array(record.prefix(32)),
                                    place: record.suffix(8).reduce(0) { $0 << 8 | UInt64($1) },
                                    isInLog: sides.first == 0, isTwice: sides.count > 1))
                        }
                    }
                    start = end
                }
            }
        }
        return (kept, onlyInLog, others)
    }
}
