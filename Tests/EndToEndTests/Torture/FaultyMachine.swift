import Foundation
import JirgaTestSupport

/// A folder whose disk can be made to fail, lie or lose power, and a clock that can be set wrong, for one program.
///
/// `Tests/Faults/disk.c` says how.
struct FaultyMachine: Sendable {
    enum Fault: String {
        /// Writes find no room.
        case full
        /// Flushing fails: the disk says that it could not keep the bytes.
        case broken
        /// Flushing does nothing and says it did; with such a disk answers must be lost, or these tests see nothing.
        case lies
    }

    private static let library = Task {
        let path = NSTemporaryDirectory() + "/jirga-faults-\(ProcessInfo.processInfo.processIdentifier).so"
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Faults/disk.c").path
        let compiler = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let compiler else { throw Unbuilt(description: "no C compiler: apt-get install gcc libc6-dev") }
        let built = try await ProgramRun(
            compiler, ["-O2", "-Wall", "-shared", "-fPIC", "-o", path, source, "-ldl", "-lpthread"])
        guard built.status == 0 else { throw Unbuilt(description: built.stderr) }
        return path
    }

    struct Unbuilt: Error, CustomStringConvertible { let description: String }

    /// Where the program keeps its data.
    let data: String
    private let notes: TemporaryFolder
    /// What the program is to be started with.
    let environment: [String: String]

    /// - Parameter data: a folder that is there.
    init(data: String) async throws {
        // As the system writes it, for that is what an open file is compared with.
        guard let real = realpath(data, nil) else { throw CocoaError(.fileNoSuchFile) }
        defer { free(real) }
        self.data = String(cString: real)
        notes = try TemporaryFolder()
        environment = ["LD_PRELOAD": try await Self.library.value, "FAULT_DIR": self.data, "FAULT_NOTES": notes.path]
    }

    func set(_ fault: Fault, _ isOn: Bool) throws {
        if isOn {
            try Data().write(to: URL(fileURLWithPath: notes.path(fault.rawValue)))
        } else {
            try FileManager.default.removeItem(atPath: notes.path(fault.rawValue))
        }
    }

    /// Sets the wall clock of the program wrong by so many seconds.
    func setClock(off seconds: Int) throws {
        let draft = notes.path("clock.draft")
        try Data("\(seconds)".utf8).write(to: URL(fileURLWithPath: draft))
        guard rename(draft, notes.path("clock")) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// What a loss of power leaves: every write that was not flushed is undone, or, where it is torn, some pieces of it.
    ///
    /// To be called after the program was killed.
    ///
    /// - Returns: how many writes were undone.
    func losePower(torn generator: inout SeededGenerator, isTorn: Bool) throws -> Int {
        var undone = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: notes.path).sorted()
        where name.hasSuffix(".undo") {
            let path = data + name.dropLast(5).replacing("%", with: "/")
            let records = [UInt8](try Data(contentsOf: URL(fileURLWithPath: notes.path(name))))
            try FileManager.default.removeItem(atPath: notes.path(name))
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            defer { try? file.close() }
            // A record that was cut short belongs to a write that did not happen.
            var starts: [Range<Int>] = []
            var start = 0
            while records.count - start >= 40 {
                let end = start + 40 + Self.integer(records, at: start + 16)
                guard end <= records.count else { break }
                starts.append(start..<end)
                start = end
            }
            for range in starts.reversed() {
                try undo(Array(records[range]), in: file, torn: isTorn, using: &generator)
                undone += 1
            }
            try file.synchronize()
        }
        // The shared memory beside a database is made anew from its log.
        for name in try FileManager.default.contentsOfDirectory(atPath: data) where name.hasSuffix("-shm") {
            try FileManager.default.removeItem(atPath: data + "/" + name)
        }
        return undone
    }

    private func undo(
        _ record: [UInt8], in file: FileHandle, torn isTorn: Bool, using generator: inout SeededGenerator
    ) throws {
        let (size, offset) = (Self.integer(record, at: 0), Self.integer(record, at: 8))
        let (oldCount, written) = (Self.integer(record, at: 16), Self.integer(record, at: 24))
        let old = Array(record[32..<32 + oldCount])
        guard isTorn else {
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: Data(old))
            try file.truncate(atOffset: UInt64(size))
            return
        }
        for start in stride(from: 0, to: max(written, oldCount), by: 512) where Bool.random(using: &generator) {
            // Blocks that were new and never reached the disk read as zeros.
            let piece = (start..<min(start + 512, max(written, oldCount))).map { $0 < oldCount ? old[$0] : 0 }
            try file.seek(toOffset: UInt64(offset + start))
            try file.write(contentsOf: Data(piece))
        }
    }

    private static func integer(_ bytes: [UInt8], at place: Int) -> Int {
        Int((0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[place + $1]) })
    }
}
