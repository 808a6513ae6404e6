import Foundation
import JirgaTestSupport
import Synchronization

/// A program that runs beside a test until it ends by itself or is stopped.
final class RunningProgram: Sendable {
    struct Ended: Error, CustomStringConvertible {
        let program: String
        let stdout: String
        let stderr: String

        var description: String { "\(program) ended before it was ready.\n\(stdout)\n\(stderr)" }
    }

    let pid: Int32
    private let name: String
    private let lines: AsyncStream<String>
    private let ending: Task<Int32, Never>
    private let isEnded: Flag
    private let folder: TemporaryFolder

    /// Whether the process is gone, so that its number may belong to another one.
    private final class Flag: Sendable {
        private let value = Mutex(false)
        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }

    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        let folder = try TemporaryFolder()
        let isEnded = Flag()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        _ = FileManager.default.createFile(atPath: folder.path("err"), contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("err")))
        let output = Pipe.alone()
        process.standardOutput = output
        let (endings, report) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            isEnded.set()
            OrphanGuard.shared.ended(process.processIdentifier)
            let status = process.terminationStatus
            report.yield(process.terminationReason == .exit ? status : 128 + status)
            report.finish()
        }
        try process.start()
        OrphanGuard.shared.started(process.processIdentifier)
        pid = process.processIdentifier
        name = path
        self.folder = folder
        self.isEnded = isEnded
        ending = Task {
            for await status in endings { return status }
            return -1
        }
        let (lines, said) = AsyncStream<String>.makeStream()
        self.lines = lines
        let reading = output.fileHandleForReading
        Thread.detachNewThread {
            var line: [UInt8] = []
            while case let bytes = reading.availableData, !bytes.isEmpty {
                for byte in bytes {
                    if byte == UInt8(ascii: "\n") {
                        said.yield(String(decoding: line, as: UTF8.self))
                        line = []
                    } else {
                        line.append(byte)
                    }
                }
            }
            said.finish()
        }
    }

    /// What the program said on standard output up to and including the first line that is like this. To be asked once.
    func lines(until isLast: (String) -> Bool) async throws -> [String] {
        var seen: [String] = []
        for await line in lines {
            seen.append(line)
            if isLast(line) { return seen }
        }
        throw Ended(program: name, stdout: seen.joined(separator: "\n"), stderr: stderr)
    }

    var stderr: String {
        String(decoding: FileManager.default.contents(atPath: folder.path("err")) ?? Data(), as: UTF8.self)
    }

    var hasEnded: Bool { isEnded.isSet }

    func send(_ signal: Int32) {
        if !isEnded.isSet { kill(pid, signal) }
    }

    /// The exit status, or 128 plus the signal that ended it.
    func status() async -> Int32 { await ending.value }

    /// Ends the program at once, as a crash would.
    @discardableResult
    func stop() async -> Int32 {
        send(SIGKILL)
        return await status()
    }
}
