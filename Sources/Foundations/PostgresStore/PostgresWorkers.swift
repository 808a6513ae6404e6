internal import Foundation
internal import SQLStore

/// The threads that wait for the server, so that no other thread has to.
final class PostgresWorkers: @unchecked Sendable {
    private typealias Job = @Sendable (PostgresWorker) -> Void

    /// Guards all that follows.
    private let condition = NSCondition()
    private var jobs: [Job] = []
    private var firstJob = 0
    private var isClosed = false
    private var running: Int
    private var waitingForEnd: [CheckedContinuation<Void, Never>] = []

    init(address: PostgresAddress, settings: PostgresDriver.Settings) {
        running = settings.connections
        for _ in 0..<settings.connections {
            let thread = Thread { [self] in
                let worker = PostgresWorker(address: address, settings: settings)
                while let job = next() { job(worker) }
                worker.disconnect()
                end()
            }
            thread.name = "PostgresStore"
            thread.start()
        }
    }

    func run<Result: Sendable>(
        _ body: @escaping @Sendable (PostgresWorker) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = condition.withLock {
                guard !isClosed else { return false }
                jobs.append { worker in
                    continuation.resume(with: Swift.Result { try body(worker) })
                }
                condition.signal()
                return true
            }
            if !isTaken {
                continuation.resume(throwing: SQLStoreError(.closed, "the database has been closed"))
            }
        }
    }

    /// Refuses new work and waits for what was taken in.
    func close() async {
        await withCheckedContinuation { continuation in
            let hasEnded = condition.withLock {
                isClosed = true
                condition.broadcast()
                if running > 0 { waitingForEnd.append(continuation) }
                return running == 0
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func next() -> Job? {
        condition.withLock {
            while firstJob == jobs.count {
                if isClosed { return nil }
                condition.wait()
            }
            let job = jobs[firstJob]
            firstJob += 1
            if firstJob == jobs.count || firstJob > 1_024 {
                jobs.removeFirst(firstJob)
                firstJob = 0
            }
            return job
        }
    }

    private func end() {
        let ended = condition.withLock {
            running -= 1
            return running == 0 ? waitingForEnd : []
        }
        for continuation in ended { continuation.resume() }
    }
}
