import Convening
import OpinionAnalysis
import SQLStore
import Synchronization

/// Counts without the people a count marked. Each is made once for each finished count, however many ask for it.
final class MarkedRecounts: Sendable {
    enum Outcome: Sendable {
        case counted(ResultsView)
        case counting
        /// The votes have changed since the count that marked the people; the next count will tell.
        case outdated
    }

    private struct Recounts {
        var tasks: [OpinionMapSnapshot.ID: Task<ResultsView?, any Error>] = [:]
        var ended: Set<OpinionMapSnapshot.ID> = []
    }

    /// Up to so many people a count is so quick that whoever asks may wait for it.
    static let peopleToWaitFor = 5_000
    private static let mostKept = 4

    private let recounts = Mutex(Recounts())

    func recount(
        _ snapshot: OpinionMapSnapshot, without people: Set<Int>, on database: SQLDatabase,
        view: @escaping @Sendable (OpinionMap) -> ResultsView
    ) async throws -> Outcome {
        let id = snapshot.id
        let (task, hasEnded) = recounts.withLock { recounts in
            if let task = recounts.tasks[id] { return (task, recounts.ended.contains(id)) }
            let task = Task.detached(priority: .utility) { [self] in
                defer { self.recounts.withLock { _ = $0.ended.insert(id) } }
                return try await Self.map(snapshot, without: people, on: database).map(view)
            }
            if recounts.tasks.count >= Self.mostKept { recounts = Recounts() }
            recounts.tasks[id] = task
            return (task, false)
        }
        guard hasEnded || snapshot.map.participants.count <= Self.peopleToWaitFor else { return .counting }
        do {
            return try await task.value.map(Outcome.counted) ?? .outdated
        } catch {
            recounts.withLock { $0.tasks[id] = nil }
            throw error
        }
    }

    /// - Returns: nil where the votes are not those of the snapshot any more.
    private static func map(
        _ snapshot: OpinionMapSnapshot, without people: Set<Int>, on database: SQLDatabase
    ) async throws -> OpinionMap? {
        let votes = try await database.read { try FloorStore($0).floorVotes(in: snapshot.dialogue) }
        guard votes.digest == snapshot.inputDigest else { return nil }
        return try OpinionMap.fit(votes.matrix(silencing: people), seed: snapshot.seed)
    }
}
