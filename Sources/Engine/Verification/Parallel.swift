import Dispatch
import Synchronization

/// Does the same for each number below `count`, on all cores, and gives what came of it in their order.
func parallel<Outcome: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Outcome) -> [Outcome] {
    let outcomes = Outcomes<Outcome>()
    DispatchQueue.concurrentPerform(iterations: count) { outcomes.put(body($0), at: $0) }
    return outcomes.all
}

private final class Outcomes<Outcome: Sendable>: Sendable {
    private let made = Mutex<[(place: Int, outcome: Outcome)]>([])

    func put(_ outcome: Outcome, at place: Int) { made.withLock { $0.append((place, outcome)) } }

    var all: [Outcome] { made.withLock { $0 }.sorted { $0.place < $1.place }.map(\.outcome) }
}
