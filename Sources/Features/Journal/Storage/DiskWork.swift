import Dispatch

/// Runs work that waits for a disk on a thread that may wait.
func onDisk<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        diskQueue.async { continuation.resume(with: Swift.Result { try work() }) }
    }
}

private let diskQueue = DispatchQueue(label: "jirga.log-files", attributes: .concurrent)
