import Dispatch

/// What a function makes of 0, 1, 2, …, in that order, computed on all cores.
///
/// The pieces of work are fixed by the caller and their results stand in order, so that whoever adds them up one after
/// another gets the same bits on one core and on many.
///
/// - Parameters:
///   - count: how many pieces; better some dozens than two, because cores are rarely equally busy.
///   - transform: called once for each piece, on any thread and in any order. It must not change anything that another
///     piece reads or changes.
package func concurrentMap<Result>(_ count: Int, _ transform: (Int) -> Result) -> [Result] {
    guard count > 1 else { return (0..<max(0, count)).map(transform) }
    return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
        guard let start = results.baseAddress else { return }
        // The compiler cannot know that the call returns only when all pieces are done.
        withoutActuallyEscaping(transform) { transform in
            // Safety: each piece writes its own place, and the caller keeps the pieces apart.
            nonisolated(unsafe) let places = start
            nonisolated(unsafe) let work = transform
            DispatchQueue.concurrentPerform(iterations: count) { piece in
                (places + piece).initialize(to: work(piece))
            }
        }
        initializedCount = count
    }
}
