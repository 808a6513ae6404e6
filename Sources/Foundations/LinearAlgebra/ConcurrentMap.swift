import Dispatch
import Synchronization

/// The results of a function for 0, 1, … `count` − 1, computed on as many processors as there are.
///
/// The results do not depend on how many there are: every call stands alone, and the results come in ascending order.
public func concurrentMap<Result: Sendable>(_ count: Int, _ transform: @Sendable (Int) -> Result) -> [Result] {
    guard count > 1 else { return (0..<max(0, count)).map(transform) }
    let results = Mutex<[Int: Result]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = transform(index)
        results.withLock { $0[index] = result }
    }
    return results.withLock { found in (0..<count).compactMap { found[$0] } }
}
