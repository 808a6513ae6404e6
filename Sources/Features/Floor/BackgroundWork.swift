import Dispatch
import Synchronization

/// Runs long work on threads that give way to those that serve people.
///
/// The threads that answer requests are as many as the machine has cores; a count that took one would keep people waiting,
/// and one that took the cores would too.
///
/// - Parameter work: is given whether the caller was cancelled, or `isCancelled` says so, since it runs in no task of its own.
func inBackground<Result: Sendable>(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
) async throws -> Result {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            backgroundQueue.async {
                continuation.resume(
                    with: Swift.Result { try work { cancellation.isAsked.load(ordering: .relaxed) || isCancelled() } })
            }
        }
    } onCancel: {
        cancellation.isAsked.store(true, ordering: .relaxed)
    }
}

private final class Cancellation: Sendable {
    let isAsked = Atomic(false)
}

private let backgroundQueue = DispatchQueue(label: "jirga.counts", qos: .background, attributes: .concurrent)
