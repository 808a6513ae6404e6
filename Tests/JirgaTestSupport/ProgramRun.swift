internal import Foundation

/// A program that was run to its end, and what it said.
package struct ProgramRun: Sendable {
    /// The exit status, or 128 plus the signal that ended it.
    package let status: Int32
    package let stdout: String
    package let stderr: String

    /// Runs the program with nothing on its standard input.
    package init(_ path: String, _ arguments: [String] = [], environment: [String: String]? = nil) async throws {
        // Files rather than pipes: a program that says much can't fill them and wait for a reader.
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardInput = FileHandle.nullDevice
        for name in ["out", "err"] {
            _ = FileManager.default.createFile(atPath: folder.path(name), contents: nil)
        }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("out")))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("err")))
        let ended: (Int32, Bool) = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { process in
                continuation.resume(returning: (process.terminationStatus, process.terminationReason == .exit))
            }
            do {
                try process.start()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        status = ended.1 ? ended.0 : 128 + ended.0
        stdout = try String(decoding: Data(contentsOf: URL(fileURLWithPath: folder.path("out"))), as: UTF8.self)
        stderr = try String(decoding: Data(contentsOf: URL(fileURLWithPath: folder.path("err"))), as: UTF8.self)
    }
}
